//! The record of every write: appended and synced before it is sent and after it is answered. No journal, no
//! write.

use super::journal_file::{self, JournalError, OLDER};
use super::journal_lines::{Line, read};
use crate::domain::identity::Place;
use crate::domain::operation::{Operation, Outcome};
use crate::domain::taken::Taken;
use crate::domain::{Text, Timestamp};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A file of JSON lines, readable by its owner only, with a few older ones beside it.
#[derive(Clone, Debug)]
pub struct Journal {
    path: Option<PathBuf>,
}

impl Journal {
    /// A journal at a path; without one every write is refused.
    pub fn new(path: Option<PathBuf>) -> Self {
        Self { path }
    }

    /// Records what is about to be sent, to a place and the account there, as far as that is known.
    ///
    /// # Errors
    /// It is not written down: then nothing must be sent.
    pub fn before(
        &self,
        at: Timestamp,
        operation: &Operation,
        to: (&Place, Option<&Text>),
    ) -> Result<(), JournalError> {
        let path = self.path()?;
        // Only here: a write and its answer stand in one file.
        journal_file::rotate(path)?;
        journal_file::append(path, &Line::sending(at, operation, to))
    }

    /// Records how it ended.
    ///
    /// # Errors
    /// It is not written down. It was sent all the same.
    pub fn after(
        &self,
        at: Timestamp,
        operation: &Operation,
        to: (&Place, Option<&Text>),
        outcome: &Outcome,
    ) -> Result<(), JournalError> {
        journal_file::append(self.path()?, &Line::answered(at, operation, to, outcome))
    }

    /// The writes about these stacks and services in a region, oldest first, each with its answer.
    ///
    /// # Errors
    /// A journal that is there and cannot be read, or that others can write.
    pub fn taken(&self, about: &BTreeSet<Text>, region: &Text) -> Result<Vec<Taken>, JournalError> {
        let mut all = self.all()?;
        all.retain(|taken| taken.region == *region && (about.contains(&taken.about) || about.contains(&taken.target)));
        Ok(all)
    }

    /// Every write, oldest first, each with its answer. A line that cannot be read is passed over: the next one may be
    /// whole.
    ///
    /// # Errors
    /// A journal that is there and cannot be read, or that others can write.
    pub fn all(&self) -> Result<Vec<Taken>, JournalError> {
        let Some(path) = &self.path else { return Ok(Vec::new()) };
        let mut taken = Vec::new();
        for age in (0..=OLDER).rev() {
            let bytes = journal_file::read(&journal_file::aged(path, age))?;
            read(&mut taken, &String::from_utf8_lossy(&bytes));
        }
        Ok(taken)
    }

    fn path(&self) -> Result<&PathBuf, JournalError> {
        let missing = || JournalError::new("there is no folder for the journal (set HOME or XDG_STATE_HOME)");
        self.path.as_ref().ok_or_else(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lever::Lever;
    use crate::domain::service::ServiceId;
    use std::fs::OpenOptions;
    use std::io::Write;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    fn operation() -> Operation {
        let service = ServiceId { cluster: Text::new("prod"), name: Text::new("checkout") };
        Operation::scale_to_zero(service, 4)
    }

    fn place() -> Place {
        Place { region: Text::new("eu-west-1"), profile: None, endpoint: None }
    }

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("unstuck-journal-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        path
    }

    #[test]
    fn a_write_leaves_two_lines_only_its_owner_can_read() {
        let folder = folder("lines");
        let path = folder.join("state").join("journal.jsonl");
        let journal = Journal::new(Some(path.clone()));
        journal.before(Timestamp::UNIX_EPOCH, &operation(), (&place(), None)).expect("writable");
        let outcome = Outcome::Accepted { request_id: Some(Text::new("r-1")), began: None };
        journal.after(Timestamp::UNIX_EPOCH, &operation(), (&place(), None), &outcome).expect("writable");
        let text = std::fs::read_to_string(&path).expect("readable");
        let phases: Vec<&str> =
            text.lines().map(|l| if l.contains("\"sending\"") { "sending" } else { "answered" }).collect();
        assert_eq!(phases, ["sending", "answered"]);
        assert!(text.contains("--desired-count 0") && text.contains("request r-1"));
        assert_eq!(std::fs::metadata(&path).expect("there").mode() & 0o777, 0o600);
        let _ = std::fs::remove_dir_all(folder);
    }

    #[test]
    fn writes_to_a_target_are_read_back_with_their_answers_and_garbage_is_passed_over() {
        let folder = folder("read");
        let path = folder.join("journal.jsonl");
        let journal = Journal::new(Some(path.clone()));
        let (targets, region) = (BTreeSet::from([Text::new("checkout")]), Text::new("eu-west-1"));
        assert_eq!(journal.taken(&targets, &region), Ok(vec![]));
        journal.before(Timestamp::UNIX_EPOCH, &operation(), (&place(), None)).expect("writable");
        journal
            .after(
                Timestamp::UNIX_EPOCH,
                &operation(),
                (&place(), None),
                &Outcome::Accepted { request_id: None, began: None },
            )
            .expect("writable");
        let mut file = OpenOptions::new().append(true).open(&path).expect("there");
        file.write_all(b"{\"phase\": \xff half a li\n[1]\n").expect("written");
        let elsewhere = Place { region: Text::new("us-east-1"), ..place() };
        journal.before(Timestamp::UNIX_EPOCH, &operation(), (&elsewhere, None)).expect("writable");
        journal.before(Timestamp::UNIX_EPOCH, &operation(), (&place(), None)).expect("writable");
        let taken = journal.taken(&targets, &region).expect("readable");
        let results: Vec<Option<&str>> = taken.iter().map(|t| t.result.as_ref().map(Text::as_str)).collect();
        assert_eq!(results, [Some("accepted"), None]);
        assert!(taken[0].command.as_str().contains("--desired-count 0"));
        assert_eq!((taken[0].lever, taken[0].before.clone()), (Some(Lever::ScaleToZero), Some(Text::new("4"))));
        assert_eq!((taken[0].about.raw(), taken[0].aim.raw()), ("checkout", "service prod/checkout"));
        assert_eq!(journal.all().expect("readable").len(), 3);
        assert_eq!(journal.taken(&BTreeSet::from([Text::new("other")]), &region), Ok(vec![]));
        let _ = std::fs::remove_dir_all(folder);
    }

    #[test]
    fn an_answer_belongs_to_the_write_of_its_account_and_old_lines_have_none() {
        let folder = folder("accounts");
        let path = folder.join("journal.jsonl");
        let journal = Journal::new(Some(path.clone()));
        let place = place();
        let (one, other) = (Text::new("123456789012"), Text::new("210987654321"));
        journal.before(Timestamp::UNIX_EPOCH, &operation(), (&place, Some(&one))).expect("writable");
        journal.before(Timestamp::UNIX_EPOCH, &operation(), (&place, Some(&other))).expect("writable");
        let accepted = Outcome::Accepted { request_id: None, began: None };
        journal.after(Timestamp::UNIX_EPOCH, &operation(), (&place, Some(&one)), &accepted).expect("writable");
        // As versions before this one have written it.
        let old = r#"{"at":"2026-01-01T00:00:00Z","phase":"sending","action":"a","target":"t","region":"r"}"#;
        let answer = r#"{"phase":"answered","action":"a","target":"t","region":"r","result":"accepted"}"#;
        let mut file = OpenOptions::new().append(true).open(&path).expect("there");
        writeln!(file, "{old}\n{answer}").expect("written");
        let all = journal.all().expect("readable");
        let told: Vec<_> = all.iter().map(|t| (t.account.as_ref().map(Text::raw), t.result.is_some())).collect();
        assert_eq!(told, [(Some("123456789012"), true), (Some("210987654321"), false), (None, true)]);
        let _ = std::fs::remove_dir_all(folder);
    }

    #[test]
    fn a_symlink_a_wrong_mode_and_no_folder_are_refused() {
        let folder = folder("refused");
        std::fs::create_dir_all(&folder).expect("temporary folder");
        let target = folder.join("elsewhere");
        std::fs::write(&target, "").expect("writable");
        let link = folder.join("link");
        std::os::unix::fs::symlink(&target, &link).expect("link");
        let open = folder.join("open");
        std::fs::write(&open, "").expect("writable");
        std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o644)).expect("chmod");
        for path in [Some(link), Some(open), None] {
            let journal = Journal::new(path);
            assert!(journal.before(Timestamp::UNIX_EPOCH, &operation(), (&place(), None)).is_err());
        }
        assert_eq!(std::fs::read_to_string(&target).expect("readable"), "");
        let _ = std::fs::remove_dir_all(folder);
    }
}
