//! IAM: ListAccountAliases.

use super::form::Form;
use super::xml::Fields;
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;

/// The version of the API in every request.
pub const VERSION: &str = "2010-05-08";
pub const NAMESPACE: &str = "https://iam.amazonaws.com/doc/2010-05-08/";

/// An action of IAM; all are reads here.
pub type Action = fn(&Account, &Form) -> Result<Fields, Refusal>;

/// The action of this name, if it is served.
pub fn find(name: &str) -> Option<Action> {
    (name == "ListAccountAliases").then_some(list_account_aliases as Action)
}

/// An account has one alias at most, so there is never a second page.
fn list_account_aliases(account: &Account, _: &Form) -> Result<Fields, Refusal> {
    Ok(Fields::new().texts("AccountAliases", account.alias.as_deref()).flag("IsTruncated", false))
}
