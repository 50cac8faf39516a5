//! What is written in a PDF, as `pdftotext` of poppler copies it out.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// The letters of a file without the room between them and without the marks of direction that the tool adds.
pub fn letters_of(file: &[u8]) -> String {
    assert!(file.starts_with(b"%PDF-"), "not a PDF: {}", String::from_utf8_lossy(file));
    let mut child = Command::new("pdftotext")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext; bin/setup installs poppler-utils");
    let (mut input, bytes) = (child.stdin.take().unwrap(), file.to_vec());
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    letters(&String::from_utf8(output.stdout).unwrap())
}

/// Words as [`letters_of`] gives them.
pub fn letters(words: &str) -> String {
    let mark = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    words.chars().filter(|c| !mark(*c) && !c.is_whitespace()).collect()
}
