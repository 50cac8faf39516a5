use super::*;

#[test]
fn particles_are_left_out_and_compounds_joined() {
    let table: &[(&str, &str)] = &[
        ("عبد الله بن أحمد آل مكتوم", "عبدالله|احمد|مكتوم"),
        ("أبو بكر أم كلثوم", "ابوبكر|امكلثوم"),
        ("نور الدين فضل الله", "نورالدين|فضلالله"),
        ("Abd al-Rahman bin Abdullah Al-Qassimi", "abdrahman|abdallah|qassimi"),
        ("Abu Bakr Nour Eddine", "abubakr|noureddin"),
        ("د. أحمد", "احمد"),
        ("Dr. Ahmed", "ahmed"),
        ("ابن", "ابن"),
        ("al", "al"),
        ("محمدAli", "محمد|ali"),
        ("Mohammed محمد", "mohammed|محمد"),
    ];
    for (text, expected) in table {
        let parts: Vec<String> = parts(text).into_iter().map(|part| part.text).collect();
        assert_eq!(parts.join("|"), *expected, "{text}");
    }
}
