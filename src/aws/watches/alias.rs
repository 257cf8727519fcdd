//! The account's alias: a name for people, beside the number.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::domain::Text;

/// The account's alias (IAM ListAccountAliases; an account has one at most). It decides nothing: whatever goes wrong
/// with asking, a missing permission too, is an account without one.
pub(in crate::aws) async fn alias(clients: &Clients) -> Option<Text> {
    const ACTION: &str = "iam:ListAccountAliases";
    let answer = ask(ACTION, clients.iam()?.list_account_aliases().send()).await.ok()?;
    answer.account_aliases().first().filter(|alias| !alias.is_empty()).map(Text::new)
}
