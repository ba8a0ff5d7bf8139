//! Lines by their keys, kept in a file: memory holds where they are.
//!
//! Before each line stand its key and a tab. New lines go to the end of the file, and of two lines with one key the
//! later counts, so that what a run noted before it was killed is there in the next one. [`Log::close`] leaves out what
//! no longer counts. A file that cannot be written is left alone, and nobody is told: what it says can be found again.

use super::super::files;
use std::{
    collections::BTreeMap,
    fs::{self, File},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::{self, BufRead as _, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _},
    mem,
    path::PathBuf,
    sync::Mutex,
};

/// The longest line that is read, in bytes: three paths and some numbers have room.
const LONGEST: u64 = 1 << 16;

pub(super) struct Log {
    path: PathBuf,
    file: Option<Mutex<File>>,
    /// Where the lines are that count, by the hashes of their keys.
    places: BTreeMap<u64, Place>,
    /// Where the last whole line ends.
    end: u64,
    /// Whether something stands behind it: the beginning of a line.
    is_torn: bool,
    /// Whether the file has lines that do not count.
    is_stale: bool,
    news: Vec<u8>,
}

struct Place {
    start: u64,
    /// How many bytes the line has with its key, without its end.
    length: u32,
    /// Whether this run has it.
    is_known: bool,
}

impl Log {
    /// Opens the log at `path`; without one, it is empty. Where nothing `is_written`, only lines can be had.
    pub(super) fn open(path: PathBuf, is_written: bool) -> Self {
        // A link may lead to a file of somebody else, and a pipe does not end.
        let is_file = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file());
        let open = || File::options().read(true).append(is_written).open(&path).or_else(|_| File::open(&path)).ok();
        let file = if is_file { open() } else { None };
        let (places, end, is_torn, is_stale, news) = (BTreeMap::new(), 0, false, false, vec![]);
        let mut log = Self { path, file: file.map(Mutex::new), places, end, is_torn, is_stale, news };
        if log.find().is_err() {
            (log.file, log.end) = (None, 0);
            log.places.clear();
        }
        log
    }

    /// Finds the lines.
    fn find(&mut self) -> io::Result<()> {
        let Some(file) = self.file.as_mut().and_then(|file| file.get_mut().ok()) else { return Ok(()) };
        let (places, is_stale) = (&mut self.places, &mut self.is_stale);
        self.end = each(file, |start, line| {
            let place = Place { start, length: line.len() as u32, is_known: false };
            *is_stale |= key_of(line).is_none_or(|key| places.insert(hash(key), place).is_some());
            Ok(())
        })?;
        self.is_torn = file.metadata()?.len() != self.end;
        Ok(())
    }

    /// Returns the line behind a key.
    pub(super) fn line(&self, key: &str) -> Option<String> {
        let place = self.places.get(&hash(key.as_bytes()))?;
        let mut line = vec![0; place.length as usize];
        let mut file = self.file.as_ref()?.lock().ok()?;
        file.seek(SeekFrom::Start(place.start)).and_then(|_| file.read_exact(&mut line)).ok()?;
        drop(file);
        Some(std::str::from_utf8(&line).ok()?.strip_prefix(key)?.strip_prefix('\t')?.to_owned())
    }

    /// Says that a line counts still.
    pub(super) fn keep(&mut self, key: &str) {
        if let Some(place) = self.places.get_mut(&hash(key.as_bytes())) {
            place.is_known = true;
        }
    }

    /// Says that no line counts any more.
    pub(super) fn remove(&mut self, key: &str) {
        self.is_stale |= self.places.remove(&hash(key.as_bytes())).is_some();
    }

    /// Puts a line behind a key, in the place of another.
    pub(super) fn put(&mut self, key: &str, line: &str) {
        let (start, length) = (self.end + self.news.len() as u64, (key.len() + 1 + line.len()) as u32);
        if u64::from(length) >= LONGEST {
            return self.remove(key);
        }
        let place = Place { start, length, is_known: true };
        self.is_stale |= self.places.insert(hash(key.as_bytes()), place).is_some();
        self.news.extend([key, "\t", line, "\n"].concat().as_bytes());
    }

    /// Writes the new lines behind the others.
    pub(super) fn write(&mut self) {
        let news = mem::take(&mut self.news);
        if !news.is_empty() && self.append(&news).is_err() {
            self.file = None;
        }
    }

    fn append(&mut self, news: &[u8]) -> io::Result<()> {
        let ignore = self.path.with_file_name(".gitignore");
        if !files::is_there(&ignore) {
            files::write_derived(&ignore, b"*\n")?;
        }
        if self.file.is_none() && self.end == 0 {
            files::write_derived(&self.path, b"")?;
            self.file = Some(Mutex::new(File::options().read(true).append(true).open(&self.path)?));
        }
        let Some(file) = self.file.as_mut().and_then(|file| file.get_mut().ok()) else { return Ok(()) };
        if mem::take(&mut self.is_torn) {
            file.set_len(self.end)?;
        }
        file.write_all(news)?;
        self.end += news.len() as u64;
        Ok(())
    }

    /// Leaves out the lines that do not count, and those of other runs whose keys are not `wanted`.
    pub(super) fn close(mut self, wanted: impl Fn(&str) -> bool) {
        let _ = self.sift(wanted).and_then(|()| if self.is_stale { self.renew() } else { Ok(()) });
    }

    fn sift(&mut self, wanted: impl Fn(&str) -> bool) -> io::Result<()> {
        let Some(file) = self.file.as_mut().and_then(|file| file.get_mut().ok()) else { return Ok(()) };
        if self.places.values().all(|place| place.is_known) {
            return Ok(());
        }
        let (places, is_stale) = (&mut self.places, &mut self.is_stale);
        each(file, |start, line| {
            let key = key_of(line).unwrap_or_default();
            let is_other = places.get(&hash(key)).is_some_and(|place| place.start == start && !place.is_known);
            if is_other && !std::str::from_utf8(key).is_ok_and(&wanted) {
                places.remove(&hash(key));
                *is_stale = true;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Writes the file again, with the lines that count.
    fn renew(self) -> io::Result<()> {
        let Some(mut file) = self.file.and_then(|file| file.into_inner().ok()) else { return Ok(()) };
        let mut new = BufWriter::new(files::begin(&self.path)?);
        each(&mut file, |start, line| {
            let place = key_of(line).and_then(|key| self.places.get(&hash(key)));
            match place.filter(|place| place.start == start) {
                Some(_) => new.write_all(line).and_then(|()| new.write_all(b"\n")),
                None => Ok(()),
            }
        })?;
        drop(file);
        files::finish_derived(new.into_inner()?, &self.path)
    }
}

/// Goes through the lines of a file with the offsets at which they start, and returns where the last whole one ends.
fn each(file: &mut File, mut take: impl FnMut(u64, &[u8]) -> io::Result<()>) -> io::Result<u64> {
    file.rewind()?;
    let (mut reader, mut line, mut end) = (BufReader::with_capacity(LONGEST as usize, file), vec![], 0);
    loop {
        line.clear();
        reader.by_ref().take(LONGEST).read_until(b'\n', &mut line)?;
        let Some(text) = line.strip_suffix(b"\n") else { return Ok(end) };
        take(end, text)?;
        end += line.len() as u64;
    }
}

/// Returns what stands before the last tab.
fn key_of(line: &[u8]) -> Option<&[u8]> {
    let tab = line.iter().rposition(|byte| *byte == b'\t')?;
    line.get(..tab)
}

fn hash(key: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(folder: &tempfile::TempDir) -> Log {
        Log::open(folder.path().join("log"), true)
    }

    fn text(folder: &tempfile::TempDir) -> String {
        fs::read_to_string(folder.path().join("log")).unwrap()
    }

    fn made(lines: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let mut log = log(&folder);
        lines.iter().for_each(|(key, line)| log.put(key, line));
        log.write();
        folder
    }

    #[test]
    fn a_run_that_is_killed_leaves_what_it_wrote() {
        let folder = made(&[("a\tA", "1"), ("b\tB", "2")]);
        let mut killed = log(&folder);
        killed.put("a\tA", "3");
        killed.write();
        killed.put("b\tB", "4");
        drop(killed);
        let mut next = log(&folder);
        assert_eq!(
            ["a\tA", "b\tB", "a", "c"].map(|key| next.line(key)),
            [Some("3".into()), Some("2".into()), None, None]
        );
        ["a\tA", "b\tB"].iter().for_each(|key| next.keep(key));
        next.close(|_| false);
        assert_eq!(text(&folder), "b\tB\t2\na\tA\t3\n");
    }

    #[test]
    fn the_beginning_of_a_line_is_no_line() {
        let folder = made(&[("a", "12"), ("b", "12")]);
        let path = folder.path().join("log");
        fs::write(&path, text(&folder).trim_end_matches("2\n")).unwrap();
        let mut next = log(&folder);
        assert_eq!(next.line("b"), None);
        next.put("c", "3");
        assert_eq!(next.line("c"), None, "it is not written yet");
        next.write();
        assert_eq!(next.line("c").as_deref(), Some("3"));
        assert_eq!(text(&folder), "a\t12\nc\t3\n");
    }

    #[test]
    fn lines_of_others_stay_where_they_are_wanted_and_nothing_is_written_where_nothing_changed() {
        let folder = made(&[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")]);
        let path = folder.path().join("log");
        let time = || fs::metadata(&path).unwrap().modified().unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        let mut same = log(&folder);
        same.keep("a");
        same.remove("e");
        same.close(|_| true);
        assert_eq!((text(&folder).as_str(), time()), ("a\t1\nb\t2\nc\t3\nd\t4\n", std::time::UNIX_EPOCH));
        let mut other = log(&folder);
        other.keep("a");
        other.remove("b");
        other.close(|key| key == "d");
        assert_eq!(text(&folder), "a\t1\nd\t4\n");
    }

    #[test]
    fn a_line_that_would_be_too_long_to_read_is_none() {
        let folder = made(&[("a", &"1".repeat(LONGEST as usize)), ("b", "2")]);
        assert_eq!(text(&folder), "b\t2\n");
        fs::write(folder.path().join("log"), format!("a\t1\nb\t{}\n", "2".repeat(LONGEST as usize))).unwrap();
        let log = log(&folder);
        assert_eq!((log.line("a").as_deref(), log.line("b")), (Some("1"), None));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let theirs = folder.path().join("theirs");
        fs::write(&theirs, "a\t1\nno line").unwrap();
        std::os::unix::fs::symlink(&theirs, folder.path().join("log")).unwrap();
        let mut log = log(&folder);
        assert_eq!(log.line("a"), None);
        log.put("b", "2");
        log.write();
        log.close(|_| true);
        assert_eq!(fs::read_to_string(&theirs).unwrap(), "a\t1\nno line");
        assert_eq!(text(&folder), "b\t2\n");
    }
}
