//! `/referrals/{id}/letter.pdf` and `/referrals/{id}/receipt.pdf`: the referral as a letter, and the paper that tells the person
//! concerned what was told about her, to whom and until when.
//!
//! The letter says what the page says, to whoever may read the page. The receipt names nobody: it may be found by others. Making either is written down.

use maud::{Markup, html};
use sila_core::codes::{Kind, Language, Withdrawal};
use sila_core::disclosure::{Disclosure, Preview};
use sila_core::field::Field;
use sila_core::ids::ReferralId;
use sila_core::permission::Permission as Given;
use sila_core::referral::{Act, Thread};
use sila_paper::{Paper, Text, Tone};

use super::show::Sight;
use super::store::Direction;
use super::{attachments, content, list, outcome, reading, summary};
use crate::accounts::Worker;
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::Summary;
use crate::web::ident::{Code, Name, Reference};
use crate::web::{Arg, Cx, paper};

/// The letter.
///
/// # Errors
/// `page.not_found` for a stranger, before it was signed, and after it was erased.
pub async fn letter(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let sight = Sight::gather(&ask.app, worker, id).await?;
    let paper = written(&ask.cx, &sight, worker).ok_or_else(Problem::not_found)?;
    access::record(&ask.app, worker, Subject::Referral(id.0), "referral.letter", ask.now).await?;
    paper::file(&paper, &sight.record.row.reference)
}

/// The receipt, at the agency that told.
///
/// # Errors
/// `page.not_found` for a stranger, before it was sent, after it was erased, and at the agency that was told.
pub async fn receipt(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let sight = Sight::gather(&ask.app, worker, id).await?;
    let paper = told(&ask.cx, &sight).ok_or_else(Problem::not_found)?;
    access::record(&ask.app, worker, Subject::Referral(id.0), "referral.receipt", ask.now).await?;
    paper::file(&paper, &format!("{}-receipt", sight.record.row.reference))
}

/// The signed word of the agency that was told that it has erased what it held: to be given to the person. It names nobody.
///
/// # Errors
/// `page.not_found` for a stranger, and where nothing was erased because the person took her permission back.
pub async fn erasure(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let sight = Sight::gather(&ask.app, worker, id).await?;
    let about = (id, sight.record.row.direction);
    let documents = ask.app.store.read(move |tx| attachments::store::gone(tx, about)).await?;
    let paper = erased(&ask.cx, &sight, documents).ok_or_else(Problem::not_found)?;
    access::record(&ask.app, worker, Subject::Referral(id.0), "referral.erasure", ask.now).await?;
    paper::file(&paper, &format!("{}-erasure", sight.record.row.reference))
}

fn erased(cx: &Cx, sight: &Sight, documents: u64) -> Option<Paper> {
    let (row, thread) = (&sight.record.row, sight.record.thread.as_ref()?);
    let last = |is: fn(&Act) -> bool| {
        thread.steps().iter().map(|step| &step.entry).rfind(|entry| is(&entry.act))
    };
    let said = last(|act| matches!(act, Act::Withdraw { .. }))?;
    let Act::Withdraw { why, .. } = said.act else { return None };
    let ran_out = why == Withdrawal::Expired;
    let gone = last(|act| matches!(act, Act::Purged)).filter(|_| thread.is_purged())?;
    let same = |one: &&super::store::StoredEntry| one.author == gone.author && one.n == gone.n;
    let hash = sight.record.stored.iter().find(same)?.hash;
    let name = |agency| {
        if agency == sight.me { cx.agency().to_owned() } else { sight.peer_name(cx).to_owned() }
    };
    let head = Summary::new()
        .row(cx.t("referral-number"), Reference(&row.reference))
        .row(cx.t("erasure-why"), cx.code("withdrawal", why.code()))
        .row(cx.t("erasure-said-at"), Name(&name(said.author)))
        .row(cx.t("erasure-said"), cx.at(said.at))
        .row(cx.t("erasure-documents"), documents.to_string())
        .row(cx.t("erasure-by"), Name(&name(gone.author)))
        .row(cx.t("erasure-at"), cx.at(gone.at));
    let margins = paper::margins(cx, &row.reference, cx.t("receipt-caution"));
    let sign =
        vec![cx.t("erasure-signed").into(), Text::new().identifier(&content::grouped(&hash))];
    let code: String = hash.iter().map(|byte| format!("{byte:02X}")).collect();
    let paper =
        Paper::new(paper::language(cx.lang), cx.t("erasure-title"), paper::day(gone.at), margins)
            .paragraph(cx.t(if ran_out { "erasure-text-expired" } else { "erasure-text" }))
            .pairs(paper::pairs(&head))
            .note(Tone::Calm, cx.t("erasure-stays"), cx.t("erasure-stays-text"))
            .square(format!("SILA1 {} {code}", row.reference), cx.t("erasure-square"), sign);
    Some(paper)
}

/// Whether there is a letter to make: it was signed, and what it says is still known here.
pub fn is_printable(sight: &Sight) -> bool {
    sight.record.thread.is_some() && sight.body.is_some()
}

/// Whether there is a receipt to make: we have told, and it was not taken back.
pub fn has_receipt(sight: &Sight) -> bool {
    let ours = sight.record.row.direction == Direction::Out;
    let shared = sight.body.as_ref().is_some_and(|body| body.shared.is_some());
    let undone = sight.record.thread.as_ref().is_none_or(|thread| thread.state().must_purge());
    ours && shared && !undone
}

/// Source and target, in the reader's language.
fn agencies(cx: &Cx, sight: &Sight) -> (String, String) {
    let (ours, theirs) = (cx.agency().to_owned(), sight.peer_name(cx).to_owned());
    match sight.record.row.direction {
        Direction::Out => (ours, theirs),
        Direction::In => (theirs, ours),
    }
}

fn written(cx: &Cx, sight: &Sight, worker: &Worker) -> Option<Paper> {
    let (row, body) = (&sight.record.row, sight.body.as_ref()?);
    if !is_printable(sight) {
        return None;
    }
    let (from, to) = agencies(cx, sight);
    let head = Summary::new()
        .row(cx.t("referral-source"), Name(&from))
        .row(cx.t("referral-target"), Name(&to))
        .row(cx.t("referral-kind"), cx.code("kind", row.kind.code()))
        .row(cx.t("paper-sent"), cx.at(row.offered_at))
        .row(
            cx.t(if row.kind == Kind::Information {
                "information-read-by"
            } else {
                "paper-answer-by"
            }),
            html! { (cx.at(row.decide_by)) " · " (list::urgency(cx, row.urgency)) },
        )
        .row(cx.t("referral-agreement"), Code(&sight.agreement_code))
        .row(cx.t("referral-number"), Reference(&row.reference));
    let margins = paper::margins(cx, &row.reference, cx.t("letter-caution"));
    let day = paper::day(row.offered_at);
    let mut paper = Paper::new(paper::language(cx.lang), cx.t("letter-title"), day, margins)
        .pairs(paper::pairs(&head))
        .heading(1, summary::title(cx, &body.preview));
    paper = match &body.shared {
        Some(shared) => paper
            .pairs(paper::pairs(&summary::shared(cx, shared, &body.preview, cx.now)))
            .heading(1, cx.t("letter-permission"))
            .pairs(paper::pairs(&permission(cx, &shared.permission))),
        None => paper.pairs(paper::pairs(&summary::preview(cx, &body.preview))).note(
            Tone::Calm,
            cx.t("referral-preview-only"),
            cx.t(reading::unnamed_key(row.kind)),
        ),
    };
    if let Some(report) = outcome::report_of(sight) {
        paper = paper.heading(1, cx.t("assessment-report")).paragraph(report.to_owned());
    }
    if let Some(hash) = content::hash(body) {
        let code: String = hash.iter().map(|byte| format!("{byte:02X}")).collect();
        let beside = vec![
            cx.t("referral-content").into(),
            Text::new().identifier(&content::grouped(&hash)),
            cx.t("letter-check").into(),
        ];
        let holds = format!("SILA1 {} {code}", row.reference);
        paper = paper.square(holds, cx.t("letter-square"), beside);
    }
    let name = cx.lang.pick(&worker.name_ar, &worker.name_en).as_str();
    let made = [("name", Arg::from(name)), ("at", Arg::phrase(cx.at(cx.now)))];
    Some(paper.small(cx.t_with("pdf-made", &made)))
}

/// The ground in law, how it was given, and until when it holds.
pub(crate) fn permission(cx: &Cx, given: &Given) -> Summary {
    let form = given.form.map(|form| cx.code("permission-form", form.code()));
    Summary::new()
        .row(cx.t("paper-basis"), cx.code("lawful-basis", given.basis.code()))
        .row_if(cx.t("letter-form"), form)
        .row(cx.t("letter-given"), cx.at(given.given_at))
        .row(cx.t("letter-until"), cx.at(given.expires_at))
}

fn told(cx: &Cx, sight: &Sight) -> Option<Paper> {
    let row = &sight.record.row;
    let body = sight.body.as_ref().filter(|_| has_receipt(sight))?;
    let shared = body.shared.as_ref()?;
    let (by, to) = agencies(cx, sight);
    let head = Summary::new()
        .row(cx.t("receipt-by"), Name(&by))
        .row(cx.t("receipt-with"), Name(&to))
        .row(cx.t("receipt-for"), purpose(cx, row.kind, &body.preview))
        .row(cx.t("referral-number"), Reference(&row.reference));
    let margins = paper::margins(cx, &row.reference, cx.t("receipt-caution"));
    let day = paper::day(row.offered_at);
    let paper = Paper::new(paper::language(cx.lang), cx.t("receipt-title"), day, margins)
        .paragraph(cx.t("receipt-text"))
        .pairs(paper::pairs(&head))
        .pairs(paper::pairs(&permission(cx, &shared.permission)))
        .heading(1, cx.t("receipt-shared"))
        .items(names(cx, &given(sight, shared, &body.preview)))
        .heading(1, cx.t("receipt-kept"));
    let paper = match body.preview.not_shared.as_slice() {
        [] => paper.paragraph(cx.t("receipt-kept-nothing")),
        kept => paper.items(names(cx, kept)),
    };
    let paper = paper
        .note(Tone::Warning, cx.t("receipt-safe"), cx.t("receipt-safe-text"))
        .note(Tone::Calm, cx.t("receipt-rights"), cx.t("intake-rights"))
        .blanks(vec![cx.t("receipt-blank-worker"), cx.t("receipt-blank-day")]);
    Some(interpreted(cx, shared, paper))
}

/// What it was told for: the services that were asked for, and with a referral for information that nothing was.
fn purpose(cx: &Cx, kind: Kind, preview: &Preview) -> Markup {
    match kind {
        Kind::Service | Kind::Shelter | Kind::Transfer => {
            html! { (summary::services(cx, &preview.services)) }
        }
        Kind::Information => html! { (cx.code("kind", kind.code())) },
        Kind::Assessment => html! {
            (cx.code("kind", kind.code())) ": " (summary::services(cx, &preview.services))
        },
    }
}

/// Where the person speaks neither language of the paper, whoever interpreted declares by hand that they did.
pub(crate) fn interpreted(cx: &Cx, shared: &Disclosure, paper: Paper) -> Paper {
    let spoken = shared.people.first().and_then(|person| person.language);
    let printed = [Language::Arabic, Language::English];
    let Some(language) = spoken.filter(|spoken| !printed.contains(spoken)) else { return paper };
    let said = [("language", Arg::phrase(cx.code("language", language.code())))];
    paper
        .heading(1, cx.t("receipt-interpreter"))
        .paragraph(cx.t_with("receipt-interpreter-text", &said))
        .blanks(vec![cx.t("receipt-interpreter-name"), cx.t("receipt-interpreter-signature")])
}

/// What was given: what the permission is for, without what was kept back or taken back since.
fn given(sight: &Sight, shared: &Disclosure, preview: &Preview) -> Vec<Field> {
    let back = sight.record.thread.as_ref().map(Thread::narrowed).unwrap_or_default();
    let fields = shared.permission.fields.iter().copied();
    fields.filter(|one| !preview.not_shared.contains(one) && !back.contains(one)).collect()
}

/// Fields by name.
pub(crate) fn names(cx: &Cx, fields: &[Field]) -> Vec<Text> {
    fields.iter().map(|field| cx.code("field", field.code()).into()).collect()
}
