//! The presigned address a custom resource's request is answered at. Whoever has it can answer: a secret.

use super::text::Text;
use std::fmt;

/// An address of CloudFormation's own bucket for answers. Shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct ResponseUrl(String);

/// Longer ones are not AWS's: our choice.
const LONGEST: usize = 8 * 1024;

impl ResponseUrl {
    /// Reads an address; none where it does not lead to the bucket CloudFormation takes answers in for the region of
    /// this stack (`cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com`): it comes from a
    /// log and must not lead elsewhere.
    pub fn parse(url: &str, stack: &Text) -> Option<Self> {
        let rest = url.strip_prefix("https://")?;
        let (host, path) = rest.split_once('/')?;
        let region = stack.raw().split(':').nth(3).filter(|region| !region.is_empty())?;
        let bucket = format!("cloudformation-custom-resource-response-{}", region.replace('-', ""));
        let place = host.strip_prefix(&bucket)?;
        let is_aws = [".amazonaws.com", ".amazonaws.com.cn"].iter().any(|end| place.ends_with(end));
        let is_s3 = place.starts_with(".s3.") || place.starts_with(".s3-");
        let is_host = place.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-');
        let is_path = path.chars().all(|c| c.is_ascii_graphic() && !"\"'<>\\`{}#".contains(c));
        (is_aws && is_s3 && is_host && is_path && url.len() <= LONGEST).then(|| Self(url.to_owned()))
    }

    /// The address itself, for the one call it is made for.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// Scheme and host, `https://…amazonaws.com`.
    pub fn origin(&self) -> &str {
        self.0.strip_suffix(self.path_and_query()).unwrap_or(&self.0)
    }

    /// Path and query, `/arn%3A…?X-Amz-…`.
    pub fn path_and_query(&self) -> &str {
        self.0.strip_prefix("https://").and_then(|rest| rest.find('/').and_then(|at| rest.get(at..))).unwrap_or("/")
    }
}

impl fmt::Debug for ResponseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseUrl(…)")
    }
}
