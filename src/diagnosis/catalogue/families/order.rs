//! In which order the families are asked. The first row that fits wins, so the deeper families stand first.

use super::super::cause::Cause;
use super::super::kind::MessageKind;
use super::super::level::Level;
use super::{
    benign, calm, crash, custom, deployment, general, health, init, logs, place, pull, rollout, serve, stack, start,
    storage, sure, task, template, wrapper,
};

/// Which messages a family is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Lines of a program's log, of this level and graver.
    From(Level),
    /// Lines of a program's log of this very level.
    Only(Level),
    /// What AWS says.
    Aws,
    /// What CloudFormation says of a stack's resources.
    Stack,
    /// What AWS says, and lines of a program's log that are more than a warning.
    Any,
}

impl Reach {
    /// Whether messages of that kind are looked up in it; `level` is a log line's.
    pub fn covers(self, kind: MessageKind, level: Level) -> bool {
        let line = kind == MessageKind::LogLine;
        match self {
            Self::From(least) => line && level >= least,
            Self::Only(wanted) => line && level == wanted,
            Self::Aws => !line,
            Self::Stack => kind == MessageKind::StackEvent,
            Self::Any => !line || level > Level::Warning,
        }
    }
}

/// Rows of one field, behind one condition all of them share.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    pub reach: Reach,
    pub guard: Option<&'static str>,
    pub causes: &'static [Cause],
}

/// All families, deepest first.
pub const FAMILIES: &[Family] = &[
    Family { reach: Reach::From(Level::Quiet), guard: None, causes: sure::ANSWERS },
    Family { reach: Reach::From(Level::Quiet), guard: None, causes: calm::NOTICES },
    Family { reach: Reach::From(Level::Warning), guard: None, causes: logs::CAUSES },
    Family { reach: Reach::From(Level::Unsaid), guard: None, causes: crash::CAUSES },
    Family { reach: Reach::From(Level::Quiet), guard: None, causes: sure::CAUSES },
    Family { reach: Reach::Only(Level::Fatal), guard: None, causes: sure::LAST_WORDS },
    Family { reach: Reach::Only(Level::Error), guard: None, causes: sure::ERRORS },
    Family { reach: Reach::Only(Level::Unsaid), guard: None, causes: sure::WORDS },
    Family { reach: Reach::Only(Level::Quiet), guard: None, causes: calm::INFORMATION },
    Family { reach: Reach::Only(Level::Warning), guard: None, causes: calm::WARNINGS },
    Family { reach: Reach::Any, guard: Some(custom::GUARD), causes: custom::CAUSES },
    Family { reach: Reach::Aws, guard: Some(benign::GUARD), causes: benign::CAUSES },
    Family { reach: Reach::Any, guard: Some(storage::GUARD), causes: storage::CAUSES },
    Family { reach: Reach::Any, guard: Some(init::GUARD), causes: init::CAUSES },
    Family { reach: Reach::Any, guard: Some(pull::GUARD), causes: pull::CAUSES },
    Family { reach: Reach::Any, guard: Some(start::GUARD), causes: start::CAUSES },
    Family { reach: Reach::Aws, guard: None, causes: health::CAUSES },
    Family { reach: Reach::Aws, guard: None, causes: task::CAUSES },
    Family { reach: Reach::Aws, guard: None, causes: place::CAUSES },
    Family { reach: Reach::Aws, guard: None, causes: serve::CAUSES },
    Family { reach: Reach::Aws, guard: None, causes: deployment::CAUSES },
    Family { reach: Reach::Aws, guard: None, causes: template::CAUSES },
    Family { reach: Reach::Any, guard: None, causes: general::CAUSES },
    Family { reach: Reach::Aws, guard: None, causes: rollout::CAUSES },
    Family { reach: Reach::Aws, guard: None, causes: stack::CAUSES },
    Family { reach: Reach::Aws, guard: None, causes: wrapper::CAUSES },
    Family { reach: Reach::Stack, guard: None, causes: wrapper::DEMANDS },
    Family { reach: Reach::Only(Level::Unsaid), guard: Some(calm::GUARD), causes: calm::CAUSES },
];
