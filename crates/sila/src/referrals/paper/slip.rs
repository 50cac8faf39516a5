//! `/referrals/{id}/slip`: a worker types in what came back from a partner without a node. The code must be that of the papers; then the
//! referral moves as the partner's decision says.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::AreaCode;
use sila_core::codes::{DeclineCode, OutcomeCode};
use sila_core::ids::{ReferralId, WorkerId};
use sila_core::referral::{Act, State, Thread};
use sila_core::time::Millis;
use sila_link::Salted;
use sila_seal::sha256;
use uuid::Uuid;

use super::super::hosted::{self, PAPER, Word};
use super::super::outcome::{self as ended, Came};
use super::super::record::Record;
use super::super::{back_to, body, decline, form_page, path};
use super::seal::{self, Codes};
use super::store::{self, NewSlip, Slip};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::journal::store::Fact;
use crate::partners::Level;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::Place;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Longest name and office of who gave the word, in characters.
const WORD_MAX: usize = 120;
/// How a slip comes.
const WAYS: [&str; 2] = ["PAPER", "TELEPHONE"];

/// What a slip says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The papers have arrived.
    Received,
    /// They take the person; the envelope was opened.
    Accepted,
    /// They do not.
    Declined,
    /// What came of it.
    Outcome,
    /// The envelope came back closed, or was destroyed.
    Returned,
    /// They have gone through the list of what is handed over, and take it over.
    Taken,
}

impl Answer {
    const ALL: [Answer; 6] = [
        Answer::Received,
        Answer::Accepted,
        Answer::Declined,
        Answer::Taken,
        Answer::Outcome,
        Answer::Returned,
    ];

    /// The key in rows, forms and texts.
    pub fn code(self) -> &'static str {
        match self {
            Answer::Received => "RECEIVED",
            Answer::Accepted => "ACCEPTED",
            Answer::Declined => "DECLINED",
            Answer::Outcome => "OUTCOME",
            Answer::Returned => "RETURNED",
            Answer::Taken => "TAKEN",
        }
    }

    /// Whether `code` may stand under it: the code inside the envelope always, that of the cover while nobody says to have opened it.
    fn proven_by(self, code: u32, codes: &Codes) -> bool {
        let inside = matches!(self, Answer::Accepted | Answer::Taken | Answer::Outcome);
        code == codes.inside || (!inside && code == codes.cover)
    }
}

/// What can come back now.
pub fn answers(thread: &Thread, delivered_at: Option<Millis>) -> Vec<Answer> {
    let can = |answer: &Answer| match answer {
        Answer::Received => thread.state() == State::Offered && delivered_at.is_none(),
        Answer::Accepted | Answer::Declined => thread.state().is_undecided(),
        Answer::Outcome => {
            let waits = thread.awaits_list() || thread.awaits_taking();
            thread.state() == State::Accepted && !waits
        }
        Answer::Taken => thread.awaits_taking(),
        Answer::Returned => thread.state().must_purge() && !thread.is_purged(),
    };
    Answer::ALL.into_iter().filter(can).collect()
}

/// A slip as typed.
#[derive(Debug, Clone)]
pub struct Typed {
    /// What it says.
    pub answer: Answer,
    /// The code on it.
    pub code: u32,
    /// With a refusal: why, and the area believed competent.
    pub reason: Option<(DeclineCode, Option<AreaCode>)>,
    /// With an outcome: which.
    pub outcome: Option<OutcomeCode>,
    /// With the outcome of an assessment: the report that came with the slip.
    pub report: Option<Salted>,
    /// How it came.
    pub way: &'static str,
    /// On whose word: name and office.
    pub word: String,
}

/// Asks what the slip says.
///
/// # Errors
/// `page.not_found` for a stranger, and for a referral that does not go on paper.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = on_paper(&ask.app, ask.worker()?, ask.id("id")?).await?;
    let mut values = ask.form.clone();
    values.set("way", WAYS[0]);
    Ok(Reply::page(&form(&ask.cx, &record, &values, &Errors::none())?))
}

/// Takes the slip. What was typed stays when something is wrong with it.
///
/// # Errors
/// `page.not_found`; what the rules refuse.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = on_paper(&ask.app, worker, id).await?;
    let wrong = |errors: &Errors| form(&ask.cx, &record, &ask.form, errors);
    let typed = match read(&ask.cx, &record, &ask.form) {
        Ok(typed) => typed,
        Err(errors) => return Ok(Reply::page_with_errors(&wrong(&errors)?)),
    };
    match type_in(&ask.app, worker, id, &typed, ask.now).await {
        Err(problem) if problem.code == WRONG_CODE => {
            let mut errors = Errors::none();
            errors.add("code_typed", ask.cx.t("slip-code-wrong"));
            Ok(Reply::page_with_errors(&wrong(&errors)?))
        }
        done => done.map(|()| back_to(&ask.cx, id)),
    }
}

/// The code on the slip is not one of this referral.
const WRONG_CODE: &str = "slip.wrong_code";

/// The act itself: the slip and the entry that stands on it, in one transaction.
///
/// # Errors
/// `slip.wrong_code`; what the rules refuse: decided, taken back or run out meanwhile.
pub async fn type_in(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    typed: &Typed,
    now: Millis,
) -> Result<(), Problem> {
    let record = on_paper(app, worker, id).await?;
    let unreadable = || Problem::internal("referral.unreadable");
    let body = body::open(app, id, &record.sealed)?.ok_or_else(unreadable)?;
    let codes = seal::codes(&record.row.reference, &body).ok_or_else(unreadable)?;
    if !typed.answer.proven_by(typed.code, &codes) {
        return Err(Problem::refused(WRONG_CODE).way_out(path(id, "/slip")));
    }
    let slip = new(app, worker.id, id, typed, now);
    let act = match typed.answer {
        Answer::Received => return hosted::delivered(app, &record, Some(slip), now).await,
        Answer::Accepted => Act::Accept,
        Answer::Declined => {
            let (code, proposed_area) = typed.reason.ok_or_else(unreadable)?;
            Act::Decline { code, proposed_area }
        }
        Answer::Taken => Act::Take { list: record.thread()?.list().ok_or_else(unreadable)? },
        Answer::Outcome => {
            let (code, report) = (typed.outcome.ok_or_else(unreadable)?, typed.report.clone());
            Came { code, report }.act()
        }
        Answer::Returned if record.row.state == State::Invalidated => {
            Act::Erased { views: Vec::new() }
        }
        Answer::Returned => Act::Purged,
    };
    let word =
        Word { role: PAPER, worker: worker.id, slip: Some(slip), said: typed.report.clone() };
    hosted::act(app, record.row.peer, id, &act, &word, now).await
}

fn new(app: &App, worker: WorkerId, referral: ReferralId, typed: &Typed, now: Millis) -> NewSlip {
    let id = app.clock.new_id();
    let answer = typed.answer.code();
    let sealed = app.vault.seal(place(id), typed.word.as_bytes());
    let told = [format!("{answer} {} ", typed.way).as_bytes(), &sha256(&[&sealed])].concat();
    let fact = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "slip",
        subject: referral.to_string(),
        worker: Some(worker),
        data: told,
    };
    NewSlip { id, at: now, worker, answer, way: typed.way, word: sealed, fact }
}

fn place(id: Uuid) -> Place {
    Place { table: "slip", row: id }
}

/// The slips of a referral, with the words they stand on.
///
/// # Errors
/// When the store cannot be read, or a row was changed from outside.
pub async fn opened(app: &App, id: ReferralId) -> Result<Vec<Slip>, Problem> {
    let stored = app.store.read(move |tx| store::of_referral(tx, id)).await?;
    let open = |(slip, sealed): (Slip, Vec<u8>)| {
        let word = app.vault.open(place(slip.id), &sealed)?;
        Ok(Slip { word: String::from_utf8_lossy(&word).into_owned(), ..slip })
    };
    stored.into_iter().map(open).collect()
}

/// A referral to a partner that is reached on paper, found through the worker.
async fn on_paper(app: &App, worker: &Worker, id: ReferralId) -> Result<Record, Problem> {
    let record = Record::through(app, worker, id).await?;
    let paper = record.partner.is_some_and(|level| level != Level::Portal);
    if !worker.may(Permission::ReferralOffer) || !paper || record.thread.is_none() {
        return Err(Problem::not_found());
    }
    Ok(record)
}

fn read(cx: &Cx, record: &Record, form: &Pairs) -> Result<Typed, Errors> {
    let mut errors = Errors::none();
    let open = record.thread.as_ref().map(|thread| answers(thread, record.row.delivered_at));
    let asked = form.get("answer").unwrap_or_default();
    let answer = open.unwrap_or_default().into_iter().find(|answer| answer.code() == asked);
    if answer.is_none() {
        errors.add("answer", cx.t("slip-answer-missing"));
    }
    let code = form.get("code_typed").and_then(seal::read);
    if code.is_none() {
        errors.add("code_typed", cx.t("slip-code-form"));
    }
    let word = form.get("word").unwrap_or_default().trim().to_owned();
    if !(3..=WORD_MAX).contains(&word.chars().count()) {
        errors.add("word", cx.t("slip-word-missing"));
    }
    let way = WAYS.into_iter().find(|way| form.get("way") == Some(way));
    if way.is_none() {
        errors.add("way", cx.t("slip-way-missing"));
    }
    let reason = match answer {
        Some(Answer::Declined) => decline::read(cx, form).map_err(|more| {
            for field in ["code", "area"] {
                more.get(field).iter().for_each(|words| errors.add(field, *words));
            }
        }),
        _ => Err(()),
    };
    let outcome = form.get("outcome").and_then(|code| OutcomeCode::from_code(code).ok());
    if answer == Some(Answer::Outcome) && outcome.is_none() {
        errors.add("outcome", cx.t("referral-outcome-missing"));
    }
    let report = match answer {
        Some(Answer::Outcome) => ended::typed_report(cx, record.row.kind, form, &mut errors),
        _ => None,
    };
    match (answer, code, way) {
        (Some(answer), Some(code), Some(way)) if errors.is_empty() => {
            Ok(Typed { answer, code, reason: reason.ok(), outcome, report, way, word })
        }
        _ => Err(errors),
    }
}

fn form(cx: &Cx, record: &Record, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let open = answers(record.thread()?, record.row.delivered_at);
    let fields = Form::new(cx, values, errors);
    let answer = open.iter().fold(fields.radios("answer", cx.t("slip-answer")), |field, one| {
        let hint = cx.code("slip-answer-hint", one.code());
        field.choice_hint(one.code(), cx.code("slip-answer", one.code()), hint)
    });
    let ways: BTreeMap<_, _> =
        WAYS.into_iter().map(|way| (way, cx.code("slip-way", way))).collect();
    let inside = html! {
        (answer)
        (fields.text("code_typed", cx.t("slip-code")).hint(cx.t("slip-code-hint")).ltr().numeric().max(16))
        @if open.contains(&Answer::Declined) { (refusal(cx, &fields)) }
        @if open.contains(&Answer::Outcome) {
            (fields.radios("outcome", cx.t(ended::question_key(record.row.kind))).side_by_side().choices(
                OutcomeCode::ALL.iter().map(|code| (code.code(), cx.code("outcome", code.code())))))
            (ended::report_field(cx, record.row.kind, &fields))
        }
        (fields.text("word", cx.t("slip-word-field")).hint(cx.t("slip-word-hint")).max(WORD_MAX))
        (fields.radios("way", cx.t("slip-way")).side_by_side().choices(ways))
    };
    let act = path(record.row.id, "/slip");
    Ok(form_page(cx, &record.row, cx.t("slip-type"), &act, &inside, &cx.t("slip-act"), errors))
}

fn refusal(cx: &Cx, fields: &Form<'_>) -> Markup {
    html! { (decline::reasons(cx, fields).optional()) (decline::areas(cx, fields)) }
}
