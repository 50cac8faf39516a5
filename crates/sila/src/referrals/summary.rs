//! What a referral says, in words: the preview without a name, what was shared, and what was kept back.

use maud::{Markup, html};
use sila_core::area;
use sila_core::codes::{Kind, Language, Service, Sex};
use sila_core::disclosure::{Disclosure, Preview, SafeContact};
use sila_core::field::Field;
use sila_core::person::{AgeBand, Person};
use sila_core::time::Millis;

use crate::cases::interpreters::Need;
use crate::people::show as people;
use crate::web::components::{Summary, Tone, tag};
use crate::web::ident::{EmiratesId, Name, Phone};
use crate::web::{Arg, Cx};

/// Words joined as the language joins a list.
pub fn joined(cx: &Cx, words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().collect::<Vec<_>>().join(cx.lang.pick("، ", ", "))
}

/// "Woman and 2 children: safe shelter, legal support". Names nobody.
pub fn title(cx: &Cx, preview: &Preview) -> String {
    let concerned = match (preview.age_band.is_child(), preview.sex) {
        (true, _) => "referral-who-child",
        (false, Sex::Female) => "referral-who-woman",
        (false, Sex::Male) => "referral-who-man",
        (false, Sex::Unknown) => "referral-who-person",
    };
    let children = preview.household.iter().filter(|band| band.is_child()).count();
    let mut who = cx.t(concerned);
    if children > 0 {
        let args = [("who", Arg::phrase(who)), ("n", Arg::from(children))];
        who = cx.t_with("referral-who-with-children", &args);
    }
    // What asks for nothing is for information.
    let what = match preview.services.as_slice() {
        [] => cx.code("kind", Kind::Information.code()),
        asked => services(cx, asked),
    };
    cx.t_with("referral-title", &[("who", Arg::phrase(who)), ("what", Arg::phrase(what))])
}

/// The services by name.
pub fn services(cx: &Cx, services: &[Service]) -> String {
    joined(cx, services.iter().map(|service| cx.code("service", service.code())))
}

/// "Khor Fakkan, Sharjah"; says so when it is not known.
pub fn area(cx: &Cx, code: &str) -> String {
    let Some(place) = area::find(code) else { return cx.t("referral-area-unknown") };
    let name = |area: &area::Area| cx.lang.pick(area.name_ar, area.name_en).to_owned();
    let emirate = area::emirate_of(&place.code).filter(|emirate| *emirate != place.code);
    let emirate = emirate.and_then(|emirate| emirate.area()).map(name);
    joined(cx, [Some(name(place)), emirate].into_iter().flatten())
}

fn fields(cx: &Cx, fields: &[Field]) -> Markup {
    html! { span.muted { (joined(cx, fields.iter().map(|field| cx.code("field", field.code())))) } }
}

fn bands(cx: &Cx, bands: &[AgeBand]) -> String {
    joined(cx, bands.iter().map(|band| cx.code("age-band", band.code())))
}

/// What the receiver may read before deciding.
pub fn preview(cx: &Cx, preview: &Preview) -> Summary {
    let area = preview.area.map_or("", |area| area.as_str());
    let who = [cx.code("sex", preview.sex.code()), cx.code("age-band", preview.age_band.code())];
    let known = |flag: &String| {
        let word = [Preview::IMMEDIATE_DANGER, Preview::NOT_SAFE_TO_TALK, Preview::CHILDREN];
        word.contains(&flag.as_str())
    };
    let flags: Vec<String> = preview
        .flags
        .iter()
        .filter(|flag| known(flag))
        .map(|flag| cx.code("referral-flag", flag))
        .collect();
    let mut rows = Summary::new().wide().row(cx.t("referral-person"), joined(cx, who));
    if !preview.household.is_empty() {
        rows = rows.row(cx.t("referral-with"), bands(cx, &preview.household));
    }
    rows = rows
        .row(cx.t("referral-residence"), self::area(cx, area))
        .row(cx.t("referral-category"), cx.code("category", preview.category.code()))
        .row(cx.t("referral-need"), services(cx, &preview.services));
    if !flags.is_empty() {
        rows = rows.row(cx.t("referral-flags"), joined(cx, flags));
    }
    rows = rows.row_if(cx.t("referral-language"), preview.language.map(|one| spoken(cx, one)));
    if preview.not_shared.is_empty() {
        return rows;
    }
    rows.row(cx.t("referral-not-shared"), fields(cx, &preview.not_shared))
}

/// What was shared, with what was not.
pub fn shared(cx: &Cx, disclosure: &Disclosure, preview: &Preview, now: Millis) -> Summary {
    let mut rows = Summary::new().wide();
    if let Some((person, others)) = disclosure.people.split_first() {
        rows = concerned(cx, rows, person, now);
        if !others.is_empty() {
            let others = html! { @for one in others { p { (other(cx, one, now)) } } };
            rows = rows.row(cx.t("referral-with"), others);
        }
    }
    let area = disclosure.residence.area.map_or("", |area| area.as_str());
    let contact = disclosure.safety.safe_contact.as_ref();
    let harm = disclosure.harm.iter().map(|harm| cx.code("harm", harm.code()));
    let harm = Some(joined(cx, harm)).filter(|words| !words.is_empty());
    let papers = disclosure.documents.iter().map(|paper| cx.code("document", paper.code()));
    let papers = Some(joined(cx, papers)).filter(|words| !words.is_empty());
    rows.row(cx.t("referral-residence"), self::area(cx, area))
        .row(cx.t("referral-need"), services(cx, &preview.services))
        .row_if(
            cx.t("referral-safe-contact"),
            contact.map(|contact| safe_contact(cx, contact)).or_else(|| no_contact(cx, disclosure)),
        )
        .row_if(cx.t("referral-safety-plan"), written(disclosure.safety.plan.as_deref()))
        .row_if(cx.t("referral-harm"), harm)
        .row_if(cx.t("referral-wishes"), written(disclosure.wishes.as_deref()))
        .row_if(
            cx.t("case-no-wishes"),
            disclosure.no_wishes.map(|why| cx.code("no-wishes", why.code())),
        )
        .row_if(cx.t("referral-unwanted"), written(disclosure.unwanted.as_deref()))
        .row_if(cx.t("referral-account"), written(disclosure.account.as_deref()))
        .row_if(cx.t("referral-documents"), papers)
        .row(cx.t("referral-not-shared"), fields(cx, &preview.not_shared))
}

/// A language, and that somebody must interpret where nobody here is spoken with in it.
fn spoken(cx: &Cx, language: Language) -> Markup {
    let need = Need::of(Some(language), false);
    html! {
        (cx.code("language", language.code()))
        @if need.is_some() { " · " (cx.t("interpreter-needed")) }
    }
}

fn concerned(cx: &Cx, rows: Summary, person: &Person, now: Millis) -> Summary {
    let nation = person.nationality.as_deref().map(|code| cx.code("nationality", code));
    let language = person.language.map(|language| spoken(cx, language));
    rows.row(
        cx.t("referral-person"),
        html! {
            (people::both_names(cx, person)) " "
            span.muted.num { "(" (people::birth(cx, person, now)) ")" }
        },
    )
    .row_if(cx.t("referral-emirates-id"), person.emirates_id.as_deref().map(EmiratesId))
    .row_if(cx.t("referral-nationality"), nation)
    .row_if(cx.t("referral-phone"), person.phone.as_deref().map(Phone))
    .row_if(cx.t("referral-language"), language)
}

/// "Hamdan · Son · 03/02/2016 · 9 years".
fn other(cx: &Cx, person: &Person, now: Millis) -> Markup {
    let relation = person.relation.map(|relation| cx.code("relation", relation.code()));
    html! {
        (people::name(cx, person)) " "
        span.muted.num {
            @if let Some(relation) = &relation { "· " (relation) " " }
            "· " (people::birth(cx, person, now))
        }
    }
}

/// A number without a safe way to use it: whoever calls it may put her in danger.
fn no_contact(cx: &Cx, disclosure: &Disclosure) -> Option<Markup> {
    let number = disclosure.people.iter().any(|person| person.phone.is_some());
    number.then(|| {
        html! { (tag(Tone::Bad, cx.t("case-safe-contact-none"))) p { (cx.t("case-safe-contact-none-text")) } }
    })
}

fn safe_contact(cx: &Cx, contact: &SafeContact) -> Markup {
    html! {
        (cx.code("channel", contact.channel.code()))
        @if let Some(phone) = &contact.phone { " · " (Phone(phone)) }
        @if let Some(times) = &contact.times { " · " (Name(times)) }
        @if let Some(instruction) = &contact.instruction { p { (Name(instruction)) } }
        @if let Some(word) = &contact.code_word { p { (cx.t("case-safe-word")) " " (Name(word)) } }
    }
}

fn written(text: Option<&str>) -> Option<Markup> {
    text.map(|text| html! { span dir="auto" { (text) } })
}
