use super::*;

fn like(a: &str, b: &str) -> Likeness {
    compare(&Name::parse(a), &Name::parse(b))
}

#[test]
fn names_across_scripts() {
    let same = like("محمد بن راشد آل مكتوم", "Mohammed bin Rashid Al Maktoum");
    assert_eq!((same.matched, same.conflicts), (3, 0));
    assert!(same.probability > 0.9);
    let other = like("تيسير النوراني", "Tayseer al-Mashhadani");
    assert_eq!((other.matched, other.conflicts), (1, 1));
    assert!(other.probability < 0.5);
}
