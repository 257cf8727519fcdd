//! The folders of the XDG base directory specification.

use std::path::PathBuf;

/// Where our files live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Keymap, themes.
    pub config: PathBuf,
    /// The journal.
    pub state: PathBuf,
}

impl Folders {
    /// Reads the environment; none where there is not even a home folder.
    pub fn from_env() -> Option<Self> {
        let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let home = absolute("HOME");
        let of = |name: &str, under_home: &str| {
            Some(absolute(name).or_else(|| Some(home.as_ref()?.join(under_home)))?.join("unstuck"))
        };
        Some(Self { config: of("XDG_CONFIG_HOME", ".config")?, state: of("XDG_STATE_HOME", ".local/state")? })
    }
}
