//! Lines of files and of standard input, a piece at a time.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::path::Path;

/// The longest line in bytes, as long as CloudWatch takes an event; what is behind is passed over.
const LONGEST: usize = 1 << 20;
/// How much is read at once.
const PIECE: usize = 256 * 1024;

/// Reads lines. Memory is bounded by a piece and one line, however long the file and its lines.
#[derive(Debug)]
pub struct LineReader {
    file: File,
    piece: Box<[u8]>,
    /// The beginning of the line that the last piece ended in.
    rest: Vec<u8>,
    /// Bytes read.
    pub read: u64,
    /// Lines that were too long and have lost their end.
    pub cut: u64,
}

impl LineReader {
    /// Opens a file at its beginning.
    pub fn open(path: &Path) -> io::Result<LineReader> {
        Ok(LineReader::new(File::open(path)?))
    }

    /// Standard input.
    pub fn stdin() -> io::Result<LineReader> {
        Ok(LineReader::new(File::from(io::stdin().as_fd().try_clone_to_owned()?)))
    }

    /// A file opened elsewhere, or a pipe.
    pub fn new(file: File) -> LineReader {
        LineReader { file, piece: vec![0; PIECE].into(), rest: Vec::new(), read: 0, cut: 0 }
    }

    /// The file behind it.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Reads one piece and hands over the lines that end in it. Gives the number of bytes, 0 at the end.
    pub fn step(&mut self, take: &mut impl FnMut(&[u8])) -> io::Result<usize> {
        let length = loop {
            match self.file.read(&mut self.piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.read += length as u64;
        let mut left = self.piece.get(..length).unwrap_or_default();
        while let Some(end) = memchr::memchr(b'\n', left) {
            let (line, behind) = left.split_at(end);
            left = behind.get(1..).unwrap_or_default();
            if self.rest.is_empty() {
                take(fitting(line, &mut self.cut));
            } else {
                keep(&mut self.rest, line);
                take(fitting(&self.rest, &mut self.cut));
                self.rest.clear();
            }
        }
        keep(&mut self.rest, left);
        Ok(length)
    }

    /// Hands over the last line, where it has no end.
    pub fn finish(&mut self, take: &mut impl FnMut(&[u8])) {
        if !self.rest.is_empty() {
            take(fitting(&self.rest, &mut self.cut));
            self.rest.clear();
        }
    }
}

/// Adds to a line up to one byte more than is shown, which tells that it was cut.
fn keep(rest: &mut Vec<u8>, piece: &[u8]) {
    let room = (LONGEST + 1).saturating_sub(rest.len());
    rest.extend_from_slice(piece.get(..room).unwrap_or(piece));
}

fn fitting<'a>(line: &'a [u8], cut: &mut u64) -> &'a [u8] {
    *cut += u64::from(line.len() > LONGEST);
    line.get(..LONGEST).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Seek, Write};

    #[test]
    fn lines_are_whole_across_pieces_and_the_longest_are_cut() {
        let mut file = tempfile();
        let long = "x".repeat(LONGEST + 5);
        let wide = "y".repeat(PIECE - 3);
        write!(file, "a\n\n{wide}\n{long}\nb\r\nlast").expect("written");
        file.rewind().expect("rewound");
        let mut reader = LineReader::new(file);
        let mut lengths = Vec::new();
        let mut take = |line: &[u8]| lengths.push(line.len());
        while reader.step(&mut take).expect("read") > 0 {}
        reader.finish(&mut take);
        assert_eq!(lengths, [1, 0, PIECE - 3, LONGEST, 2, 4]);
        assert_eq!(reader.cut, 1);
    }

    fn tempfile() -> File {
        let path = std::env::temp_dir().join(format!("unstuck-lines-{}", std::process::id()));
        let file = File::options().read(true).write(true).create(true).truncate(true).open(&path).expect("a file");
        std::fs::remove_file(&path).expect("removed");
        file
    }
}
