//! A form filled from a case: referring somebody asks nothing that is on file.

use sila_core::disclosure::Disclosure;
use sila_core::ids::{AgencyId, CaseId};
use sila_core::time::Millis;

use crate::ask::Ask;
use crate::cases::{self, CaseRecord};
use crate::intake::{draft, sharing, store, typing};
use crate::journal::access::{self, Subject};
use crate::people::form;
use crate::problem::Problem;
use crate::referrals;
use crate::reply::Reply;
use crate::web::Pairs;

/// The step up to which a form filled from a case counts as done.
const FILLED: i64 = 3;

/// Begins a referral of a case: its answers, all filled in, to be looked at once more from step 1 on.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `case.closed`, `case.handed_over`.
pub async fn from_case(ask: Ask) -> Result<Reply, Problem> {
    let id: CaseId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = cases::open_record(&ask.app, worker, id).await?;
    record.needs_ours()?;
    access::record(&ask.app, worker, Subject::Case(id.0), "case.refer", ask.now).await?;
    let mut values = values(&record, ask.now);
    if let Some(agency) = returns(&ask, id).await? {
        values.set("to", sharing::To::Agency(agency).value());
        values.set("hand_over", "yes");
    }
    typing::bring(&mut values);
    let draft = draft::compose(&ask.app, &values, Some(id), FILLED, ask.now)?;
    let (writer, path) = (worker.id, format!("/intake/{}/1", draft.id));
    ask.app.store.write(move |tx| store::insert(tx, &draft, writer)).await?;
    Ok(Reply::see_other(ask.cx.url(&path)))
}

/// The agency to which responsibility for the case is to go back: the one that it came from.
async fn returns(ask: &Ask, case: CaseId) -> Result<Option<AgencyId>, Problem> {
    let Some(id) = ask.form.get("returns").and_then(|id| id.parse().ok()) else { return Ok(None) };
    let record = referrals::Record::through(&ask.app, ask.worker()?, id).await?;
    let ours = record.row.case_id == Some(case);
    if !ours || !referrals::handover::is_ours(&record, ask.app.node.id) {
        return Err(Problem::not_found());
    }
    Ok(Some(record.row.peer))
}

/// The fields of the form as the case has them.
pub fn values(record: &CaseRecord, now: Millis) -> Pairs {
    let mut values = of_disclosure(&record.disclosure, now);
    if let Some(contact) = record.contact {
        values.set("channel", contact.channel.code());
        values.set("reporter", contact.reporter.code());
        values.set("interpreter", if contact.interpreter { "yes" } else { "" });
    }
    if !record.kept_back.is_empty() {
        values.set("share_asked", "yes");
        let shared = record.disclosure.fields();
        for field in shared.iter().filter(|field| !record.kept_back.contains(field)) {
            values.push("share", field.code());
        }
    }
    values.set("category", record.row.category.as_str());
    values.set("urgency", record.row.urgency.as_str());
    values
}

/// The fields of the form as a disclosure has them.
pub fn of_disclosure(known: &Disclosure, now: Millis) -> Pairs {
    let mut values = Pairs::default();
    form::fill(&mut values, &known.people, now);
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    let safety = &known.safety;
    values.set("danger", yes(safety.immediate_danger));
    values.set("talk", yes(safety.safe_to_talk));
    fill_contact(&mut values, known);
    let residence = &known.residence;
    let language = known.people.first().and_then(|person| person.language);
    let optional = [
        ("plan", safety.plan.clone()),
        ("language", language.map(|language| language.code().to_owned())),
        ("area", residence.area.map(|area| area.to_string())),
        ("present", residence.present_area.map(|area| area.to_string())),
        ("stay_days", residence.stay_days.map(|days| days.to_string())),
        ("wishes", known.wishes.clone()),
        ("no_wishes", known.no_wishes.map(|why| why.code().to_owned())),
        ("unwanted", known.unwanted.clone()),
        ("account", known.account.clone()),
        ("witness", known.permission.witness.clone()),
    ];
    for (name, value) in optional {
        values.set(name, value.unwrap_or_default());
    }
    values.set("evidence", residence.evidence.code());
    values.set("usual", if residence.usual_home { "home" } else { "visit" });
    values.set("risk_home", yes(residence.risk_near_home));
    for service in &known.needs {
        values.push("services", service.code());
    }
    for harm in &known.harm {
        values.push("harm", harm.code());
    }
    if let Some(ground) = sharing::Ground::of(known.permission.basis, known.permission.form) {
        values.set("ground", ground.code);
    }
    values
}

fn fill_contact(values: &mut Pairs, known: &Disclosure) {
    let Some(contact) = &known.safety.safe_contact else {
        return values.set("contact", "no");
    };
    let reachable = contact.phone.is_some() || contact.channel != sila_core::codes::Channel::WalkIn;
    values.set("contact", if reachable { "yes" } else { "no" });
    values.set("contact_channel", contact.channel.code());
    values.set("contact_phone", contact.phone.clone().unwrap_or_default());
    values.set("contact_times", contact.times.clone().unwrap_or_default());
    values.set("contact_words", contact.instruction.clone().unwrap_or_default());
    values.set("contact_code", contact.code_word.clone().unwrap_or_default());
}
