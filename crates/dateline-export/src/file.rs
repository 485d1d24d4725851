//! A file that appears whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// A file being written under another name beside the one that it will take.
#[derive(Debug)]
pub struct Replacement {
    file: File,
    /// Where the bytes go.
    written: PathBuf,
    /// The name to take in the end; `None` where the bytes go there at once: a device, a pipe.
    target: Option<PathBuf>,
}

/// Begins a file that will replace whatever has this name.
///
/// # Errors
/// If the folder cannot be written to.
pub fn replace(path: &Path) -> io::Result<Replacement> {
    // A link keeps pointing to the file that it names.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if let Ok(there) = fs::metadata(&target) {
        if there.is_dir() {
            return Err(io::Error::new(
                io::ErrorKind::IsADirectory,
                "expected a file, but found a folder",
            ));
        }
        if !there.is_file() {
            let file = OpenOptions::new().write(true).open(&target)?;
            return Ok(Replacement {
                file,
                written: target,
                target: None,
            });
        }
    }
    let name = target.file_name().ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, "expected the name of a file")
    })?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.part", std::process::id()));
    let written = target.with_file_name(hidden);
    let file = File::create(&written)?;
    Ok(Replacement {
        file,
        written,
        target: Some(target),
    })
}

impl Replacement {
    /// Gives the file its name, once all of it is on disk.
    ///
    /// # Errors
    /// If it cannot be stored; nothing is left of it then, and what had the name keeps it.
    pub fn finish(mut self) -> io::Result<()> {
        let Some(target) = self.target.take() else {
            return Ok(());
        };
        let renamed = self
            .file
            .sync_all()
            .and_then(|()| fs::rename(&self.written, target));
        if renamed.is_err() {
            let _ = fs::remove_file(&self.written);
        }
        renamed
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if self.target.is_some() {
            // Half a file is of no use to anybody, and there is nobody to tell if it stays.
            let _ = fs::remove_file(&self.written);
        }
    }
}

impl io::Write for &Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&self.file).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&self.file).flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.csv");
        fs::write(&path, "old").unwrap();
        let half = replace(&path).unwrap();
        (&half).write_all(b"half").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        drop(half);
        assert_eq!(names(folder.path()), ["events.csv"]);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        let whole = replace(&path).unwrap();
        (&whole).write_all(b"whole").unwrap();
        whole.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(names(folder.path()), ["events.csv"]);
    }

    #[test]
    fn folders_and_missing_folders_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(replace(folder.path()).is_err());
        assert!(replace(&folder.path().join("none/events.csv")).is_err());
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_stays_a_device() {
        let null = replace(Path::new("/dev/null")).unwrap();
        (&null).write_all(b"x").unwrap();
        null.finish().unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
