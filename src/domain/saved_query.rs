//! Queries saved in the account (DescribeQueryDefinitions).

use super::text::Text;

/// A saved query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedQuery {
    pub id: Text,
    /// With `/` for folders.
    pub name: Text,
    pub text: String,
    /// The log groups it is for, by name; none for any.
    pub groups: Vec<Text>,
}
