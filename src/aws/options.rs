//! What a person asked for at the start.

/// What the command line said; the environment is asked for what it leaves open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `--profile`: its credentials alone are used.
    pub profile: Option<String>,
    /// `--region`.
    pub region: Option<String>,
    /// `--endpoint-url`, for every service.
    pub endpoint: Option<String>,
}
