//! A person on a page: names isolated, the Emirates ID masked, what is not known said so.

use maud::{Markup, html};
use sila_core::codes::Sex;
use sila_core::person::{Birth, Person};
use sila_core::time::{Date, Millis};
use sila_names::emirates_id::Warning;

use crate::web::components::{Button, Note, Summary, Tone, post};
use crate::web::ident::{EmiratesId, EmiratesIdInFull, Name, Phone};
use crate::web::{Cx, dates};

/// The name in the reader's script first; "name not known" when there is none.
pub fn name(cx: &Cx, person: &Person) -> Markup {
    if cx.masked {
        return masked(cx);
    }
    let (first, second) =
        cx.lang.pick((&person.name_ar, &person.name_latin), (&person.name_latin, &person.name_ar));
    match first.as_ref().or(second.as_ref()) {
        Some(name) => html! { (Name(name)) },
        None => html! { (cx.t("person-name-unknown")) },
    }
}

/// The name in the reader's script as plain words, for choices of a list; nothing when there is none.
pub fn name_words(cx: &Cx, person: &Person) -> Option<String> {
    if cx.masked {
        let relation = person.relation.map(|relation| cx.code("relation", relation.code()));
        return Some(relation.map_or_else(
            || cx.t("name-hidden"),
            |one| format!("{} · {one}", cx.t("name-hidden")),
        ));
    }
    let (first, second) =
        cx.lang.pick((&person.name_ar, &person.name_latin), (&person.name_latin, &person.name_ar));
    first.as_ref().or(second.as_ref()).cloned()
}

/// What stands for a name while somebody who should not read it looks at the screen.
pub fn masked(cx: &Cx) -> Markup {
    html! { span.muted { (cx.t("name-hidden")) } }
}

/// Says that names are hidden on this page, with the way to see them once; nothing while they are shown. `path` writes that down.
pub fn hidden(cx: &Cx, path: &str) -> Markup {
    if !cx.masked {
        return html! {};
    }
    let button = Button::submit(cx.t("names-show")).soft().small().icon("eye");
    html! {
        (Note::new("eye-slash", cx.t("names-hidden")).tone(Tone::Info).body(html! {
            p { (cx.t("names-hidden-text")) }
            (post(cx, path, &html! { (button) }))
        }))
    }
}

/// Both names, one under the other.
pub fn both_names(cx: &Cx, person: &Person) -> Markup {
    if cx.masked {
        return masked(cx);
    }
    match (&person.name_ar, &person.name_latin) {
        (Some(ar), Some(latin)) => html! { (Name(ar)) br; (Name(latin)) },
        _ => name(cx, person),
    }
}

/// Date of birth or age, with how exactly it is known.
pub fn birth(cx: &Cx, person: &Person, now: Millis) -> String {
    let years = |n: u8| [("n", i64::from(n).into())];
    match (person.birth, person.ages(now)) {
        (Birth::Exact { y, m, d }, Some(ages)) => {
            let date = format!("{d:02}/{m:02}/{y}");
            let age = cx.t_with("person-years", &years(ages.min));
            format!("{date} · {age}")
        }
        (Birth::YearOnly(y), _) => {
            cx.t_with("person-year-only", &[("year", crate::web::Arg::phrase(y.to_string()))])
        }
        (_, Some(ages)) if ages.min == ages.max => {
            cx.t_with("person-about-years", &years(ages.min))
        }
        (_, Some(ages)) => cx.t_with(
            "person-age-range",
            &[("min", i64::from(ages.min).into()), ("max", i64::from(ages.max).into())],
        ),
        (_, None) => cx.code("age-band", "UNKNOWN"),
    }
}

/// The day of birth in the Hijri calendar, where the day is known.
fn born_hijri(cx: &Cx, person: &Person) -> Option<String> {
    let Birth::Exact { y, m, d } = person.birth else { return None };
    let noon = Date { year: i64::from(y), month: m, day: d }.at_minute(12 * 60);
    dates::hijri(cx.lang, noon)
}

/// "Daughter, about 6 years": who somebody is beside the person concerned.
pub fn other(cx: &Cx, person: &Person, now: Millis) -> Markup {
    let relation = person.relation.map(|relation| cx.code("relation", relation.code()));
    html! {
        b { (name(cx, person)) }
        div.sub {
            @if let Some(relation) = &relation { (relation) " · " }
            (birth(cx, person, now))
            @if relation.is_none() && person.sex != Sex::Unknown { " · " (cx.code("sex", person.sex.code())) }
        }
    }
}

/// What looks wrong in the Emirates ID, as codes; nothing when there is none.
pub fn doubts(person: &Person) -> Vec<&'static str> {
    let Some(typed) = &person.emirates_id else { return Vec::new() };
    let year = match person.birth {
        Birth::Exact { y, .. } | Birth::YearOnly(y) => Some(y),
        _ => None,
    };
    match sila_names::EmiratesId::parse(typed) {
        Ok(number) => number.warnings(year).iter().map(Warning::code).collect(),
        Err(not) => vec![not.code()],
    }
}

/// The warnings about the Emirates ID, as sentences that say what can be done.
pub fn doubt_words(cx: &Cx, person: &Person) -> Vec<String> {
    let words = |code: &&'static str| {
        let name = code.rsplit('.').next().unwrap_or(code).replace('_', "-");
        cx.t(&format!("emirates-id-{name}"))
    };
    doubts(person).iter().map(words).collect()
}

/// The sex, as quietly as anything else that is not known.
pub fn sex(cx: &Cx, person: &Person) -> Markup {
    html! { span.muted[person.sex == Sex::Unknown] { (cx.code("sex", person.sex.code())) } }
}

/// How the Emirates ID is shown.
#[derive(Debug)]
pub enum IdShown {
    /// Masked, with this beside it (a button that asks for the whole number).
    Masked(Markup),
    /// In full; the asking was written down.
    Full,
}

/// The rows about the person concerned.
pub fn summary(cx: &Cx, person: &Person, id: &IdShown, now: Millis) -> Summary {
    let number = person.emirates_id.as_deref().map(|number| match id {
        IdShown::Masked(beside) => html! { (EmiratesId(number)) " " (beside) },
        IdShown::Full => html! { (EmiratesIdInFull(number)) },
    });
    let unknown = || html! { span.muted { (cx.t("not-known")) } };
    let nation = person.nationality.as_deref().map(|code| cx.code("nationality", code));
    let language = person.language.map(|language| cx.code("language", language.code()));
    Summary::new()
        .row(cx.t("person-name"), both_names(cx, person))
        .row(
            cx.t("person-birth-or-age"),
            html! {
                span.num { (birth(cx, person, now)) }
                @if let Some(hijri) = born_hijri(cx, person) { span.sub { (hijri) } }
            },
        )
        .row(cx.t("person-sex"), sex(cx, person))
        .row(cx.t("person-nationality"), nation.map_or_else(unknown, |text| html! { (text) }))
        .row(cx.t("person-emirates-id"), number.unwrap_or_else(unknown))
        .row_if(cx.t("person-phone"), person.phone.as_deref().map(|phone| html! { (Phone(phone)) }))
        .row_if(cx.t("person-language"), language)
}
