//! `/agreements/{id}/impact`: what the agreement is to change for people, set when the parties sign, and how far it has come.

use maud::{Markup, html};
use sila_core::partnership::{Act, Impact, Indicator, Indicators, Words};
use sila_core::{AgencyId, AgreementId};

use super::show::way;
use crate::accounts::Permission;
use crate::activation::deed_form::{self, Asked};
use crate::activation::ledger::{self, Book, Proposal, What};
use crate::activation::saying::{self, day, whole};
use crate::ask::Ask;
use crate::initiatives::both;
use crate::initiatives::propose::{TITLE_MAX, words};
use crate::initiatives::show::sign_card;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, acts, columns, empty_state, heading, stack,
};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates, ident};

/// Rows for new indicators; more come with the next version.
const NEW_ROWS: u16 = 3;
/// Longest figure that is typed, in characters.
const FIGURE_MAX: usize = 12;

/// The page.
///
/// # Errors
/// `page.not_found` before both have signed the agreement, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    Ok(Reply::page(&drawn(&ask, &book, &Pairs::default(), &Errors::none())))
}

/// Signs and sends the indicators, or a new version of them with more.
///
/// # Errors
/// See [`saying::propose_indicators`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    match read(&ask.cx, &ask.form, &book, ask.app.node.id) {
        Ok(all) => {
            saying::propose_indicators(&ask.app, &all, saying::by(&ask)?).await?;
            Ok(Reply::see_other(ask.cx.url(&format!("/agreements/{id}/impact"))))
        }
        Err(errors) => Ok(Reply::page_with_errors(&drawn(&ask, &book, &ask.form, &errors))),
    }
}

/// What was set stays as it was signed; new rows are added.
fn read(cx: &Cx, form: &Pairs, book: &Book, me: AgencyId) -> Result<Indicators, Errors> {
    let mut errors = Errors::none();
    let before = book.ledger.indicators.as_ref();
    let mut all = before.map(|signed| signed.content.all.clone()).unwrap_or_default();
    let used = all.iter().map(|one| one.number).max().unwrap_or(0);
    let known = all.len();
    for row in 1..=NEW_ROWS {
        let name = format!("indicator{row}");
        let title = words(form, &name);
        if title == Words::default() {
            continue;
        }
        match indicator(form, &name, (book, me), title, used.saturating_add(row)) {
            Some(one) => all.push(one),
            None => errors.add(format!("{name}_ar"), cx.t("impact-needed")),
        }
    }
    if all.len() == known && !errors.any() {
        errors.add("indicator1_ar", cx.t("impact-needed"));
    }
    let all = Indicators { agreement: book.ledger.agreement.id, all };
    if !errors.any() && all.check().is_err() {
        errors.add("indicator1_ar", cx.t("impact-needed"));
    }
    if errors.any() { Err(errors) } else { Ok(all) }
}

fn indicator(
    form: &Pairs,
    name: &str,
    (book, me): (&Book, AgencyId),
    title: Words,
    number: u16,
) -> Option<Indicator> {
    let given = |end: &str| form.get(&format!("{name}_{end}")).unwrap_or_default();
    let theirs = given("who") == "theirs";
    Some(Indicator {
        number,
        name: Some(title).filter(|title| title.fit(TITLE_MAX))?,
        baseline: whole(given("baseline"))?,
        target: whole(given("target"))?,
        due: day(form, &format!("{name}_due"))?,
        source: Some(words(form, &format!("{name}_source"))).filter(|text| text.fit(TITLE_MAX))?,
        owner: if theirs { saying::other(book, me) } else { me },
    })
}

fn drawn(ask: &Ask, book: &Book, values: &Pairs, errors: &Errors) -> Page {
    let (cx, me, may) = (&ask.cx, ask.app.node.id, ask.may(Permission::AgreementSign));
    let open = book.proposals.iter().find(|one| matches!(one.what, What::Indicators(_)));
    let main = html! {
        @if may {
            @for impact in book.ledger.impact() {
                @if let Some(said) = impact.waiting.filter(|said| said.by != me) { (deed_form::to_answer(cx, book, said)) }
            }
        }
        (table(cx, book))
        @if let Some(one) = open { (proposed(cx, book, one, may)) }
        @if may && open.is_none() { (form(cx, book, values, errors)) }
    };
    let aside = html! {
        @if may { (figures(cx, book, me)) }
        (said(cx, book))
    };
    let agreement = &book.ledger.agreement;
    let title = cx.t("impact-title");
    let tags = html! { (ident::Code(&agreement.code)) };
    let body = html! {
        (heading(title.clone(), Some(&cx.t("impact-lead")), &tags))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title)
        .crumb(cx.t("agreements-title"), "/agreements")
        .crumb(agreement.code.clone(), &format!("/agreements/{}", agreement.id));
    page.errors(errors.any()).body(body)
}

/// Baseline, target and actual of each indicator of an agreement.
pub(super) fn table(cx: &Cx, book: &Book) -> Markup {
    let impact = book.ledger.impact();
    let agreement = &book.ledger.agreement;
    let path = cx.url(&format!("/agreements/{}/impact", agreement.id));
    let act = html! { (Button::link(cx.t("impact-set"), path.clone()).line()) };
    let none = empty_state("flag", cx.t("impact-none"), cx.t("impact-none-text"), &act);
    let rows = impact.iter().map(|one| row(cx, book, one));
    let table = lines(cx, rows).when_empty(none);
    html! {
        (Card::new(cx.t_with("impact-of", &[("code", Arg::ident(&agreement.code))]))
            .count(impact.len()).link(cx.t("impact-open"), path).body(html! { (table) }))
    }
}

fn lines(cx: &Cx, rows: impl IntoIterator<Item = [Markup; 6]>) -> Table {
    let columns = [
        Col::text(cx.t("impact-indicator")),
        Col::num(cx.t("impact-baseline")),
        Col::num(cx.t("impact-target")),
        Col::num(cx.t("impact-actual")),
        Col::text(cx.t("impact-due")),
        Col::status(cx.t("impact-way")),
    ];
    Table::new(cx.t("impact-title"), columns).rows(rows)
}

fn row(cx: &Cx, book: &Book, one: &Impact<'_>) -> [Markup; 6] {
    let figure = one.actual.and_then(|said| said.deed.figure);
    let [name, baseline, target, due] = set(cx, book, one.indicator);
    let actual = html! { @match figure { Some(figure) => { (figure) } None => { "–" } } };
    [name, baseline, target, actual, due, way(cx, one.reached())]
}

/// What was set of an indicator.
fn set(cx: &Cx, book: &Book, one: &Indicator) -> [Markup; 4] {
    [
        html! {
            b { (ident::Name(cx.lang.pick(&one.name.ar, &one.name.en))) }
            span.sub {
                (ident::Name(book.name(cx.lang, one.owner))) " · "
                (ident::Name(cx.lang.pick(&one.source.ar, &one.source.en)))
            }
        },
        html! { (one.baseline) },
        html! { (one.target) },
        html! { (dates::day(cx.lang, one.due.at_minute(0))) },
    ]
}

/// A version that waits for signatures.
fn proposed(cx: &Cx, book: &Book, one: &Proposal, may: bool) -> Markup {
    let What::Indicators(all) = &one.what else { return html! {} };
    let by = ("agency", Arg::from(book.name(cx.lang, one.by)));
    let rows = all.all.iter().map(|indicator| {
        let [name, baseline, target, due] = set(cx, book, indicator);
        [name, baseline, target, html! { "–" }, due, way(cx, None)]
    });
    html! {
        (Card::new(cx.t_with("impact-proposed-by", &[by])).body(html! { (lines(cx, rows)) }))
        @if one.waits_for_us && may { (sign_card(cx, book, one)) }
    }
}

/// The forms by which our agency says the figures that it measures.
fn figures(cx: &Cx, book: &Book, me: AgencyId) -> Markup {
    let Some(signed) = &book.ledger.indicators else { return html! {} };
    let impact = book.ledger.impact();
    let own = impact.iter().filter(|one| one.indicator.owner == me && one.waiting.is_none());
    let own: Vec<_> = own.collect();
    html! {
        @if !own.is_empty() {
            (Card::new(cx.t("agreement-your-move")).body(html! {
                @for one in own {
                    p { (ident::Name(cx.lang.pick(&one.indicator.name.ar, &one.indicator.name.en))) }
                    (deed_form::fold(cx, Asked {
                        book, about: signed.record, act: Act::Measure, number: one.indicator.number,
                        due_at: None, key: "impact-say",
                    }))
                }
            }))
        }
    }
}

/// Every figure that was said, with its signatures.
fn said(cx: &Cx, book: &Book) -> Markup {
    let Some(signed) = &book.ledger.indicators else { return html! {} };
    let deeds: Vec<_> =
        book.ledger.deeds.iter().filter(|said| said.deed.about == signed.record).collect();
    html! {
        @if !deeds.is_empty() {
            (Card::new(cx.t("impact-said")).count(deeds.len()).live("impact-said", "agreements")
                .body(deed_form::history(cx, book, &deeds)))
        }
    }
}

fn form(cx: &Cx, book: &Book, values: &Pairs, errors: &Errors) -> Markup {
    let mut typed = values.clone();
    if typed.is_empty() {
        (1..=NEW_ROWS).for_each(|row| typed.push(format!("indicator{row}_who"), "ours"));
    }
    let form = Form::new(cx, &typed, errors);
    let path = format!("/agreements/{}/impact", book.ledger.agreement.id);
    let first = book.ledger.indicators.is_none();
    html! {
        details.fold open[errors.any() || first] {
            summary { (cx.t(if first { "impact-set" } else { "impact-more" })) }
            (form.summary())
            form method="post" action=(cx.url(&path)) novalidate {
                div.stack {
                    (Note::new("shield-check", cx.t("record-no-person")).tone(Tone::Info).says(cx.t("record-no-person-text")))
                    @for row in 1..=NEW_ROWS { (fields(cx, &form, row)) }
                }
                (acts(&html! { (Button::submit(cx.t("record-propose")).icon("signature")) }))
            }
        }
    }
}

fn fields(cx: &Cx, form: &Form<'_>, row: u16) -> Markup {
    let name = |end: &str| format!("indicator{row}{end}");
    let title = cx.t_with("impact-n", &[("n", Arg::from(row))]);
    html! {
        (Card::new(title).body(html! {
            (both(form, &name(""), &cx.t("impact-indicator"), TITLE_MAX))
            (form.text(&name("_baseline"), cx.t("impact-baseline")).numeric().max(FIGURE_MAX))
            (form.text(&name("_target"), cx.t("impact-target")).numeric().max(FIGURE_MAX))
            (form.date(&name("_due"), cx.t("impact-due")))
            (both(form, &name("_source"), &cx.t("impact-source"), TITLE_MAX))
            (form.radios(&name("_who"), cx.t("impact-who")).side_by_side()
                .choice("ours", cx.t("plan-ours")).choice("theirs", cx.t("plan-theirs")))
        }))
    }
}

/// From the page of activation to the indicators of the agreement and to the partnership.
pub fn way_in(cx: &Cx, book: &Book) -> Markup {
    let agreement = &book.ledger.agreement;
    let impact = book.ledger.impact().len();
    html! {
        (Card::new(cx.t("impact-title")).count(impact).body(html! {
            p.muted { (cx.t("impact-lead")) }
            (acts(&html! {
                (Button::link(cx.t("impact-open"), cx.url(&format!("/agreements/{}/impact", agreement.id))).line())
                (Button::link(cx.t("partnership-open-page"), cx.url(&format!("/partnerships/{}", book.stored.peer.to_text()))).line())
            }))
        }))
    }
}
