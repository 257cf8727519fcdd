//! The record of every write: appended and synced before it is sent and after it is answered. No journal, no
//! write.

use crate::domain::clock::date_time;
use crate::domain::identity::Place;
use crate::domain::operation::{Operation, Outcome};
use crate::domain::redact::redact;
use crate::domain::taken::Taken;
use crate::domain::{Text, Timestamp};
use std::collections::BTreeSet;
use std::fmt;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// A file of JSON lines, readable by its owner only.
#[derive(Clone, Debug)]
pub struct Journal {
    path: Option<PathBuf>,
}

/// Why the journal cannot be written, with what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalError(String);

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for JournalError {}

/// A reader looks so far back: thousands of writes.
const READ_BACK: u64 = 1 << 20;

impl Journal {
    /// A journal at a path; without one every write is refused.
    pub fn new(path: Option<PathBuf>) -> Self {
        Self { path }
    }

    /// Records what is about to be sent.
    pub fn before(&self, at: Timestamp, operation: &Operation, place: &Place) -> Result<(), JournalError> {
        self.append(&serde_json::json!({
            "at": date_time(at),
            "phase": "sending",
            "action": operation.action(),
            "target": operation.target_name(),
            "command": redact(&operation.command()),
            "region": place.region,
            "profile": place.profile,
            "endpoint": place.endpoint,
        }))
    }

    /// Records how it ended.
    pub fn after(&self, at: Timestamp, operation: &Operation, outcome: &Outcome) -> Result<(), JournalError> {
        let (result, detail) = match outcome {
            Outcome::Accepted { request_id } => {
                ("accepted", request_id.as_ref().map_or(String::new(), |id| format!("request {id}")))
            }
            Outcome::Moved(what) => ("moved", what.clone()),
            Outcome::Refused(why) => ("refused", why.clone()),
            Outcome::Rejected(fault) => ("rejected", fault.what()),
            Outcome::Unknown(fault) => ("unknown", fault.what()),
        };
        self.append(&serde_json::json!({
            "at": date_time(at),
            "phase": "answered",
            "action": operation.action(),
            "target": operation.target_name(),
            "result": result,
            "detail": redact(&detail),
        }))
    }

    /// The writes to these targets, oldest first, each with its answer. A line that cannot be read is passed over: the
    /// next one may be whole.
    ///
    /// # Errors
    /// A journal that is there and cannot be read, or that others can write.
    pub fn taken(&self, targets: &BTreeSet<Text>, region: &Text) -> Result<Vec<Taken>, JournalError> {
        let Some(path) = &self.path else { return Ok(Vec::new()) };
        let failed =
            |error: std::io::Error| JournalError(format!("the journal {} cannot be read ({error})", path.display()));
        let mut file = match OpenOptions::new().read(true).custom_flags(no_follow()).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        check(&file, path)?;
        let length = file.metadata().map_err(failed)?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(READ_BACK))).map_err(failed)?;
        let mut bytes = Vec::new();
        file.take(READ_BACK).read_to_end(&mut bytes).map_err(failed)?;
        let mut taken: Vec<Taken> = Vec::new();
        for line in String::from_utf8_lossy(&bytes).lines() {
            let Ok(entry) = serde_json::from_str::<serde_json::Value>(line) else { continue };
            read_entry(&mut taken, &entry, targets, region);
        }
        Ok(taken)
    }

    fn append(&self, entry: &serde_json::Value) -> Result<(), JournalError> {
        let Some(path) = &self.path else {
            return Err(JournalError("there is no folder for the journal (set HOME or XDG_STATE_HOME)".to_owned()));
        };
        let failed =
            |error: std::io::Error| JournalError(format!("the journal {} cannot be written ({error})", path.display()));
        let mut file = open(path).map_err(failed)?;
        check(&file, path)?;
        let mut line = entry.to_string();
        line.push('\n');
        file.write_all(line.as_bytes()).map_err(failed)?;
        file.sync_all().map_err(failed)
    }
}

fn open(path: &Path) -> std::io::Result<File> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    OpenOptions::new().append(true).create(true).mode(0o600).custom_flags(no_follow()).open(path)
}

fn no_follow() -> i32 {
    i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0)
}

/// A line about a write begins an entry, a line about its answer ends it.
fn read_entry(taken: &mut Vec<Taken>, entry: &serde_json::Value, targets: &BTreeSet<Text>, region: &Text) {
    let word = |name: &str| entry.get(name).and_then(|value| value.as_str()).map(Text::new);
    let (Some(action), Some(target)) = (word("action"), word("target").filter(|t| targets.contains(t))) else { return };
    match entry.get("phase").and_then(|phase| phase.as_str()) {
        Some("sending") if word("region").as_ref() == Some(region) => {
            let Some(at) = word("at").and_then(|at| at.raw().parse::<Timestamp>().ok()) else { return };
            let command = word("command").unwrap_or_else(|| Text::new(""));
            taken.push(Taken { at, action, target, command, result: None });
        }
        Some("answered") => {
            let mut open = taken.iter_mut().rev().filter(|t| t.result.is_none());
            if let Some(sent) = open.find(|t| t.action == action && t.target == target) {
                let result = word("result").unwrap_or_else(|| Text::new("answered"));
                let detail = word("detail").filter(|detail| !detail.is_empty());
                sent.result = Some(detail.map_or(result.clone(), |detail| Text::from(format!("{result}: {detail}"))));
            }
        }
        _ => {}
    }
}

/// A journal others can read or write is refused: it names accounts and resources, and must not be forged.
fn check(file: &File, path: &Path) -> Result<(), JournalError> {
    let refuse = |why: &str| JournalError(format!("the journal {} is refused: {why}", path.display()));
    let meta = file.metadata().map_err(|error| refuse(&error.to_string()))?;
    if !meta.is_file() {
        return Err(refuse("it is not a regular file"));
    }
    if meta.mode() & 0o077 != 0 {
        return Err(refuse("others can read or write it; chmod 600 it"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service::ServiceId;
    use std::os::unix::fs::PermissionsExt;

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
        journal.before(Timestamp::UNIX_EPOCH, &operation(), &place()).expect("writable");
        let outcome = Outcome::Accepted { request_id: Some(Text::new("r-1")) };
        journal.after(Timestamp::UNIX_EPOCH, &operation(), &outcome).expect("writable");
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
        journal.before(Timestamp::UNIX_EPOCH, &operation(), &place()).expect("writable");
        journal.after(Timestamp::UNIX_EPOCH, &operation(), &Outcome::Accepted { request_id: None }).expect("writable");
        let mut file = OpenOptions::new().append(true).open(&path).expect("there");
        file.write_all(b"{\"phase\": \xff half a li\n[1]\n").expect("written");
        let elsewhere = Place { region: Text::new("us-east-1"), ..place() };
        journal.before(Timestamp::UNIX_EPOCH, &operation(), &elsewhere).expect("writable");
        journal.before(Timestamp::UNIX_EPOCH, &operation(), &place()).expect("writable");
        let taken = journal.taken(&targets, &region).expect("readable");
        let results: Vec<Option<&str>> = taken.iter().map(|t| t.result.as_ref().map(Text::as_str)).collect();
        assert_eq!(results, [Some("accepted"), None]);
        assert!(taken[0].command.as_str().contains("--desired-count 0"));
        assert_eq!(journal.taken(&BTreeSet::from([Text::new("other")]), &region), Ok(vec![]));
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
            assert!(journal.before(Timestamp::UNIX_EPOCH, &operation(), &place()).is_err());
        }
        assert_eq!(std::fs::read_to_string(&target).expect("readable"), "");
        let _ = std::fs::remove_dir_all(folder);
    }
}
