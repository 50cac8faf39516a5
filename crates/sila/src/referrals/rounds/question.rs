//! `/referrals/{id}/question` and `/referrals/{id}/answer`: what has to be known before a decision, and what the sender can say to
//! it. Twice at most. The time to decide stands meanwhile, for no longer than the round of a question lasts.

use maud::{Markup, html};
use sila_core::codes::{AnswerCode, QuestionCode, Service};
use sila_core::field::Field;
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, Offer};
use sila_core::time::Millis;
use sila_link::Salted;

use super::asking;
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::referrals::claim::free_for;
use crate::referrals::entry::{self, Deed, Then};
use crate::referrals::record::{self, Record};
use crate::referrals::{back_to, typing, words};
use crate::reply::Reply;
use crate::web::components::{Note, Tone};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The fields of a question.
const ASKED: [&str; 4] = ["code", "item", "field", "words"];
/// The fields of an answer.
const ANSWERED: [&str; 2] = ["code", "words"];

/// What is asked.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// About which of the services.
    pub item: Option<Service>,
    /// About which field.
    pub field: Option<Field>,
    /// What.
    pub code: QuestionCode,
    /// In a few words, which travel sealed; may be empty.
    pub words: String,
}

impl Wanted {
    /// Just what was asked and answered before is not asked again: nobody tells it, or brings it, twice.
    ///
    /// # Errors
    /// `referral.asked_already`; `page.not_found` for what is no referral of ours yet.
    pub fn is_new(&self, record: &Record) -> Result<(), Problem> {
        let thread = record.thread()?;
        let answered = thread.questions().iter().any(|one| {
            let same = (one.item, one.field, one.code) == (self.item, self.field, self.code);
            same && matches!(one.answer, Some((_, AnswerCode::Given)))
        });
        if answered && self.code != QuestionCode::Other {
            let back = format!("/referrals/{}", record.row.id);
            return Err(Problem::refused("referral.asked_already").way_out(back));
        }
        Ok(())
    }
}

/// Asks what is to be asked.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&form(&ask, &record, &Errors::none())?))
}

/// Asks the sender.
///
/// # Errors
/// What the rules refuse: asked twice already, decided, too late; as [`Wanted::is_new`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    match read(&ask.cx, &ask.form) {
        Ok(wanted) => {
            question(&ask.app, worker, id, &wanted, ask.now).await?;
            let came = &record.thread()?.offer().fields;
            let again = wanted.field.is_some_and(|field| came.contains(&field));
            typing::filled(&ask, id, &ASKED, again).await;
            Ok(back_to(&ask.cx, id))
        }
        Err(errors) => Ok(Reply::page_with_errors(&form(&ask, &record, &errors)?)),
    }
}

/// The act itself.
///
/// # Errors
/// As `create`.
pub async fn question(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    wanted: &Wanted,
    now: Millis,
) -> Result<(), Problem> {
    Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralDecide)?;
    let said = words::salted(&wanted.words);
    entry::write(app, id, now, |record| {
        free_for(record, worker.id, now)?;
        wanted.is_new(record)?;
        let Wanted { item, field, code, .. } = *wanted;
        let act = Act::Ask { item, field, code, words: said.as_ref().map(Salted::commitment) };
        let deed = Deed::of(act, by.clone(), worker.id).then(Then::Claim);
        Ok(Deed { words: said.clone(), ..deed })
    })
    .await?;
    Ok(())
}

/// What was typed.
///
/// # Errors
/// What is missing or too long.
pub fn read(cx: &Cx, form: &Pairs) -> Result<Wanted, Errors> {
    let mut errors = Errors::none();
    let words = words::read(cx, form, "words", &mut errors);
    let code = form.get("code").and_then(|code| QuestionCode::from_code(code).ok());
    if code.is_none() {
        errors.add("code", cx.t("rounds-question-missing"));
    }
    if code == Some(QuestionCode::Other) && words.is_empty() {
        errors.add("words", cx.t("rounds-words-missing"));
    }
    let item = form.get("item").and_then(|code| Service::from_code(code).ok());
    let field = form.get("field").and_then(|code| Field::from_code(code).ok());
    match code {
        Some(code) if errors.is_empty() => Ok(Wanted { item, field, code, words }),
        _ => Err(errors),
    }
}

fn form(ask: &Ask, record: &Record, errors: &Errors) -> Result<Page, Problem> {
    let inside = fields(&ask.cx, record.thread()?.offer(), (&ask.form, errors));
    Ok(asking(ask, record, ("/question", "question"), &inside, errors))
}

/// The fields of a question about this offer.
pub fn fields(cx: &Cx, offer: &Offer, (values, errors): (&Pairs, &Errors)) -> Markup {
    let fields = Form::new(cx, values, errors);
    let services = offer.services.iter().map(|one| (one.code(), cx.code("service", one.code())));
    let parts = Field::ALL.iter().map(|one| (one.code(), cx.code("field", one.code())));
    let codes =
        QuestionCode::ALL.iter().map(|one| (one.code(), cx.code("rounds-asks", one.code())));
    let any = || cx.t("rounds-question-whole");
    html! {
        (fields.radios("code", cx.t("rounds-question-what")).choices(codes))
        (fields.select("item", cx.t("rounds-question-item")).optional().empty(any()).choices(services))
        (fields.select("field", cx.t("rounds-question-field")).optional().empty(any()).choices(parts))
        (fields.area("words", cx.t("rounds-question-words")).hint(cx.t("rounds-words-hint"))
            .optional().max(words::WORDS_MAX).rows(3))
        (Note::new("clock-countdown", cx.t("rounds-question-clock")).tone(Tone::Info)
            .says(cx.t("rounds-question-clock-text")))
    }
}

/// Asks what can be said.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn answer_page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&answering(&ask, &record, &Errors::none())))
}

/// Answers.
///
/// # Errors
/// What the rules refuse: nothing is asked any more.
pub async fn create_answer(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    let mut errors = Errors::none();
    let said = words::read(&ask.cx, &ask.form, "words", &mut errors);
    let code = ask.form.get("code").and_then(|code| AnswerCode::from_code(code).ok());
    if code.is_none() {
        errors.add("code", ask.cx.t("rounds-answer-missing"));
    }
    if code == Some(AnswerCode::Given) && said.is_empty() {
        errors.add("words", ask.cx.t("rounds-words-missing"));
    }
    let Some(code) = code.filter(|_| errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&answering(&ask, &record, &errors)));
    };
    answer(&ask.app, worker, id, (code, &said), ask.now).await?;
    typing::filled(&ask, id, &ANSWERED, false).await;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create_answer`; as [`words::may_go`].
pub async fn answer(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    (code, said): (AnswerCode, &str),
    now: Millis,
) -> Result<(), Problem> {
    let record = Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralOffer)?;
    let said = words::salted(said);
    if said.is_some() {
        words::may_go(app, worker, &record.row, now).await?;
    }
    entry::write(app, id, now, |_| {
        let act = Act::Answer { code, words: said.as_ref().map(Salted::commitment) };
        Ok(Deed { words: said.clone(), ..Deed::of(act, by.clone(), worker.id) })
    })
    .await?;
    Ok(())
}

fn answering(ask: &Ask, record: &Record, errors: &Errors) -> Page {
    let cx = &ask.cx;
    let fields = Form::new(cx, &ask.form, errors);
    let codes = AnswerCode::ALL.iter().map(|one| (one.code(), cx.code("rounds-says", one.code())));
    let inside = html! {
        (fields.radios("code", cx.t("rounds-answer-what")).choices(codes))
        (fields.area("words", cx.t("rounds-answer-words")).hint(cx.t("rounds-words-hint"))
            .optional().max(words::WORDS_MAX).rows(4))
        (Note::new("lock-key", cx.t("rounds-answer-permitted")).tone(Tone::Warn)
            .says(cx.t("rounds-answer-permitted-text")))
    };
    asking(ask, record, ("/answer", "answer"), &inside, errors)
}
