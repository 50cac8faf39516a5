//! `/differences/{id}`: who holds what against whom, what was said and when, and what can be done next.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::difference::{Act, Topic};
use uuid::Uuid;

use super::act::{Wish, raise, say};
use super::store::Stored;
use super::{Difference, Text, list, path, text};
use crate::accounts::Permission;
use crate::activation::ledger;
use crate::app::App;
use crate::ask::Ask;
use crate::links;
use crate::meetings::text::{LINE_MAX, TEXT_MAX};
use crate::meetings::{entity, screened};
use crate::partners::Names;
use crate::problem::Problem;
use crate::proposals::store::Told;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, ChainLink, ClockBox, LinkState, Note, Tone, acts, chain, columns, heading, post,
    stack,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// What the guard looks through.
const FREE: [&str; 2] = ["title", "words"];

/// The form for a new one.
///
/// # Errors
/// When the store cannot be read.
pub async fn new(ask: Ask) -> Result<Reply, Problem> {
    let mut values = Pairs::default();
    values.push("partner", ask.query.get("partner").unwrap_or_default());
    values.push("side", "ours");
    Ok(Reply::page(&document(&ask, &values, &Errors::none()).await?))
}

/// Raises it.
///
/// # Errors
/// As [`raise`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let form = match screened(&ask, "/differences", &FREE)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let partners = partners(&ask.app).await?;
    let mut errors = Errors::none();
    let partner = form.get("partner").and_then(|text| AgencyId::parse(text).ok());
    let partner = partner.filter(|one| partners.contains(one));
    if partner.is_none() {
        errors.add("partner", ask.cx.t("proposal-partner-needed"));
    }
    let theirs = form.get("side") == Some("theirs");
    if let Some(one) = partner.filter(|_| theirs)
        && is_linked(&ask.app, one).await?
    {
        errors.add("side", ask.cx.t("difference-from-its-node"));
    }
    let read = read(&ask.cx, &form, &mut errors);
    let (Some((topic, text)), Some(partner), true) = (read, partner, errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&document(&ask, &form, &errors).await?));
    };
    let party = if theirs { partner } else { ask.app.node.id };
    let wish = Wish { topic, text, party, partner };
    let id = raise(&ask.app, wish, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// Reads what every form for a new difference sends.
pub(super) fn read(cx: &Cx, form: &Pairs, errors: &mut Errors) -> Option<(Topic, Text)> {
    let topic = form.get("topic").and_then(|code| Topic::from_code(code).ok());
    if topic.is_none() {
        errors.add("topic", cx.t("difference-topic-needed"));
    }
    let typed = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let text = Text { title: typed("title"), words: typed("words") };
    if text.title.is_empty() || text.title.chars().count() > LINE_MAX {
        errors.add("title", cx.t("difference-title-needed"));
    }
    if text.words.is_empty() || text.words.chars().count() > TEXT_MAX {
        errors.add("words", cx.t("difference-words-needed"));
    }
    topic.filter(|_| errors.is_empty()).map(|topic| (topic, text))
}

/// Those with an agreement that both have signed.
async fn partners(app: &App) -> Result<Vec<AgencyId>, Problem> {
    let mut all: Vec<AgencyId> =
        ledger::shared(app).await?.iter().map(|book| book.stored.peer).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

async fn is_linked(app: &App, agency: AgencyId) -> Result<bool, Problem> {
    Ok(links::peers(app).await?.iter().any(|one| one.agency == agency))
}

/// The fields of a new difference.
pub(super) fn fields(cx: &Cx, form: &Form<'_>) -> Markup {
    let topics = Topic::ALL.iter().map(|one| (one.code(), cx.code("difference-topic", one.code())));
    html! {
        (form.select("topic", cx.t("difference-topic")).choices(topics))
        (form.text("title", cx.t("difference-line")).max(LINE_MAX))
        (form.area("words", cx.t("difference-words")).hint(cx.t("difference-words-hint")).max(TEXT_MAX).rows(6))
    }
}

async fn document(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let names = Names::all(&ask.app).await?;
    let partners = partners(&ask.app).await?;
    let agencies = partners.iter().map(|one| (one.to_text(), names.of(cx.lang, *one).to_owned()));
    let form = Form::new(cx, values, errors);
    let title = cx.t("difference-new");
    let inside = html! {
        (form.select("partner", cx.t("difference-with")).choices(agencies))
        (form.radios("side", cx.t("difference-raised-by")).side_by_side()
            .choice("ours", cx.t("plan-ours")).choice("theirs", cx.t("difference-theirs")))
        (fields(cx, &form))
        (acts(&html! { (Button::submit(cx.t("difference-raise"))) (Button::back(cx, "/differences")) }))
    };
    let body = html! {
        (heading(title.clone(), Some(&cx.t("difference-new-lead")), &html! {}))
        (form.summary())
        (Card::new(cx.t("difference-one")).body(post(cx, "/differences", &inside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("differences-title"), "/differences");
    Ok(page.errors(errors.any()).body(body))
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&drawn(&ask, &Pairs::default(), &Errors::none()).await?))
}

async fn drawn(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let id: Uuid = ask.id("id")?;
    let one = super::one(&ask.app, id).await?;
    let names = Names::all(&ask.app).await?;
    let (cx, title) = (&ask.cx, one.title(&ask.app)?);
    let alone = !is_linked(&ask.app, one.partner).await?;
    let may = ask.may(Permission::AgreementSign);
    let main = html! {
        (stands(cx, &one))
        (Card::new(cx.t("difference-course")).live("difference", "agreements").body(chain(cx, &said(ask, &one, &names)?)))
    };
    let aside = html! {
        @if may && one.course.ended.is_none() {
            (moves(cx, (&one, ask.app.node.id, true), &path(one.id, "/moves"), alone, (values, errors)))
        }
    };
    let tags = html! { (list::state(cx, &one)) };
    let body = html! {
        (heading(ident::Name(&title), None, &tags))
        p.muted { (cx.code("difference-topic", one.topic.code())) " · " (ident::Name(names.of(cx.lang, one.partner))) }
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("differences-title"), "/differences");
    Ok(page.errors(errors.any()).body(body))
}

/// Until when it should be settled on its level, or how it ended.
pub(super) fn stands(cx: &Cx, one: &Difference) -> Markup {
    let course = &one.course;
    let late = course.is_overdue(cx.now);
    html! {
        @match (course.due_at(), course.ended) {
            (Some(due), _) => {
                (ClockBox {
                    label: cx.t("difference-due"),
                    value: cx.deadline(due),
                    source: html! { (cx.code("difference-level", course.level.code())) " · " (dates::day(cx.lang, due)) },
                    tone: if late { Tone::Bad } else { Tone::Plain },
                })
                @if late { (Note::new("warning", cx.t("difference-overdue")).tone(Tone::Bad).says(cx.t("difference-overdue-text"))) }
            }
            (None, Some((_, at))) => {
                (Note::new("seal-check", cx.t("difference-ended")).tone(Tone::Ok).says(dates::both_calendars(cx.lang, at)))
            }
            (None, None) => {}
        }
    }
}

/// Everything that was said, the first first.
pub(super) fn said(ask: &Ask, one: &Difference, names: &Names) -> Result<Vec<ChainLink>, Problem> {
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let link = |stored: &Stored| -> Result<ChainLink, Problem> {
        let text = text(&ask.app, stored)?;
        let idle = one.course.idle.contains(&super::plain(stored)) || stored.told == Told::Refused;
        let who = entity(cx, names, me, stored.party);
        let link = ChainLink::new(
            mark(stored.act),
            LinkState::Done,
            cx.code("difference-act", stored.act.code()),
        );
        Ok(link.meta(html! {
            (ident::Name(who)) " · " (dates::day_and_time(cx.lang, stored.at))
            @if matches!(stored.told, Told::Waits | Told::Sent) { " · " (cx.t("difference-on-its-way")) }
            @if idle { " · " (cx.t("difference-idle")) }
            @if !text.words.is_empty() { p dir="auto" { (text.words) } }
        }))
    };
    one.moves.iter().map(link).collect()
}

fn mark(act: Act) -> &'static str {
    match act {
        Act::Raise => "scales",
        Act::Say => "chat-circle-text",
        Act::Escalate => "users-three",
        Act::Settle => "pencil-simple",
        Act::Close => "signature",
        Act::Withdraw => "arrow-u-up-left",
    }
}

/// What this agency can do now; it settles nothing by somebody who does not sign for it. Of a partner without a node an officer writes down what
/// it said.
pub(super) fn moves(
    cx: &Cx,
    (one, party, signs): (&Difference, AgencyId, bool),
    to: &str,
    alone: bool,
    (values, errors): (&Pairs, &Errors),
) -> Markup {
    let form = Form::new(cx, values, errors);
    let can =
        |act: &&Act| one.course.may(**act, party) || (alone && one.course.may(**act, one.partner));
    let all = Act::ALL.iter().filter(can).filter(|act| signs || !act.settles());
    let choices = all.map(|act| (act.code(), cx.code("difference-do", act.code())));
    let inside = html! {
        (form.radios("act", cx.t("difference-next")).choices(choices))
        @if alone && party != one.partner {
            (form.radios("side", cx.t("difference-who")).side_by_side()
                .choice("ours", cx.t("plan-ours")).choice("theirs", cx.t("difference-theirs")))
        }
        (form.area("words", cx.t("difference-words")).hint(cx.t("difference-words-hint")).max(TEXT_MAX).rows(5).optional())
        (acts(&html! { (Button::submit(cx.t("difference-sign")).icon("signature")) }))
    };
    html! {
        (Card::new(cx.t("difference-next")).body(html! {
            p.small.muted { (cx.t("difference-next-text")) }
            (form.summary())
            (post(cx, to, &inside))
        }))
    }
}

/// `POST /differences/{id}/moves`.
///
/// # Errors
/// As [`say`].
pub async fn add(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let form = match screened(&ask, &path(id, "/moves"), &["words"])? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let one = super::one(&ask.app, id).await?;
    let act = match typed(&ask.cx, &form) {
        Ok(act) => act,
        Err(errors) => return Ok(Reply::page_with_errors(&drawn(&ask, &form, &errors).await?)),
    };
    let theirs = form.get("side") == Some("theirs") && !is_linked(&ask.app, one.partner).await?;
    let party = if theirs { one.partner } else { ask.app.node.id };
    let words = form.get("words").unwrap_or_default();
    say(&ask.app, id, (act, words), party, (ask.worker()?, ask.now)).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// What the form asks for.
pub(super) fn typed(cx: &Cx, form: &Pairs) -> Result<Act, Errors> {
    let mut errors = Errors::none();
    let act = form.get("act").and_then(|code| Act::from_code(code).ok());
    let words = form.get("words").unwrap_or_default().trim();
    match act {
        None => errors.add("act", cx.t("difference-act-needed")),
        Some(act) if act.needs_words() && words.is_empty() => {
            errors.add("words", cx.t("difference-words-needed"));
        }
        Some(_) if words.chars().count() > TEXT_MAX => {
            errors.add("words", cx.t("difference-words-needed"));
        }
        Some(_) => {}
    }
    act.filter(|_| errors.is_empty()).ok_or(errors)
}
