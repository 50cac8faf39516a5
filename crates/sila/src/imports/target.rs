//! What a column of the file is, guessed from its heading in Arabic or English.

use minicbor::{Decode, Encode};
use sila_names::fold;

/// A part of a person that a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Target {
    /// Is left out.
    #[n(0)]
    Skip,
    /// The Arabic name, or a part of it.
    #[n(1)]
    NameAr,
    /// The name in Latin letters, or a part of it.
    #[n(2)]
    NameLatin,
    /// The mother's name.
    #[n(3)]
    Mother,
    /// The day of birth.
    #[n(4)]
    Birth,
    /// The year of birth.
    #[n(5)]
    BirthYear,
    /// The age in years, today.
    #[n(6)]
    Age,
    /// The Emirates ID.
    #[n(7)]
    EmiratesId,
    /// The telephone number.
    #[n(8)]
    Phone,
    /// The sex.
    #[n(9)]
    Sex,
    /// The nationality.
    #[n(10)]
    Nationality,
    /// Where the person lived.
    #[n(11)]
    Area,
    /// The file number in the older register.
    #[n(12)]
    Number,
}

use Target::{
    Age, Area, Birth, BirthYear, EmiratesId, Mother, NameAr, NameLatin, Nationality, Number, Phone,
    Sex, Skip,
};

/// Headings by which a column is known, folded as [`fold::fold`] does. The more particular ones come first.
const HEADINGS: &[(Target, &[&str])] = &[
    (
        Mother,
        &[
            "اسم الام",
            "اسم الوالدة",
            "الام",
            "الوالدة",
            "mother name",
            "mothers name",
            "mother s name",
            "mother",
        ],
    ),
    (
        NameLatin,
        &[
            "الاسم بالانجليزية",
            "الاسم الانجليزي",
            "الاسم باللاتينية",
            "الاسم بالانجليزي",
            "الاسم باللغة الانجليزية",
            "name en",
            "english name",
            "name english",
            "name in english",
            "latin name",
            "name latin",
        ],
    ),
    (
        NameAr,
        &[
            "الاسم",
            "الاسم بالعربية",
            "الاسم العربي",
            "الاسم الكامل",
            "الاسم الرباعي",
            "الاسم الثلاثي",
            "اسم الحالة",
            "الاسم الاول",
            "اسم الاب",
            "اسم الجد",
            "العائلة",
            "اسم العائلة",
            "القبيلة",
            "الكنية",
            "name",
            "full name",
            "name ar",
            "arabic name",
            "name arabic",
            "name in arabic",
            "first name",
            "given name",
            "father name",
            "grandfather name",
            "family name",
            "surname",
            "last name",
        ],
    ),
    (BirthYear, &["سنة الميلاد", "سنة الولادة", "عام الميلاد", "year of birth", "birth year", "yob"]),
    (
        Birth,
        &[
            "تاريخ الميلاد",
            "تاريخ الولادة",
            "الميلاد",
            "date of birth",
            "birth date",
            "birthdate",
            "dob",
            "born",
        ],
    ),
    (Age, &["العمر", "السن", "العمر بالسنوات", "age", "age years"]),
    (
        EmiratesId,
        &[
            "رقم الهوية",
            "الهوية",
            "الهوية الاماراتية",
            "رقم الهوية الاماراتية",
            "رقم بطاقة الهوية",
            "بطاقة الهوية",
            "emirates id",
            "eid",
            "id number",
            "id no",
            "national id",
            "emirates id number",
        ],
    ),
    (
        Phone,
        &[
            "الهاتف",
            "رقم الهاتف",
            "الجوال",
            "رقم الجوال",
            "الهاتف المتحرك",
            "المتحرك",
            "رقم المتحرك",
            "الموبايل",
            "رقم التواصل",
            "phone",
            "phone number",
            "mobile",
            "mobile number",
            "mobile no",
            "phone no",
            "tel no",
            "telephone",
            "tel",
            "contact number",
        ],
    ),
    (Sex, &["الجنس", "النوع", "sex", "gender"]),
    (Nationality, &["الجنسية", "nationality", "citizenship"]),
    (
        Area,
        &[
            "المنطقة",
            "مكان الاقامة",
            "منطقة السكن",
            "السكن",
            "العنوان",
            "مقر الاقامة",
            "المدينة",
            "الامارة",
            "area",
            "area of residence",
            "residence",
            "city",
            "address",
            "emirate",
            "place of residence",
        ],
    ),
    (
        Number,
        &[
            "رقم الملف",
            "رقم الحالة",
            "رقم القيد",
            "رقم السجل",
            "الرقم",
            "file number",
            "file no",
            "case number",
            "case no",
            "register number",
            "record number",
            "number",
            "no",
            "id",
        ],
    ),
];

impl Target {
    /// In the order of the form.
    pub const ALL: [Target; 13] = [
        Skip,
        NameAr,
        NameLatin,
        Mother,
        Birth,
        BirthYear,
        Age,
        EmiratesId,
        Phone,
        Sex,
        Nationality,
        Area,
        Number,
    ];

    /// Stable code, the end of the text's key.
    pub fn code(self) -> &'static str {
        match self {
            Skip => "skip",
            NameAr => "name-ar",
            NameLatin => "name-latin",
            Mother => "mother",
            Birth => "birth",
            BirthYear => "birth-year",
            Age => "age",
            EmiratesId => "emirates-id",
            Phone => "phone",
            Sex => "sex",
            Nationality => "nationality",
            Area => "area",
            Number => "number",
        }
    }

    /// The target of that code.
    pub fn of_code(code: &str) -> Option<Target> {
        Target::ALL.into_iter().find(|target| target.code() == code)
    }

    /// Whether several columns may be parts of it, in the order of the file.
    pub fn is_of_parts(self) -> bool {
        matches!(self, Skip | NameAr | NameLatin | Mother)
    }

    /// What a heading says by itself.
    pub fn guess(heading: &str) -> Target {
        let plain = plain(heading);
        let found =
            HEADINGS.iter().find(|(_, words)| words.iter().any(|w| self::plain(w) == plain));
        found.map_or(Skip, |(target, _)| *target)
    }

    /// What the headings of a file say: a field that cannot stand twice is guessed once.
    pub fn guess_all(headings: &[String]) -> Vec<Target> {
        let mut guessed: Vec<Target> = Vec::new();
        for heading in headings {
            let target = Target::guess(heading);
            let again = !target.is_of_parts() && guessed.contains(&target);
            guessed.push(if again { Skip } else { target });
        }
        guessed
    }
}

/// Letters and digits of a heading, folded, one space between words.
pub fn plain(heading: &str) -> String {
    fold::words(&heading.replace(['_', '-', '.', ':', '/', '(', ')', '\''], " ")).join(" ")
}
