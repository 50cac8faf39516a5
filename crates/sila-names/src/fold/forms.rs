//! Shaped letters (Unicode blocks Arabic Presentation Forms-A and -B), as documents and old programs
//! give them, and the plain letters they stand for, already folded. Each row holds until the next one.

/// Forms-B: the letters of Arabic.
pub(super) const FORMS_B: &[(char, &str)] = &[
    ('\u{FE80}', ""),
    ('\u{FE81}', "ا"),
    ('\u{FE85}', "و"),
    ('\u{FE87}', "ا"),
    ('\u{FE89}', "ي"),
    ('\u{FE8D}', "ا"),
    ('\u{FE8F}', "ب"),
    ('\u{FE93}', "ه"),
    ('\u{FE95}', "ت"),
    ('\u{FE99}', "ث"),
    ('\u{FE9D}', "ج"),
    ('\u{FEA1}', "ح"),
    ('\u{FEA5}', "خ"),
    ('\u{FEA9}', "د"),
    ('\u{FEAB}', "ذ"),
    ('\u{FEAD}', "ر"),
    ('\u{FEAF}', "ز"),
    ('\u{FEB1}', "س"),
    ('\u{FEB5}', "ش"),
    ('\u{FEB9}', "ص"),
    ('\u{FEBD}', "ض"),
    ('\u{FEC1}', "ط"),
    ('\u{FEC5}', "ظ"),
    ('\u{FEC9}', "ع"),
    ('\u{FECD}', "غ"),
    ('\u{FED1}', "ف"),
    ('\u{FED5}', "ق"),
    ('\u{FED9}', "ك"),
    ('\u{FEDD}', "ل"),
    ('\u{FEE1}', "م"),
    ('\u{FEE5}', "ن"),
    ('\u{FEE9}', "ه"),
    ('\u{FEED}', "و"),
    ('\u{FEEF}', "ي"),
    ('\u{FEF5}', "لا"),
];

/// Forms-A: the letters of Persian, Urdu and their kin, and whole words.
pub(super) const FORMS_A: &[(char, &str)] = &[
    ('\u{FB50}', "ا"),
    ('\u{FB52}', "ب"),
    ('\u{FB5E}', "ت"),
    ('\u{FB6A}', "ف"),
    ('\u{FB72}', "ج"),
    ('\u{FB7A}', "چ"),
    ('\u{FB82}', "د"),
    ('\u{FB8A}', "ژ"),
    ('\u{FB8C}', "ر"),
    ('\u{FB8E}', "ك"),
    ('\u{FB92}', "گ"),
    ('\u{FB9E}', "ن"),
    ('\u{FBA4}', "ه"),
    ('\u{FBAE}', "ي"),
    ('\u{FBB2}', ""),
    ('\u{FBD3}', "گ"),
    ('\u{FBD7}', "و"),
    ('\u{FBE4}', "ي"),
    ('\u{FBEA}', ""),
    ('\u{FBFC}', "ي"),
    ('\u{FC00}', ""),
    ('\u{FDF2}', "الله"),
    ('\u{FDF3}', "اكبر"),
    ('\u{FDF4}', "محمد"),
    ('\u{FDF5}', ""),
    ('\u{FDF7}', "عليه"),
    ('\u{FDF8}', ""),
];

/// Appends what `c` stands for.
pub(super) fn push(out: &mut String, c: char, forms: &[(char, &str)]) {
    let letters = forms.iter().rev().find(|(first, _)| *first <= c).map_or("", |(_, text)| text);
    out.push_str(letters);
}
