//! What every operation tells of itself.

use super::reading::Reading;
use crate::domain::lever::Lever;
use crate::domain::situation::Situation;
use crate::domain::text::Text;

/// An operation, described.
pub trait Change {
    /// The lever it pulls.
    fn lever(&self) -> Lever;

    /// A name for people.
    fn title(&self) -> String;

    /// What the person types to confirm, compared byte by byte with the raw name.
    fn target_name(&self) -> &Text;

    /// What it acts on, unlike any other thing: one write at a time is under way to it.
    fn aim(&self) -> String;

    /// What was there before, as far as it takes to restore it: `4`, `UPDATE_IN_PROGRESS`.
    fn before(&self) -> String;

    /// The same as a command, quoted for a POSIX shell.
    fn command(&self) -> String;

    /// What its situation is made of.
    fn readings(&self) -> Vec<Reading<'_>>;

    /// What has moved since the person looked, in words. Whether it is legal is not asked here.
    fn moved(&self, now: &Situation<'_>) -> Option<String>;
}
