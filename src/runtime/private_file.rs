//! Files only their owner may read: read whole, written whole.

use rustix::fs::OFlags;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{Error, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

/// What a file holds; none where there is none.
///
/// # Errors
/// It cannot be read, is longer than `largest` bytes, is a link or no regular file, or others can read or write it: what
/// others can write may be forged.
pub fn read(path: &Path, largest: u64) -> Result<Option<Vec<u8>>, Error> {
    let mut file = match OpenOptions::new().read(true).custom_flags(flags()).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    check(&file)?;
    let mut bytes = Vec::new();
    Read::by_ref(&mut file).take(largest + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > largest {
        true => Err(Error::other("it is too large to be ours")),
        false => Ok(Some(bytes)),
    }
}

/// Not through a link, and never waiting at a pipe.
fn flags() -> i32 {
    i32::try_from((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits()).unwrap_or(0)
}

fn check(file: &File) -> Result<(), Error> {
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(Error::other("it is not a regular file"));
    }
    if meta.mode() & 0o077 != 0 {
        return Err(Error::other("others can read or write it; chmod 600 it"));
    }
    Ok(())
}

/// Writes beside the file and puts it in its place, so that there is always a whole one.
///
/// # Errors
/// It cannot be written; the old one stays.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let _ = std::fs::remove_file(&beside);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    let done = written.and_then(|()| std::fs::rename(&beside, path));
    if done.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    done
}
