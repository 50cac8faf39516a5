//! What a comparison of two records finds: for each field one level out of a short list.

/// The fields that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The given name.
    Given,
    /// The rest of the name: father, grandfather, family.
    Names,
    /// The date of birth.
    Birth,
    /// The Emirates ID number and other papers.
    Id,
    /// Telephone numbers.
    Phone,
    /// Emirate, area and building.
    Place,
    /// Sex.
    Sex,
    /// The mother's name.
    Mother,
    /// Nationality.
    Nationality,
}

/// How many fields there are.
pub(super) const FIELDS: usize = 9;
/// Most levels of a field, and bits of one.
pub(super) const LEVELS: usize = 32;
const LEVEL_BITS: u32 = 5;

impl Field {
    /// All fields in the order in which they are shown.
    pub const ALL: [Field; FIELDS] = [
        Field::Given,
        Field::Names,
        Field::Birth,
        Field::Id,
        Field::Phone,
        Field::Place,
        Field::Sex,
        Field::Mother,
        Field::Nationality,
    ];

    /// Its place in tables of weights.
    pub(super) fn at(self) -> u32 {
        match self {
            Field::Given => 0,
            Field::Names => 1,
            Field::Birth => 2,
            Field::Id => 3,
            Field::Phone => 4,
            Field::Place => 5,
            Field::Sex => 6,
            Field::Mother => 7,
            Field::Nationality => 8,
        }
    }

    /// The stable key of the field for texts.
    pub fn code(self) -> &'static str {
        match self {
            Field::Given => "given",
            Field::Names => "names",
            Field::Birth => "birth",
            Field::Id => "id",
            Field::Phone => "phone",
            Field::Place => "place",
            Field::Sex => "sex",
            Field::Mother => "mother",
            Field::Nationality => "nationality",
        }
    }

    /// The stable keys of what can be found about the field, level by level. Several levels may share a key. The
    /// first is always `missing`.
    pub fn findings(self) -> &'static [&'static str] {
        match self {
            Field::Given => &GIVEN,
            Field::Names => &NAMES,
            Field::Birth => &BIRTH,
            Field::Id => &ID,
            Field::Phone => &["missing", "same", "one-digit", "different"],
            Field::Place => &PLACE,
            Field::Sex | Field::Nationality => &["missing", "same", "different"],
            Field::Mother => &["missing", "same", "given", "given-only", "similar", "different"],
        }
    }
}

const GIVEN: [&str; 10] = [
    "missing",
    "exact",
    "attested",
    "sound",
    "close",
    "moved",
    "elsewhere",
    "apart",
    "different",
    "sound-apart",
];

const BIRTH: [&str; 13] = [
    "missing",
    "same",
    "same-rounded",
    "swapped",
    "one-digit",
    "next-day",
    "same-month",
    "same-year-rounded",
    "same-year",
    "near-year-rounded",
    "near-year",
    "far-rounded",
    "far",
];

const ID: [&str; 7] = [
    "missing",
    "same",
    "one-digit",
    "different",
    "other-paper",
    "other-paper-one-sign",
    "other-papers-differ",
];

const PLACE: [&str; 9] = [
    "missing",
    "same",
    "building",
    "area",
    "area-only",
    "emirate",
    "emirate-only",
    "different",
    "same-elsewhere",
];

/// `missing`, `none` (one or several words contradict), then for 1, 2, 3 or more words that agree: 0, 1, 2 or more that
/// contradict, each surely or loosely.
const NAMES: [&str; 21] = [
    "missing",
    "none",
    "none",
    "all",
    "all-loose",
    "some",
    "some",
    "some",
    "some",
    "all",
    "all-loose",
    "some",
    "some",
    "some",
    "some",
    "all",
    "all-loose",
    "some",
    "some",
    "some",
    "some",
];

/// The levels of all fields in one number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern(u64);

impl Pattern {
    /// With the level of one field, which must not be set yet.
    pub(super) fn with(self, field: Field, level: u8) -> Pattern {
        Pattern(self.0 | (u64::from(level) << (field.at() * LEVEL_BITS)))
    }

    /// The level of one field.
    pub(super) fn level(self, field: Field) -> u8 {
        u8::try_from((self.0 >> (field.at() * LEVEL_BITS)) & 31).unwrap_or(0)
    }
}
