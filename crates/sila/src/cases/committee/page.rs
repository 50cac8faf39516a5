//! `/cases/{id}/committee`: what was decided about a child, and the form that writes a decision down.

use maud::{Markup, html};
use sila_core::ids::PersonId;
use sila_core::person::Person;
use sila_core::time::Date;

use super::decision::{Wish, put};
use super::{
    BODY_CHARS_MAX, CHAIR, DECISIONS, Decision, FAMILY_CHARS_MAX, FOSTER, NUMBER_CHARS_MAX, SEATS,
    SEATS_MIN, Told, VISIT_DAYS, is_for, of_case, path, store,
};
use crate::activation::saying;
use crate::ask::Ask;
use crate::cases::documents::{self, Document};
use crate::cases::handover::only_read;
use crate::cases::news::{News, Part};
use crate::cases::opening;
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::people::show as people;
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, empty_state, heading, post, stack, tag,
};
use crate::web::ident::{Code, Name, Reference};
use crate::web::{Cx, Errors, Form, dates};

/// From this age on nobody is put into a family's care.
const GROWN_UP: u8 = 18;

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and for a case in which no committee decides.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    document(&ask, &record, &Errors::none()).await
}

/// Writes a decision down.
///
/// # Errors
/// As [`show`]; `case.closed`, `case.handed_over`; `committee.moved`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let papers = papers(&ask, &record).await?;
    let mut errors = Errors::none();
    let Some(wish) = read(&ask, &record, &papers, &mut errors) else {
        return document(&ask, &record, &errors).await;
    };
    put(&ask.app, ask.worker()?, &record, &wish, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(&record))))
}

/// The case of the address, for whoever may read it. The reading is written down.
async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    let record = opening::read(ask, "case.committee").await?;
    if is_for(&record.row.category) { Ok(record) } else { Err(Problem::not_found()) }
}

/// The documents that this worker reads, the newest version of each.
async fn papers(ask: &Ask, record: &CaseRecord) -> Result<Vec<Document>, Problem> {
    let mut papers: Vec<Document> = Vec::new();
    for one in documents::of_case(&ask.app, ask.worker()?, record).await? {
        if papers.iter().all(|known| known.thread != one.thread) {
            papers.push(one);
        }
    }
    Ok(papers)
}

/// Those of the case about whom a committee decides: whoever may be a child.
fn children<'a>(ask: &Ask, record: &'a CaseRecord) -> Vec<&'a Person> {
    let young = |one: &&Person| one.ages(ask.now).is_none_or(|ages| ages.min < GROWN_UP);
    record.disclosure.people.iter().filter(young).collect()
}

/// What the form says; nothing, with the reasons, where it does not hold together.
fn read(ask: &Ask, record: &CaseRecord, papers: &[Document], errors: &mut Errors) -> Option<Wish> {
    let (cx, form) = (&ask.cx, &ask.form);
    let typed = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let child: Option<PersonId> = form.get("child").and_then(|id| id.parse().ok());
    let child = child.filter(|id| children(ask, record).iter().any(|one| one.id == *id));
    let decision = DECISIONS.into_iter().find(|code| form.has("decision", code));
    let fosters = decision == Some(FOSTER);
    let opened = record.row.opened_at.uae_date();
    let sat = saying::day(form, "sat");
    let sat = sat.filter(|day| (opened..=ask.now.uae_date()).contains(day));
    let (body, number) = (typed("body"), typed("number"));
    let fits = |text: &str, max: usize| (1..=max).contains(&text.chars().count());
    let seats: Vec<String> =
        SEATS.into_iter().filter(|one| form.has("seats", one)).map(str::to_owned).collect();
    let family = if fosters { family(&typed("family")) } else { None };
    let visits = VISIT_DAYS.into_iter().filter(|days| form.has("visits", &days.to_string()));
    let visits: Vec<i64> = visits.filter(|_| fosters).collect();
    let scan = form.get("scan").map(str::to_owned);
    let known = |id: &String| papers.iter().any(|one| one.thread.to_string() == *id);
    let (asked, review) = review(ask);
    let rules = [
        ("child", child.is_some(), "committee-child-missing"),
        ("body", fits(&body, BODY_CHARS_MAX), "committee-body-missing"),
        ("sat", sat.is_some(), "committee-sat-wrong"),
        ("seats", is_quorate(&seats), "committee-seats-missing"),
        ("decision", decision.is_some(), "committee-decision-missing"),
        ("number", fits(&number, NUMBER_CHARS_MAX), "committee-number-missing"),
        ("family", !fosters || family.is_some(), "committee-family-missing"),
        ("visits", !fosters || !visits.is_empty(), "committee-visits-missing"),
        ("review", !asked || review.is_some(), "committee-review-wrong"),
        ("scan", scan.as_ref().is_none_or(known), "committee-scan-wrong"),
    ];
    for (name, _, key) in rules.into_iter().filter(|(_, kept, _)| !kept) {
        errors.add(name, cx.t(key));
    }
    let told = Told { body, number, seats, family, scan };
    let wish = Wish { child: child?, decision: decision?, on_day: sat?, visits, review, told };
    errors.is_empty().then_some(wish)
}

/// Whoever leads it sat, and somebody else.
fn is_quorate(seats: &[String]) -> bool {
    seats.len() >= SEATS_MIN && seats.iter().any(|one| one == CHAIR)
}

/// The code of a family: letters, digits and hyphens, so that no name is written there.
fn family(typed: &str) -> Option<String> {
    let code = sila_names::fold::ascii_digits(typed).to_ascii_uppercase();
    let sign = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    let length = code.chars().count();
    let digit = code.chars().any(|c| c.is_ascii_digit());
    (digit && length <= FAMILY_CHARS_MAX && code.chars().all(sign)).then_some(code)
}

/// Whether a day was typed on which the committee looks again, and which: one that is ahead.
fn review(ask: &Ask) -> (bool, Option<Date>) {
    let mut parts = ["review_d", "review_m", "review_y"].into_iter();
    let typed = parts.any(|part| ask.form.get(part).is_some());
    (typed, saying::day(&ask.form, "review").filter(|day| *day > ask.now.uae_date()))
}

async fn document(ask: &Ask, record: &CaseRecord, errors: &Errors) -> Result<Reply, Problem> {
    let (cx, id) = (&ask.cx, record.row.id);
    let all = of_case(&ask.app, record).await?;
    let papers = papers(ask, record).await?;
    let stay = ask.app.store.read(move |tx| store::stay_of(tx, id)).await?;
    let shared = |people: i64| people > 1 || record.disclosure.people.len() > 1;
    let several = stay.is_some_and(|stay| shared(stay.people));
    let form = Form::new(cx, &ask.form, errors);
    let none = empty_state("gavel", cx.t("committee-none"), cx.t("committee-none-text"), &html! {});
    let main = html! {
        (only_read(cx, record))
        (Card::new(cx.t("committee-title")).count(all.len()).live("case-committee", "cases").body(html! {
            @if all.is_empty() { (none) }
            @for one in &all { (line(cx, record, one, &papers)) }
        }))
    };
    let aside = html! { @if record.is_ours() { (fields(ask, record, (&form, &papers), several)) } };
    let title = html! { (cx.t("committee-title")) " " (Reference(&record.row.reference)) };
    let law = regulation::link(cx, sila_core::law::Rule::PlacementPermission);
    let body = html! {
        (form.summary())
        (heading(title, Some(&cx.t("committee-lead")), &law))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = frame(cx, record, cx.t("committee-title")).errors(errors.any()).body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

fn decision_tag(cx: &Cx, one: &Decision) -> Markup {
    let tone = match one.decision.as_str() {
        FOSTER => Tone::Ok,
        "DEFERRED" => Tone::Gold,
        _ => Tone::Plain,
    };
    tag(tone, cx.code("committee-decision", &one.decision))
}

fn line(cx: &Cx, record: &CaseRecord, one: &Decision, papers: &[Document]) -> Markup {
    let child = record.disclosure.people.iter().find(|person| person.id == one.child);
    let seats: Vec<String> =
        one.told.seats.iter().map(|seat| cx.code("committee-seat", seat)).collect();
    let scan = one.told.scan.as_ref();
    let scan = scan.and_then(|id| papers.iter().find(|paper| paper.thread.to_string() == *id));
    let scan = scan.map(|paper| {
        html! { a.link href=(cx.url(&documents::path(record.row.id, &format!("/{}", paper.id)))) { (Name(&paper.label.name)) } }
    });
    let by = html! { (Name(cx.lang.pick(&one.by.0, &one.by.1))) " · " (cx.at(one.at)) };
    let rows = Summary::new()
        .row(cx.t("committee-decision"), decision_tag(cx, one))
        .row_if(cx.t("committee-child"), child.map(|child| people::name(cx, child)))
        .row_if(
            cx.t("committee-family"),
            one.told.family.as_ref().map(|code| html! { (Code(code)) }),
        )
        .row(cx.t("committee-body"), Name(&one.told.body))
        .row(cx.t("committee-sat"), dates::day(cx.lang, one.on_day))
        .row(cx.t("committee-number"), Name(&one.told.number))
        .row(cx.t("committee-seats"), seats.join(" · "))
        .row_if(cx.t("committee-scan"), scan)
        .row(cx.t("committee-by"), by);
    html! { (rows) }
}

fn fields(
    ask: &Ask,
    record: &CaseRecord,
    (form, papers): (&Form<'_>, &[Document]),
    several: bool,
) -> Markup {
    let cx = &ask.cx;
    let name =
        |one: &Person| people::name_words(cx, one).unwrap_or_else(|| cx.t("person-name-unknown"));
    let known = children(ask, record);
    let known = known.into_iter().map(|one| (one.id.to_string(), name(one)));
    let decisions = DECISIONS.map(|code| (code, cx.code("committee-decision", code)));
    let seats = SEATS.map(|code| (code, cx.code("committee-seat", code)));
    let visits =
        VISIT_DAYS.map(|days| (days.to_string(), cx.t(&format!("committee-visit-{days}"))));
    let papers = papers.iter().map(|one| (one.thread.to_string(), one.label.name.clone()));
    html! {
        (Card::new(cx.t("committee-new")).body(post(cx, &path(record), &html! {
            (form.select("child", cx.t("committee-child")).choices(known))
            (form.text("body", cx.t("committee-body")).max(BODY_CHARS_MAX))
            (form.date("sat", cx.t("committee-sat")))
            (form.checks("seats", cx.t("committee-seats")).hint(cx.t("committee-seats-hint")).choices(seats))
            (form.radios("decision", cx.t("committee-decision")).choices(decisions))
            (form.text("number", cx.t("committee-number")).max(NUMBER_CHARS_MAX))
            (form.text("family", cx.t("committee-family")).hint(cx.t("committee-family-hint")).ltr().max(FAMILY_CHARS_MAX).optional())
            (form.checks("visits", cx.t("committee-visits")).hint(cx.t("committee-visits-hint")).choices(visits))
            (form.date("review", cx.t("committee-review")).hint(cx.t("committee-review-hint")).optional())
            (form.select("scan", cx.t("committee-scan")).hint(cx.t("committee-scan-hint")).empty(cx.t("committee-scan-none")).choices(papers).optional())
            @if several { (Note::new("info", cx.t("committee-several")).tone(Tone::Info).says(cx.t("committee-several-text"))) }
            @else { p.hint { (cx.t("committee-follows")) } }
            (acts(&html! { (Button::submit(cx.t("committee-write")).icon("gavel")) }))
        })))
    }
}

/// The card on the page of the case; nothing where no committee decides.
pub fn card(cx: &Cx, record: &CaseRecord, all: &[Decision], news: &News) -> Markup {
    if !is_for(&record.row.category) {
        return html! {};
    }
    let card = Card::new(cx.t("committee-title")).count(all.len());
    let card = card.tag(news.mark(cx, Part::Committee)).live("case-decisions", "cases");
    html! { (card.body(html! {
        @if all.is_empty() { p.muted { (cx.t("committee-none")) } }
        ul.reads { @for one in all { li {
            (decision_tag(cx, one)) " " (dates::day(cx.lang, one.on_day))
            @if let Some(code) = &one.told.family { div.sub { (cx.t("committee-family")) " " (Code(code)) } }
        } } }
        (acts(&html! { (Button::link(cx.t("committee-go"), cx.url(&path(record))).line().small().icon("gavel")) }))
    })) }
}
