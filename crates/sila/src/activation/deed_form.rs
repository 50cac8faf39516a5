//! What was said, as pages show it, and the small forms by which more is said.

use maud::{Markup, html};
use sila_core::RecordId;
use sila_core::codes::Category;
use sila_core::partnership::{Act, Gave, Said};

use super::ledger::Book;
use crate::web::components::{Button, ChainLink, LinkState, Note, Tone, acts, chain, post, tag};
use crate::web::{Arg, Cx, Errors, Form, Pairs, dates, ident};

/// Longest words of a deed, in characters.
const WORDS_MAX: usize = 1_200;

/// One form: about what, which act, which part.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Under which agreement.
    pub book: &'a Book,
    /// The record it is about.
    pub about: RecordId,
    /// What is said.
    pub act: Act,
    /// Which obligation, milestone or measure.
    pub number: u16,
    /// The time at which an obligation is due.
    pub due_at: Option<i64>,
    /// The words of the button that opens it.
    pub key: &'static str,
}

/// A form behind a fold.
pub fn fold(cx: &Cx, asked: Asked<'_>) -> Markup {
    let (values, errors) = (today(cx, &of(asked)), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let name = |field: &str| format!("{field}_{}", of(asked));
    let Asked { act, number, .. } = asked;
    let says = cx.code("act-words", act.code());
    let inside = html! {
        (form.hidden("of", &of(asked)))
        (form.hidden("about", &asked.about.to_string()))
        (form.hidden("act", act.code()))
        (form.hidden("number", &number.to_string()))
        @if let Some(due) = asked.due_at { (form.hidden("due_at", &due.to_string())) }
        @if act == Act::Give {
            (form.select(&name("gave"), cx.t("deed-gave")).choices(Gave::ALL.iter().map(|one| (one.code(), cx.code("contribution", one.code())))))
            (form.text(&name("dirhams"), cx.t("deed-dirhams")).hint(cx.t("deed-dirhams-hint")).numeric().max(12).optional())
        }
        @if act == Act::Count { (counted(cx, &form, &name, asked)) }
        @if act == Act::Measure {
            (form.text(&name("figure"), cx.t("deed-figure")).numeric().max(12))
        }
        (form.area(&name("words"), says).hint(cx.t("deed-words-hint")).max(WORDS_MAX).rows(2))
        @if !matches!(act, Act::Waive | Act::Cancel | Act::Breach) {
            (form.area(&name("evidence"), cx.t("deed-evidence")).hint(cx.t("deed-evidence-hint")).max(WORDS_MAX).rows(2))
        }
        (form.date(&name("on"), cx.t("deed-on")))
        (acts(&html! { (Button::submit(cx.t("deed-sign")).icon("signature").small()) }))
    };
    let path = format!("/agreements/{}/deeds", asked.book.ledger.agreement.id);
    html! { details.fold { summary { (cx.t(asked.key)) } (post(cx, &path, &inside)) } }
}

/// How many of each group that the initiative is for, and of others.
fn counted(cx: &Cx, form: &Form<'_>, name: &impl Fn(&str) -> String, asked: Asked<'_>) -> Markup {
    let course = asked.book.ledger.course(asked.about);
    let mut groups = course.map(|course| course.plan.groups.clone()).unwrap_or_default();
    if !groups.contains(&Category::Other) {
        groups.push(Category::Other);
    }
    html! {
        p.small.muted { (cx.t("people-rule")) }
        @for group in groups {
            @let label = |key| format!("{} – {}", cx.code("category", group.code()), cx.t(key));
            (form.text(&name(&format!("first{}", group.code())), label("people-first")).numeric().max(8).optional())
            (form.text(&name(&format!("again{}", group.code())), label("people-again")).numeric().max(8).optional())
        }
    }
}

fn of(asked: Asked<'_>) -> String {
    format!("{}-{}", asked.act.code().to_ascii_lowercase(), asked.number)
}

fn today(cx: &Cx, of: &str) -> Pairs {
    let day = cx.now.uae_date();
    let mut values = Pairs::default();
    for (part, value) in [("d", i64::from(day.day)), ("m", i64::from(day.month)), ("y", day.year)] {
        values.push(format!("on_{of}_{part}"), value.to_string());
    }
    values
}

/// What the other party says and we have not answered, with the two answers.
pub fn to_answer(cx: &Cx, book: &Book, said: &Said) -> Markup {
    let who = Arg::from(book.name(cx.lang, said.by));
    let title = cx.t_with("deed-answer-title", &[("agency", who)]);
    let inside = html! {
        (Form::new(cx, &Pairs::default(), &Errors::none()).hidden("record", &said.record.to_string()))
        (acts(&html! {
            (Button::submit(cx.t("deed-confirm")).icon("signature").small().sends("word", "sign"))
            // Notice needs no consent: it is only taken note of.
            @if said.deed.act != Act::Notice { (Button::submit(cx.t("deed-return")).soft().small().sends("word", "decline")) }
        }))
    };
    let path = format!("/agreements/{}/answer", book.ledger.agreement.id);
    html! {
        (Note::new("hourglass-medium", title).tone(Tone::Gold).body(html! {
            p { b { (cx.code("act", said.deed.act.code())) } ": " (ident::Name(&said.deed.words)) }
            (amount(cx, said))
            @if !said.deed.evidence.is_empty() { p.small.muted { (cx.t("deed-evidence")) ": " (ident::Name(&said.deed.evidence)) } }
            p.small.muted { (cx.t("deed-answer-text")) }
            (post(cx, &path, &inside))
        }))
    }
}

/// What was given or measured.
pub fn amount(cx: &Cx, said: &Said) -> Markup {
    let dirhams =
        said.deed.fils.map(|fils| i64::try_from(fils / super::saying::FILS).unwrap_or(i64::MAX));
    html! {
        @if let Some(gave) = said.deed.gave {
            p.small.muted {
                (cx.code("contribution", gave.code()))
                @match dirhams {
                    Some(n) => { " · " (cx.t_with("deed-dirhams-n", &[("n", n.into())])) }
                    None => { " · " (cx.t("deed-no-value")) }
                }
            }
        }
        @for one in &said.deed.people {
            p.small.muted {
                (cx.code("category", one.group.code())) ": " (cx.t_with("people-n", &[("n", i64::from(one.first).into())]))
                @if one.again > 0 { " · " (cx.t_with("people-again-n", &[("n", i64::from(one.again).into())])) }
            }
        }
        @if let Some(figure) = said.deed.figure { p.small.muted { (cx.t("deed-figure")) ": " span.num { (figure) } } }
    }
}

/// Whether another party has confirmed it, in a word.
pub fn state(cx: &Cx, said: &Said) -> Markup {
    match (said.confirmed(), said.returned()) {
        (Some(_), _) => tag(Tone::Ok, cx.t("deed-confirmed")),
        (None, Some(_)) => tag(Tone::Bad, cx.t("deed-returned")),
        (None, None) => tag(Tone::Warn, cx.t("deed-waiting")),
    }
}

/// Everything that was said, the first first, with its signatures.
pub fn history(cx: &Cx, book: &Book, deeds: &[&Said]) -> Markup {
    let links: Vec<ChainLink> = deeds
        .iter()
        .map(|said| {
            let (icon, place) = match (said.confirmed(), said.returned()) {
                (Some(_), _) => ("seal-check", LinkState::Done),
                (None, Some(_)) => ("arrow-u-up-left", LinkState::Broken),
                (None, None) => ("hourglass-medium", LinkState::Now),
            };
            let answer = said.confirmed().or_else(|| said.returned());
            let link = ChainLink::new(icon, place, cx.code("act", said.deed.act.code()));
            link.meta(html! {
                p { (ident::Name(&said.deed.words)) }
                (amount(cx, said))
                @if !said.deed.evidence.is_empty() { p.small.muted { (cx.t("deed-evidence")) ": " (ident::Name(&said.deed.evidence)) } }
                (ident::Name(book.name(cx.lang, said.by))) " · " span.num { (dates::near(cx.lang, cx.now, said.at)) }
                @if let Some(answer) = answer {
                    br;
                    (cx.t(if answer.confirms { "deed-confirmed-by" } else { "deed-returned-by" })) " "
                    (ident::Name(book.name(cx.lang, answer.by))) " · " span.num { (dates::near(cx.lang, cx.now, answer.at)) }
                }
            })
        })
        .collect();
    chain(cx, &links)
}
