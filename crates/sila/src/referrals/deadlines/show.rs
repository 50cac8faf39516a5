//! The times on the page of a referral, in the lists and on the day of whoever is named.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::codes::PermissionForm;
use sila_core::ids::AgencyId;
use sila_core::joint::{Deadline, Finding, LineId, Watch};

use super::progress;
use super::store::{self, Running, Waiting};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::partners::Names;
use crate::problem::Problem;
use crate::referrals::joint::{Loaded, Room, opened};
use crate::referrals::record::Record;
use crate::referrals::show::Sight;
use crate::referrals::store::Direction;
use crate::web::components::{
    Button, Card, ClockBox, Note, Task, Tone, acts, icon, post, stack, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Errors, Form, Pairs};

/// The times of one referral, with whom they reached.
#[derive(Debug, Default)]
pub struct Shown {
    running: Vec<Running>,
    watch: Watch,
    names: BTreeMap<LineId, String>,
    /// Our worker who gave the second signature.
    signer: Option<sila_core::ids::WorkerId>,
}

impl Shown {
    /// Reads them.
    ///
    /// # Errors
    /// When the store cannot be read, or what is sealed does not open.
    pub async fn gather(app: &App, record: &Record) -> Result<Shown, Problem> {
        let Some(thread) = record.thread.clone() else { return Ok(Shown::default()) };
        let id = record.row.id;
        let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
            Ok((Loaded::load(tx, &thread)?, store::of_referral(tx, id)?))
        };
        let (loaded, running) = app.store.read(read).await?;
        let names = opened(app, &loaded, Room::Times)?;
        let signed = loaded.stored.iter().find(|line| line.deed == "COUNTERSIGN");
        let signer = signed.and_then(|line| line.worker);
        Ok(Shown { running, watch: loaded.joint.watch().clone(), names, signer })
    }

    /// What became of the times.
    pub fn watch(&self) -> &Watch {
        &self.watch
    }

    /// Whether this time runs.
    pub fn waits(&self, deadline: Deadline) -> bool {
        self.running.iter().any(|one| one.deadline == deadline)
    }

    /// Whom an agency has told of a time at a level.
    fn told(&self, cx: &Cx, agency: AgencyId, deadline: Deadline, level: u8) -> Option<Markup> {
        let mut lines = self.watch.told().iter();
        let told = lines.find(|told| {
            told.id.author == agency && (told.deadline, told.level) == (deadline, level)
        })?;
        let names = self.names.get(&told.id).map_or("", String::as_str);
        let one = |line: &str| match line.split_once('\t') {
            Some((ar, en)) => cx.lang.pick(ar, en).to_owned(),
            None => line.to_owned(),
        };
        let names: Vec<String> = names.lines().map(one).collect();
        Some(html! {
            @for (nth, name) in names.iter().enumerate() { @if nth > 0 { " · " } (Name(name)) }
        })
    }
}

/// The card: what still runs, whom it reached on both sides, and what can be done about it.
pub fn card(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let shown = &sight.times;
    let raised = !shown.watch.told().is_empty();
    let after = |one: &Running| matches!(one.deadline, Deadline::Signature | Deadline::Review);
    let emergency = shown.running.iter().any(after) || shown.watch.signature().is_some();
    if !raised && !emergency && !progress::is_shown(shown) {
        return html! {};
    }
    let running = shown.running.iter().filter(|one| after(one) || one.level > 0);
    let card = Card::new(cx.t("deadline-title")).id("referral-times");
    html! {
        (card.body(stack(&html! {
            @for one in running { (clock(cx, one)) }
            (done(cx, shown))
            (progress::said(cx, shown))
            @for deadline in Deadline::ALL { (reached(cx, sight, *deadline)) }
            (forms(cx, sight, worker))
        })))
    }
}

fn clock(cx: &Cx, one: &Running) -> Markup {
    let late = one.due < cx.now;
    html! { (ClockBox {
        label: cx.code("deadline", one.deadline.code()),
        value: cx.deadline(one.due),
        source: html! { (cx.at(one.due)) },
        tone: if late { Tone::Bad } else { Tone::Plain },
    }) }
}

/// What was done after the fact, at whichever agency.
fn done(cx: &Cx, shown: &Shown) -> Markup {
    let consent = |form: PermissionForm| cx.code("permission-form", form.code());
    html! {
        @if let Some((_, form)) = shown.watch.signature() {
            p { (icon("signature")) " " (cx.t("deadline-signed")) " " (tag(Tone::Ok, consent(form))) }
        }
        @if let Some((_, finding)) = shown.watch.review() {
            p { (icon("check-circle")) " " (cx.t("deadline-reviewed")) " " (tag(tone(finding), cx.code("finding", finding.code()))) }
        }
    }
}

fn tone(finding: Finding) -> Tone {
    match finding {
        Finding::Right => Tone::Ok,
        Finding::Lesson => Tone::Gold,
        Finding::Wrong => Tone::Bad,
    }
}

/// Who was told at both agencies.
fn reached(cx: &Cx, sight: &Sight, deadline: Deadline) -> Markup {
    let (ours, theirs) = (cx.agency().to_owned(), sight.peer_name(cx).to_owned());
    let agencies = [(sight.me, ours), (sight.record.row.peer, theirs)];
    let told = |level: u8| {
        let agencies = agencies.iter();
        let told: Vec<(&String, Markup)> = agencies
            .filter_map(|(agency, name)| {
                Some((name, sight.times.told(cx, *agency, deadline, level)?))
            })
            .collect();
        told
    };
    html! {
        @for level in 1..=sila_core::joint::LEVELS {
            @let told = told(level);
            @if !told.is_empty() {
                (Note::new("siren", cx.code("deadline-over", deadline.code())).tone(Tone::Bad).body(html! {
                    p { (cx.t_with("deadline-level", &[("n", level.into())])) }
                    ul { @for (agency, names) in &told { li { b { (Name(agency)) } ": " (names) } } }
                }))
            }
        }
    }
}

/// The second signature and the review, for whoever may give them.
fn forms(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let (row, shown) = (&sight.record.row, &sight.times);
    let ours = row.direction == Direction::Out && worker.may(Permission::ReferralApprove);
    if !ours || row.created_by == Some(worker.id) {
        return html! {};
    }
    let shared = sight.body.as_ref().and_then(|body| body.shared.as_ref());
    let before = shared.and_then(|shared| shared.permission.form);
    let values: Pairs = before.iter().map(|form| ("consent", form.code())).collect();
    let errors = Errors::none();
    let form = Form::new(cx, &values, &errors);
    let consents = PermissionForm::ALL.iter();
    let consents = consents.map(|one| (one.code(), cx.code("permission-form", one.code())));
    let findings = Finding::ALL.iter().map(|one| (one.code(), cx.code("finding", one.code())));
    let act = |rest: &str| format!("/referrals/{}/{rest}", row.id);
    html! {
        @if shown.waits(Deadline::Signature) {
            (post(cx, &act("countersignature"), &html! {
                (form.select("consent", cx.t("deadline-consent")).hint(cx.t("deadline-consent-hint")).choices(consents))
                (acts(&html! { (Button::submit(cx.t("deadline-sign")).icon("signature")) }))
            }))
        } @else if shown.waits(Deadline::Review) && shown.signer != Some(worker.id) {
            (post(cx, &act("review"), &html! {
                (form.select("finding", cx.t("deadline-finding")).hint(cx.t("deadline-finding-hint")).choices(findings))
                (acts(&html! { (Button::submit(cx.t("deadline-review-act")).icon("check-circle")) }))
            }))
        }
    }
}

/// Something that waits, on the day of whoever is named or can do it.
pub fn task(cx: &Cx, one: &Waiting, names: &Names) -> Task {
    // Whoever was told was told because it had run out.
    let (over, late) = (one.told, one.told || one.due < cx.now);
    let own = match one.deadline {
        Deadline::Contact | Deadline::Reply => "chat-circle-text",
        _ => "signature",
    };
    let (mark, tone) = if over { ("siren", Tone::Bad) } else { (own, Tone::Gold) };
    let key = if over { "deadline-over" } else { "deadline-do" };
    let href = cx.url(&format!("/referrals/{}", one.referral));
    Task::new(mark, tone, cx.code(key, one.deadline.code()), href)
        .meta(html! { (Name(names.of(cx.lang, one.peer))) " · " (Reference(&one.reference)) })
        .end(tag(if late { Tone::Bad } else { Tone::Warn }, cx.deadline(one.due)))
}

/// The mark of a referral in the lists whose time has run out.
pub fn mark(cx: &Cx, level: u8) -> Markup {
    tag(Tone::Bad, cx.t_with("deadline-level", &[("n", Arg::from(level))]))
}
