//! Household H01 of the demonstration, as it is told at the desk: a woman from Khor Fakkan with two children, who came to
//! Marsa because she stays with her sister in Dubai for three days. Everything is invented.

/// A field of a form and what is answered.
pub type Answer = (&'static str, &'static str);

/// Her name as she says it.
pub const NAME: &str = "وفاء سالم المرجاني";
/// Her Emirates ID, invented: the year of birth in it is 1900.
pub const EMIRATES_ID: &str = "784-1900-0000001-9";
/// What she does not want to happen.
pub const UNWANTED: &str = "ألا يعرف زوجها مكانها";
/// What happened, told once.
pub const ACCOUNT: &str = "خرجت مع طفليها إلى بيت أختها منذ ثلاثة أيام";

/// Step 1: safety first.
pub const SAFETY: &[Answer] = &[
    ("danger", "no"),
    ("talk", "yes"),
    ("plan", "هي الآن عند أختها، والعنوان غير معروف لزوجها"),
    ("contact", "yes"),
    ("contact_channel", "WHATSAPP"),
    ("contact_phone", "+971590000001"),
    ("contact_times", "10:00–12:00"),
    ("contact_words", "نص قصير"),
    ("contact_code", "المكتبة"),
    ("channel", "WALKIN"),
    ("reporter", "SELF"),
    ("language", "ar"),
];

/// Step 2: who she is.
pub const PERSON: &[Answer] = &[
    ("name_ar", NAME),
    ("name_latin", "Wafaa Salem Al Marjani"),
    ("emirates_id", EMIRATES_ID),
    ("birth_d", "11"),
    ("birth_m", "4"),
    ("birth_y", "1994"),
    ("sex", "F"),
    ("nationality", "ARE"),
    ("phone", "+971590000001"),
];

/// Step 2: who came along; each needs a row of the form first.
pub const CHILDREN: &[&[Answer]] = &[
    &[("o1_name", "حمدان"), ("o1_age", "9"), ("o1_sex", "M"), ("o1_relation", "SON")],
    &[("o2_name", "مهرة"), ("o2_age", "6"), ("o2_sex", "F"), ("o2_relation", "DAUGHTER")],
];

/// Step 2: where she lives.
pub const RESIDENCE: &[Answer] = &[
    ("area", "AE-SH-KFK"),
    ("usual", "home"),
    ("risk_home", "no"),
    ("evidence", "STATEMENT"),
    ("present", "AE-DU-DXB-MRD"),
    ("stay_days", "3"),
];

/// Step 3: what she needs and wants.
pub const NEED: &[Answer] = &[
    ("wishes", "مكان آمن لها ولطفليها، ومشورة قانونية"),
    ("unwanted", UNWANTED),
    ("category", "WOMAN"),
    ("urgency", "URGENT"),
    ("services", "SHELTER"),
    ("services", "LEGAL"),
    ("account", ACCOUNT),
    ("harm", "PHYS"),
];

/// Step 4: consent in writing.
pub const SHARING: &[Answer] = &[("ground", "WRITTEN")];

/// Somebody else, who turns to Dana and lives in Dubai: the other way round.
pub const OTHER: &[Answer] = &[
    ("name_ar", "شيخة راشد الزعفراني"),
    ("name_latin", "Sheikha Rashid Al Zaafarani"),
    ("birth_d", "17"),
    ("birth_m", "9"),
    ("birth_y", "1988"),
    ("sex", "F"),
    ("nationality", "ARE"),
];

/// Where she lives.
pub const ELSEWHERE: &[Answer] = &[
    ("area", "AE-DU-DXB-MRD"),
    ("usual", "home"),
    ("risk_home", "no"),
    ("evidence", "STATEMENT"),
    ("present", "AE-SH-KFK"),
    ("stay_days", "3"),
];
