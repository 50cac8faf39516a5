//! libFuzzer on one parser of a peer's bytes: `bin/fuzz NAME [SECONDS]`. No name: the list of names.

#![no_main]

use std::cell::LazyCell;

#[path = "../../crates/sila-link/tests/sim/run/dice.rs"]
#[expect(dead_code, reason = "the simulator uses more of it")]
mod dice;
#[path = "../../crates/sila-link/tests/wire/make.rs"]
#[expect(dead_code, reason = "the vectors use more of it")]
mod make;
#[path = "../../crates/sila-link/tests/wire/parsers.rs"]
mod parsers;

thread_local! {
    static PARSER: LazyCell<parsers::Parser> = LazyCell::new(|| {
        let name = std::env::var("SILA_PARSER").unwrap_or_default();
        let all = parsers::parsers();
        let names: Vec<_> = all.iter().map(|(name, _)| name.clone()).collect();
        let found = all.into_iter().find(|(known, _)| *known == name);
        found.unwrap_or_else(|| panic!("SILA_PARSER is one of {names:?}")).1
    });
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    PARSER.with(|parser| parser(bytes));
});
