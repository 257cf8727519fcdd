//! The request CloudFormation sends to the function of a custom resource, as the function has logged it.

use super::response_url::ResponseUrl;
use super::text::Text;
use regex::Regex;

/// A request a custom resource must answer. Found in a log, where anybody who may write there may have put it: its
/// stack, its resource and the host of its address are checked before it is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomRequest {
    /// ARN of the stack.
    pub stack: Text,
    pub logical_id: Text,
    pub request_id: Text,
    /// What the resource is called; a new one that is answered for has no other name than its request's.
    pub physical_id: Text,
    /// `Create`, `Update`, `Delete`.
    pub kind: Text,
    pub url: ResponseUrl,
    /// ARN of the function or topic that must answer, by its `ServiceToken`.
    pub answers: Option<Text>,
    /// Log group of the line it was read from, where that is known.
    pub log_group: Option<Text>,
}

impl CustomRequest {
    /// Reads a request for this resource out of a log line: JSON, JSON inside a string, a Python or a JavaScript
    /// object. None where the line holds no request, one for another resource, or an address that is not
    /// CloudFormation's.
    pub fn in_line(line: &str, stack: &Text, logical_id: &Text) -> Option<Self> {
        if !line.contains("ResponseURL") || field(line, "StackId")? != stack.raw() {
            return None;
        }
        if field(line, "LogicalResourceId")? != logical_id.raw() {
            return None;
        }
        let request_id = field(line, "RequestId")?;
        let url = ResponseUrl::parse(&field(line, "ResponseURL")?, stack)?;
        Some(Self {
            stack: stack.clone(),
            logical_id: logical_id.clone(),
            physical_id: Text::new(field(line, "PhysicalResourceId").unwrap_or_else(|| request_id.clone())),
            kind: Text::new(field(line, "RequestType")?),
            answers: field(line, "ServiceToken").map(Text::new),
            request_id: Text::new(request_id),
            log_group: None,
            url,
        })
    }
}

/// The value of a name, whatever quotes stand around the two.
fn field(line: &str, name: &str) -> Option<String> {
    let pattern = format!(r#"(?:^|[^A-Za-z]){name}\\*["']?\s*:\s*\\*["']((?s:.)*?)\\*["']"#);
    let found = Regex::new(&pattern).ok()?.captures(line)?;
    let value = found.get(1)?.as_str();
    // What JSON writers make of the signs of an address.
    Some(value.replace("\\\\u0026", "&").replace("\\u0026", "&").replace("\\/", "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STACK: &str = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-users/0a1b";
    const URL: &str = "https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/arn%3Aaws%3A\
                       stack%7CMigration%7C7c?X-Amz-Date=20261121T112233Z&X-Amz-Expires=7200&X-Amz-Signature=5ec2e7";

    fn json(logical: &str) -> String {
        format!(
            r#"{{"RequestType":"Update","ServiceToken":"arn:aws:lambda:x","ResponseURL":"{URL}","StackId":"{STACK}","RequestId":"7c-9","LogicalResourceId":"{logical}","PhysicalResourceId":"migration-1","ResourceType":"Custom::Migration"}}"#
        )
    }

    #[test]
    fn a_request_is_found_however_the_function_has_logged_it() {
        let plain = json("Migration");
        let python = plain.replace('"', "'");
        let inside = format!(r#"{{"level":"INFO","message":"{}"}}"#, plain.replace('"', "\\\""));
        let escaped = plain.replace('&', "\\u0026");
        let script =
            plain.replace("\":\"", ": '").replace("\",\"", "',\n  ").replace("{\"", "{ ").replace("\"}", "' }");
        let wordy = format!("2026-11-21T11:22:33Z 7c-9 INFO event: {plain}");
        for line in [plain, python, inside, escaped, script, wordy] {
            let found = CustomRequest::in_line(&line, &Text::new(STACK), &Text::new("Migration"));
            let found = found.unwrap_or_else(|| panic!("nothing in {line}"));
            assert_eq!((found.request_id.raw(), found.kind.raw()), ("7c-9", "Update"), "{line}");
            assert_eq!(found.answers.as_ref().map(Text::raw), Some("arn:aws:lambda:x"), "{line}");
            assert_eq!((found.url.raw(), found.physical_id.raw()), (URL, "migration-1"), "{line}");
        }
    }

    #[test]
    fn a_new_resource_takes_the_name_of_its_request() {
        let line = json("Migration").replace(r#","PhysicalResourceId":"migration-1""#, "").replace("Update", "Create");
        let found = CustomRequest::in_line(&line, &Text::new(STACK), &Text::new("Migration")).expect("a request");
        assert_eq!(found.physical_id.raw(), "7c-9");
    }

    #[test]
    fn what_is_not_this_resources_request_is_not_believed() {
        let (stack, logical) = (Text::new(STACK), Text::new("Migration"));
        let good = json("Migration");
        for line in [
            json("Other"),
            good.replace("stack/shop-users", "stack/shop-prices"),
            good.replace("https://cloud", "http://cloud"),
            good.replace(".amazonaws.com", ".example.com"),
            good.replace("response-euwest1", "response-useast1"),
            good.replace("https://cloud", "https://evil@cloud"),
            good.replace("\"ResponseURL\"", "\"OldURL\""),
            String::new(),
            "ResponseURL".to_owned(),
        ] {
            assert_eq!(CustomRequest::in_line(&line, &stack, &logical), None, "{line}");
        }
    }

    #[test]
    fn its_address_is_in_no_debug_text() {
        let found = CustomRequest::in_line(&json("Migration"), &Text::new(STACK), &Text::new("Migration"));
        let told = format!("{found:?}");
        assert!(told.contains("7c-9") && !told.contains("5ec2e7") && !told.contains("amazonaws"), "{told}");
    }
}
