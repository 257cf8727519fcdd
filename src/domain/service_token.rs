//! Who answers for a custom resource: the `ServiceToken` of its properties.

use super::text::Text;

/// ARN of the function or topic CloudFormation sends the requests of a custom resource to. Whatever the template says
/// (a parameter, another stack's export), the rows of the stack's history have it as an ARN, in `ResourceProperties`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceToken(Text);

/// The parts of an ARN: `arn:PARTITION:SERVICE:REGION:ACCOUNT:REST`.
struct Parts<'a> {
    service: &'a str,
    region: &'a str,
    account: &'a str,
    rest: &'a str,
}

fn parts(arn: &str) -> Option<Parts<'_>> {
    let mut parts = arn.splitn(6, ':');
    let (Some("arn"), Some(_)) = (parts.next(), parts.next()) else { return None };
    Some(Parts { service: parts.next()?, region: parts.next()?, account: parts.next()?, rest: parts.next()? })
}

impl ServiceToken {
    /// An ARN; none where it is something else.
    pub fn new(arn: impl Into<Text>) -> Option<Self> {
        let arn = arn.into();
        parts(arn.raw()).is_some().then_some(Self(arn))
    }

    /// The one in a JSON object of properties, as a row of a stack's history has it. Its strings are ARNs without
    /// anything to escape; what is cut off before the end of one is none.
    pub fn in_properties(json: &str) -> Option<Self> {
        let (_, rest) = json.split_once("\"ServiceToken\"")?;
        let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let (arn, _) = value.split_once('"')?;
        Self::new(arn)
    }

    pub fn arn(&self) -> &Text {
        &self.0
    }

    /// Name of the function, without a version or an alias; none where it is no function.
    pub fn function(&self) -> Option<Text> {
        let arn = parts(self.0.raw()).filter(|arn| arn.service == "lambda")?;
        let name = arn.rest.strip_prefix("function:")?.split(':').next().filter(|name| !name.is_empty())?;
        Some(Text::new(name))
    }

    /// Where that function logs, unless it was told to log elsewhere: its configuration is not read.
    pub fn log_group(&self) -> Option<Text> {
        Some(Text::from(format!("/aws/lambda/{}", self.function()?.raw())))
    }

    /// Why what it logs cannot be read from where its stack is; none where it can.
    pub fn out_of_reach(&self, stack: &Text) -> Option<String> {
        let arn = parts(self.0.raw())?;
        if self.function().is_none() {
            return Some(format!("{} answers for it, which is no function", self.0));
        }
        let here = parts(stack.raw())?;
        if arn.region != here.region {
            return Some(format!("its function {} is in another region, {}", self.0, Text::new(arn.region)));
        }
        (arn.account != here.account)
            .then(|| format!("its function {} is in another account, {}", self.0, Text::new(arn.account)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STACK: &str = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-users/0a1b";

    #[test]
    fn it_is_found_among_the_properties_of_a_row_and_only_where_it_is_an_arn() {
        let arn = "arn:aws:lambda:eu-west-1:123456789012:function:migrator";
        for (json, found) in [
            (format!(r#"{{"ServiceToken":"{arn}","Version":"2"}}"#), true),
            (format!(r#"{{ "Version" : "2", "ServiceToken" : "{arn}" }}"#), true),
            (format!(r#"{{"ServiceToken":"{arn}"#), false),
            (r#"{"ServiceToken":"migrator"}"#.to_owned(), false),
            (r#"{"ServiceToken":{"Ref":"Migrator"}}"#.to_owned(), false),
            (r#"{"Version":"2"}"#.to_owned(), false),
            (String::new(), false),
        ] {
            let token = ServiceToken::in_properties(&json);
            assert_eq!(token.map(|token| token.arn().raw().to_owned()), found.then(|| arn.to_owned()), "{json}");
        }
    }

    #[test]
    fn a_function_beside_its_stack_logs_under_its_name_and_others_are_out_of_reach() {
        let stack = Text::new(STACK);
        for (arn, group, why) in [
            ("arn:aws:lambda:eu-west-1:123456789012:function:migrator", Some("/aws/lambda/migrator"), None),
            ("arn:aws:lambda:eu-west-1:123456789012:function:migrator:live", Some("/aws/lambda/migrator"), None),
            (
                "arn:aws:lambda:us-east-1:123456789012:function:m",
                Some("/aws/lambda/m"),
                Some("another region, us-east-1"),
            ),
            ("arn:aws:lambda:eu-west-1:1:function:m", Some("/aws/lambda/m"), Some("in another account, 1")),
            ("arn:aws:sns:eu-west-1:123456789012:requests", None, Some("which is no function")),
            ("arn:aws:lambda:eu-west-1:123456789012:layer:m", None, Some("which is no function")),
        ] {
            let token = ServiceToken::new(arn).expect("an ARN");
            assert_eq!(token.log_group().as_ref().map(Text::raw), group, "{arn}");
            let said = token.out_of_reach(&stack);
            assert_eq!(said.is_some(), why.is_some(), "{arn}: {said:?}");
            assert!(why.is_none_or(|why| said.is_some_and(|said| said.contains(why) && said.contains(arn))), "{arn}");
        }
    }
}
