//! The parts of a file: what stands in it, and the form for more.

use maud::{Markup, html};
use sila_core::{AgencyId, Millis, WorkerId};

use super::act::{WORDS_MAX, field};
use super::score::{CRITERIA, MARK_MAX, Score, points};
use super::{Entry, Kind, show};
use crate::partners::classes::Labels;
use crate::web::components::{Button, Card, Tone, acts, post, tag};
use crate::web::{Arg, Cx, Errors, Form, Pairs, dates, ident};

/// What was typed and what is wrong, for whoever may write.
type Typed<'a> = Option<(&'a Pairs, &'a Errors)>;

/// Everything of one kind.
pub(super) fn section(
    cx: &Cx,
    agency: AgencyId,
    kind: Kind,
    (entries, labels): (&[Entry], &Labels),
    worker: WorkerId,
    typed: Typed<'_>,
) -> Markup {
    let own: Vec<&Entry> = entries.iter().filter(|one| one.kind == kind).collect();
    let open = own.iter().filter(|one| one.ended_day.is_none()).count();
    html! {
        (Card::new(cx.code("file-kind", kind.code())).count(open).body(html! {
            p.small.muted { (cx.code("file-hint", kind.code())) }
            ul.joint { @for one in &own { (line(cx, labels, one, worker, typed.is_some())) } }
            @if let Some((values, errors)) = typed { (form(cx, (agency, labels), kind, (values, errors))) }
        }))
    }
}

fn line(cx: &Cx, labels: &Labels, one: &Entry, worker: WorkerId, may: bool) -> Markup {
    let family = one.kind.family();
    let end = format!("{}/{}/end", show::path(one.agency), one.id);
    let day = |day: i64| dates::day(cx.lang, Millis(0).plus_days(day));
    let own = one.kind != Kind::Score || one.worker == worker;
    html! {
        li {
            div.joint-h {
                b { @if one.kind.codes().is_empty() { (ident::Name(cx.lang.pick(&one.words.0, &one.words.1))) }
                    @else if one.kind == Kind::Class { (labels.of(cx, &one.code)) }
                    @else { (cx.code(&family, &one.code)) } }
                (state(cx, one))
            }
            @if !one.kind.codes().is_empty() && !one.words.0.is_empty() { div { (ident::Name(&one.words.0)) } }
            @if one.kind == Kind::Name && !one.words.1.is_empty() { div.sub { (ident::Name(&one.words.1)) } }
            div.sub {
                (cx.t("focal-from")) " " (day(one.from_day))
                @if let Some(until) = one.until_day { " · " (cx.t(if one.kind == Kind::Diligence { "file-expires" } else { "file-review" })) " " (day(until)) }
                @if let Some(ended) = one.ended_day { " · " (cx.t("file-ended")) " " (day(ended)) }
                @if let Some(weight) = one.weight { " · " (cx.t("file-weight")) " " b.num { (weight) } " / 25" }
            }
            @if may && own && one.ended_day.is_none() {
                (post(cx, &end, &html! { (Button::submit(cx.t("file-end")).soft().small()) }))
            }
        }
    }
}

fn state(cx: &Cx, one: &Entry) -> Markup {
    let day = cx.now.uae_date();
    match one.left(day) {
        _ if one.ended_day.is_some() => tag(Tone::Plain, cx.t("file-ended")),
        Some(left) if left <= 0 && one.kind == Kind::Diligence => {
            tag(Tone::Bad, cx.t("file-expired"))
        }
        Some(_) if one.is_due(day) => tag(Tone::Warn, cx.t("file-due")),
        _ => tag(Tone::Ok, cx.t("file-holds")),
    }
}

fn form(
    cx: &Cx,
    (agency, labels): (AgencyId, &Labels),
    kind: Kind,
    (values, errors): (&Pairs, &Errors),
) -> Markup {
    let here = values.get("kind") == Some(kind.code());
    let (none, unwrong) = (Pairs::default(), Errors::none());
    let form = if here { Form::new(cx, values, errors) } else { Form::new(cx, &none, &unwrong) };
    let family = kind.family();
    let codes: Vec<(String, String)> = match kind {
        Kind::Class => labels.codes().map(|code| (code.to_owned(), labels.of(cx, code))).collect(),
        _ => kind.codes().iter().map(|one| ((*one).to_owned(), cx.code(&family, one))).collect(),
    };
    let inside = html! {
        (form.hidden("kind", kind.code()))
        @if !kind.codes().is_empty() { (form.select(&field(kind, "code"), cx.t("file-what")).choices(codes)) }
        @if kind == Kind::Name {
            (form.text(&field(kind, "ar"), cx.t("partner-name-ar")).lang("ar").max(WORDS_MAX))
            (form.text(&field(kind, "en"), cx.t("partner-name-en")).lang("en").ltr().max(WORDS_MAX))
        } @else {
            (form.area(&field(kind, "ar"), cx.t("file-words")).max(WORDS_MAX).rows(2))
        }
        @if kind == Kind::Risk {
            (form.text(&field(kind, "likelihood"), cx.t("file-likelihood")).numeric().max(1))
            (form.text(&field(kind, "impact"), cx.t("file-impact")).numeric().max(1))
        }
        @if kind.expires() {
            (form.date(&field(kind, "until"), cx.t(if kind == Kind::Risk { "file-review" } else { "file-expires" })))
        }
        @if kind == Kind::Name { (form.date(&field(kind, "from"), cx.t("focal-from"))) }
        (acts(&html! { (Button::save(cx)) }))
    };
    html! {
        details.fold open[here && errors.any()] {
            summary { (cx.t("file-add")) }
            @if here { (form.summary()) }
            (post(cx, &show::path(agency), &inside))
        }
    }
}

/// The choice of a partner: two who score apart, and a note where they differ.
pub(super) fn choice(
    cx: &Cx,
    agency: AgencyId,
    (entries, labels): (&[Entry], &Labels),
    worker: WorkerId,
    typed: Typed<'_>,
) -> Markup {
    let score = Score::of(entries, worker);
    let words = match &score {
        Score::Unscored(others) => cx.t_with("file-unscored", &[("n", Arg::from(*others))]),
        Score::Alone(own) => cx.t_with("file-alone", &[("points", Arg::from(i64::from(*own)))]),
        Score::Agreed(mean) => cx.t_with("file-agreed", &[("points", Arg::from(i64::from(*mean)))]),
        Score::Diverges(apart) => {
            cx.t_with("file-diverges", &[("points", Arg::from(i64::from(*apart)))])
        }
    };
    let tone = if matches!(score, Score::Diverges(_)) { Tone::Bad } else { Tone::Info };
    let seen = |one: &&Entry| {
        let given = one.kind == Kind::Score && one.ended_day.is_none();
        given && !matches!(score, Score::Unscored(_))
    };
    html! {
        (Card::new(cx.t("file-kind-score")).id("score").tag(tag(tone, cx.t("file-choice"))).body(html! {
            p { (words) }
            ul.plain { @for one in entries.iter().filter(seen) {
                li { b.num { (points(&one.code).unwrap_or(0)) } " / 100 · " (ident::Name(&one.words.0)) }
            } }
            @if let (Some((values, errors)), Score::Unscored(_)) = (typed, &score) { (scoring(cx, agency, values, errors)) }
        }))
        @if !matches!(score, Score::Unscored(_)) { (section(cx, agency, Kind::Note, (entries, labels), worker, typed)) }
    }
}

fn scoring(cx: &Cx, agency: AgencyId, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    let marks = || (1..=MARK_MAX).map(|mark| (mark.to_string(), mark.to_string()));
    let inside = html! {
        (form.hidden("kind", Kind::Score.code()))
        @for (n, (code, weight)) in (1_usize..).zip(CRITERIA) {
            (form.select(&format!("mark{n}"), format!("{} · {weight}%", cx.code("file-criterion", code))).choices(marks()))
        }
        (form.area(&field(Kind::Score, "ar"), cx.t("file-words")).max(WORDS_MAX).rows(2).optional())
        (acts(&html! { (Button::save(cx)) }))
    };
    html! {
        details.fold open[values.get("kind") == Some(Kind::Score.code())] {
            summary { (cx.t("file-score-give")) }
            (form.summary())
            (post(cx, &show::path(agency), &inside))
        }
    }
}
