//! The end of the form: a case, or a case with its referral, in one transaction that also removes the draft.

use sila_core::codes::{Category, Urgency};
use sila_core::disclosure::Disclosure;
use sila_core::field::Field;
use sila_core::ids::{CaseId, PersonId};

use crate::accounts::Permission;
use crate::app::Topic;
use crate::ask::Ask;
use crate::cases::{self, CaseRecord, NewCase};
use crate::db::DbError;
use crate::duplicates::decision::Ready;
use crate::intake::answers::{self, Answers};
use crate::intake::draft::Draft;
use crate::intake::sharing::To;
use crate::intake::store::End;
use crate::intake::{Step, alike, check, listed, page, store as drafts, typing};
use crate::journal::store::{self as journal, Fact};
use crate::people::guard::Guard;
use crate::people::{form, register};
use crate::problem::Problem;
use crate::referrals::typing::Count;
use crate::referrals::{self, Asked};
use crate::reply::Reply;

/// Everything that the end needs, complete and without mistakes.
struct Complete {
    answers: Answers,
    category: Category,
    urgency: Urgency,
}

/// The answers if the form is complete; otherwise the step to go back to.
async fn complete(ask: &Ask, draft: &Draft) -> Result<Result<Complete, Step>, Problem> {
    let mut answers = answers::read(&ask.cx, &draft.values, ask.now);
    if let Some(routing) = page::routing(ask, draft, &answers).await? {
        check::reason(&ask.cx, &mut answers, &routing);
        // The page of the last step names the agreement and the clause by which it was stopped.
        if let Some(To::Agency(agency)) = answers.sharing.to
            && routing.shut(agency).is_some()
        {
            return Ok(Err(Step::Check));
        }
    }
    let (Some(category), Some(urgency), None) =
        (answers.need.category, answers.need.urgency, answers.first_gap())
    else {
        return Ok(Err(answers.first_gap().unwrap_or(Step::Need)));
    };
    Ok(Ok(Complete { answers, category, urgency }))
}

/// The case of this form: a new one, or the one it was begun from with what was changed in the form.
enum Case {
    New(Box<NewCase>),
    Known { case: Box<NewCase>, version: i64, revised: Option<Fact> },
}

impl Case {
    /// The people of a new case, in the order of the form.
    fn new_people(&self) -> Vec<PersonId> {
        match self {
            Case::New(case) => case.people.iter().map(|(id, _)| *id).collect(),
            Case::Known { .. } => Vec::new(),
        }
    }

    fn id(&self) -> CaseId {
        match self {
            Case::New(case) | Case::Known { case, .. } => case.id,
        }
    }

    fn write(&self, tx: &mut dyn crate::db::Tx, now: sila_core::Millis) -> Result<bool, DbError> {
        match self {
            Case::New(case) => cases::store::insert(tx, case).map(|_reference| true),
            Case::Known { case, version, revised } => {
                let done = cases::store::replace(tx, case, *version, now)?;
                revised.iter().filter(|_| done).try_for_each(|fact| journal::insert(tx, fact))?;
                Ok(done)
            }
        }
    }
}

async fn case(
    ask: &Ask,
    draft: &Draft,
    complete: &Complete,
    known: &Disclosure,
) -> Result<Case, Problem> {
    let (category, urgency, worker) = (complete.category, complete.urgency, ask.worker()?);
    let kept_back = kept_back(draft, complete, known);
    let Some(id) = draft.case else {
        let new = cases::compose(&ask.app, known, category, urgency, worker.id, None, ask.now)?;
        let contact = complete.answers.safety.contact;
        let new = new.with_contact(&ask.app, known, contact, kept_back.unwrap_or_default())?;
        return Ok(Case::New(Box::new(new)));
    };
    let mut record = cases::open_record(&ask.app, worker, id).await?;
    record.needs_lead()?;
    record.kept_back = kept_back.unwrap_or(record.kept_back);
    let mut known = known.clone();
    for (person, own) in known.people.iter_mut().zip(form::ids(&draft.values)) {
        person.id = own;
    }
    let revised = differs(&record, &known, (category, urgency)).then(|| Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "case",
        subject: id.to_string(),
        worker: Some(worker.id),
        data: b"REVISED".to_vec(),
    });
    let case = record.revised(&ask.app, &known, category, urgency)?;
    Ok(Case::Known { case: Box::new(case), version: record.row.version, revised })
}

/// Whether something else is known now than is on file. What may be shared, and with whom, is told by the referral.
fn differs(
    record: &CaseRecord,
    known: &Disclosure,
    (category, urgency): (Category, Urgency),
) -> bool {
    let (row, on_file) = (&record.row, &record.disclosure);
    let now =
        Disclosure { permission: on_file.permission.clone(), salt: on_file.salt, ..known.clone() };
    now != *on_file || row.category != category.code() || row.urgency != urgency.code()
}

/// What the person does not want told to others: the parts that were not ticked, whether anything is sent now or not. Nothing
/// when it was not asked.
fn kept_back(draft: &Draft, complete: &Complete, known: &Disclosure) -> Option<Vec<Field>> {
    draft.values.get("share_asked")?;
    let shared = &complete.answers.sharing.fields;
    Some(known.fields().into_iter().filter(|field| !shared.contains(field)).collect())
}

/// Opens the case here and sends nothing.
///
/// # Errors
/// `draft.gone` when it was finished in another window.
pub async fn open_here(ask: &Ask, draft: Draft) -> Result<Reply, Problem> {
    let complete = match complete(ask, &draft).await? {
        Ok(complete) => complete,
        Err(step) => return Ok(Reply::see_other(ask.cx.url(&draft.path(step)))),
    };
    let mut stays = complete.answers.clone();
    stays.sharing.to = Some(To::Here);
    let known = stays.disclosure(ask.app.node.id, ask.now);
    let case = case(ask, &draft, &complete, &known).await?;
    let said = said(ask, &draft, &case, &known, complete.category).await?;
    let (id, end) = (draft.id, End { case: case.id(), referral: None });
    let (worker, now, decided) = (ask.worker()?.id, ask.now, said.clone());
    let done = ask
        .app
        .store
        .write(move |tx| {
            once(drafts::finish(tx, worker, id, end, now)?)?;
            once(case.write(tx, now)?)?;
            said.iter().try_for_each(|one| one.insert(tx)).map_err(Problem::from)
        })
        .await;
    ended(ask, done, (end, decided), &[Topic::Cases]).await
}

/// Opens the case and offers it to the chosen agency, or leaves the offer to a second approver.
///
/// # Errors
/// The first rule that says no; `draft.gone` when it was finished in another window.
pub async fn send(ask: &Ask, draft: Draft) -> Result<Reply, Problem> {
    if !ask.may(Permission::ReferralOffer) {
        return Err(Problem::forbidden());
    }
    let complete = match complete(ask, &draft).await? {
        Ok(complete) => complete,
        Err(step) => return Ok(Reply::see_other(ask.cx.url(&draft.path(step)))),
    };
    let Some(To::Agency(target)) = complete.answers.sharing.to else {
        return Ok(Reply::see_other(ask.cx.url(&draft.path(Step::Sharing))));
    };
    let routing =
        page::routing(ask, &draft, &complete.answers).await?.ok_or_else(Problem::not_found)?;
    let route = routing.route(target, complete.answers.sharing.why)?;
    let known = complete.answers.disclosure(ask.app.node.id, ask.now);
    let fields: Vec<Field> = check::leaving(&known, &routing, target, Some(complete.urgency));
    let case = case(ask, &draft, &complete, &known).await?;
    let asked = Asked {
        case: case.id(),
        disclosure: &known,
        category: complete.category,
        urgency: complete.urgency,
        services: &complete.answers.need.services,
        fields: &fields,
        route: &route,
        listed: listed::asked(&ask.app, &draft.values, target).await?,
        back: complete.answers.sharing.back_why,
    };
    let offered = referrals::compose(&ask.app, ask.worker()?, &asked, ask.now).await?;
    let said = said(ask, &draft, &case, &known, complete.category).await?;
    let (id, end) = (draft.id, End { case: case.id(), referral: Some(offered.id) });
    let (worker, now, decided) = (ask.worker()?.id, ask.now, said.clone());
    let safe = complete.answers.safety.safe_contact.is_some();
    let typing = typing::of_form(&draft.values, &routing, safe);
    let count = Count::new(&ask.app, offered.id, typing, (Some(worker), now));
    let done = ask
        .app
        .store
        .write(move |tx| {
            once(drafts::finish(tx, worker, id, end, now)?)?;
            once(case.write(tx, now)?)?;
            said.iter().try_for_each(|one| one.insert(tx)).map_err(Problem::from)?;
            offered.insert(tx).map_err(|error| offered.refused(error))?;
            count.insert(tx).map_err(Problem::from)
        })
        .await;
    ask.app.outbox.notify_one();
    ended(ask, done, (end, decided), &[Topic::Cases, Topic::Referrals]).await
}

/// A form ends once: the draft is still there, and nobody changed its case meanwhile.
fn once(done: bool) -> Result<(), Problem> {
    if done { Ok(()) } else { Err(Problem::refused("draft.gone").way_out("/cases")) }
}

/// What the writer said about people on file who looked like somebody in the form.
async fn said(
    ask: &Ask,
    draft: &Draft,
    case: &Case,
    known: &Disclosure,
    category: Category,
) -> Result<Vec<Ready>, Problem> {
    let guard = Guard::of(category.code(), known);
    alike::ready(ask, &draft.values, (&case.new_people(), &known.people), guard).await
}

async fn ended(
    ask: &Ask,
    done: Result<(), Problem>,
    (end, decided): (End, Vec<Ready>),
    topics: &[Topic],
) -> Result<Reply, Problem> {
    done?;
    for ready in decided {
        ask.app.people.decided(ready.decision);
    }
    register::follow(&ask.app, end.case).await;
    cases::scope::hints::follow(&ask.app, end.case, ask.now).await;
    for topic in topics {
        ask.app.changed(*topic);
    }
    Ok(Reply::see_other(ask.cx.url(&end.path())))
}
