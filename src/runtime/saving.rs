//! Rows of the logs pane written to a file.

use crate::app::saved::Saved;
use crate::domain::Text;
use std::fs::OpenOptions;
use std::io::{BufWriter, Error, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Files of the same name that are gone round.
const NAMES: usize = 100;

/// Writes the rows to a new file in the current folder, readable by its owner only; says where, or why not.
pub async fn save(saved: Saved) -> Text {
    let rows = saved.len();
    let written = tokio::task::spawn_blocking(move || write(Path::new("."), &saved)).await;
    match written.unwrap_or_else(|error| Err(Error::other(error))) {
        Ok(path) => Text::from(format!("{rows} rows saved to {}", path.display())),
        Err(error) => Text::from(format!("not saved: {error}; start unstuck in a folder you may write to")),
    }
}

fn write(folder: &Path, saved: &Saved) -> Result<PathBuf, Error> {
    let (path, file) = (0..NAMES)
        .find_map(|n| {
            let name = if n == 0 { saved.file.clone() } else { format!("{n}-{}", saved.file) };
            let path = folder.join(name);
            // Never over a file that is there, and through no link.
            match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => None,
                opened => Some(opened.map(|file| (path, file))),
            }
        })
        .unwrap_or_else(|| Err(Error::from(ErrorKind::AlreadyExists)))?;
    let mut out = BufWriter::new(file);
    for line in saved.lines() {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::panes::log_rows::LogRows;
    use crate::domain::Timestamp;
    use crate::domain::live::LiveRow;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn rows_are_written_safe_beside_what_is_there_and_for_their_owner_only() {
        let folder = std::env::temp_dir().join(format!("unstuck-save-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let cells = vec![Some(Text::new("a\u{1b}[2J")), None, Some(Text::new("b\nc"))];
        let rows = [LiveRow { cells, ..LiveRow::default() }];
        let names = [Text::new("x"), Text::new("y"), Text::new("z")];
        let saved = Saved::new("../shop", Timestamp::UNIX_EPOCH, Some(&names), &LogRows::Table(&rows));
        let first = write(&folder, &saved).expect("written");
        let second = write(&folder, &saved).expect("written beside");
        assert_eq!(first, folder.join("unstuck-shop-19700101T000000Z.log"));
        assert_ne!(first, second);
        let text = std::fs::read_to_string(&first).expect("readable");
        assert_eq!(text.lines().next(), Some("x\ty\tz"));
        assert!(!text.contains('\u{1b}') && text.lines().count() == 2, "{text:?}");
        assert_eq!(std::fs::metadata(&first).expect("there").permissions().mode() & 0o777, 0o600);
        let _ = std::fs::remove_dir_all(folder);
    }
}
