use super::*;

#[test]
fn a_name_may_be_empty_and_is_bounded() {
    for text in ["", "  ", "،؛؟", "\u{200F}", "🙂"] {
        assert!(Name::parse(text).is_empty(), "{text}");
    }
    let long = "محمد ".repeat(500);
    assert!(Name::parse(&long).tokens().len() <= 60);
    assert_eq!(Name::parse(&"a".repeat(5000)).tokens().len(), 1);
}

#[test]
fn debug_shows_no_name() {
    let name = Name::parse("Canary Goldfinch");
    let shown = format!("{name:?} {:?}", name.tokens());
    assert!(!shown.to_lowercase().contains("canary"), "{shown}");
}

/// A change of a rule, of the lexicon or of the sound of a name changes the keys that agencies share. Whoever
/// means it raises [`NORMALISER`] and writes the new digest here.
#[test]
fn the_normaliser_is_the_one_that_agencies_share() {
    assert_eq!((NORMALISER, normaliser_digest().as_str()), (1, "bad2f15ceb0d5ec1"));
}
