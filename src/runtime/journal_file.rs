//! The journal's files: private, appended and synced, rotated.

use rustix::fs::OFlags;
use std::fmt;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Older files kept beside the present one.
pub(super) const OLDER: u32 = 3;
/// A file that has grown to this is put aside: thousands of writes. Our choice.
const LARGEST: u64 = 1 << 20;
/// So much of the end of a file is read; larger than one is ever made.
const READ_BACK: u64 = 4 << 20;

/// Why the journal cannot be written or read, with what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalError(String);

impl JournalError {
    pub(super) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for JournalError {}

/// The file of an age: `journal.jsonl`, `journal.jsonl.1`, older by number.
pub(super) fn aged(path: &Path, age: u32) -> PathBuf {
    match age {
        0 => path.to_owned(),
        age => {
            let mut name = path.as_os_str().to_owned();
            name.push(format!(".{age}"));
            PathBuf::from(name)
        }
    }
}

/// Puts a file aside that has grown large; the oldest one goes.
pub(super) fn rotate(path: &Path) -> Result<(), JournalError> {
    let failed = |error: std::io::Error| cannot("rotated", path, &error);
    let length = match std::fs::symlink_metadata(path) {
        Ok(meta) if meta.is_file() => meta.len(),
        // What is no regular file is refused where it is opened.
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    if length < LARGEST {
        return Ok(());
    }
    for age in (0..OLDER).rev() {
        match std::fs::rename(aged(path, age), aged(path, age + 1)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    Ok(())
}

/// Appends a line and waits until it is on the disk.
pub(super) fn append(path: &Path, line: &str) -> Result<(), JournalError> {
    let mut file = open(path).map_err(|error| cannot("written", path, &error))?;
    check(&file, path)?;
    put(&mut file, line).map_err(|error| cannot("written", path, &error))
}

/// Half a line, left by a disk that was full, ends where it is: this one stands on its own. What cannot be written
/// whole is taken back.
fn put(file: &mut File, line: &str) -> std::io::Result<()> {
    let length = file.metadata()?.len();
    let mut last = [b'\n'];
    if length > 0 {
        file.read_exact_at(&mut last, length - 1)?;
    }
    let begin = if last == [b'\n'] { "" } else { "\n" };
    let written = file.write_all(format!("{begin}{line}\n").as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        // Where even that fails the next line mends it.
        let _ = file.set_len(length);
    }
    written
}

/// What a file holds, its end where it is too large; nothing where there is none.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, JournalError> {
    let failed = |error: std::io::Error| cannot("read", path, &error);
    let mut file = match OpenOptions::new().read(true).custom_flags(flags()).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    check(&file, path)?;
    let length = file.metadata().map_err(failed)?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(READ_BACK))).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(READ_BACK).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> JournalError {
    // What a link answers that is not followed (open(2), O_NOFOLLOW).
    let why = if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        "it is a symbolic link, which may lead anywhere; put a plain file in its place"
    } else if error.kind() == ErrorKind::IsADirectory {
        NO_FILE
    } else {
        return JournalError(format!("the journal {} cannot be {what} ({error})", path.display()));
    };
    JournalError(format!("the journal {} is refused: {why}", path.display()))
}

const NO_FILE: &str = "it is not a regular file";

fn open(path: &Path) -> std::io::Result<File> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    OpenOptions::new().read(true).append(true).create(true).mode(0o600).custom_flags(flags()).open(path)
}

/// Not through a link, and never waiting at a pipe.
fn flags() -> i32 {
    i32::try_from((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits()).unwrap_or(0)
}

/// A journal others can read or write is refused: it names accounts and resources, and must not be forged.
fn check(file: &File, path: &Path) -> Result<(), JournalError> {
    let refuse = |why: &str| JournalError(format!("the journal {} is refused: {why}", path.display()));
    let meta = file.metadata().map_err(|error| refuse(&error.to_string()))?;
    if !meta.is_file() {
        return Err(refuse(NO_FILE));
    }
    if meta.mode() & 0o077 != 0 {
        return Err(refuse("others can read or write it; chmod 600 it"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_an_error_and_half_a_line_spoils_no_other() {
        let mut full = OpenOptions::new().read(true).write(true).open("/dev/full").expect("there");
        let error = put(&mut full, "{}").expect_err("nothing fits");
        assert_eq!(error.kind(), ErrorKind::StorageFull);
        // What is taken and cannot be synced is not written down either.
        let mut gone = OpenOptions::new().read(true).write(true).open("/dev/null").expect("there");
        put(&mut gone, "{}").expect_err("nothing is kept there");
        let folder = std::env::temp_dir().join(format!("unstuck-journal-half-{}", std::process::id()));
        let path = folder.join("journal.jsonl");
        append(&path, "{\"a\":1}").expect("written");
        let mut file = OpenOptions::new().append(true).open(&path).expect("there");
        file.write_all(b"{\"half\":").expect("written");
        append(&path, "{\"b\":2}").expect("written");
        let text = std::fs::read_to_string(&path).expect("readable");
        assert_eq!(text, "{\"a\":1}\n{\"half\":\n{\"b\":2}\n");
        let _ = std::fs::remove_dir_all(folder);
    }

    #[test]
    fn a_file_that_has_grown_is_put_aside_and_the_oldest_goes() {
        let folder = std::env::temp_dir().join(format!("unstuck-journal-grown-{}", std::process::id()));
        let path = folder.join("journal.jsonl");
        let large = "x".repeat(usize::try_from(LARGEST).expect("fits"));
        for round in 0..6 {
            rotate(&path).expect("moved");
            append(&path, &format!("{round}{large}")).expect("written");
        }
        rotate(&path).expect("moved");
        let first = |age| read(&aged(&path, age)).expect("readable").first().copied();
        assert_eq!([0, 1, 2, 3, 4].map(first), [None, Some(b'5'), Some(b'4'), Some(b'3'), None]);
        append(&path, "small").expect("written");
        rotate(&path).expect("left");
        assert_eq!(read(&path).expect("readable"), b"small\n");
        let _ = std::fs::remove_dir_all(folder);
    }

    #[test]
    fn of_a_file_too_large_the_end_is_read() {
        let folder = std::env::temp_dir().join(format!("unstuck-journal-large-{}", std::process::id()));
        let path = folder.join("journal.jsonl");
        append(&path, "first").expect("written");
        let mut file = OpenOptions::new().append(true).open(&path).expect("there");
        file.write_all(&vec![b'x'; usize::try_from(READ_BACK).expect("fits")]).expect("written");
        append(&path, "last").expect("written");
        let bytes = read(&path).expect("readable");
        assert_eq!(bytes.len() as u64, READ_BACK);
        assert!(bytes.ends_with(b"x\nlast\n") && !bytes.starts_with(b"first"));
        let _ = std::fs::remove_dir_all(folder);
    }
}
