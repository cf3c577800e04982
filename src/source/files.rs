//! Where bytes come from: memory, or files beside the spec. The only place of the room that touches a file system.
//!
//! Takes the paths of the spec, gives bytes. May not know what is in them, but for the first few that say which format.
//! Invariants: a pattern gives its files in sorted order, each once; bytes can be read several times and from several threads.

use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use bytes::Bytes;

/// Bytes of one input.
#[derive(Clone, Debug)]
pub enum Blob {
    /// In memory.
    Memory(Bytes),
    /// In a file, opened anew by every reader.
    File(PathBuf),
}

impl Blob {
    /// A reader from the start.
    pub fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::Memory(bytes) => Box::new(Cursor::new(bytes.clone())),
            Self::File(path) => Box::new(File::open(path)?),
        })
    }

    /// The first bytes, at most `most`.
    pub fn head(&self, most: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.reader()?.take(most as u64).read_to_end(&mut head)?;
        Ok(head)
    }
}

/// Opens the inputs that a spec names.
#[derive(Clone, Debug)]
pub struct Opener<'a>(From<'a>);

#[derive(Clone, Debug)]
enum From<'a> {
    Folder(PathBuf),
    Memory(&'a [(&'a str, &'a [u8])]),
}

impl<'a> Opener<'a> {
    /// Files: relative paths begin at this folder, the one that the spec stands in.
    pub fn folder(folder: &Path) -> Self {
        // The empty path is no folder to the system.
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Self(From::Folder(folder.to_owned()))
    }

    /// Bytes in memory, by the path that the spec names them with: tests, Python, a browser. No file is touched.
    pub fn memory(inputs: &'a [(&'a str, &'a [u8])]) -> Self {
        Self(From::Memory(inputs))
    }

    /// The names that a path stands for, sorted; `*` and `?` stand for characters of one part of the path. Empty where
    /// there is none. The error is what the system says.
    pub fn find(&self, path: &str) -> Result<Vec<String>, String> {
        let mut found = match &self.0 {
            From::Memory(inputs) => inputs
                .iter()
                .map(|(name, _)| *name)
                .filter(|name| path_matches(path, name))
                .map(str::to_owned)
                .collect(),
            From::Folder(folder) => find_files(folder, path)?,
        };
        found.sort();
        Ok(found)
    }

    /// The bytes of a name that [`Opener::find`] gave. The error is what the system says.
    pub fn open(&self, name: &str) -> Result<Blob, String> {
        match &self.0 {
            From::Memory(inputs) => {
                let bytes =
                    inputs.iter().find(|(known, _)| *known == name).map(|(_, bytes)| Bytes::copy_from_slice(bytes));
                bytes.map(Blob::Memory).ok_or_else(|| "there is no such input".to_owned())
            }
            From::Folder(folder) => {
                let path = folder.join(name);
                // Opened once here, so that what cannot be read is said before anything is counted.
                File::open(&path).map_err(|error| error.to_string())?;
                Ok(Blob::File(path))
            }
        }
    }
}

/// The files below a folder that a path with `*` and `?` stands for.
fn find_files(folder: &Path, path: &str) -> Result<Vec<String>, String> {
    let (root, parts) = path.strip_prefix('/').map_or(("", path), |parts| ("/", parts));
    let mut found = vec![root.to_owned()];
    for part in parts.split('/') {
        let mut next = Vec::new();
        for start in found {
            let joined = |name: &str| {
                if start.is_empty() || start.ends_with('/') {
                    format!("{start}{name}")
                } else {
                    format!("{start}/{name}")
                }
            };
            if !part.contains(['*', '?']) {
                next.push(joined(part));
                continue;
            }
            // What is no folder, or may not be listed, has nothing that a pattern could stand for.
            let Ok(entries) = fs::read_dir(folder.join(&start)) else { continue };
            for entry in entries {
                let name = entry.map_err(|error| error.to_string())?.file_name();
                let name = name.to_string_lossy();
                // A pattern does not stand for hidden files.
                if !name.starts_with('.') && part_matches(part, &name) {
                    next.push(joined(&name));
                }
            }
        }
        found = next;
    }
    found.retain(|name| folder.join(name).is_file());
    Ok(found)
}

/// Does a path with `*` and `?` match a name, part by part?
fn path_matches(path: &str, name: &str) -> bool {
    let (mut parts, mut names) = (path.split('/'), name.split('/'));
    loop {
        match (parts.next(), names.next()) {
            (None, None) => return true,
            (Some(part), Some(name)) if part_matches(part, name) => {}
            _ => return false,
        }
    }
}

/// Does one part match: `?` one character, `*` any number?
fn part_matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut to) = (0, 0);
    // Where the last star stood, and how much of the name it has taken so far.
    let mut star: Option<(usize, usize)> = None;
    while to < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, to));
                at += 1;
            }
            Some(&c) if c == '?' || c == name[to] => {
                at += 1;
                to += 1;
            }
            _ => {
                let Some((star_at, taken)) = star else { return false };
                star = Some((star_at, taken + 1));
                (at, to) = (star_at + 1, taken + 1);
            }
        }
    }
    pattern[at..].iter().all(|&c| c == '*')
}

/// What a file is by its first bytes; `None` for text and for what is not known.
pub fn known_format(head: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"PAR1", PARQUET),
        (b"%PDF", "a PDF document"),
        (b"\x1f\x8b", "a gzip file"),
        (b"\x28\xb5\x2f\xfd", "a zstd file"),
        (b"BZh", "a bzip2 file"),
        (b"\xfd7zXZ\0", "an xz file"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!", "a rar archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (such as xls)"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"ARROW1\0\0", "an Arrow IPC (Feather) file"),
        (b"FEA1", "a Feather file"),
        (b"ORC", "an ORC file"),
        (b"Obj\x01", "an Avro file"),
        (b"$FL2", "an SPSS file"),
        (b"$FL3", "an SPSS file"),
        (b"<stata_dta>", "a Stata file"),
        (b"\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60", "a SAS file"),
        (b"\x89HDF", "an HDF5 file"),
        (b"RDX3", "an R file"),
        (b"{\\rtf", "an RTF document"),
    ];
    if head.starts_with(b"PK\x03\x04") {
        let holds = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
        return Some(match () {
            () if holds(b"opendocument.spreadsheet") => "an OpenDocument spreadsheet (ods)",
            () if holds(b"xl/") || holds(b"[Content_Types].xml") => "an Excel workbook (xlsx)",
            () => "a zip archive",
        });
    }
    if let Some((_, name)) = KNOWN.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(name);
    }
    let start: Vec<u8> =
        head.iter().copied().skip_while(u8::is_ascii_whitespace).take(14).map(|b| b.to_ascii_lowercase()).collect();
    let markup: &[(&[u8], &str)] =
        &[(b"<!doctype html", "a web page (HTML)"), (b"<html", "a web page (HTML)"), (b"<?xml", "an XML file")];
    markup.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, name)| *name)
}

/// What [`known_format`] says of a Parquet file.
pub const PARQUET: &str = "a Parquet file";

/// Bytes of a head that [`known_format`] looks at.
pub const HEAD: usize = 2_048;

#[cfg(test)]
mod tests {
    use super::{Opener, known_format, part_matches};

    #[test]
    fn stars_and_question_marks_match_within_one_part() {
        let names = ["b/2026-02.csv", "b/2026-01.csv", "b/c/2026-03.csv", "a.csv"].map(|name| (name, b"x".as_slice()));
        let memory = Opener::memory(&names);
        assert_eq!(memory.find("b/*.csv").unwrap(), ["b/2026-01.csv", "b/2026-02.csv"]);
        assert_eq!(memory.find("b/2026-0?.csv").unwrap().len(), 2);
        assert_eq!(memory.find("*/*/*").unwrap(), ["b/c/2026-03.csv"]);
        assert!(memory.find("c.csv").unwrap().is_empty());
        assert!(part_matches("*a*b*", "xxaxxbxx"));
        assert!(!part_matches("*a*b", "xxbxxa"));
        assert!(part_matches("**", ""));
    }

    #[test]
    fn files_are_found_beside_the_spec_in_sorted_order() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        for name in ["b.csv", "a.csv", ".hidden.csv"] {
            std::fs::write(folder.path().join("data").join(name), "x").unwrap();
        }
        let files = Opener::folder(folder.path());
        assert_eq!(files.find("data/*.csv").unwrap(), ["data/a.csv", "data/b.csv"]);
        assert_eq!(files.find("d*/b.csv").unwrap(), ["data/b.csv"]);
        assert!(files.find("none/*.csv").unwrap().is_empty());
        assert_eq!(files.open("data/a.csv").unwrap().head(9).unwrap(), b"x");
        assert!(files.open("data/c.csv").is_err());
        let absolute = format!("{}/data/?.csv", folder.path().display());
        assert_eq!(files.find(&absolute).unwrap().len(), 2);
    }

    #[test]
    fn files_say_what_they_are() {
        assert_eq!(known_format(b"PAR1...."), Some("a Parquet file"));
        assert_eq!(known_format(b"PK\x03\x04\x14\0[Content_Types].xml"), Some("an Excel workbook (xlsx)"));
        assert_eq!(known_format(b"PK\x03\x04\x14\0data.csv"), Some("a zip archive"));
        assert_eq!(known_format(b"\n <!DOCTYPE html>"), Some("a web page (HTML)"));
        assert_eq!(known_format(b"sex,score\n"), None);
    }
}
