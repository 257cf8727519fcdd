//! The log of the function behind a custom resource: which that is, and how to read it.

use crate::diagnosis::view::View;
use crate::domain::Text;
use crate::domain::service_token::ServiceToken;
use crate::domain::shell::shell_word;

/// Where to read why a custom resource does not answer: in the log of its function. Which that is the logged request
/// says, or the stack's history; else it is one of its own stack's, or only the template knows.
///
/// `ago` is how many seconds ago it was asked.
pub fn read(view: &View<'_>, stack: &Text, logical_id: &Text, ago: u64) -> String {
    let since = ago.div_ceil(60).saturating_add(1);
    let tail = |function: &str| {
        let group = Text::new(format!("/aws/lambda/{function}"));
        format!("`aws logs tail {} --since {since}m`", shell_word(&group))
    };
    let key = (stack.clone(), logical_id.clone());
    let request = view.facts.custom_requests.get(&key).and_then(|known| known.value()?.as_ref());
    let of_request = request.and_then(|request| ServiceToken::new(request.answers.clone()?));
    if let Some(token) = of_request.as_ref().or_else(|| view.facts.answerer((stack, logical_id))) {
        return match (token.function(), token.out_of_reach(stack)) {
            (None, _) => format!("Ask whoever answers at {}, the ServiceToken of {logical_id}.", token.arn()),
            (Some(_), Some(why)) => format!("Read its log there: {why}."),
            (Some(name), None) => format!("Read the log of its function {name}: {}.", tail(name.as_str())),
        };
    }
    let of_stack = view.facts.nest.get(stack).and_then(|known| known.resources.value());
    let functions: Vec<_> = of_stack
        .into_iter()
        .flatten()
        .filter(|one| one.kind.raw() == "AWS::Lambda::Function")
        .filter_map(|one| Some((one.logical_id.as_str(), one.physical_id.as_ref()?.as_str())))
        .collect();
    match functions.as_slice() {
        [] => format!(
            "Read the log of its function, which the ServiceToken of {} in the template names: `aws cloudformation \
             get-template --stack-name {}`.",
            logical_id,
            shell_word(stack)
        ),
        [(logical, function)] => format!(
            "Read the log of its function, most likely {logical}, the only one of its stack: {}.",
            tail(function)
        ),
        [(logical, function), more @ ..] => {
            let others: Vec<&str> = more.iter().take(4).map(|(logical, _)| *logical).collect();
            format!(
                "Read the log of its function, one of {logical}, {} (the ServiceToken of {} in the template says which), \
                 for {logical}: {}.",
                others.join(", "),
                logical_id,
                tail(function)
            )
        }
    }
}
