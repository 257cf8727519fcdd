//! The log of the function behind a custom resource: which that is, and how to read it.

use crate::diagnosis::view::View;
use crate::domain::Text;
use crate::domain::shell::shell_word;

/// Where to read why a custom resource does not answer: in the log of its function. Which that is the logged request
/// says; else it is one of its own stack's, or only the template knows.
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
    if let Some(answers) = request.and_then(|request| request.answers.as_ref()) {
        // A version or an alias may stand behind its name.
        let name = answers.as_str().split_once(":function:").map_or(answers.as_str(), |(_, name)| name);
        let name = name.split(':').next().unwrap_or_default();
        return match answers.raw().contains(":lambda:") {
            true => format!("Read the log of its function {name}: {}.", tail(name)),
            false => format!("Ask whoever answers at {answers}, the ServiceToken of {}.", logical_id),
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
