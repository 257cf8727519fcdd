//! Enumerations as AWS spells them.

/// Defines an enum whose values are the words of an AWS API. A word nobody has told us about yet is kept as
/// `Other`, never an error: AWS adds values without notice.
macro_rules! wire_enum {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A word this version does not know, kept as it came.
            Other($crate::domain::Text),
        }

        impl $name {
            /// The words AWS documents.
            pub const WORDS: &[&str] = &[$($word),+];

            /// Reads AWS's word.
            pub fn parse(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other($crate::domain::Text::new(other)),
                }
            }

            /// AWS's word, safe to show.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(text) => text.as_str(),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(crate) use wire_enum;
