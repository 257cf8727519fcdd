//! The queries of earlier runs: one JSON text a line, readable by their owner only.

use super::private_file;
use crate::app::message::Msg;
use crate::app::queries::Queries;
use crate::domain::Text;
use crate::domain::redact::redact;
use std::io::Error;
use std::path::{Path, PathBuf};

/// Keeps the queries that were run, in a file; without one for this run only.
#[derive(Debug)]
pub struct PastQueries {
    path: Option<PathBuf>,
}

/// Bytes of the file at most; more is none of ours.
const LARGEST: u64 = 4 << 20;

impl PastQueries {
    /// Queries in a file; none keeps nothing.
    pub fn new(path: Option<PathBuf>) -> Self {
        Self { path }
    }

    /// What the core is told at the start.
    pub fn load(&mut self) -> Option<Msg> {
        match read(self.path.as_deref()?) {
            Ok(past) => Some(Msg::Queries(past)),
            Err(error) => Some(self.give_up("is left alone", &error)),
        }
    }

    /// Adds a query to the file, beside what another console has added meanwhile; what to tell the core if that fails.
    pub fn add(&mut self, text: String) -> Option<Msg> {
        let path = self.path.as_deref()?;
        let saved = read(path).and_then(|past| {
            let mut queries = Queries::new(past);
            queries.add(text);
            private_file::save(path, written(queries.past()).as_bytes())
        });
        saved.err().map(|error| self.give_up("cannot be written", &error))
    }

    fn give_up(&mut self, what: &str, error: &Error) -> Msg {
        let path = self.path.take().unwrap_or_default();
        let words = format!("the file of earlier queries {} {what}: {error}", path.display());
        Msg::Notice(Text::from(redact(&words)))
    }
}

/// A line that is no JSON text is passed over: the next may be whole.
fn read(path: &Path) -> Result<Vec<String>, Error> {
    let bytes = private_file::read(path, LARGEST)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

fn written(past: &[String]) -> String {
    past.iter().map(|text| format!("{}\n", serde_json::Value::from(text.as_str()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn queries_are_known_again_in_the_next_run_and_nobody_else_may_read_them() {
        let folder = std::env::temp_dir().join(format!("unstuck-queries-{}", std::process::id()));
        let path = folder.join("state").join("queries.jsonl");
        let mut one = PastQueries::new(Some(path.clone()));
        let mut other = PastQueries::new(Some(path.clone()));
        assert!(one.add("fields a\n| limit 1".to_owned()).is_none());
        assert!(other.add("fields b".to_owned()).is_none());
        assert!(one.add("fields a\n| limit 1".to_owned()).is_none());
        let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        let told = |queries: &mut PastQueries| match queries.load() {
            Some(Msg::Queries(past)) => past.join(";"),
            Some(Msg::Notice(text)) => text.to_string(),
            _ => String::new(),
        };
        assert_eq!(told(&mut other), "fields b;fields a\n| limit 1");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("chmod");
        assert!(told(&mut other).contains("chmod 600"));
        assert!(other.add("fields c".to_owned()).is_none(), "said once");
        let _ = std::fs::remove_dir_all(folder);
    }
}
