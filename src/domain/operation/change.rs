//! What every operation tells of itself.

use super::reading::Reading;
use super::stack_aim::StackAim;
use crate::domain::lever::Lever;
use crate::domain::service::ServiceId;
use crate::domain::situation::Situation;
use crate::domain::text::Text;

/// What an operation acts on.
#[derive(Clone, Copy, Debug)]
pub enum On<'a> {
    Stack(&'a StackAim),
    Service(&'a ServiceId),
    /// Neither: a thing of a kind, `task` or `saved query`, with what is typed for it and what tells it from others.
    Thing {
        kind: &'static str,
        typed: &'a Text,
        id: &'a Text,
    },
}

/// An operation, described. What is not told otherwise is what holds for a stack or a service as a whole.
pub trait Change {
    /// The lever it pulls.
    fn lever(&self) -> Lever;

    /// What it acts on.
    fn on(&self) -> On<'_>;

    /// A name for people.
    fn title(&self) -> String;

    /// The same as a command, quoted for a POSIX shell.
    fn command(&self) -> String;

    /// What the person types to confirm, compared byte by byte with the raw name.
    fn target_name(&self) -> &Text {
        match self.on() {
            On::Stack(aim) => &aim.name,
            On::Service(service) => &service.name,
            On::Thing { typed, .. } => typed,
        }
    }

    /// What it acts on, unlike any other thing: one write at a time is under way to it.
    fn aim(&self) -> String {
        match self.on() {
            On::Stack(aim) => format!("stack {}", aim.id),
            On::Service(service) => format!("service {service}"),
            On::Thing { kind, id, .. } => format!("{kind} {id}"),
        }
    }

    /// What was there before, as far as it takes to restore it: `4`, `UPDATE_IN_PROGRESS`. Empty where nothing is.
    fn before(&self) -> String {
        match self.on() {
            On::Stack(aim) => aim.from.as_str().to_owned(),
            On::Service(_) | On::Thing { .. } => String::new(),
        }
    }

    /// The service it is about.
    fn service(&self) -> Option<&ServiceId> {
        match self.on() {
            On::Service(service) => Some(service),
            On::Stack(_) | On::Thing { .. } => None,
        }
    }

    /// What its situation is made of.
    fn readings(&self) -> Vec<Reading<'_>> {
        match self.on() {
            On::Stack(aim) => vec![Reading::Stack(&aim.id)],
            On::Service(service) => vec![Reading::Service(service)],
            On::Thing { .. } => Vec::new(),
        }
    }

    /// What has moved since the person looked, in words. Whether it is legal is not asked here.
    fn moved(&self, now: &Situation<'_>) -> Option<String> {
        match self.on() {
            On::Stack(aim) => aim.moved(now),
            On::Service(_) | On::Thing { .. } => None,
        }
    }
}
