use super::*;
use crate::lexicon::Lexicon;

fn bits(arabic: &str, latin: &str) -> i32 {
    let (a, l) = (Heard::of(arabic, Script::Arabic), Heard::of(latin, Script::Latin));
    score(Lexicon::embedded().sounds(), &a, &l) / 8
}

#[test]
fn vowels_tell_names_of_the_same_consonants_apart() {
    for (arabic, right, wrong) in [
        ("محمد", "mohammed", "mahmoud"),
        ("محمود", "mahmoud", "mohammed"),
        ("حسين", "hussein", "hassan"),
        ("ريم", "reem", "rima"),
        ("سليم", "saleem", "salem"),
    ] {
        assert!(bits(arabic, right) > bits(arabic, wrong), "{arabic}: {right} {wrong}");
    }
}

#[test]
fn an_article_written_on_is_passed_over() {
    for (arabic, latin) in [
        ("الحسن", "hassan"),
        ("الحسن", "alhassan"),
        ("حسن", "elhassan"),
        ("الياس", "elias"),
        ("علي", "benali"),
        ("الناصر", "ennaceur"),
    ] {
        assert!(bits(arabic, latin) > 4, "{arabic} {latin}: {}", bits(arabic, latin));
    }
    assert!(bits("الحسن", "karim") < 0);
}
