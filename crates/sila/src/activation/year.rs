//! `/agreements/{id}/years`: the joint work plans, a year each, that both parties sign; and where each line stands, which follows from
//! what both sign about the initiative or obligation that carries it out.

use maud::{Markup, html};
use sila_core::partnership::{Line, LineState, Signed, Words, WorkPlan};
use sila_core::{AgencyId, AgreementId, RecordId};

use super::ledger::{self, Book, Proposal, What};
use super::saying::{self, whole};
use super::year_form::{self, NEW_ROWS};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::initiatives::propose::{TITLE_MAX, words};
use crate::initiatives::show::sign_card;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, acts, empty_state, heading, tag};
use crate::web::{Arg, Cx, Errors, Page, Pairs, dates, ident};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let book = ledger::one(&ask.app, ask.id("id")?).await?;
    let values = year_form::filled(ask.now.uae_date().year);
    Ok(Reply::page(&drawn(&ask, &book, &values, &Errors::none())))
}

/// Signs a plan and sends it.
///
/// # Errors
/// `page.not_found`; as [`saying::propose_year`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    match read(&ask.cx, &ask.form, &book, ask.app.node.id) {
        Ok(plan) => {
            saying::propose_year(&ask.app, &plan, saying::by(&ask)?).await?;
            Ok(Reply::see_other(ask.cx.url(&format!("/agreements/{id}/years"))))
        }
        Err(errors) => Ok(Reply::page_with_errors(&drawn(&ask, &book, &ask.form, &errors))),
    }
}

/// What was signed for the year stays; new lines are added.
fn read(cx: &Cx, form: &Pairs, book: &Book, me: AgencyId) -> Result<WorkPlan, Errors> {
    let mut errors = Errors::none();
    let year = form.get("year").and_then(whole).and_then(|n| u16::try_from(n).ok());
    let year = year.filter(|year| (2_020..=2_100).contains(year));
    if year.is_none() {
        errors.add("year", cx.t("year-needed"));
    }
    let before = year.and_then(|year| book.year(year));
    let mut lines = before.map(|one| one.content.lines.clone()).unwrap_or_default();
    let (known, used) = (lines.len(), lines.iter().map(|line| line.number).max().unwrap_or(0));
    for row in 1..=NEW_ROWS {
        let name = format!("line{row}");
        if words(form, &name) == Words::default() {
            continue;
        }
        match line(form, (book, me), &name, used.saturating_add(row)) {
            Some(line) => lines.push(line),
            None => errors.add(format!("{name}_ar"), cx.t("year-line-needed")),
        }
    }
    let agreement = book.ledger.agreement.id;
    let grown = lines.len() > known;
    let plan = year.map(|year| WorkPlan { agreement, year, lines });
    let plan = plan.filter(|plan| grown && plan.check().is_ok());
    match plan {
        Some(plan) if !errors.any() => Ok(plan),
        _ => {
            if !errors.any() {
                errors.add("line1_ar", cx.t("year-line-needed"));
            }
            Err(errors)
        }
    }
}

/// One line as written, if it is whole.
fn line(form: &Pairs, (book, me): (&Book, AgencyId), name: &str, number: u16) -> Option<Line> {
    let given = |end: &str| form.get(&format!("{name}_{end}")).unwrap_or_default();
    let month = u8::try_from(whole(given("month"))?).ok()?;
    let (initiative, duty) = carried(book, given("by"))?;
    let lead = if given("lead") == "theirs" { saying::other(book, me) } else { me };
    let (field, text) = (given("field").parse().ok()?, words(form, name));
    let sound = (1..=12).contains(&month) && text.fit(TITLE_MAX);
    sound.then_some(Line { number, field, text, lead, month, initiative, duty })
}

/// What carries a line out: an initiative, an obligation, or any initiative in its area.
fn carried(book: &Book, by: &str) -> Option<(Option<RecordId>, Option<u16>)> {
    if by.is_empty() {
        return Some((None, None));
    }
    if let Some(record) = by.strip_prefix("i:") {
        let record = record.parse().ok()?;
        return book.ledger.course(record).map(|_| (Some(record), None));
    }
    let number = by.strip_prefix("d:")?.parse().ok()?;
    let annex = book.ledger.annex.as_ref()?;
    annex.content.duty(number).map(|_| (None, Some(number)))
}

fn drawn(ask: &Ask, book: &Book, values: &Pairs, errors: &Errors) -> Page {
    let (cx, may) = (&ask.cx, ask.may(Permission::AgreementSign));
    let agreement = &book.ledger.agreement;
    let open: Vec<(&Proposal, &WorkPlan)> = waiting(book);
    let none = empty_state("calendar-blank", cx.t("year-none"), cx.t("year-none-text"), &html! {});
    let title = cx.t("year-title");
    let body = html! {
        (heading(title.clone(), Some(&cx.t("year-lead")), &html! { (ident::Code(&agreement.code)) }))
        div.stack {
            @for (one, plan) in &open { (proposed(cx, book, one, plan, may)) }
            @if book.years.is_empty() && open.is_empty() { (none) }
            @for one in &book.years { (signed(cx, book, one)) }
            @if may && open.is_empty() { (year_form::form(cx, book, values, errors)) }
        }
    };
    let back = format!("/agreements/{}/activation", agreement.id);
    Page::new(cx, title).crumb(cx.t("activation-title"), &back).errors(errors.any()).body(body)
}

/// Plans that not both have signed.
fn waiting(book: &Book) -> Vec<(&Proposal, &WorkPlan)> {
    let mut all = Vec::new();
    for one in &book.proposals {
        if let What::WorkPlan(plan) = &one.what {
            all.push((one, &**plan));
        }
    }
    all
}

fn proposed(cx: &Cx, book: &Book, one: &Proposal, plan: &WorkPlan, may: bool) -> Markup {
    let by = ("agency", Arg::from(book.name(cx.lang, one.by)));
    let year = ("year", Arg::phrase(plan.year.to_string()));
    html! {
        (Card::new(cx.t_with("year-proposed-by", &[by, year]))
            .tag(tag(Tone::Gold, cx.t("record-standing-open")))
            .body(table(cx, book, plan)))
        @if one.waits_for_us && may { (sign_card(cx, book, one)) }
    }
}

fn signed(cx: &Cx, book: &Book, one: &Signed<WorkPlan>) -> Markup {
    let year = one.content.year.to_string();
    html! {
        (Card::new(cx.t_with("year-of", &[("year", Arg::phrase(year))])).body(html! {
            (table(cx, book, &one.content))
            p.small.muted { (cx.t("year-signed-on")) " " (dates::both_calendars(cx.lang, one.at)) }
        }))
    }
}

fn table(cx: &Cx, book: &Book, plan: &WorkPlan) -> Markup {
    let columns = [
        Col::text(cx.t("year-what")),
        Col::text(cx.t("year-month")),
        Col::text(cx.t("year-lead-party")),
        Col::status(cx.t("record-state")),
    ];
    let mut lines: Vec<&Line> = plan.lines.iter().collect();
    lines.sort_by_key(|line| (line.month, line.number));
    let rows = lines.into_iter().map(|line| {
        [
            html! {
                (ident::Name(cx.lang.pick(&line.text.ar, &line.text.en)))
                span.sub { (cx.code("cooperation-field", line.field.code())) }
            },
            html! { (cx.t(&format!("month-{}", line.month))) },
            html! { (ident::Name(book.name(cx.lang, line.lead))) },
            state(cx, plan.state(line, &book.ledger, cx.now)),
        ]
    });
    let year = Arg::phrase(plan.year.to_string());
    html! { (Table::new(cx.t_with("year-of", &[("year", year)]), columns).rows(rows)) }
}

fn state(cx: &Cx, state: LineState) -> Markup {
    let tone = match state {
        LineState::Ahead => Tone::Plain,
        LineState::Begun => Tone::Info,
        LineState::Done => Tone::Ok,
        LineState::Late => Tone::Bad,
    };
    tag(tone, cx.code("year-state", state.code()))
}

/// On the page of activation: the plan of this year in a few words, and the way to it.
pub fn card(cx: &Cx, book: &Book) -> Markup {
    let this = cx.now.uae_date().year;
    let year = u16::try_from(this).ok().and_then(|year| book.year(year));
    let path = cx.url(&format!("/agreements/{}/years", book.ledger.agreement.id));
    let count = |plan: &WorkPlan, state: LineState| {
        plan.lines.iter().filter(|line| plan.state(line, &book.ledger, cx.now) == state).count()
    };
    html! {
        (Card::new(cx.t("year-title")).body(html! {
            @match year {
                Some(one) => {
                    @let plan = &one.content;
                    p { (cx.t_with("year-sum", &[("done", count(plan, LineState::Done).into()), ("all", plan.lines.len().into())])) }
                    @if count(plan, LineState::Late) > 0 {
                        p { (tag(Tone::Bad, cx.t_with("year-late", &[("n", count(plan, LineState::Late).into())]))) }
                    }
                }
                None => { p.muted { (cx.t("year-none-this")) } }
            }
            (acts(&html! { (Button::link(cx.t("year-open"), path).line().icon("calendar-blank")) }))
        }))
    }
}
