//! Files and standard input followed as they grow.

use super::lines::LineReader;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::fmt;
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use tokio::time::Instant;

/// How often files are looked at, and how long a flood of lines may keep the screen waiting.
const ROUND: std::time::Duration = std::time::Duration::from_millis(250);

/// Where lines come from.
#[derive(Debug)]
pub enum Source {
    /// Standard input.
    Stdin(LineReader),
    /// Files, one after the other.
    Files(Vec<Followed>),
}

/// A file and how far it has been read.
#[derive(Debug)]
pub struct Followed {
    path: PathBuf,
    reader: LineReader,
}

/// Why lines cannot be read.
#[derive(Debug)]
pub struct ReadError {
    /// The file; none for standard input.
    pub path: Option<PathBuf>,
    /// Why.
    pub error: io::Error,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{} cannot be read: {}", path.display(), self.error),
            None => write!(f, "standard input cannot be read: {}", self.error),
        }
    }
}

/// What one round of reading gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// Whether a line came.
    pub grew: bool,
    /// Whether nothing more can come.
    pub ended: bool,
}

impl Source {
    /// Opens the files, standard input without any.
    pub fn open(files: &[PathBuf]) -> Result<Source, ReadError> {
        if files.is_empty() {
            return LineReader::stdin().map(Source::Stdin).map_err(|error| ReadError { path: None, error });
        }
        let open = |path: &PathBuf| Followed::open(path.clone());
        files.iter().map(open).collect::<Result<_, _>>().map(Source::Files)
    }

    /// Reads everything to the end.
    pub fn all(&mut self, take: &mut impl FnMut(&[u8])) -> Result<(), ReadError> {
        match self {
            Source::Stdin(reader) => to_end(reader, take).map_err(|error| ReadError { path: None, error })?,
            Source::Files(files) => {
                for file in files {
                    let error = |error| ReadError { path: Some(file.path.clone()), error };
                    to_end(&mut file.reader, take).map_err(error)?;
                }
            }
        }
        Ok(())
    }

    /// Reads what has come since the last round, and of a flood no more than a moment's worth.
    pub fn round(&mut self, take: &mut impl FnMut(&[u8])) -> Result<Round, ReadError> {
        let began = Instant::now();
        let (mut grew, mut ended) = (false, false);
        // Bytes are no news before their line is whole: a last line without its end comes with the end of the input.
        let mut take = |line: &[u8]| {
            grew = true;
            take(line);
        };
        match self {
            Source::Stdin(reader) => {
                while !ended && began.elapsed() < ROUND && is_ready(reader, Timespec::default()) {
                    if reader.step(&mut take).map_err(|error| ReadError { path: None, error })? == 0 {
                        reader.finish(&mut take);
                        ended = true;
                    }
                }
            }
            Source::Files(files) => {
                for file in files {
                    let caught_up = file.catch_up(began, &mut take);
                    caught_up.map_err(|error| ReadError { path: Some(file.path.clone()), error })?;
                }
            }
        }
        Ok(Round { grew, ended })
    }

    /// Waits until there may be something new. False when whoever reads standard output has gone.
    pub fn wait(&self) -> bool {
        let stdout = io::stdout();
        let mut watched = vec![PollFd::new(&stdout, PollFlags::empty())];
        let timeout = Timespec { tv_sec: 0, tv_nsec: i64::from(ROUND.subsec_nanos()) };
        if let Source::Stdin(reader) = self {
            watched.push(PollFd::from_borrowed_fd(reader.file().as_fd(), PollFlags::IN));
        }
        // An interrupted wait is a short one.
        let _ = poll(&mut watched, Some(&timeout));
        watched.first().is_none_or(|out| !out.revents().intersects(PollFlags::ERR | PollFlags::HUP))
    }

    /// Lines that were too long and have lost their end.
    pub fn cut(&self) -> u64 {
        match self {
            Source::Stdin(reader) => reader.cut,
            Source::Files(files) => files.iter().map(|file| file.reader.cut).sum(),
        }
    }
}

fn to_end(reader: &mut LineReader, take: &mut impl FnMut(&[u8])) -> io::Result<()> {
    while reader.step(take)? > 0 {}
    reader.finish(take);
    Ok(())
}

fn is_ready(reader: &LineReader, timeout: Timespec) -> bool {
    let mut watched = [PollFd::from_borrowed_fd(reader.file().as_fd(), PollFlags::IN)];
    poll(&mut watched, Some(&timeout)).is_ok_and(|ready| ready > 0)
}

impl Followed {
    fn open(path: PathBuf) -> Result<Followed, ReadError> {
        match LineReader::open(&path) {
            Ok(reader) => Ok(Followed { path, reader }),
            Err(error) => Err(ReadError { path: Some(path), error }),
        }
    }

    /// Reads on. A file that was replaced or cut short, as log rotation does, is read anew from its beginning.
    fn catch_up(&mut self, began: Instant, take: &mut impl FnMut(&[u8])) -> io::Result<()> {
        while self.reader.step(take)? > 0 {
            if began.elapsed() >= ROUND {
                return Ok(());
            }
        }
        if self.is_replaced(&self.path)? {
            self.reader.finish(take);
            let cut = self.reader.cut;
            // A moment without a file is part of rotation: the next round looks again.
            if let Ok(reader) = LineReader::open(&self.path) {
                self.reader = reader;
                self.reader.cut = cut;
                self.catch_up(began, take)?;
            }
        }
        Ok(())
    }

    fn is_replaced(&self, path: &Path) -> io::Result<bool> {
        let own = self.reader.file().metadata()?;
        if own.is_file() && own.len() < self.reader.read {
            return Ok(true);
        }
        Ok(std::fs::metadata(path).is_ok_and(|now| (now.dev(), now.ino()) != (own.dev(), own.ino())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_last_line_without_its_end_is_news_when_the_input_ends() {
        use std::io::Write;
        let (reader, mut writer) = io::pipe().expect("a pipe");
        let mut source = Source::Stdin(LineReader::new(fs::File::from(std::os::fd::OwnedFd::from(reader))));
        let mut lines = Vec::new();
        let mut round = |source: &mut Source| {
            source.round(&mut |line| lines.push(String::from_utf8_lossy(line).into_owned())).expect("read")
        };
        writer.write_all(b"one").expect("written");
        assert_eq!(round(&mut source), Round { grew: false, ended: false });
        drop(writer);
        assert_eq!(round(&mut source), Round { grew: true, ended: true });
        assert_eq!(lines, ["one"]);
    }

    #[test]
    fn a_file_is_followed_through_growth_rotation_and_being_cut_short() {
        let folder = std::env::temp_dir().join(format!("unstuck-tail-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("log");
        fs::write(&path, "one\ntw").expect("written");
        let mut source = Source::open(std::slice::from_ref(&path)).expect("opened");
        let read = |source: &mut Source| {
            let mut lines = Vec::new();
            let round = source.round(&mut |line| lines.push(String::from_utf8_lossy(line).into_owned()));
            assert_eq!(round.expect("read").grew, !lines.is_empty());
            lines.join(" ")
        };
        assert_eq!(read(&mut source), "one");
        assert_eq!(read(&mut source), "");
        let append = |text: &str| {
            use std::io::Write;
            fs::File::options().append(true).open(&path).and_then(|mut file| file.write_all(text.as_bytes()))
        };
        append("o\nthree\nfou").expect("written");
        assert_eq!(read(&mut source), "two three");
        fs::rename(&path, folder.join("log.1")).expect("rotated");
        assert_eq!(read(&mut source), "");
        fs::write(&path, "five\n").expect("written");
        assert_eq!(read(&mut source), "fou five");
        fs::write(&path, "6\n").expect("cut short");
        assert_eq!(read(&mut source), "6");
        fs::remove_dir_all(&folder).expect("removed");
    }
}
