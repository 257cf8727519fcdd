//! The account's alias, and what goes wrong with asking for it.

use super::{poll_once, xml};
use crate::aws::fake_http::{Answer, clients, ok};
use crate::domain::news::News;
use crate::domain::text::Text;
use crate::domain::topic::Topic;

/// Its name, what AWS answers, the alias there is.
type Case = (&'static str, fn() -> Answer, Option<&'static str>);

#[tokio::test(start_paused = true)]
async fn whatever_goes_wrong_with_asking_for_the_alias_is_an_account_without_one() {
    let answers: [Case; 6] = [
        (
            "one",
            || ok(xml("ListAccountAliases", "<AccountAliases><member>shop-prod</member></AccountAliases>")),
            Some("shop-prod"),
        ),
        ("none", || ok(xml("ListAccountAliases", "<AccountAliases/>")), None),
        ("an empty one", || ok(xml("ListAccountAliases", "<AccountAliases><member/></AccountAliases>")), None),
        ("not allowed", || Answer::Status(403, error("AccessDenied")), None),
        ("nonsense", || ok("{}"), None),
        ("no answer", || Answer::Hang, None),
    ];
    for (name, answer, expected) in answers {
        let (clients, log) = clients(move |_| answer());
        let news = poll_once(Topic::Alias, clients).await;
        assert_eq!(news, Ok(News::Alias(expected.map(Text::new))), "{name}");
        assert_eq!(log.lock().expect("no panic").as_slice(), ["ListAccountAliases"], "{name}");
    }
}

fn error(code: &str) -> String {
    format!("<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>")
}
