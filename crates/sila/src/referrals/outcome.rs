//! `/referrals/{id}/outcome`: what came of an accepted referral, told to the sender as a code, and of an assessment with the report that
//! was asked for. This closes the loop.

use maud::{Markup, html};
use sila_core::codes::{Kind, OutcomeCode};
use sila_core::ids::ReferralId;
use sila_core::referral::Act;
use sila_core::time::Millis;
use sila_link::Salted;

use super::entry::{self, Deed};
use super::record::{self, Record};
use super::show::Sight;
use super::{back_to, form_page, path, words};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::Card;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The longest report of an assessment, in characters: whatever its letters are, it fits beside one entry.
pub const REPORT_CHARS_MAX: usize = 4_000;

/// Asks what came of it.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&form(&ask.cx, &record, &ask.form, &Errors::none())))
}

/// Tells the sender.
///
/// # Errors
/// What the rules refuse: not accepted, or told already.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    match read(&ask.cx, record.row.kind, &ask.form) {
        Ok(came) => {
            tell(&ask.app, worker, id, &came, ask.now).await?;
            Ok(back_to(&ask.cx, id))
        }
        Err(errors) => Ok(Reply::page_with_errors(&form(&ask.cx, &record, &ask.form, &errors))),
    }
}

/// What came of a referral.
#[derive(Debug, Clone)]
pub struct Came {
    /// What.
    pub code: OutcomeCode,
    /// Of an assessment: the report, with the salt that hides it in the signed entry.
    pub report: Option<Salted>,
}

impl Came {
    /// The act that says so.
    pub fn act(&self) -> Act {
        let code = self.code;
        match &self.report {
            Some(report) => Act::Report { code, words: report.commitment() },
            None => Act::Outcome { code },
        }
    }
}

/// What was typed. An assessment has a report, and nothing else has one.
///
/// # Errors
/// What is missing or too long.
pub fn read(cx: &Cx, kind: Kind, typed: &Pairs) -> Result<Came, Errors> {
    let mut errors = Errors::none();
    let code = typed.get("code").and_then(|code| OutcomeCode::from_code(code).ok());
    if code.is_none() {
        errors.add("code", cx.t("referral-outcome-missing"));
    }
    let report = typed_report(cx, kind, typed, &mut errors);
    match code.filter(|_| errors.is_empty()) {
        Some(code) => Ok(Came { code, report }),
        None => Err(errors),
    }
}

/// The report, where one was asked for.
pub(in crate::referrals) fn typed_report(
    cx: &Cx,
    kind: Kind,
    typed: &Pairs,
    errors: &mut Errors,
) -> Option<Salted> {
    if kind != Kind::Assessment {
        return None;
    }
    let report = typed.get("report").unwrap_or_default();
    if report.chars().count() > REPORT_CHARS_MAX {
        errors.add("report", cx.t_with("rounds-words-long", &[("n", REPORT_CHARS_MAX.into())]));
    }
    let report = words::salted(report);
    if report.is_none() {
        errors.add("report", cx.t("assessment-report-missing"));
    }
    report
}

/// The act itself.
///
/// # Errors
/// As `create`.
pub async fn report(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    code: OutcomeCode,
    now: Millis,
) -> Result<(), Problem> {
    tell(app, worker, id, &Came { code, report: None }, now).await
}

/// The act itself of an assessment: what it came to, and the report.
///
/// # Errors
/// As `create`; `referral.no_report` without a word, or with more than the agencies carry.
pub async fn assess(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    (code, said): (OutcomeCode, &str),
    now: Millis,
) -> Result<(), Problem> {
    let fits = said.chars().count() <= REPORT_CHARS_MAX;
    let report = words::salted(said).filter(|_| fits);
    let report = report.ok_or_else(|| Problem::refused("referral.no_report"))?;
    tell(app, worker, id, &Came { code, report: Some(report) }, now).await
}

async fn tell(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    came: &Came,
    now: Millis,
) -> Result<(), Problem> {
    Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralDecide)?;
    entry::write(app, id, now, |_| {
        let deed = Deed::of(came.act(), by.clone(), worker.id);
        Ok(Deed { words: came.report.clone(), ..deed })
    })
    .await?;
    Ok(())
}

/// Key of the words on the button that leads here.
pub fn act_key(kind: Kind) -> &'static str {
    if kind == Kind::Assessment { "assessment-act" } else { "referral-outcome-act" }
}

/// Key of the question that is answered here.
pub fn question_key(kind: Kind) -> &'static str {
    if kind == Kind::Assessment { "assessment-question" } else { "referral-outcome-question" }
}

/// The fields: what came of it and, of an assessment, the report.
pub fn fields(cx: &Cx, kind: Kind, (values, errors): (&Pairs, &Errors)) -> Markup {
    let fields = Form::new(cx, values, errors);
    let outcomes = fields.radios("code", cx.t(question_key(kind))).side_by_side().choices(
        OutcomeCode::ALL.iter().map(|code| (code.code(), cx.code("outcome", code.code()))),
    );
    html! { (outcomes) (report_field(cx, kind, &fields)) }
}

/// Where the report is written, if one was asked for.
pub(in crate::referrals) fn report_field(cx: &Cx, kind: Kind, fields: &Form<'_>) -> Markup {
    html! {
        @if kind == Kind::Assessment {
            (fields.area("report", cx.t("assessment-report")).hint(cx.t("assessment-report-hint"))
                .max(REPORT_CHARS_MAX).rows(10))
        }
    }
}

/// The report of an assessment, once there is one.
pub(super) fn card(cx: &Cx, sight: &Sight) -> Markup {
    let Some(report) = report_of(sight) else { return html! {} };
    let body =
        html! { blockquote.typed { bdi { (report) } } p.hint { (cx.t("assessment-stays")) } };
    html! { (Card::new(cx.t("assessment-report")).id("assessment-report").body(body)) }
}

/// What the report says, as it came beside its entry.
pub(super) fn report_of(sight: &Sight) -> Option<&str> {
    let mut entries = sight.record.entries.iter();
    let entry = entries.rfind(|entry| matches!(entry.act, Act::Report { .. }))?;
    sight.words.get(&(entry.author, entry.n)).map(String::as_str)
}

fn form(cx: &Cx, record: &Record, values: &Pairs, errors: &Errors) -> Page {
    let kind = record.row.kind;
    let text = match kind {
        Kind::Assessment => "assessment-text",
        _ => "referral-outcome-text",
    };
    let inside = html! { (fields(cx, kind, (values, errors))) p.muted { (cx.t(text)) } };
    let (title, act) = (cx.t(act_key(kind)), path(record.row.id, "/outcome"));
    form_page(cx, &record.row, title.clone(), &act, &inside, &title, errors)
}
