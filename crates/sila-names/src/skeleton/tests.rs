use super::*;
use crate::Name;

fn spelled(text: &str) -> Vec<String> {
    let name = Name::parse(text);
    assert_eq!(name.tokens().len(), 1, "{text} is one part");
    name.tokens()[0].skeletons().iter().map(|skeleton| skeleton.spelled()).collect()
}

#[test]
fn a_skeleton_keeps_its_text_and_its_order() {
    for text in ["", "A", "MHMD", "ABCDFGHJKLMN", "0ZYXWTSRNMLK"] {
        let skeleton = Skeleton::of(text);
        assert_eq!(skeleton.spelled(), text);
        assert_eq!(skeleton.len(), text.len());
        assert_eq!(skeleton.is_empty(), text.is_empty());
    }
    assert_eq!(Skeleton::of("MHMDMHMDMHMDMHMD").spelled(), "MHMDMHMDMHMD");
    assert!(Skeleton::of("AB") < Skeleton::of("ABD") && Skeleton::of("ABD") < Skeleton::of("AC"));
}

/// Spellings that the rules must bring together: each shares a skeleton with the first, in Arabic.
#[test]
fn spellings_of_one_name_share_a_skeleton() {
    let table: &[&[&str]] = &[
        &["محمد", "مُحَمَّد", "Mohammed", "Muhammad", "Mohamed", "Mohamad"],
        &["عبد الرحمن", "Abderrahmane", "Abd al-Rahman", "AbdulRahman", "Abdel Rahman"],
        &["عبداللطيف", "عبد اللطيف", "Abdulatif", "Abdel-Latif", "Abd al-Latif"],
        &[
            "عبد الله",
            "عبدالله",
            "Abdullah",
            "Abdulla",
            "Abdalla",
            "Abd Allah",
            "Abdellah",
            "Abdullahi",
        ],
        &["خديجة", "Khadija", "Khadidja", "Khadeeja"],
        &["جمال", "Djamel", "Gamal", "Jamal"],
        &["ياسين", "Yacine", "Yassine", "Yasin"],
        &["حسين", "Hocine", "Hussein", "Husayn", "Elhassan", "Lahcen", "الحسن"],
        &["القاسمي", "Al-Qassimi", "Gasmi", "Kasmi"],
        &["نور الدين", "Noureddine", "Nour Eddine", "Nour al-Din", "Nooraldin", "Nur ud-Din"],
        &["أبو بكر", "Abu Bakr", "بوبكر", "Boubakeur"],
        &["يوسف", "Youcef", "Yusuf", "Yousef", "Youssef"],
        &["عثمان", "Othman", "Osman", "Uthman"],
        &["عائشة", "Ayesha", "Aïcha", "Aisha"],
        &["رضا", "Reza", "Rida", "Ridha"],
        &["وفاء", "Ouafa", "Wafa", "Wafaa"],
        &["قرقاش", "Gargash", "Qirqash"],
        &["العربي", "Larbi", "Arabi"],
        &["إبراهيم", "Ibrahim", "Ebrahim", "Brahim"],
        &["طه", "Taha"],
        &["إدريس", "Idris", "Driss"],
        &["إسماعيل", "Ismail", "Smaïl", "Esmaeel"],
        &["نجاة", "Najat", "Naja"],
        &["البرغوثي", "Barghouti", "Barghouthi"],
        &["فيصل", "Faisal", "Fayçal", "Faycal", "Feisal"],
        &["حفيظ", "Hafid"],
        &["الناصر", "Ennaceur", "Nasser", "ناصر"],
        &["فضل الله", "Fadlallah", "Fadl Allah"],
        &["هبة الله", "Hibatullah", "Hibat Allah"],
    ];
    for spellings in table {
        let first = spelled(spellings[0]);
        for spelling in *spellings {
            let all = spelled(spelling);
            let shared = all.iter().any(|one| first.contains(one));
            assert!(shared, "{spelling} has {all:?}, {} has {first:?}", spellings[0]);
        }
    }
}
