//! The files of the repository, read once for each check.

use std::fs;
use std::path::{Path, PathBuf};

use super::rust_text::RustText;

/// What is made, not written. (`.git` is a file in a second work tree.)
const MADE: [&str; 5] = ["target", ".git", "node_modules", "demo-data", "sila-node"];

/// A file with its path from the root of the repository, with `/` between the parts.
pub struct File {
    pub path: String,
    pub text: String,
}

/// A Rust source file, taken apart.
pub struct Source {
    pub path: String,
    pub text: RustText,
}

impl Source {
    /// Takes `text` apart as if it lay at `path`.
    pub fn new(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: RustText::of(text) }
    }

    /// Whether the whole file is test code.
    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/") || self.path.ends_with("tests.rs")
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every path below the root, sorted, whether its content is text or not.
pub fn paths() -> Vec<String> {
    let root = root();
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found.sort();
    assert!(found.len() > 40, "the walk over the repository found only {} files", found.len());
    found
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if MADE.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, found);
        } else if path.is_file() {
            found.push(path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
        }
    }
}

/// The text of one file that must be there.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file that is text, but for the locked dependency list.
pub fn texts() -> Vec<File> {
    let read = |path: String| {
        let bytes = fs::read(root().join(&path)).ok()?;
        Some(File { path, text: String::from_utf8(bytes).ok()? })
    };
    paths().into_iter().filter(|path| path != "Cargo.lock").filter_map(read).collect()
}

/// Every text file whose name ends so.
pub fn ending(ending: &str) -> Vec<File> {
    texts().into_iter().filter(|file| file.path.ends_with(ending)).collect()
}

/// Every Rust source file.
pub fn sources() -> Vec<Source> {
    ending(".rs").iter().map(|file| Source::new(&file.path, &file.text)).collect()
}
