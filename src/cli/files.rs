//! Files: reading with the path in every error, writing to a temporary name first.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::diag::{Code, Place, Problem, Problems};

/// The content of a text file of kind spec (spec, pack, statement, report).
pub(super) fn read_text(path: &Path) -> Result<String, Problem> {
    let bytes = read_bytes(path)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::new(
            Code::Syntax,
            Place::file(&path.display().to_string()),
            format!("not UTF-8 text from byte {at} on"),
        )
        .hint("save the file as UTF-8")
    })
}

/// The bytes of a file.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    fs::read(path).map_err(|error| no_file(path, &error))
}

fn no_file(path: &Path, error: &std::io::Error) -> Problem {
    let name = path.display().to_string();
    let what = match error.kind() {
        std::io::ErrorKind::NotFound => format!("there is no file `{name}`"),
        std::io::ErrorKind::PermissionDenied => format!("`{name}` may not be read"),
        _ if path.is_dir() => format!("`{name}` is a folder"),
        _ => format!("`{name}` cannot be read: {error}"),
    };
    Problem::new(Code::NoFile, Place::file(&name), what)
        .hint("check the path; paths in a spec are relative to its folder")
}

/// The text behind a place, for drawing.
pub(super) fn text_of_place(place: &Place) -> Option<String> {
    fs::read_to_string(&place.file).ok()
}

/// The text files of a folder with this ending, or the one file, sorted by name: (path as shown, text).
pub(super) fn read_folder(path: &Path, ending: &str) -> Result<Vec<(String, String)>, Problems> {
    let mut problems = Problems::new();
    let mut paths: Vec<PathBuf> = Vec::new();
    if path.is_dir() {
        match fs::read_dir(path) {
            Ok(entries) => paths.extend(
                entries
                    .filter_map(Result::ok)
                    .map(|entry| entry.path())
                    .filter(|path| path.extension().is_some_and(|e| e == ending)),
            ),
            Err(error) => problems.push(no_file(path, &error)),
        }
        paths.sort();
    } else {
        paths.push(path.to_owned());
    }
    let mut texts = Vec::new();
    for path in paths {
        match read_text(&path) {
            Ok(text) => texts.push((path.display().to_string(), text)),
            Err(problem) => problems.push(problem),
        }
    }
    problems.or(texts)
}

/// Writes a file: to a temporary name beside it, then renamed.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let result = fs::create_dir_all(folder).and_then(|()| {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        readable(file.path())?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    });
    result.map_err(|error| cannot_write(path, &error))
}

/// The files of a run: all of them are written into a temporary folder inside `folder` first, then each is renamed into
/// place, so that a run that fails leaves what was there.
pub(super) struct Set<'a> {
    folder: &'a Path,
    temporary: tempfile::TempDir,
}

impl<'a> Set<'a> {
    /// An empty set, in a folder that is made where it is not there.
    pub(super) fn begin(folder: &'a Path) -> Result<Self, Problem> {
        let temporary = fs::create_dir_all(folder)
            .and_then(|()| tempfile::Builder::new().prefix(".evenhand-").tempdir_in(folder))
            .map_err(|error| cannot_write(folder, &error))?;
        Ok(Self { folder, temporary })
    }

    /// Writes one of the files, down to the disk: which takes time, but no processor.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Problem> {
        self.put_by(name, |file| file.write_all(bytes))
    }

    /// The same, where the content is written piece by piece.
    pub(super) fn put_by(
        &self,
        name: &str,
        write: impl FnOnce(&mut BufWriter<fs::File>) -> std::io::Result<()>,
    ) -> Result<(), Problem> {
        let written = fs::File::create(self.temporary.path().join(name)).and_then(|file| {
            let mut file = BufWriter::with_capacity(1 << 17, file);
            write(&mut file)?;
            file.into_inner()?.sync_all()
        });
        written.map_err(|error| cannot_write(self.folder, &error))
    }

    /// Puts all into place. Names in `known` that this run did not make are removed: they would be of an earlier run.
    pub(super) fn finish(self, names: &[String], known: &[&str]) -> Result<(), Problem> {
        let result = (|| {
            for name in names {
                fs::rename(self.temporary.path().join(name), self.folder.join(name))?;
            }
            for name in known.iter().filter(|name| names.iter().all(|made| made != *name)) {
                if self.folder.join(name).is_file() {
                    fs::remove_file(self.folder.join(name))?;
                }
            }
            Ok(())
        })();
        result.map_err(|error| cannot_write(self.folder, &error))
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Problem {
    let name = path.display().to_string();
    Problem::new(Code::NoFile, Place::file(&name), format!("`{name}` cannot be written: {error}"))
        .hint("choose another folder with --out, or make this one writable")
}

/// A temporary file is private to its owner; what we leave is readable like any other file.
#[cfg(unix)]
fn readable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> std::io::Result<()> {
    Ok(())
}
