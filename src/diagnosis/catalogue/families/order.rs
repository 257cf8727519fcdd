//! In which order the families are asked. The first row that fits wins, so the deeper families stand first.

use super::super::cause::Cause;
use super::super::kind::MessageKind;
use super::{
    benign, custom, deployment, general, health, init, logs, place, pull, rollout, serve, stack, start, storage, task,
    template, wrapper,
};

/// Which kinds of message a family is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Lines of a program's log.
    Logs,
    /// What AWS says.
    Aws,
    /// Both.
    Any,
}

impl Reach {
    /// Whether messages of that kind are looked up in it.
    pub fn covers(self, kind: MessageKind) -> bool {
        match self {
            Self::Any => true,
            Self::Logs => kind == MessageKind::LogLine,
            Self::Aws => kind != MessageKind::LogLine,
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
    Family { reach: Reach::Logs, guard: None, causes: logs::CAUSES },
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
];
