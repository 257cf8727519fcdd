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
        all.retain(|taken| taken.region == *region && about.contains(&taken.about));
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
    use crate::domain::fault::{Fault, FaultKind};
    use crate::domain::lever::Lever;
    use crate::domain::operation::{SaveQuery, StopTask};
    use crate::domain::saved_query::SavedQuery;
    use crate::domain::service::ServiceId;
    use std::fs::OpenOptions;
    use std::io::Write;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::path::Path;

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
        let (request_id, began) = (Some(Text::new("r-1")), Some(Text::new("d-1")));
        let outcome = Outcome::Accepted { request_id, began };
        journal.after(Timestamp::UNIX_EPOCH, &operation(), (&place(), None), &outcome).expect("writable");
        let text = std::fs::read_to_string(&path).expect("readable");
        let phases: Vec<&str> =
            text.lines().map(|l| if l.contains("\"sending\"") { "sending" } else { "answered" }).collect();
        assert_eq!(phases, ["sending", "answered"]);
        assert!(
            text.contains("--desired-count 0 --region eu-west-1") && text.contains("request r-1, it has begun d-1")
        );
        let mode = |path: &Path| std::fs::metadata(path).expect("there").mode() & 0o777;
        assert_eq!((mode(&path), mode(&folder.join("state"))), (0o600, 0o700));
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
        assert!(taken[0].command.as_str().contains("--desired-count 0 --region eu-west-1"));
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
    fn a_write_is_found_by_what_it_is_about_and_not_by_what_was_typed() {
        let folder = folder("about");
        let journal = Journal::new(Some(folder.join("journal.jsonl")));
        let service = ServiceId { cluster: Text::new("prod"), name: Text::new("checkout") };
        let stop = StopTask { service, task: Text::new("arn:t"), id: Text::new("f00d") };
        journal.before(Timestamp::UNIX_EPOCH, &Operation::StopTask(stop), (&place(), None)).expect("writable");
        for (name, found) in [("checkout", 1), ("f00d", 0)] {
            let taken = journal.taken(&BTreeSet::from([Text::new(name)]), &place().region).expect("readable");
            assert_eq!(taken.len(), found, "{name}");
        }
        let _ = std::fs::remove_dir_all(folder);
    }

    #[test]
    fn a_large_file_is_put_aside_before_the_next_write_and_read_before_it() {
        let folder = folder("large");
        let path = folder.join("journal.jsonl");
        let journal = Journal::new(Some(path.clone()));
        let at = |second| Timestamp::from_second(second).expect("valid");
        for second in 0..3 {
            journal.before(at(second), &operation(), (&place(), None)).expect("writable");
            let mut file = OpenOptions::new().append(true).open(&path).expect("there");
            file.write_all(&vec![b'\n'; 2 << 20]).expect("written");
        }
        assert!(journal_file::aged(&path, 2).exists());
        let all: Vec<i64> = journal.all().expect("readable").iter().map(|taken| taken.at.as_second()).collect();
        assert_eq!(all, [0, 1, 2]);
        let _ = std::fs::remove_dir_all(folder);
    }

    #[test]
    fn what_looks_like_a_secret_is_in_no_line() {
        const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
        let folder = folder("secret");
        let path = folder.join("journal.jsonl");
        let journal = Journal::new(Some(path.clone()));
        let text = format!("filter @message like /{KEY}/");
        let (name, id) = (Text::new("keys"), Text::new("q-1"));
        let old = SavedQuery { id, name: name.clone(), text: text.clone(), groups: Vec::new() };
        let (text, replaces, token) = (Text::from(text), Some(old), Text::new("t"));
        let change = SaveQuery { name, text, groups: Vec::new(), replaces, token };
        let operation = Operation::SaveQuery(Box::new(change));
        assert!(operation.command().contains(KEY) && operation.before().contains(KEY));
        let fault = Fault { action: "a", kind: FaultKind::Rejected, message: Text::from(format!("no {KEY}")) };
        journal.before(Timestamp::UNIX_EPOCH, &operation, (&place(), None)).expect("writable");
        journal
            .after(Timestamp::UNIX_EPOCH, &operation, (&place(), None), &Outcome::Rejected(fault))
            .expect("writable");
        let written = std::fs::read_to_string(&path).expect("readable");
        assert_eq!((written.contains(KEY), written.matches("[redacted]").count()), (false, 3), "{written}");
        let _ = std::fs::remove_dir_all(folder);
    }

    /// What stands where the journal should be, and what is said of it.
    type Spoiled = (fn(&Path), &'static str);

    fn private(path: &Path, mode: u32) {
        std::fs::write(path, "").expect("writable");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("chmod");
    }

    const SPOILED: &[Spoiled] = &[
        (
            |path| {
                private(&path.with_extension("elsewhere"), 0o600);
                std::os::unix::fs::symlink(path.with_extension("elsewhere"), path).expect("link");
            },
            "symbolic link",
        ),
        (|path| private(path, 0o640), "chmod 600"),
        (|path| private(path, 0o620), "chmod 600"),
        (|path| private(path, 0o604), "chmod 600"),
        (|path| private(path, 0o602), "chmod 600"),
        (
            |path| {
                use rustix::fs::{CWD, FileType, Mode, mknodat};
                mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("a pipe");
            },
            "not a regular file",
        ),
    ];

    #[test]
    fn what_others_can_touch_or_what_is_no_file_is_neither_written_nor_read() {
        for (number, (spoil, words)) in SPOILED.iter().enumerate() {
            let folder = folder(&format!("refused-{number}"));
            std::fs::create_dir_all(&folder).expect("temporary folder");
            let path = folder.join("journal.jsonl");
            spoil(&path);
            let journal = Journal::new(Some(path.clone()));
            let written = journal.before(Timestamp::UNIX_EPOCH, &operation(), (&place(), None));
            let read = journal.all().map(drop);
            for (told, done) in [("written", written), ("read", read)] {
                let error = done.expect_err(&format!("{number} is {told}"));
                assert!(error.to_string().contains(words), "{number}, {told}: {error}");
            }
            let elsewhere = std::fs::read(path.with_extension("elsewhere")).unwrap_or_default();
            assert!(elsewhere.is_empty(), "{number}: written through the link");
            let _ = std::fs::remove_dir_all(folder);
        }
        let nowhere = Journal::new(None);
        assert!(nowhere.before(Timestamp::UNIX_EPOCH, &operation(), (&place(), None)).is_err());
    }
}
