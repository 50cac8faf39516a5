//! One row, read as intake reads a person: everything may be unknown, what looks wrong is said, and what cannot be read
//! stays beside the record as it was written.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use minicbor::{Decode, Encode};
use sila_core::area::{self, AreaCode, Resolution};
use sila_core::person::{Birth, Person};
use sila_core::time::Millis;
use sila_names::{PartialDate, Script, fold};

use super::dates;
use super::plan::{Head, Plan};
use super::sheet::Row;
use super::target::Target;
use crate::people::reading::Reading;
use crate::people::{form, nationality, show};
use crate::web::{Cx, Errors, Lang, Pairs, i18n};

/// What is wrong in a cell or a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum What {
    /// No name and no number: the row is left out.
    #[n(0)]
    Nobody,
    /// More cells than headings, so that they may stand under the wrong ones: the row is left out.
    #[n(1)]
    Wide,
    /// A name longer than a name may be.
    #[n(2)]
    Name,
    /// A name that begins as a formula does.
    #[n(3)]
    Formula,
    /// An Emirates ID of another length or with a wrong check digit; it is kept.
    #[n(4)]
    EmiratesId,
    /// A day of birth that cannot be read without a guess.
    #[n(5)]
    Birth,
    /// The first of January: a year that somebody rounded.
    #[n(6)]
    Rounded,
    /// An age that is no number of years.
    #[n(7)]
    Age,
    /// A telephone number that cannot be called.
    #[n(8)]
    Phone,
    /// Neither woman nor man.
    #[n(9)]
    Sex,
    /// No nationality of the list.
    #[n(10)]
    Nationality,
    /// Several places are called so.
    #[n(11)]
    AreaShared,
    /// No place of the list is called so.
    #[n(12)]
    Area,
    /// The number stands in an earlier row, too.
    #[n(13)]
    Repeated,
}

impl What {
    /// Stable code, the end of the texts' keys.
    pub fn code(self) -> &'static str {
        match self {
            What::Nobody => "nobody",
            What::Wide => "wide",
            What::Name => "name",
            What::Formula => "formula",
            What::EmiratesId => "emirates-id",
            What::Birth => "birth",
            What::Rounded => "rounded",
            What::Age => "age",
            What::Phone => "phone",
            What::Sex => "sex",
            What::Nationality => "nationality",
            What::AreaShared => "area-shared",
            What::Area => "area",
            What::Repeated => "repeated",
        }
    }

    /// Whether the row stays out.
    pub fn leaves_out(self) -> bool {
        matches!(self, What::Nobody | What::Wide)
    }
}

/// One thing to look at. Says where, never what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Finding {
    /// The row.
    #[n(0)]
    pub row: u32,
    /// The column, counted from 0; nothing when it is the row as a whole.
    #[n(1)]
    pub column: Option<u16>,
    /// What is wrong.
    #[n(2)]
    pub what: What,
}

/// A row that can be brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The person.
    pub person: Person,
    /// Where they lived.
    pub area: Option<AreaCode>,
    /// The file number in the older register.
    pub number: Option<String>,
    /// The mother's name.
    pub mother: Option<String>,
    /// Heading and words of what could not be read.
    pub written: Vec<(String, String)>,
}

/// Reads a row. `known` is nothing when it stays out; the findings say why.
pub fn read(
    cx: &Cx,
    head: &Head,
    plan: &Plan,
    (row, cells): &Row,
    now: Millis,
) -> (Option<Known>, Vec<Finding>) {
    let mut look = Look { plan, cells, row: *row, now, findings: Vec::new() };
    if cells.len() > head.headings.len() {
        look.find(None, What::Wide);
        return (None, look.findings);
    }
    let values = look.values();
    let mut reading = Reading::new(cx, &values);
    let mut person = form::read(&mut reading, now);
    look.doubts(&reading.errors(), &mut person);
    let area = look.area();
    let nameless = person.name_ar.is_none() && person.name_latin.is_none();
    if nameless && person.emirates_id.is_none() && person.phone.is_none() {
        look.find(None, What::Nobody);
        return (None, look.findings);
    }
    let text = |target| Some(plan.words(cells, target)).filter(|text| !text.is_empty());
    let written = look.written(head, &person);
    let (number, mother) = (text(Target::Number), text(Target::Mother));
    (Some(Known { person, area, number, mother, written }), look.findings)
}

struct Look<'a> {
    plan: &'a Plan,
    cells: &'a [String],
    row: u32,
    now: Millis,
    findings: Vec<Finding>,
}

impl Look<'_> {
    fn find(&mut self, target: Option<Target>, what: What) {
        let column = target.and_then(|target| self.plan.column(target));
        self.findings.push(Finding { row: self.row, column, what });
    }

    fn words(&self, target: Target) -> String {
        self.plan.words(self.cells, target)
    }

    /// The row as somebody would have typed it into the form of intake.
    fn values(&mut self) -> Pairs {
        let mut values = Pairs::default();
        for (target, field) in [(Target::NameAr, "name_ar"), (Target::NameLatin, "name_latin")] {
            let name = self.words(target);
            if name.starts_with(['=', '+', '@', '-']) {
                self.find(Some(target), What::Formula);
            } else if fold::script(&name) == Script::Latin && target == Target::NameAr {
                values.set("name_latin", name);
            } else if !name.is_empty() {
                values.set(field, name);
            }
        }
        for (target, field) in [(Target::EmiratesId, "emirates_id"), (Target::Phone, "phone")] {
            values.set(field, self.words(target));
        }
        self.code(&mut values, (Target::Sex, "sex", What::Sex), sex);
        self.code(&mut values, (Target::Nationality, "nationality", What::Nationality), nation);
        self.birth(&mut values);
        values
    }

    fn code(
        &mut self,
        values: &mut Pairs,
        (target, field, what): (Target, &str, What),
        of: fn(&str) -> Option<&'static str>,
    ) {
        let words = self.words(target);
        match of(&words) {
            Some(code) => values.set(field, code),
            None if words.is_empty() => {}
            None => self.find(Some(target), what),
        }
    }

    /// The day if there is one, else the year, else the age.
    fn birth(&mut self, values: &mut Pairs) {
        for target in [Target::Birth, Target::BirthYear] {
            let words = self.words(target);
            if words.is_empty() {
                continue;
            }
            match dates::parts(&words, self.now) {
                Some([d, m, y]) => {
                    values.set("birth_d", d);
                    values.set("birth_m", m);
                    values.set("birth_y", y);
                    return;
                }
                None => self.find(Some(target), What::Birth),
            }
        }
        values.set("age_min", self.words(Target::Age));
    }

    /// What intake would have asked to correct, and what it would have warned of.
    fn doubts(&mut self, errors: &Errors, person: &mut Person) {
        let fields = [
            ("name_ar", Target::NameAr, What::Name),
            ("name_latin", Target::NameLatin, What::Name),
            ("emirates_id", Target::EmiratesId, What::EmiratesId),
            ("age_min", Target::Age, What::Age),
            ("phone", Target::Phone, What::Phone),
        ];
        for (field, target, what) in fields {
            if errors.get(field).is_some() {
                self.find(Some(target), what);
            }
        }
        if errors.get("birth").is_some() {
            let day = self.plan.column(Target::Birth).is_some();
            self.find(Some(if day { Target::Birth } else { Target::BirthYear }), What::Birth);
        }
        if !show::doubts(person).is_empty() {
            self.find(Some(Target::EmiratesId), What::EmiratesId);
        }
        if let Birth::Exact { y, m, d } = person.birth
            && (PartialDate::Day { y, m, d }).is_placeholder()
        {
            self.find(Some(Target::Birth), What::Rounded);
        }
    }

    /// A shared name is never resolved by itself.
    fn area(&mut self) -> Option<AreaCode> {
        let words = self.words(Target::Area);
        if words.is_empty() {
            return None;
        }
        match area::resolve(&words) {
            Resolution::One(code) => return Some(code),
            Resolution::Several(_) => self.find(Some(Target::Area), What::AreaShared),
            Resolution::Unknown => self.find(Some(Target::Area), What::Area),
        }
        None
    }

    /// The cells that could not be read, with their headings.
    fn written(&self, head: &Head, person: &Person) -> Vec<(String, String)> {
        let lost = |finding: &&Finding| match finding.what {
            What::Rounded | What::Repeated => false,
            // A doubtful number is kept where it belongs, and shown masked.
            What::EmiratesId => person.emirates_id.is_none(),
            _ => true,
        };
        let mut targets: Vec<Target> = Vec::new();
        for finding in self.findings.iter().filter(lost) {
            let at = finding.column.map(usize::from);
            targets.extend(at.and_then(|at| self.plan.targets.get(at)));
        }
        let cells = self.plan.targets.iter().zip(self.cells).enumerate();
        let kept = cells.filter(|(_, (target, cell))| targets.contains(target) && !cell.is_empty());
        let heading = |at: usize| head.headings.get(at).cloned().unwrap_or_default();
        kept.map(|(at, (_, cell))| (heading(at), cell.clone())).collect()
    }
}

fn sex(words: &str) -> Option<&'static str> {
    let female = ["f", "female", "woman", "girl", "انثى", "انثي", "امراة", "بنت", "فتاة"];
    let male = ["m", "male", "man", "boy", "ذكر", "رجل", "ولد", "صبي"];
    let is = |list: &[&str]| list.iter().any(|word| fold::fold(word) == fold::fold(words));
    if is(&female) { Some("F") } else { is(&male).then_some("M") }
}

/// The code itself, or the nationality's name in either language, of a man or a woman.
fn nation(words: &str) -> Option<&'static str> {
    static NAMES: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
        let mut names = BTreeMap::new();
        for code in nationality::ALL {
            let key = format!("nationality-{}", code.to_ascii_lowercase());
            let ar = i18n::text(Lang::Ar, &key, &[]);
            let forms = [format!("{ar}ة"), ar, i18n::text(Lang::En, &key, &[]), (*code).to_owned()];
            names.extend(forms.map(|form| (fold::fold(&form), *code)));
        }
        names
    });
    NAMES.get(&fold::fold(words)).copied()
}
