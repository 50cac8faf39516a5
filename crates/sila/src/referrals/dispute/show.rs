//! `/referrals/{id}/dispute`: who answers for the person now, where the dispute stands and by when, who speaks for each agency,
//! and what each can do next.

use maud::{Markup, html};
use sila_core::codes::Urgency;
use sila_core::ids::{AgencyId, ReferralId};
use sila_core::joint::{Deed, Dispute, DisputeReason, DisputeResult, DisputeStage, HEAD, Line};
use sila_core::time::Millis;

use super::super::chain;
use super::super::joint::{Desk, Room, Sheet};
use super::{WORDS_MAX, arbiter, due, may_act, path};
use crate::accounts::Worker;
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, ChainLink, ClockBox, LinkState, Note, Tone, acts, chain as chain_of, columns,
    copyable, heading, post, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Errors, Page};

/// The page. Reading it is written down before it is shown.
///
/// # Errors
/// `page.not_found` for whoever may not see the referral.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let desk = Desk::through(&ask.app, ask.worker()?, (id, Room::Dispute), ask.now).await?;
    Ok(Reply::page(&document(&ask, &ask.cx, &desk, &Errors::none()).await?))
}

/// The page again, with what was typed and what is wrong with it.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn again(ask: &Ask, desk: &Desk, errors: &Errors) -> Result<Reply, Problem> {
    let mut cx = ask.cx.clone();
    cx.path = path(desk.record.row.id, "");
    Ok(Reply::page_with_errors(&document(ask, &cx, desk, errors).await?))
}

async fn document(ask: &Ask, cx: &Cx, desk: &Desk, errors: &Errors) -> Result<Page, Problem> {
    let (row, worker) = (&desk.record.row, ask.worker()?);
    access::record(&ask.app, worker, Subject::Referral(row.id.0), "dispute.show", ask.now).await?;
    let open = desk.loaded.joint.open_dispute();
    let due = match open {
        Some(dispute) => {
            let (row, joint) = (row.clone(), desk.loaded.joint.clone());
            let dispute = dispute.clone();
            ask.app.store.read(move |tx| due(tx, &row, &joint, &dispute)).await?
        }
        None => None,
    };
    let named = arbiter::named(&ask.app, row.agreement).await?;
    let sheet = Sheet { cx, desk, values: &ask.form, errors };
    let main = html! {
        (responsible(&sheet))
        @match open {
            Some(dispute) => { (stage(&sheet, dispute, due)) (arbiter::cards(&sheet, dispute, (named.as_ref(), due), worker)) (moves(&sheet, dispute, worker)) }
            None if may_act(worker) => { (form(&sheet)) }
            None => {}
        }
        @for dispute in desk.loaded.joint.disputes().iter().rev() { (course(&sheet, dispute)) }
    };
    let aside = html! { (persons(&sheet)) (same(&sheet)) };
    let agency = [("agency", Arg::from(desk.peer.name(cx.lang)))];
    let title = cx.t_with("dispute-title", &agency);
    let back = super::super::path(row.id, "");
    let body = html! {
        (errors.summary(cx))
        (heading(title.clone(), Some(&cx.t("dispute-lead")), &html! {
            (Button::link(cx.t("joint-back"), cx.url(&back)).soft())
        }))
        p.muted { (Reference(&row.reference)) }
        (columns(&main, &aside))
    };
    let page = Page::new(cx, title).crumb(cx.t("referrals"), "/referrals");
    Ok(page.crumb(row.reference.clone(), &back).errors(errors.any()).refreshing(30).body(body))
}

/// Safety first: who answers for the person while the two disagree.
fn responsible(sheet: &Sheet<'_>) -> Markup {
    let cx = sheet.cx;
    let Some(thread) = &sheet.desk.record.thread else { return html! {} };
    let agency = thread.responsible();
    let known = agency == sheet.desk.me || agency == sheet.desk.peer.agency;
    let name = if known { sheet.agency(agency).to_owned() } else { cx.t("dispute-third") };
    let who = [("agency", Arg::from(name.as_str()))];
    let urgent = sheet.desk.record.row.urgency == Urgency::Emergency;
    html! {
        (Note::new("shield-check", cx.t_with("dispute-responsible", &who)).tone(Tone::Ok).body(html! {
            p { (cx.t("dispute-responsible-text")) }
            @if urgent { p { (cx.t("dispute-responsible-emergency")) } }
        }))
    }
}

fn tone(stage: DisputeStage) -> Tone {
    match stage {
        DisputeStage::Answer | DisputeStage::Talks => Tone::Gold,
        DisputeStage::Heads | DisputeStage::Arbiter => Tone::Bad,
        DisputeStage::Settled => Tone::Ok,
        DisputeStage::Dropped => Tone::Plain,
    }
}

fn stage(sheet: &Sheet<'_>, dispute: &Dispute, due: Option<Millis>) -> Markup {
    let cx = sheet.cx;
    let code = dispute.stage.code();
    let turn = match dispute.stage {
        DisputeStage::Answer if dispute.id.author != sheet.desk.me => cx.t("dispute-turn-ours"),
        DisputeStage::Answer => cx.t("dispute-turn-theirs"),
        _ => cx.t("dispute-turn-both"),
    };
    let clock = due.map(|due| ClockBox {
        label: cx.t("dispute-due"),
        value: cx.deadline(due),
        source: html! { (cx.at(due)) },
        tone: if due < cx.now { Tone::Bad } else { Tone::Plain },
    });
    html! {
        (Card::new(cx.code("dispute-stage", code)).tag(tag(tone(dispute.stage), cx.code("dispute-reason", dispute.reason.code())))
            .live("dispute-stage", "referrals").body(html! {
            p { (cx.code("dispute-stage-text", code)) }
            p { b { (turn) } }
            @if let Some(clock) = &clock { (clock) }
            @if due.is_some_and(|due| due < cx.now) { p.hint { (cx.t("dispute-overdue")) } }
        }))
    }
}

/// What can be done next.
fn moves(sheet: &Sheet<'_>, dispute: &Dispute, worker: &Worker) -> Markup {
    if !may_act(worker) {
        return html! {};
    }
    let (cx, id, fields) = (sheet.cx, sheet.desk.record.row.id, sheet.form());
    let ours = dispute.id.author == sheet.desk.me;
    let heads = matches!(dispute.stage, DisputeStage::Heads | DisputeStage::Arbiter);
    let may_settle = !heads || worker.roles.iter().any(|role| role == HEAD);
    let answer = fields.area("answer", cx.t("dispute-answer")).hint(cx.t("dispute-words-hint"));
    let results = DisputeResult::ALL.iter();
    let results = results.map(|one| (one.code(), cx.code("dispute-result", one.code())));
    let terms = fields.area("terms", cx.t("dispute-terms")).hint(cx.t("dispute-words-hint"));
    html! {
        @if let Some(proposal) = dispute.acceptable(sheet.desk.me).filter(|_| may_settle) {
            (Card::new(cx.t("dispute-accept-title")).body(post(cx, &path(id, "/settlement"), &html! {
                p { b { (cx.code("dispute-result", proposal.result.code())) } }
                (sheet.typed(proposal.id))
                (fields.hidden("proposal", &proposal.id.to_string()))
                (acts(&html! { (Button::submit(cx.t("dispute-accept")).icon("signature")) }))
            })))
        }
        @if !ours && dispute.answer.is_none() {
            (Card::new(cx.t("dispute-answer-title")).body(post(cx, &path(id, "/answer"), &html! {
                (answer.max(WORDS_MAX).rows(4))
                (acts(&html! { (Button::submit(cx.t("dispute-answer-act"))) }))
            })))
        }
        @if may_settle {
            (Card::new(cx.t("dispute-propose-title")).body(post(cx, &path(id, "/proposals"), &html! {
                (fields.radios("result", cx.t("dispute-result")).choices(results))
                (terms.max(WORDS_MAX).rows(3))
                (acts(&html! { (Button::submit(cx.t("dispute-propose")).line()) }))
            })))
        } @else {
            (Note::new("users-three", cx.t("dispute-heads-only")).tone(Tone::Info).says(cx.t("dispute-heads-only-text")))
        }
        section.card { div.card-b.joint-acts {
            @if !heads { (post(cx, &path(id, "/heads"), &html! { (Button::submit(cx.t("dispute-raise")).line()) })) }
            @if ours { (post(cx, &path(id, "/withdrawal"), &html! { (Button::submit(cx.t("dispute-withdraw")).soft()) })) }
        } }
    }
}

fn form(sheet: &Sheet<'_>) -> Markup {
    let (cx, id, fields) = (sheet.cx, sheet.desk.record.row.id, sheet.form());
    let reasons = DisputeReason::ALL.iter();
    let reasons = reasons.map(|one| (one.code(), cx.code("dispute-reason", one.code())));
    let words = fields.area("words", cx.t("dispute-words")).hint(cx.t("dispute-words-hint"));
    html! {
        (Card::new(cx.t("dispute-open-title")).body(post(cx, &path(id, ""), &html! {
            p { (cx.t("dispute-open-text")) }
            (fields.radios("reason", cx.t("dispute-reason")).choices(reasons))
            (words.max(WORDS_MAX).rows(4))
            (acts(&html! { (Button::submit(cx.t("dispute-open-act"))) }))
        })))
    }
}

/// Everything that was said in one dispute, in the order that holds at both.
fn course(sheet: &Sheet<'_>, dispute: &Dispute) -> Markup {
    let cx = sheet.cx;
    let steps = sheet.desk.loaded.joint.steps().iter().map(|step| &step.line);
    let lines =
        steps.filter(|line| line.id() == dispute.id || line.deed.dispute() == Some(dispute.id));
    let links: Vec<ChainLink> = lines.map(|line| link(sheet, line)).collect();
    html! {
        (Card::new(cx.t("dispute-course")).count(links.len())
            .tag(tag(tone(dispute.stage), cx.code("dispute-stage", dispute.stage.code())))
            .body(chain_of(cx, &links)))
    }
}

fn link(sheet: &Sheet<'_>, line: &Line) -> ChainLink {
    let cx = sheet.cx;
    let mark = match &line.deed {
        Deed::Dispute { .. } => "scales",
        Deed::Answer { .. } => "chat-circle-text",
        Deed::Raise { .. } => "users-three",
        Deed::Propose { .. } => "pencil-simple",
        Deed::Settle { .. } => "signature",
        Deed::Refer { .. } => "scales",
        Deed::Rule { .. } => "stamp",
        Deed::Contest { .. } => "prohibit",
        Deed::Stand { .. } => "clock-countdown",
        _ => "arrow-u-up-left",
    };
    let detail = match &line.deed {
        Deed::Dispute { reason } => Some(cx.code("dispute-reason", reason.code())),
        Deed::Propose { result, .. } | Deed::Rule { result, .. } => {
            Some(cx.code("dispute-result", result.code()))
        }
        _ => None,
    };
    let stored = sheet.desk.loaded.stored.iter().find(|stored| stored.line() == line.id());
    let link = ChainLink::new(mark, LinkState::Done, cx.code("dispute-step", line.deed.code()));
    let link = link.meta(html! {
        (sheet.signed(line.id())) " · " (chain::role(cx, &line.by))
        @if let Some(detail) = &detail { br; b { (detail) } }
        @if !sheet.desk.words(line.id()).is_empty() { (sheet.typed(line.id())) }
    });
    match stored {
        Some(stored) => link.seal(&stored.hash),
        None => link,
    }
}

/// Who speaks for each agency.
fn persons(sheet: &Sheet<'_>) -> Markup {
    let cx = sheet.cx;
    let joint = &sheet.desk.loaded.joint;
    let spoke = |n: u32, author: AgencyId| {
        let mut lines = joint.steps().iter().map(|step| &step.line);
        lines.any(|line| line.author == author && line.who == n && line.deed.is_dispute())
    };
    let members: Vec<_> =
        joint.plan().members.iter().filter(|one| spoke(one.id.n, one.id.author)).collect();
    html! {
        (Card::new(cx.t("dispute-persons")).count(members.len()).live("dispute-persons", "referrals").body(html! {
            @if members.is_empty() { p.muted { (cx.t("joint-team-none")) } }
            ul.links { @for member in members { li { div {
                b { (Name(sheet.member(member.id))) }
                div.sub { (chain::role(cx, &member.role)) " · " (Name(sheet.agency(member.id.author))) }
            } } } }
            p.hint { (cx.t("dispute-persons-text")) }
        }))
    }
}

fn same(sheet: &Sheet<'_>) -> Markup {
    let cx = sheet.cx;
    let fingerprint = sheet.desk.fingerprint();
    let hex: String = fingerprint.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    html! {
        (Card::new(cx.t("joint-same")).live("joint-same", "referrals").body(html! {
            p { (copyable(cx, &hex)) }
            p.hint { (cx.t("dispute-same-text")) }
        }))
    }
}
