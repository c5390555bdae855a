//! Rules about the house that nobody has to remember: layers, places of dangerous words, documentation, sizes.
//! Each guard is a function from files to violations, and is fed a forbidden example that it must find.

mod documented;
mod layers;
mod places;
mod sizes;

use std::{fs, path::Path};

/// A source file: its path below the top folder, with `/`, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// Every Rust file below `src`, tests included.
pub fn sources() -> Vec<File> {
    let files = collected("src", ".rs");
    assert!(files.len() > 50, "the guards must see the house");
    files
}

/// Every script of the interface.
pub fn scripts() -> Vec<File> {
    let files = collected("src/ui/js", ".js");
    assert!(files.len() > 3, "the guards must see the scripts");
    files
}

fn collected(folder: &str, ending: &str) -> Vec<File> {
    let mut files = Vec::new();
    collect(Path::new(env!("CARGO_MANIFEST_DIR")), folder, ending, &mut files);
    files
}

fn collect(top: &Path, folder: &str, ending: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(top.join(folder)).expect("a folder of the checkout") {
        let entry = entry.expect("a readable entry");
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().expect("a file type").is_dir() {
            collect(top, &path, ending, files);
        } else if path.ends_with(ending) {
            files.push(File { text: fs::read_to_string(top.join(&path)).expect("UTF-8"), path });
        }
    }
}

/// A text file of the top folder.
pub fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The code without comments and without what stands inside `mod tests`.
pub fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}
