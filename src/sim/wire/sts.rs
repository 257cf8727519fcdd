//! STS: GetCallerIdentity.

use super::form::Form;
use super::xml::Fields;
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;

/// The version of the API in every request.
pub const VERSION: &str = "2011-06-15";
pub const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// An action of STS; all are reads here.
pub type Action = fn(&Account, &Form) -> Result<Fields, Refusal>;

/// The action of this name, if it is served.
pub fn find(name: &str) -> Option<Action> {
    (name == "GetCallerIdentity").then_some(get_caller_identity as Action)
}

fn get_caller_identity(account: &Account, _: &Form) -> Result<Fields, Refusal> {
    let session = account.principal.rsplit('/').next().unwrap_or_default();
    Ok(Fields::new()
        .text("Arn", account.principal.as_str())
        // The id of a role and its session; the id is our choice.
        .text("UserId", format!("AROASIMULATEDACCOUNT:{session}"))
        .text("Account", account.id.as_str()))
}
