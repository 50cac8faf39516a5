//! `/proposals/{id}`: one proposal: what is proposed, everything that was said about it with who and when, and what can be said now.

use maud::{Markup, html};
use sila_core::WorkerId;
use sila_core::proposal::{ProposalKind, STALE_DAYS, Stage};
use uuid::Uuid;

use super::act::{Said, say};
use super::store::{StoredMove, Told};
use super::text::MoveText;
use super::{Open, became_path, counts, list, open, path, rules};
use crate::accounts::{Permission, Worker, store as accounts};
use crate::activation::ledger::{self, What};
use crate::activation::saying::day;
use crate::ask::Ask;
use crate::meetings::text::{Heading, LINE_MAX, TEXT_MAX, Words};
use crate::meetings::{entity, screened, unsealed};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, ChainLink, LinkState, Note, Summary, Tone, acts, chain, columns, heading, post,
    stack, tag,
};
use crate::web::ident::Name;
use crate::web::{Arg, Errors, Form, Page, Pairs, dates};

/// What the guard looks through.
const FREE: [&str; 2] = ["words", "next"];

/// What the page is drawn from.
struct View<'a> {
    ask: &'a Ask,
    open: Open,
    names: Names,
    staff: Vec<Worker>,
    choices: Vec<(String, String)>,
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let view = view(&ask).await?;
    let mut values = Pairs::default();
    if let Some(owner) = view.open.row.owner {
        values.push("owner", owner.to_string());
    }
    Ok(Reply::page(&document(&view, &values, &Errors::none())))
}

/// Says what our agency does about it.
///
/// # Errors
/// As [`say`]; `form.broken`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let form = match screened(&ask, &path(id, "/moves"), &FREE)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let view = view(&ask).await?;
    match read(&view, &form) {
        Ok(said) => {
            let by = (ask.worker()?, ask.now);
            say(&ask.app, id, said, ask.app.node.id, by).await?;
            Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
        }
        Err(errors) => Ok(Reply::page_with_errors(&document(&view, &form, &errors))),
    }
}

async fn view(ask: &Ask) -> Result<View<'_>, Problem> {
    let open = open(&ask.app, ask.id("id")?).await?;
    let staff = ask.app.store.read(accounts::all).await?;
    let choices = choices(ask, open.row.kind).await?;
    Ok(View { ask, names: Names::all(&ask.app).await?, staff, choices, open })
}

/// What a proposal of this kind can have become here.
async fn choices(ask: &Ask, kind: ProposalKind) -> Result<Vec<(String, String)>, Problem> {
    let (app, lang) = (&ask.app, ask.cx.lang);
    let mut all = Vec::new();
    if kind == ProposalKind::Agenda {
        for row in app.store.read(crate::meetings::store::all).await? {
            let heading: Heading = unsealed(app, "meeting", row.id.0, &row.body)?;
            all.push((row.id.to_string(), heading.title.of(lang).to_owned()));
        }
        return Ok(all);
    }
    for book in ledger::all(app).await? {
        let agreement = &book.ledger.agreement;
        if kind == ProposalKind::Amendment {
            let title = lang.pick(&agreement.title_ar, &agreement.title_en);
            all.push((agreement.id.to_string(), format!("{} · {title}", agreement.code)));
            continue;
        }
        for course in book.ledger.courses() {
            let title = lang.pick(&course.plan.title.ar, &course.plan.title.en);
            all.push((course.record.to_string(), title.clone()));
        }
        for one in &book.proposals {
            if let What::Plan(plan) = &one.what {
                let title = lang.pick(&plan.title.ar, &plan.title.en);
                all.push((one.record.to_string(), title.clone()));
            }
        }
    }
    Ok(all)
}

/// The stages to which our agency may move it now.
fn ways(view: &View<'_>) -> Vec<Stage> {
    let (row, me) = (&view.open.row, view.ask.app.node.id);
    let mover = rules(row).mover(me);
    let may = |to: &&Stage| row.stage.may_become(row.kind, **to, mover);
    Stage::ALL.iter().filter(may).copied().collect()
}

fn read(view: &View<'_>, form: &Pairs) -> Result<Said, Errors> {
    let (cx, mut errors) = (&view.ask.cx, Errors::none());
    let get = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let to = Stage::from_code(&get("to")).ok().filter(|to| ways(view).contains(to));
    let (words, next) = (get("words"), get("next"));
    let owner = get("owner").parse::<WorkerId>().ok();
    let owner = owner.and_then(|id| view.staff.iter().find(|one| one.id == id));
    let became = get("became");
    let became = view.choices.iter().any(|(id, _)| *id == became).then_some(became);
    let text = MoveText {
        words,
        next,
        owner: owner.map_or(Words::default(), |one| Words::new(&one.name_ar, &one.name_en)),
    };
    match to {
        None => errors.add("to", cx.t("proposal-move-needed")),
        Some(to) if to.needs_words() && text.words.is_empty() => {
            errors.add("words", cx.t("proposal-words-needed"));
        }
        Some(Stage::Initiative) if became.is_none() => {
            errors.add("became", cx.t("proposal-became-needed"));
        }
        Some(_) => {}
    }
    if !text.fits() {
        errors.add("words", cx.t("proposal-words-needed"));
    }
    match to {
        Some(to) if errors.is_empty() => Ok(Said {
            to,
            text,
            due_at: day(form, "due").map(|date| date.plus_days(1).at_minute(0)),
            owner: owner.map(|one| one.id),
            became: became.and_then(|id| id.parse().ok()),
        }),
        _ => Err(errors),
    }
}

fn document(view: &View<'_>, values: &Pairs, errors: &Errors) -> Page {
    let (cx, row) = (&view.ask.cx, &view.open.row);
    let form = Form::new(cx, values, errors);
    let title = view.open.text.title.of(cx.lang).to_owned();
    let tags = html! { (tag(Tone::Plain, cx.code("proposal-kind", row.kind.code()))) (list::state(cx, row)) };
    let may = view.ask.may(Permission::MeetingKeep);
    let main = html! {
        @if view.open.is_stale(cx.now) {
            (Note::new("hourglass-medium", cx.t("proposal-stale")).tone(Tone::Warn).says(cx.t_with("proposal-stale-text", &[("n", STALE_DAYS.into())])))
        }
        @if row.told == Told::Refused {
            (Note::new("x-circle", cx.t("proposal-told-refused")).tone(Tone::Warn).says(cx.t("proposal-refused-text")))
        }
        (Card::new(cx.t("proposal-what")).body(html! { p.theme-text dir="auto" { (view.open.text.text.of(cx.lang)) } }))
        @if may { (moves(view, &form)) }
        (history(view))
    };
    let aside = html! { (standing(view)) };
    let body = html! {
        (heading(Name(&title), None, &tags))
        (form.summary())
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title.clone()).crumb(cx.t("proposals-title"), "/proposals");
    page.errors(errors.any()).refreshing(60).body(body)
}

/// Who decides, what is next, and what it became.
fn standing(view: &View<'_>) -> Markup {
    let (cx, row, me) = (&view.ask.cx, &view.open.row, view.ask.app.node.id);
    let called = |agency| entity(cx, &view.names, me, agency).to_owned();
    let last = view.open.moves.iter().rev().find(|(one, _)| counts(&view.open.course, one));
    let next = last.map(|(_, text)| text.next.as_str()).filter(|next| !next.is_empty());
    let owner = last.map(|(_, text)| text.owner.of(cx.lang)).filter(|owner| !owner.is_empty());
    let open = row.stage.is_open(row.kind);
    let due = row.due_at.filter(|_| open);
    let became = became_path(row, row.desk == me);
    let sent = (row.desk != me).then(|| cx.code("proposal-told", row.told.code()));
    let rows = Summary::new()
        .row(cx.t("proposal-by"), html! { (Name(&called(row.proposer))) })
        .row(cx.t("proposal-desk"), html! { (Name(&called(row.desk))) })
        .row_if(cx.t("proposal-told"), sent.map(|word| html! { (word) }))
        .row(cx.t("proposal-at"), dates::both_calendars(cx.lang, row.proposed_at))
        .row(cx.t("proposal-since"), dates::day(cx.lang, row.moved_at))
        .row_if(cx.t("proposal-owner"), owner.map(|owner| html! { (Name(owner)) }))
        .row_if(cx.t("proposal-next"), next.map(|next| html! { span dir="auto" { (next) } }))
        .row_if(
            cx.t("proposal-due"),
            due.map(|due| {
                html! { (tag(if due < cx.now { Tone::Bad } else { Tone::Info }, cx.deadline(due))) }
            }),
        )
        .row_if(
            cx.t("proposal-became"),
            became.map(|path| {
                html! { a.link href=(cx.url(&path)) { (cx.t("proposal-became-see")) } }
            }),
        );
    html! { (Card::new(cx.t("proposal-stands")).tag(list::state(cx, row)).body(html! { (rows) })) }
}

fn moves(view: &View<'_>, form: &Form<'_>) -> Markup {
    let (cx, row) = (&view.ask.cx, &view.open.row);
    let ways = ways(view);
    let label = |to: Stage| match to {
        same if same == row.stage => cx.t("proposal-move-step"),
        to => cx.code("proposal-move", to.code()),
    };
    let desk = row.desk == view.ask.app.node.id;
    let staff = view.staff.iter().filter(|one| one.active && !one.is_guest());
    let staff = staff.map(|one| (one.id.to_string(), one.name(cx.lang).to_owned()));
    let fresh = cx.url(&format!("/initiatives/new?from_proposal={}", row.id));
    html! {
        @if !ways.is_empty() {
            (Card::new(cx.t("proposal-your-move")).body(html! {
                @if ways.contains(&Stage::Initiative) && view.ask.may(Permission::AgreementSign) {
                    p { (cx.t("proposal-begin-text")) }
                    div.acts-row { (Button::link(cx.t("proposal-begin"), fresh).line().icon("rocket-launch")) }
                }
                (post(cx, &path(row.id, "/moves"), &html! {
                    (form.radios("to", cx.t("proposal-move-to")).side_by_side().choices(ways.iter().map(|to| (to.code(), label(*to)))))
                    (form.area("words", cx.t("proposal-words")).hint(cx.t("proposal-words-hint")).max(TEXT_MAX).rows(3))
                    @if desk {
                        (form.text("next", cx.t("proposal-next")).max(LINE_MAX).optional())
                        (form.select("owner", cx.t("proposal-owner")).combo().choices(staff).optional())
                        (form.date("due", cx.t("proposal-due")).optional())
                    }
                    @if !view.choices.is_empty() {
                        (form.select("became", cx.t("proposal-became")).hint(cx.t("proposal-became-hint")).combo().choices(view.choices.clone()).optional())
                    }
                    (acts(&html! { (Button::submit(cx.t("proposal-say"))) }))
                }))
            }))
        }
    }
}

/// Everything that was said, the first first, each with who and when.
fn history(view: &View<'_>) -> Markup {
    let (cx, row, me) = (&view.ask.cx, &view.open.row, view.ask.app.node.id);
    let called = |agency| entity(cx, &view.names, me, agency);
    let first = ChainLink::new("lightbulb", LinkState::Done, cx.code("proposal-stage", "PROPOSED"))
        .meta(html! { (Name(called(row.proposer))) " · " (dates::day_and_time(cx.lang, row.proposed_at)) });
    let mut links = vec![first];
    let mut before = Stage::Proposed;
    for (one, text) in &view.open.moves {
        let idle = !counts(&view.open.course, one);
        let word = cx.code("proposal-stage", one.stage.code());
        let stage = [("stage", Arg::phrase(word.clone()))];
        let title = match (one.told, idle, one.stage == before) {
            (Told::Refused, ..) => cx.t_with("proposal-not-taken", &stage),
            (_, true, _) => cx.t_with("proposal-idle", &stage),
            (_, false, true) => cx.t("proposal-step"),
            (_, false, false) => word,
        };
        let state = if idle { LinkState::Broken } else { LinkState::Done };
        links.push(ChainLink::new(mark(one.stage), state, title).meta(told(view, one, text)));
        if !idle {
            before = one.stage;
        }
    }
    html! { (Card::new(cx.t("proposal-history")).id("history").count(links.len()).live("history", "agreements").body(chain(cx, &links))) }
}

/// Who, when, and what.
fn told(view: &View<'_>, one: &StoredMove, text: &MoveText) -> Markup {
    let (cx, me) = (&view.ask.cx, view.ask.app.node.id);
    let who = view.staff.iter().find(|worker| Some(worker.id) == one.worker);
    html! {
        (Name(entity(cx, &view.names, me, one.party)))
        @if let Some(who) = who { " · " (Name(who.name(cx.lang))) }
        " · " (dates::day_and_time(cx.lang, one.at))
        @if !text.words.is_empty() { p dir="auto" { (text.words) } }
        @if !text.next.is_empty() { p { b { (cx.t("proposal-next")) ": " } (Name(&text.next)) } }
    }
}

fn mark(stage: Stage) -> &'static str {
    match stage {
        Stage::Proposed => "lightbulb",
        Stage::Studied => "magnifying-glass",
        Stage::Agreed => "handshake",
        Stage::Initiative => "rocket-launch",
        Stage::Declined => "x-circle",
        Stage::Withdrawn => "arrow-u-up-left",
    }
}
