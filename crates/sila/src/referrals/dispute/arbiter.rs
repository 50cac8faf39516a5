//! The arbiter whom the agreement names: where the heads have not agreed in time, one of them brings the dispute there with a paper in which
//! nobody is named. What is ruled is written down by one head with its number, its day and the hash of its document, and holds once the other
//! head has signed it, or nobody there has contradicted in time. Like all of a dispute it moves nobody.

use maud::{Markup, html};
use sila_core::agreement::{Agreement, ArbiterClause};
use sila_core::ids::{AgreementId, ReferralId};
use sila_core::joint::{Deed, Dispute, DisputeResult, DisputeStage, HEAD};
use sila_core::time::Millis;
use sila_paper::{Paper, Text, Tone as Weight};
use sila_seal::sha256;

use super::super::joint::{self, Desk, Loaded, Room, Sheet, Wish, any_day, store as lines};
use super::super::record::Record;
use super::super::store as referrals;
use super::super::summary;
use super::{WORDS_MAX, due, may_act, path};
use crate::accounts::Worker;
use crate::agreements::{self, papers};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::p;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Summary, Tone, acts, heading, post};
use crate::web::ident::{Name, Reference, Seal};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates, paper};

/// The agreement of a referral.
async fn terms(app: &App, id: AgreementId) -> Result<Option<Agreement>, Problem> {
    let found = app.store.read(move |tx| agreements::store::find(tx, id)).await?;
    Ok(found.map(|stored| stored.agreement))
}

/// The arbiter whom the agreement of a referral names.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn named(app: &App, id: AgreementId) -> Result<Option<ArbiterClause>, Problem> {
    Ok(terms(app, id).await?.and_then(|terms| terms.arbiter))
}

fn is_head(worker: &Worker) -> bool {
    worker.roles.iter().any(|role| role == HEAD)
}

/// The open dispute, for a head of ours who may see it, with its agreement.
async fn before_heads(ask: &Ask) -> Result<(Desk, Dispute, Agreement), Problem> {
    let (id, worker): (ReferralId, _) = (ask.id("id")?, ask.worker()?);
    let desk = Desk::through(&ask.app, worker, (id, Room::Dispute), ask.now).await?;
    if !may_act(worker) {
        return Err(Problem::forbidden());
    }
    let open = desk.loaded.joint.open_dispute().cloned();
    let terms = terms(&ask.app, desk.record.row.agreement).await?;
    match (open, terms) {
        (Some(open), Some(terms)) if is_head(worker) => Ok((desk, open, terms)),
        _ => Err(too_soon(id)),
    }
}

fn too_soon(id: ReferralId) -> Problem {
    Problem::refused("dispute.not_yet").way_out(path(id, ""))
}

/// Brings it before the arbiter, once the time of the heads is over.
///
/// # Errors
/// `page.not_found` for a stranger; `dispute.not_yet` for anybody but a head, without an arbiter, and before the time is over.
pub async fn refer(ask: Ask) -> Result<Reply, Problem> {
    let (desk, open, terms) = before_heads(&ask).await?;
    let id = desk.record.row.id;
    let (row, joint, dispute) = (desk.record.row.clone(), desk.loaded.joint, open.clone());
    let due = ask.app.store.read(move |tx| due(tx, &row, &joint, &dispute)).await?;
    let over = open.stage == DisputeStage::Heads && due.is_some_and(|due| due < ask.now);
    if !over || terms.arbiter.is_none() {
        return Err(too_soon(id));
    }
    write(&ask, id, Wish::new(Deed::Refer { dispute: open.id }, "")).await
}

async fn write(ask: &Ask, id: ReferralId, wish: Wish) -> Result<Reply, Problem> {
    let worker = ask.worker()?;
    joint::write(&ask.app, worker, (id, Room::Dispute), ask.now, |_| Ok(wish.clone())).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// Asks what was ruled.
///
/// # Errors
/// As [`refer`].
pub async fn ruling_page(ask: Ask) -> Result<Reply, Problem> {
    let (desk, open, _) = before_heads(&ask).await?;
    if open.stage != DisputeStage::Arbiter || open.open_ruling().is_some() {
        return Err(too_soon(desk.record.row.id));
    }
    Ok(Reply::page(&form(&ask.cx, &desk, &Pairs::default(), &Errors::none())))
}

/// Writes down what was ruled.
///
/// # Errors
/// As [`refer`]; `joint.too_late` when another ruling waits.
pub async fn rule(ask: Ask) -> Result<Reply, Problem> {
    let (desk, open, _) = before_heads(&ask).await?;
    let id = desk.record.row.id;
    let upload = papers::upload(&ask).await?;
    let values = upload.fields.clone();
    let bytes = papers::whole(upload).await?;
    let (cx, mut errors) = (&ask.cx, Errors::none());
    let result = values.get("result").and_then(|code| DisputeResult::from_code(code).ok());
    let day = any_day(&values, "day").filter(|day| *day <= ask.now.uae_date());
    let said =
        ["number", "words"].map(|name| values.get(name).unwrap_or_default().trim().to_owned());
    let long = said.iter().any(|words| words.chars().count() > WORDS_MAX);
    let read = papers::media(&bytes).is_some_and(|media| !media.ends_with("signature"));
    for (wrong, field, key) in [
        (result.is_none(), "result", "dispute-result-missing"),
        (day.is_none(), "day", "dispute-ruling-day-wrong"),
        (said.iter().any(String::is_empty) || long, "number", "dispute-ruling-number-missing"),
        (!read, "file", "dispute-ruling-file-missing"),
    ] {
        if wrong {
            errors.add(field, cx.t(key));
        }
    }
    let (Some(result), Some(day), false) = (result, day, errors.any()) else {
        return Ok(Reply::page_with_errors(&form(cx, &desk, &values, &errors)));
    };
    let (dispute, document) = (open.id, sha256(&[&bytes]));
    let words = said.join("\n");
    write(&ask, id, Wish::new(Deed::Rule { dispute, result, day, document }, words)).await
}

fn form(cx: &Cx, desk: &Desk, values: &Pairs, errors: &Errors) -> Page {
    let row = &desk.record.row;
    let fields = Form::new(cx, values, errors);
    let results = DisputeResult::ALL.iter();
    let results = results.map(|one| (one.code(), cx.code("dispute-result", one.code())));
    let title = cx.t("dispute-ruling-title");
    let action = cx.url(&path(row.id, "/ruling"));
    let body = html! {
        (heading(title.clone(), Some(&cx.t("dispute-ruling-text")), &html! { (Reference(&row.reference)) }))
        (fields.summary())
        form method="post" action=(action) enctype="multipart/form-data" novalidate {
            (Card::new(title.clone()).body(html! {
                (fields.radios("result", cx.t("dispute-result")).choices(results))
                (fields.text("number", cx.t("dispute-ruling-number")).max(WORDS_MAX))
                (fields.date("day", cx.t("dispute-ruling-day")))
                (fields.area("words", cx.t("dispute-terms")).hint(cx.t("dispute-words-hint")).max(WORDS_MAX).rows(3))
                div.field {
                    label for="file" { (cx.t("dispute-ruling-file")) }
                    p.hint id="file-h" { (cx.t("dispute-ruling-file-hint")) }
                    input.in type="file" id="file" name="file" aria-describedby="file-h" accept="application/pdf,image/jpeg,image/png";
                }
            }))
            (acts(&html! { (Button::submit(cx.t("dispute-ruling-act")).icon("stamp")) }))
        }
    };
    let page = Page::new(cx, title).crumb(cx.t("referrals"), "/referrals");
    page.crumb(row.reference.clone(), &path(row.id, "")).errors(errors.any()).body(body)
}

/// On the page of the dispute: who would decide, the paper, what was ruled and waits for the other head.
pub(super) fn cards(
    sheet: &Sheet<'_>,
    dispute: &Dispute,
    (arbiter, due): (Option<&ArbiterClause>, Option<Millis>),
    worker: &Worker,
) -> Markup {
    let (cx, id) = (sheet.cx, sheet.desk.record.row.id);
    let Some(arbiter) = arbiter else { return html! {} };
    let there = dispute.stage == DisputeStage::Arbiter;
    if !there && dispute.stage != DisputeStage::Heads {
        return html! {};
    }
    let name = cx.lang.pick(&arbiter.name_ar, &arbiter.name_en);
    let who =
        [("arbiter", Arg::from(name.as_str())), ("clause", Arg::from(arbiter.number.as_str()))];
    let over = due.is_some_and(|due| due < cx.now) && !there;
    let (acts_here, open) = (may_act(worker) && is_head(worker), dispute.open_ruling());
    let to = |rest: &str| cx.url(&path(id, rest));
    html! {
        (Card::new(cx.t("dispute-arbiter-title")).id("dispute-arbiter").body(html! {
            p { (cx.t_with(if there { "dispute-arbiter-there" } else { "dispute-arbiter-then" }, &who)) }
            @if let Some(ruling) = open {
                p { b { (cx.code("dispute-result", ruling.result.code())) } " · "
                    span.num { (dates::day(cx.lang, ruling.day.at_minute(0))) } " · " (Seal(&ruling.document)) }
                @if let Some(due) = due { p { (cx.t_with("dispute-ruling-stands", &[("at", Arg::phrase(cx.at(due)))])) } }
                @if acts_here && ruling.id.author != sheet.desk.me { (contest(sheet)) }
            }
            @if acts_here && (over || there) {
                (acts(&html! {
                    (Button::link(cx.t("dispute-paper"), to("/paper.pdf")).line().icon("file-text"))
                    @if there && open.is_none() { (Button::link(cx.t("dispute-ruling-title"), to("/ruling")).icon("stamp")) }
                }))
                @if over { (post(cx, &path(id, "/arbiter"), &html! { (Button::submit(cx.t("dispute-refer")).icon("scales")) })) }
            } @else if there {
                (Note::new("users-three", cx.t("dispute-heads-only")).tone(Tone::Info))
            }
        }))
    }
}

fn contest(sheet: &Sheet<'_>) -> Markup {
    let (cx, id) = (sheet.cx, sheet.desk.record.row.id);
    let why = sheet.form().area("contradiction", cx.t("dispute-contest"));
    post(
        cx,
        &path(id, "/contradiction"),
        &html! {
            (why.hint(cx.t("dispute-words-hint")).max(WORDS_MAX).rows(2))
            (acts(&html! { (Button::submit(cx.t("dispute-contest-act")).line()) }))
        },
    )
}

/// The paper for the arbiter: who disagrees about what, the facts, what each holds in its own words, and the rule. No field of it is a name.
///
/// # Errors
/// As [`refer`].
pub async fn paper(ask: Ask) -> Result<Reply, Problem> {
    let (desk, open, terms) = before_heads(&ask).await?;
    let row = &desk.record.row;
    let late = matches!(open.stage, DisputeStage::Heads | DisputeStage::Arbiter);
    let Some(arbiter) = terms.arbiter.as_ref().filter(|_| late) else {
        return Err(too_soon(row.id));
    };
    let worker = ask.worker()?;
    access::record(&ask.app, worker, Subject::Referral(row.id.0), "dispute.paper", ask.now).await?;
    let written = written(&ask.cx, &desk, (&open, arbiter, &terms));
    paper::file(&written, &format!("{}-dispute", row.reference))
}

fn written(
    cx: &Cx,
    desk: &Desk,
    (open, arbiter, terms): (&Dispute, &ArbiterClause, &Agreement),
) -> Paper {
    let row = &desk.record.row;
    let name = |agency| if agency == desk.me { cx.agency() } else { desk.peer.name(cx.lang) };
    let [source, target] = desk.loaded.joint.parties();
    let head = Summary::new()
        .row(cx.t("dispute-arbiter-title"), Name(cx.lang.pick(&arbiter.name_ar, &arbiter.name_en)))
        .row(cx.t("referral-source"), Name(name(source)))
        .row(cx.t("referral-target"), Name(name(target)))
        .row(cx.t("referral-number"), Reference(&row.reference))
        .row(cx.t("referral-category"), cx.code("category", row.category.code()))
        .row(cx.t("referral-residence"), summary::area(cx, &row.area))
        .row(cx.t("dispute-reason"), cx.code("dispute-reason", open.reason.code()));
    let margins = paper::margins(cx, &row.reference, cx.t("dispute-paper-caution"));
    let day = paper::day(cx.now);
    let mut paper = Paper::new(paper::language(cx.lang), cx.t("dispute-paper-title"), day, margins)
        .paragraph(cx.t("dispute-paper-lead"))
        .pairs(paper::pairs(&head))
        .heading(1, cx.t("dispute-paper-facts"));
    let thread = desk.record.thread.iter();
    let states = thread.flat_map(|thread| thread.entered());
    let facts = states.map(|(state, at)| {
        Text::from(format!("{} · {}", cx.code("state", state.code()), cx.at(at)))
    });
    paper = paper.items(facts.collect());
    let grounds = [(open.id, open.id.author)].into_iter().chain(open.answer.map(|a| (a, a.author)));
    for (line, author) in grounds {
        paper = paper.heading(1, name(author)).paragraph(desk.words(line));
    }
    let rule = &terms.residence;
    let clause = cx.lang.pick(&rule.text_ar, &rule.text_en).as_str();
    paper.heading(1, cx.t("dispute-paper-rule")).clause(rule.number.as_str(), clause).note(
        Weight::Calm,
        cx.t("dispute-paper-nobody"),
        cx.t("dispute-paper-nobody-text"),
    )
}

/// Says, for rulings of the other agency that nobody here has contradicted in time, that they stand. Says of how many.
///
/// # Errors
/// When the store cannot be read.
pub async fn tend(app: &App, now: Millis) -> Result<usize, Problem> {
    let due = app.store.read(move |tx| lines::rulings_due(tx, now)).await?;
    let mut stood = 0;
    for id in due {
        match stand(app, id, now).await {
            Ok(done) => stood += usize::from(done),
            Err(problem) => {
                tracing::warn!(referral = %id, code = %problem.code, "does not stand: {problem}");
            }
        }
    }
    if stood > 0 {
        app.outbox.notify_one();
        app.changed(Topic::Referrals);
    }
    Ok(stood)
}

async fn stand(app: &App, id: ReferralId, now: Millis) -> Result<bool, Problem> {
    let record = Record::of(app, id).await?;
    // Nobody is bound by an arbiter whom no agreement names.
    if named(app, record.row.agreement).await?.is_none() {
        return Ok(false);
    }
    let (row, thread, me) = (record.row.clone(), record.thread()?.clone(), app.node.id);
    let loading = thread.clone();
    let loaded = app.store.read(move |tx| Loaded::load(tx, &loading)).await?;
    let open = loaded.joint.open_dispute();
    let named = open.and_then(|open| Some((open.id, open.open_ruling()?.id)));
    let Some((dispute, ruling)) = named.filter(|(_, ruling)| ruling.author != me) else {
        return Ok(false);
    };
    let wish = Wish::new(Deed::Stand { dispute, ruling }, "");
    let line = joint::of_node(app, &record, &loaded, wish, now).await?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if tx.exec(&referrals::TOUCH, &p![id, row.version])? == 0 {
            return Ok(false);
        }
        line.insert(tx, id)?;
        let after = Loaded::load(tx, &thread)?;
        super::keep(tx, &row, me, &after.joint)?;
        Ok(true)
    };
    Ok(app.store.write(write).await?)
}
