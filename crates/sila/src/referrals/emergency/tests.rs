use std::collections::BTreeSet;

use super::words::pair;

#[test]
fn the_two_words_of_a_call_differ_and_are_spread_over_the_list() {
    let mut seen = BTreeSet::new();
    for n in 0..=255 {
        let [call, answer] = pair(&[n; 32]);
        assert!(call != answer && call < 64 && answer < 64);
        assert_eq!(pair(&[n; 32]), [call, answer], "the same at both desks");
        seen.insert((call, answer));
    }
    assert!(seen.len() > 200, "nobody guesses them: {}", seen.len());
}
