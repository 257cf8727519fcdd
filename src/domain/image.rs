//! Whether a container image is where its reference says (ECR DescribeImages).

use super::clock::Timestamp;
use super::text::Text;

/// What the registry says of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImagePresence {
    /// As the task definition has it, `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v7`.
    pub reference: Text,
    pub found: Found,
}

/// Whether it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is there, so that what fails is the permission or the way to it.
    Yes { digest: Option<Text>, pushed_at: Option<Timestamp> },
    /// The repository is there and has no such tag or digest.
    NoImage,
    /// The registry has no such repository.
    NoRepository,
    /// Another registry than ECR's private ones: it was not asked.
    NotEcr,
}

/// An image reference of a private ECR registry, taken apart:
/// `ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG` or `…@DIGEST`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EcrReference<'a> {
    /// The account whose registry it is.
    pub registry: &'a str,
    pub region: &'a str,
    pub repository: &'a str,
    pub version: Version<'a>,
}

/// Which image of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version<'a> {
    Tag(&'a str),
    Digest(&'a str),
}

impl<'a> EcrReference<'a> {
    /// Reads a reference; none where it is not one of a private ECR registry. Without a tag it means `latest`, as
    /// for docker; with tag and digest the digest decides.
    pub fn parse(reference: &'a str) -> Option<Self> {
        let (host, path) = reference.split_once('/')?;
        let (registry, rest) = host.split_once('.')?;
        let rest = rest.strip_prefix("dkr.ecr.").or_else(|| rest.strip_prefix("dkr.ecr-fips."))?;
        let (region, domain) = rest.split_once('.')?;
        let is_account = registry.len() == 12 && registry.bytes().all(|b| b.is_ascii_digit());
        let is_aws = domain.starts_with("amazonaws.com") || domain == "on.aws";
        let (named, digest) = path.split_once('@').map_or((path, None), |(named, digest)| (named, Some(digest)));
        let (repository, tag) = named.split_once(':').unwrap_or((named, "latest"));
        let version = digest.map_or(Version::Tag(tag), Version::Digest);
        (is_account && is_aws && !region.is_empty() && !repository.is_empty()).then_some(Self {
            registry,
            region,
            repository,
            version,
        })
    }
}

impl std::fmt::Display for Version<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Tag(tag) => write!(f, "tag {tag}"),
            Self::Digest(digest) => write!(f, "digest {digest}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_of_ecr_is_taken_apart() {
        let hex = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        let digested = format!("123456789012.dkr.ecr.us-gov-west-1.amazonaws.com/web@{hex}");
        let both = format!("123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b:v1@{hex}");
        for (reference, region, repository, version) in [
            ("123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v7", "eu-west-1", "shop/web", Version::Tag("v7")),
            ("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/web", "cn-north-1", "web", Version::Tag("latest")),
            ("123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/web:1", "us-east-1", "web", Version::Tag("1")),
            (digested.as_str(), "us-gov-west-1", "web", Version::Digest(hex)),
            (both.as_str(), "eu-west-1", "a/b", Version::Digest(hex)),
        ] {
            let expected = EcrReference { registry: "123456789012", region, repository, version };
            assert_eq!(EcrReference::parse(reference), Some(expected), "{reference}");
        }
    }

    #[test]
    fn another_registry_is_none_of_ecr() {
        for reference in [
            "nginx:1.27",
            "public.ecr.aws/docker/library/nginx:1",
            "ghcr.io/acme/web:v1",
            "localhost:5000/web:v1",
            "1234.dkr.ecr.eu-west-1.amazonaws.com/web:v1",
            "123456789012.dkr.ecr.eu-west-1.amazonaws.com/",
            "123456789012.dkr.ecr.eu-west-1.example.com/web:v1",
            "",
        ] {
            assert_eq!(EcrReference::parse(reference), None, "{reference}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_reference_panics(reference in ".*") {
            let _ = EcrReference::parse(&reference);
        }
    }
}
