//! What a request asks for: the service, the operation, its input.

use super::form::Form;
use super::json::Input;
use super::{cloudformation, elb, iam, sts};
use crate::sim::refusal::Refusal;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, header};

/// A service of awsJson 1.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonService {
    Ecs,
    Ecr,
    Logs,
    Autoscaling,
}

impl JsonService {
    /// The prefix of permissions, `ecs:ListTasks`.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Ecs => "ecs",
            Self::Ecr => "ecr",
            Self::Logs => "logs",
            Self::Autoscaling => "application-autoscaling",
        }
    }

    /// The namespace of its model, before the `#` of an error's type.
    pub fn namespace(self) -> &'static str {
        match self {
            Self::Ecs => "com.amazonaws.ecs",
            Self::Ecr => "com.amazonaws.ecr",
            Self::Logs => "com.amazonaws.logs",
            Self::Autoscaling => "com.amazonaws.applicationautoscaling",
        }
    }

    fn by_target(target: &str) -> Option<Self> {
        match target {
            "AmazonEC2ContainerServiceV20141113" => Some(Self::Ecs),
            "AmazonEC2ContainerRegistry_V20150921" => Some(Self::Ecr),
            "AnyScaleFrontendService" => Some(Self::Autoscaling),
            "Logs_20140328" => Some(Self::Logs),
            _ => None,
        }
    }
}

/// A service of awsQuery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryService {
    CloudFormation,
    LoadBalancing,
    Iam,
    Sts,
}

const QUERY_SERVICES: [QueryService; 4] =
    [QueryService::CloudFormation, QueryService::LoadBalancing, QueryService::Iam, QueryService::Sts];

impl QueryService {
    /// The prefix of permissions, `sts:GetCallerIdentity`; also its name in a signature's scope.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::CloudFormation => "cloudformation",
            Self::LoadBalancing => "elasticloadbalancing",
            Self::Iam => "iam",
            Self::Sts => "sts",
        }
    }

    pub fn namespace(self) -> &'static str {
        match self {
            Self::CloudFormation => cloudformation::NAMESPACE,
            Self::LoadBalancing => elb::NAMESPACE,
            Self::Iam => iam::NAMESPACE,
            Self::Sts => sts::NAMESPACE,
        }
    }

    pub fn version(self) -> &'static str {
        match self {
            Self::CloudFormation => cloudformation::VERSION,
            Self::LoadBalancing => elb::VERSION,
            Self::Iam => iam::VERSION,
            Self::Sts => sts::VERSION,
        }
    }
}

/// A request that names a service.
pub enum Call {
    Json { service: JsonService, operation: String, input: Result<Input, Refusal> },
    Query { service: QueryService, action: String, form: Form },
}

/// Reads a request; none where no service of ours is asked.
pub fn read(request: &Request<Bytes>) -> Option<Call> {
    if let Some(target) = text(request.headers(), "x-amz-target") {
        let (prefix, operation) = target.split_once('.')?;
        let service = JsonService::by_target(prefix)?;
        return Some(Call::Json { service, operation: operation.to_owned(), input: Input::parse(request.body()) });
    }
    let form = match *request.method() {
        Method::GET => Form::parse(request.uri().query()?.as_bytes()),
        _ => Form::parse(request.body()),
    };
    let service = match scope(request.headers()) {
        Some(name) => QUERY_SERVICES.into_iter().find(|service| service.prefix() == name)?,
        None => {
            let version = form.text("Version")?;
            QUERY_SERVICES.into_iter().find(|service| service.version() == version)?
        }
    };
    let action = form.text("Action").unwrap_or_default().to_owned();
    Some(Call::Query { service, action, form })
}

/// The service in the scope of the signature: `Credential=KEY/DATE/REGION/SERVICE/aws4_request`.
fn scope(headers: &HeaderMap) -> Option<&str> {
    let credential = text(headers, header::AUTHORIZATION.as_str())?.split_once("Credential=")?.1;
    credential.split([',', ' ']).next()?.split('/').nth_back(1)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(scope: &str, body: &'static str) -> Request<Bytes> {
        let mut request = Request::new(Bytes::from_static(body.as_bytes()));
        *request.method_mut() = Method::POST;
        let value =
            format!("AWS4-HMAC-SHA256 Credential=AKID/20261121/eu-west-1/{scope}/aws4_request, SignedHeaders=a");
        request.headers_mut().insert(header::AUTHORIZATION, value.parse().expect("a header"));
        request
    }

    #[test]
    fn the_service_is_told_by_the_scope_of_the_signature_or_the_version() {
        let service = |request| match read(&request) {
            Some(Call::Query { service, action, .. }) => Some((service, action)),
            _ => None,
        };
        let listed = Some((QueryService::CloudFormation, "ListStacks".to_owned()));
        assert_eq!(service(signed("cloudformation", "Action=ListStacks")), listed);
        assert_eq!(service(signed("s3", "Action=ListStacks&Version=2010-05-15")), None);
        assert_eq!(service(Request::new(Bytes::from_static(b""))), None);
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = "/?Action=ListStacks&Version=2010-05-15".parse().expect("an address");
        assert_eq!(service(request), listed);
    }
}
