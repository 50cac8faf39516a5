//! The fields of a person on a form, how they are read, and how a form is filled from a person.

use maud::{Markup, html};
use sila_core::codes::{Relation, Sex};
use sila_core::ids::PersonId;
use sila_core::person::{Birth, Person};
use sila_core::time::Millis;
use sila_names::{EmiratesId, PartialDate, Phone, Script, Today, fold, spelling};
use uuid::Uuid;

use super::nationality;
use super::reading::Reading;
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Form, Pairs};

/// Longest name, in characters.
pub const NAME_CHARS_MAX: usize = 120;
/// Longest Emirates ID field, dashes and spaces included.
pub const EMIRATES_ID_CHARS_MAX: usize = 24;
/// Longest telephone field.
pub const PHONE_CHARS_MAX: usize = 24;
/// Oldest age that is taken, in years.
pub const AGE_MAX: u16 = 120;
/// What the button beside a proposed name sends.
pub const PROPOSE: &str = "propose";
/// Most people beside the person concerned.
pub const OTHERS_MAX: usize = 12;

/// Relations offered for somebody who came along, the most frequent first.
const RELATIONS: &[Relation] = &[
    Relation::Son,
    Relation::Daughter,
    Relation::Mother,
    Relation::Father,
    Relation::Sister,
    Relation::Brother,
    Relation::Husband,
    Relation::Wife,
    Relation::Grandparent,
    Relation::Aunt,
    Relation::Uncle,
    Relation::OtherRelative,
    Relation::DomesticWorker,
    Relation::Carer,
    Relation::Unknown,
];

/// The fields of the person concerned.
pub fn fields(cx: &Cx, form: &Form<'_>, values: &Pairs) -> Markup {
    let sexes = Sex::ALL.iter().map(|sex| (sex.code(), cx.code("sex", sex.code())));
    let nations = nationality::ALL.iter().map(|code| (*code, cx.code("nationality", code)));
    html! {
        (form.text("name_ar", cx.t("person-name-ar")).hint(cx.t("person-name-ar-hint")).lang("ar").max(NAME_CHARS_MAX).optional())
        (form.text("name_latin", cx.t("person-name-latin")).hint(cx.t("person-name-latin-hint")).lang("en").max(NAME_CHARS_MAX).optional())
        (proposal(cx, values))
        (form.text("emirates_id", cx.t("person-emirates-id")).hint(cx.t("person-emirates-id-hint")).numeric().max(EMIRATES_ID_CHARS_MAX).optional())
        (form.date("birth", cx.t("person-birth")).hint(cx.t("person-birth-hint")).optional())
        div.row {
            (form.text("age_min", cx.t("person-age-min")).numeric().max(3).optional())
            (form.text("age_max", cx.t("person-age-max")).numeric().max(3).optional())
        }
        (form.radios("sex", cx.t("person-sex")).choices(sexes).side_by_side().optional())
        div.row {
            (form.select("nationality", cx.t("person-nationality")).choices(nations).combo().optional())
            (form.text("phone", cx.t("person-phone")).tel().max(PHONE_CHARS_MAX).optional())
        }
    }
}

/// The name in the script in which it was not typed, from attested spellings; nothing when both were typed or one word is attested nowhere.
fn proposed(values: &Pairs) -> Option<(&'static str, String)> {
    match (values.get("name_ar"), values.get("name_latin")) {
        (Some(arabic), None) => Some(("name_latin", spelling::latin(arabic)?)),
        (None, Some(latin)) => Some(("name_ar", spelling::arabic(latin)?)),
        _ => None,
    }
}

/// The name in the other script for the worker to take over or to type otherwise: nothing is written by itself.
fn proposal(cx: &Cx, values: &Pairs) -> Markup {
    let Some(words) = proposal_words(cx, values) else { return html! {} };
    html! {
        p.hint id="proposed" {
            (words) " "
            (crate::web::components::Button::submit(cx.t("person-propose"))
                .soft().small().icon("check").sends("act", PROPOSE).unchecked())
        }
        p.hint { (cx.t("person-proposed-hint")) }
    }
}

/// The proposal in words; none while names are hidden.
fn proposal_words(cx: &Cx, values: &Pairs) -> Option<Markup> {
    let (field, name) = proposed(values).filter(|_| !cx.masked)?;
    let key = if field == "name_ar" { "person-proposed-ar" } else { "person-proposed-latin" };
    Some(html! { (cx.t(key)) " " b { (Name(&name)) } })
}

/// The same where everything is looked through once more, with the way to where it is taken over.
pub fn proposal_line(cx: &Cx, values: &Pairs, step: &str) -> Markup {
    let Some(words) = proposal_words(cx, values) else { return html! {} };
    html! { p.hint { (words) " " a.link href={ (step) "#proposed" } { (cx.t("person-propose")) } } }
}

/// Writes the name that was proposed, because somebody pressed the button.
pub fn take_proposed(values: &mut Pairs) {
    if let Some((field, name)) = proposed(values) {
        values.set(field, name);
    }
}

/// Reads the person concerned. The identifier is given when the case is made.
pub fn read(r: &mut Reading<'_>, now: Millis) -> Person {
    let mut person = Person::unknown(PersonId(Uuid::nil()));
    person.name_ar = r.text("name_ar", NAME_CHARS_MAX);
    person.name_latin = r.text("name_latin", NAME_CHARS_MAX);
    person.emirates_id =
        r.text("emirates_id", EMIRATES_ID_CHARS_MAX).map(|text| tidy_number(&text));
    person.birth = birth(r, now);
    person.sex = r.code("sex").unwrap_or(Sex::Unknown);
    person.nationality = nation(r);
    person.phone = telephone(r, "phone");
    person
}

/// A telephone number in E.164; a mistake when it cannot be read as one.
pub fn telephone(r: &mut Reading<'_>, field: &str) -> Option<String> {
    let typed = r.text(field, PHONE_CHARS_MAX)?;
    let number = Phone::parse(&typed).ok().map(|phone| phone.e164().to_owned());
    if number.is_none() {
        let like =
            [("here", Arg::ident("050 123 4567")), ("abroad", Arg::ident("+971 50 123 4567"))];
        r.wrong_with(field, "wrong-phone", &like);
    }
    number
}

/// The fifteen digits alone; anything else as it was typed, so that nothing is lost.
fn tidy_number(text: &str) -> String {
    EmiratesId::parse(text)
        .map_or_else(|_doubtful| fold::ascii_digits(text), |number| number.digits().to_owned())
}

fn nation(r: &mut Reading<'_>) -> Option<String> {
    let code = r.text("nationality", 3)?;
    let known = nationality::is_known(&code).then_some(code);
    r.need("nationality", "wrong-choice", known)
}

/// The day of birth as far as it is known, else the estimated age, else unknown.
fn birth(r: &mut Reading<'_>, now: Millis) -> Birth {
    if ["birth_d", "birth_m", "birth_y"].iter().any(|part| r.raw(part).is_some()) {
        let date = birth_date(r, now);
        return r.need("birth", "wrong-birth", date).unwrap_or(Birth::Unknown);
    }
    let (min, max) = (r.number("age_min", AGE_MAX), r.number("age_max", AGE_MAX));
    let (Some(min), Some(max)) = (min.or(max), max.or(min)) else { return Birth::Unknown };
    if min > max {
        r.wrong("age_max", "wrong-age-order");
    }
    let years = |n: u16| u8::try_from(n).unwrap_or(u8::MAX);
    Birth::AgeRange { min: years(min), max: years(max), as_of: now }
}

fn birth_date(r: &Reading<'_>, now: Millis) -> Option<Birth> {
    let typed = |name: &str| r.raw(name).unwrap_or_default();
    let date = now.uae_date();
    let today = Today { y: u16::try_from(date.year).ok()?, m: date.month, d: date.day };
    let read = PartialDate::of_past(typed("birth_d"), typed("birth_m"), typed("birth_y"), today);
    match read.ok()? {
        PartialDate::Unknown => None,
        PartialDate::Year(y) | PartialDate::Month { y, .. } => Some(Birth::YearOnly(y)),
        PartialDate::Day { y, m, d } => Some(Birth::Exact { y, m, d }),
    }
}

/// The name of field `part` of the other person number `n` (from 1).
pub fn other_field(n: usize, part: &str) -> String {
    format!("o{n}_{part}")
}

/// How many rows of other people the form shows.
pub fn others_shown(values: &Pairs) -> usize {
    let asked = values.get("others").and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
    let filled = (1..=OTHERS_MAX).filter(|n| is_filled(values, *n)).max().unwrap_or(0);
    asked.max(filled).min(OTHERS_MAX)
}

const PARTS: [&str; 4] = ["name", "age", "sex", "relation"];

/// The field of a draft that holds whom of its case the form's person concerned is. Never part of a page.
const OWN_ID: &str = "person_id";

/// Who of the case each person of the form is, in the order of [`read`] and [`read_others`]; nil for somebody new.
pub fn ids(values: &Pairs) -> Vec<PersonId> {
    let id = |name: &str| values.get(name).and_then(|id| id.parse().ok());
    let others = rows(values).into_iter().map(|n| other_field(n, "id"));
    std::iter::once(OWN_ID.to_owned())
        .chain(others)
        .map(|name| id(&name).unwrap_or(PersonId(Uuid::nil())))
        .collect()
}

/// The rows of people who came along that are not empty, as numbered in the form.
pub fn rows(values: &Pairs) -> Vec<usize> {
    (1..=OTHERS_MAX).filter(|n| is_filled(values, *n)).collect()
}

fn is_filled(values: &Pairs, n: usize) -> bool {
    PARTS.iter().any(|part| values.get(&other_field(n, part)).is_some())
}

/// The rows of the people who came along, with buttons that add and remove one without a script.
pub fn others(cx: &Cx, form: &Form<'_>, values: &Pairs) -> Markup {
    let shown = others_shown(values);
    html! {
        (form.hidden("others", &shown.to_string()))
        @for n in 1..=shown { (other(cx, form, n)) }
        @if shown < OTHERS_MAX {
            (crate::web::components::Button::submit(cx.t(if shown == 0 { "person-add-first" } else { "person-add" }))
                .soft().small().icon("user-plus").sends("act", "add").unchecked())
        }
    }
}

fn other(cx: &Cx, form: &Form<'_>, n: usize) -> Markup {
    let sexes = [Sex::Female, Sex::Male].map(|sex| (sex.code(), cx.code("sex", sex.code())));
    let relations = RELATIONS.iter().map(|r| (r.code(), cx.code("relation", r.code())));
    let field = |part: &str| other_field(n, part);
    html! {
        div.person-row { fieldset {
            legend { (cx.t_with("person-other", &[("n", n.into())])) }
            div.row {
                (form.text(&field("name"), cx.t("person-other-name")).max(NAME_CHARS_MAX).optional())
                (form.text(&field("age"), cx.t("person-other-age")).numeric().max(3).optional())
                (form.select(&field("relation"), cx.t("person-other-relation")).choices(relations).optional())
                (form.select(&field("sex"), cx.t("person-sex")).choices(sexes).optional())
            }
            (crate::web::components::Button::submit(cx.t_with("person-remove", &[("n", n.into())]))
                .soft().small().icon("trash").sends("act", format!("drop-{n}")).unchecked())
        } }
    }
}

/// Removes row `n` and moves the later ones up.
pub fn drop_other(values: &mut Pairs, n: usize) {
    let shown = others_shown(values);
    if n == 0 || n > shown {
        return;
    }
    for at in n..=shown {
        for part in PARTS.iter().chain(&["id"]) {
            let next = values.get(&other_field(at.saturating_add(1), part)).map(str::to_owned);
            values.set(&other_field(at, part), next.unwrap_or_default());
        }
    }
    values.set("others", shown.saturating_sub(1).to_string());
}

/// Reads the people who came along; empty rows are left out.
pub fn read_others(r: &mut Reading<'_>, values: &Pairs, now: Millis) -> Vec<Person> {
    rows(values).into_iter().map(|n| read_other(r, n, now)).collect()
}

fn read_other(r: &mut Reading<'_>, n: usize, now: Millis) -> Person {
    let mut person = Person::unknown(PersonId(Uuid::nil()));
    match r.text(&other_field(n, "name"), NAME_CHARS_MAX) {
        Some(name) if fold::script(&name) == Script::Latin => person.name_latin = Some(name),
        name => person.name_ar = name,
    }
    if let Some(age) = r.number(&other_field(n, "age"), AGE_MAX) {
        let age = u8::try_from(age).unwrap_or(u8::MAX);
        person.birth = Birth::AgeRange { min: age, max: age, as_of: now };
    }
    person.relation = r.code(&other_field(n, "relation"));
    let known = r.code(&other_field(n, "sex"));
    person.sex = known.unwrap_or_else(|| sex_of(person.relation));
    person
}

/// A daughter is female: what is known is not asked again.
fn sex_of(relation: Option<Relation>) -> Sex {
    use Relation::{Aunt, Brother, Daughter, Father, Husband, Mother, Sister, Son, Uncle, Wife};
    match relation {
        Some(Daughter | Mother | Sister | Wife | Aunt) => Sex::Female,
        Some(Son | Father | Brother | Husband | Uncle) => Sex::Male,
        _ => Sex::Unknown,
    }
}

/// Fills the fields of a form from people on file, so that nothing is asked twice.
pub fn fill(values: &mut Pairs, people: &[Person], now: Millis) {
    let mut put = |name: &str, value: Option<String>| values.set(name, value.unwrap_or_default());
    if let Some(person) = people.first() {
        put(OWN_ID, Some(person.id.to_string()));
        put("name_ar", person.name_ar.clone());
        put("name_latin", person.name_latin.clone());
        put("emirates_id", person.emirates_id.clone());
        put("sex", Some(person.sex.code().to_owned()));
        put("nationality", person.nationality.clone());
        put("phone", person.phone.clone());
        fill_birth(&mut put, person.birth, now);
    }
    for (n, person) in (1..=OTHERS_MAX).zip(people.iter().skip(1)) {
        put(&other_field(n, "id"), Some(person.id.to_string()));
        put(&other_field(n, "name"), person.name_ar.clone().or(person.name_latin.clone()));
        put(&other_field(n, "age"), person.ages(now).map(|ages| ages.min.to_string()));
        put(&other_field(n, "relation"), person.relation.map(|r| r.code().to_owned()));
        let sex = Some(person.sex).filter(|sex| *sex != Sex::Unknown);
        put(&other_field(n, "sex"), sex.map(|sex| sex.code().to_owned()));
    }
    let others = people.len().saturating_sub(1).min(OTHERS_MAX);
    values.set("others", others.to_string());
}

/// Fills what is still empty about the person concerned from somebody on file who was recognised.
pub fn complete(values: &mut Pairs, person: &Person, now: Millis) {
    let mut on_file = Pairs::default();
    fill(&mut on_file, std::slice::from_ref(person), now);
    let births = ["birth_d", "birth_m", "birth_y", "age_min", "age_max"];
    let born = births.iter().any(|name| values.get(name).is_some());
    let plain = ["name_ar", "name_latin", "emirates_id", "sex", "nationality", "phone"];
    let wanted = plain.iter().chain(if born { [].iter() } else { births.iter() });
    for name in wanted {
        if let (None, Some(known)) = (values.get(name), on_file.get(name)) {
            values.set(name, known.to_owned());
        }
    }
}

fn fill_birth(put: &mut impl FnMut(&str, Option<String>), birth: Birth, now: Millis) {
    match birth {
        Birth::Unknown => {}
        Birth::YearOnly(y) => put("birth_y", Some(y.to_string())),
        Birth::Exact { y, m, d } => {
            put("birth_y", Some(y.to_string()));
            put("birth_m", Some(m.to_string()));
            put("birth_d", Some(d.to_string()));
        }
        Birth::AgeRange { .. } => {
            let ages = birth.ages(now);
            put("age_min", ages.map(|ages| ages.min.to_string()));
            put("age_max", ages.map(|ages| ages.max.to_string()));
        }
    }
}
