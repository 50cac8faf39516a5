//! The laws of the house as tests. Each law has a check over the real tree and a proof that the check can fail.
//!
//! A check is a function from texts to findings. `ARCHITECTURE.md` and `STYLE.md` say why each law is there.

mod crates;
mod dignity;
mod imports;
mod leftovers;
mod locales;
mod names;
mod papers;
mod rust_text;
mod sizes;
mod sql;
mod tree;

/// Fails with all findings at once, and with what to do about them.
fn clean(findings: &[String], way_out: &str) {
    assert!(findings.is_empty(), "{way_out}\n  {}\n", findings.join("\n  "));
}
