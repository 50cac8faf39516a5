//! A service as the fields of a form. How the form is read as a service stands in [`super::reading`].

use maud::{Markup, html};
use sila_core::AreaCode;
use sila_core::area;
use sila_core::calendar::Hours;
use sila_core::codes::{Category, Document, Language, Service, Sex};
use sila_core::directory::{
    Band, LINE_MAX, Listing, NAME_MAX, Opening, Pillar, Site, TEXT_MAX, Words,
};
use sila_core::field::Field;
use sila_core::time::Weekday;

use crate::cases::list::area_name;
use crate::web::components::{Card, Note};
use crate::web::{Cx, Form, Pairs};

/// Longest address of a confidential place, in characters.
pub(super) const PLACE_MAX: usize = 400;
/// Papers that nobody asks a person for.
const NOT_ASKED: [Document; 2] = [Document::Memorandum, Document::Minutes];
/// Acts between agencies, which are no services to people.
const NOT_GIVEN: [Service; 2] = [Service::Transfer, Service::Information];

/// The name of a weekday's field: `h_1` is Monday's.
pub(super) fn day_field(day: Weekday) -> String {
    let nth = Weekday::ALL.iter().position(|one| *one == day).unwrap_or_default();
    format!("h_{}", nth.saturating_add(1))
}

/// The key of a weekday's name; the texts count from Sunday.
pub fn day_key(day: Weekday) -> String {
    let nth = Weekday::ALL.iter().position(|one| *one == day).unwrap_or_default();
    format!("weekday-{}", nth.saturating_add(1) % Weekday::ALL.len())
}

/// `07:30`.
pub fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 24 && minutes < 60).then(|| hours * 60 + minutes)
}

/// `07:30-15:30`, in Latin or Arabic digits.
pub fn hours(text: &str) -> Option<Hours> {
    let text = sila_names::fold::ascii_digits(text).replace('–', "-");
    let (from, until) = text.split_once('-')?;
    let (from, until) = (minutes(from)?, minutes(until)?);
    (from < until && until <= 24 * 60).then_some(Hours { from, until })
}

/// A service as the fields of the form; of a confidential one without its place.
pub fn values(listing: &Listing, band: Band) -> Pairs {
    let mut values = Pairs::default();
    let age = |age: Option<u8>| age.map(|age| age.to_string()).unwrap_or_default();
    let terms = &listing.terms;
    let plain = [
        ("pillar", listing.pillar.code().to_owned()),
        ("need", terms.service.code().to_owned()),
        ("band", band.code().to_owned()),
        ("age_min", age(terms.age_min)),
        ("age_max", age(terms.age_max)),
        ("phone", listing.phone.clone()),
    ];
    for (name, value) in plain {
        values.set(name, value);
    }
    for (words, lang) in [(&listing.ar, "ar"), (&listing.en, "en")] {
        for (name, text) in parts(words) {
            values.set(&format!("{name}_{lang}"), text.as_str());
        }
    }
    let lists: [(&str, Vec<&str>); 5] = [
        ("categories", terms.categories.iter().map(|one| one.code()).collect()),
        ("sexes", terms.sexes.iter().map(|one| one.code()).collect()),
        ("residence", listing.residence.iter().map(AreaCode::as_str).collect()),
        ("papers", listing.papers.iter().map(|one| one.code()).collect()),
        ("languages", listing.languages.iter().map(|one| one.code()).collect()),
    ];
    for (name, all) in lists {
        for one in all {
            values.push(name, one);
        }
    }
    if let Some(programme) = &listing.programme {
        values.set("programme_ar", programme.name_ar.as_str());
        values.set("programme_en", programme.name_en.as_str());
        for field in &programme.fields {
            values.push("fields", field.code());
        }
    }
    fill_where_and_when(&mut values, listing);
    values
}

fn fill_where_and_when(values: &mut Pairs, listing: &Listing) {
    match &listing.opening {
        Opening::Always => values.set("opening", "ALWAYS"),
        Opening::ByAppointment => values.set("opening", "APPOINTMENT"),
        Opening::Week(week) => {
            values.set("opening", "WEEK");
            for (day, hours) in week {
                let text = format!("{}-{}", clock(hours.from), clock(hours.until));
                values.set(&day_field(*day), text);
            }
        }
    }
    match &listing.site {
        Site::Confidential => values.set("site", "CONFIDENTIAL"),
        Site::Remote => values.set("site", "REMOTE"),
        Site::Open(at) => {
            values.set("site", "OPEN");
            values.set("area", at.area.as_str());
            values.set("line_ar", at.line_ar.as_str());
            values.set("line_en", at.line_en.as_str());
        }
    }
}

pub(super) fn parts(words: &Words) -> [(&'static str, &String); 4] {
    [
        ("name", &words.name),
        ("summary", &words.summary),
        ("steps", &words.steps),
        ("fees", &words.fees),
    ]
}

/// The form.
pub fn fields(cx: &Cx, form: &Form<'_>, values: &Pairs) -> Markup {
    let (first, second) = cx.lang.pick(("ar", "en"), ("en", "ar"));
    let pillars =
        Pillar::ALL.iter().fold(form.radios("pillar", cx.t("services-pillar")), |field, one| {
            let hint = cx.t(pillar_hint(*one));
            field.choice_hint(one.code(), cx.code("pillar", one.code()), hint)
        });
    let given = Service::ALL.iter().filter(|one| !NOT_GIVEN.contains(one));
    let needs = given.map(|one| (one.code(), cx.code("service", one.code())));
    html! {
        (Card::new(cx.t("services-what")).body(html! {
            (pillars)
            (form.select("need", cx.t("services-need")).choices(needs))
        }))
        @for lang in [first, second] { (Card::new(cx.t(in_key(lang))).body(texts(cx, form, lang))) }
        (Card::new(cx.t("services-for-whom")).body(whom(cx, form, values)))
        (Card::new(cx.t("services-when-where")).body(when_where(cx, form)))
        (Card::new(cx.t("services-programme")).body(of_programme(cx, form)))
    }
}

/// What a pillar holds, in a sentence.
pub fn pillar_hint(pillar: Pillar) -> &'static str {
    match pillar {
        Pillar::Care => "services-pillar-care",
        Pillar::Protection => "services-pillar-protection",
        Pillar::Security => "services-pillar-security",
        Pillar::Community => "services-pillar-community",
    }
}

fn in_key(lang: &str) -> &'static str {
    if lang == "ar" { "services-in-arabic" } else { "services-in-english" }
}

fn texts(cx: &Cx, form: &Form<'_>, lang: &'static str) -> Markup {
    let name = |part: &str| format!("{part}_{lang}");
    html! {
        (form.text(&name("name"), cx.t("services-name")).lang(lang).max(NAME_MAX))
        (form.area(&name("summary"), cx.t("services-summary")).hint(cx.t("services-summary-hint")).lang(lang).max(TEXT_MAX).rows(4))
        (form.area(&name("steps"), cx.t("services-steps")).lang(lang).max(TEXT_MAX).rows(3).optional())
        (form.area(&name("fees"), cx.t("services-fees")).lang(lang).max(TEXT_MAX).rows(2).optional())
    }
}

fn whom(cx: &Cx, form: &Form<'_>, values: &Pairs) -> Markup {
    let groups = Category::ALL.iter().map(|one| (one.code(), cx.code("category", one.code())));
    let sexes = [Sex::Female, Sex::Male].map(|one| (one.code(), cx.code("sex", one.code())));
    let papers = Document::ALL.iter().filter(|one| !NOT_ASKED.contains(one));
    let papers = papers.map(|one| (one.code(), cx.code("document", one.code())));
    // Finer areas than emirates are kept where they were brought in.
    let finer = values.all("residence").filter_map(|code| AreaCode::parse(code).ok());
    let mut areas: Vec<AreaCode> = area::emirates().map(|one| one.code).chain(finer).collect();
    areas.sort_unstable();
    areas.dedup();
    let areas = areas.iter().map(|one| (one.as_str(), area_name(cx, one.as_str())));
    html! {
        (form.checks("categories", cx.t("services-groups")).hint(cx.t("services-none-is-all")).choices(groups).side_by_side().optional())
        (form.checks("sexes", cx.t("services-sexes")).choices(sexes).side_by_side().optional())
        div.row {
            (form.text("age_min", cx.t("services-age-min")).numeric().max(3).optional())
            (form.text("age_max", cx.t("services-age-max")).numeric().max(3).optional())
        }
        (form.checks("residence", cx.t("services-residence")).choices(areas).side_by_side().optional())
        (form.checks("papers", cx.t("services-papers")).choices(papers).side_by_side().optional())
    }
}

fn when_where(cx: &Cx, form: &Form<'_>) -> Markup {
    let opening = [("ALWAYS", "always"), ("APPOINTMENT", "appointment"), ("WEEK", "week")]
        .map(|(code, key)| (code, cx.t(&format!("services-open-{key}"))));
    let site = [("OPEN", "open"), ("CONFIDENTIAL", "confidential"), ("REMOTE", "remote")];
    let site = site.into_iter().fold(form.radios("site", cx.t("services-site")), |field, one| {
        let (code, key) = one;
        let hint = cx.t(&format!("services-site-{key}-hint"));
        field.choice_hint(code, cx.t(&format!("services-site-{key}")), hint)
    });
    let places = area::all().iter().filter(|one| !one.code.is_special());
    let places = places.map(|one| (one.code.as_str(), area_name(cx, one.code.as_str())));
    let languages = Language::ALL.iter().map(|one| (one.code(), cx.code("language", one.code())));
    let bands = Band::ALL.iter().map(|one| (one.code(), cx.code("band", one.code())));
    html! {
        (form.radios("opening", cx.t("services-opening")).choices(opening))
        div.row.week { @for day in Weekday::ALL {
            (form.text(&day_field(day), cx.t(&day_key(day))).ltr().max(11).optional())
        } }
        p.hint { (cx.t("services-hours-hint")) }
        (site)
        div.row {
            (form.select("area", cx.t("services-area")).combo().choices(places).optional())
            (form.text("line_ar", cx.t("services-line-ar")).lang("ar").max(LINE_MAX).optional())
            (form.text("line_en", cx.t("services-line-en")).lang("en").max(LINE_MAX).optional())
        }
        (form.area("place", cx.t("services-place")).hint(cx.t("services-place-hint")).max(PLACE_MAX).rows(2).optional())
        (form.text("phone", cx.t("services-phone")).tel().max(LINE_MAX).optional())
        (form.checks("languages", cx.t("services-languages")).choices(languages).side_by_side().optional())
        (form.radios("band", cx.t("services-band")).hint(cx.t("services-band-hint")).choices(bands))
    }
}

fn of_programme(cx: &Cx, form: &Form<'_>) -> Markup {
    let fields = Field::ALL.iter().map(|one| (one.code(), cx.code("field", one.code())));
    html! {
        (Note::new("list-checks", cx.t("services-programme-note")).says(cx.t("services-programme-text")))
        div.row {
            (form.text("programme_ar", cx.t("services-programme-ar")).lang("ar").max(NAME_MAX).optional())
            (form.text("programme_en", cx.t("services-programme-en")).lang("en").max(NAME_MAX).optional())
        }
        (form.checks("fields", cx.t("services-fields")).choices(fields).side_by_side().optional())
    }
}
