//! The texts of `fuzz/corpus` that are made here.

use std::path::Path;

/// The text of `fuzz/corpus/NAME/made`. With `SILA_CORPUS=write` in the environment it is `bytes` from now on.
pub(crate) fn corpus(name: &str, bytes: &[u8]) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    if std::env::var_os("SILA_CORPUS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("made"), bytes).unwrap();
    }
    let text = std::fs::read(folder.join("made"));
    text.unwrap_or_else(|_| {
        panic!("make it: SILA_CORPUS=write cargo nextest run -p sila-core corpus")
    })
}
