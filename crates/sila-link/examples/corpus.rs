//! Writes a text made by our own encoders for each parser of a peer's bytes into `fuzz/corpus`:
//! `cargo run -p sila-link --example corpus` in the root folder. Those of `sila-core` stand beside its tests.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "it makes what the tests read")]

#[path = "../tests/wire/corpus.rs"]
mod corpus;
#[path = "../tests/sim/run/dice.rs"]
#[expect(dead_code, reason = "the simulator uses more of it")]
mod dice;
#[path = "../tests/wire/known.rs"]
#[expect(dead_code, reason = "the tests read what is made here")]
mod known;
#[path = "../tests/wire/make.rs"]
mod make;

fn main() -> std::io::Result<()> {
    for (name, text) in corpus::made() {
        let folder = std::path::Path::new("fuzz/corpus").join(name);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("made"), text)?;
    }
    Ok(())
}
