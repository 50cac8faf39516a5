//! Prints the test vectors of `docs/protocol.md`:
//! `cargo run -p sila-link --example vectors > crates/sila-link/vectors/link-1.json`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "it makes what the tests read"
)]

#[path = "../tests/sim/run/dice.rs"]
#[expect(dead_code, reason = "the simulator uses more of it")]
mod dice;
#[path = "../tests/wire/known.rs"]
#[expect(dead_code, reason = "the tests read what is made here")]
mod known;
#[path = "../tests/wire/make.rs"]
#[expect(dead_code, reason = "the corpus uses more of it")]
mod make;

fn main() {
    println!("{}", serde_json::to_string_pretty(&make::vectors()).unwrap());
}
