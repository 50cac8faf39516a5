//! Saying what was done, and answering what the other party says. Each is signed with the organisation's key.

use sila_core::codes::Category;
use sila_core::partnership::{
    Act, Annex, Deed, FILS_MAX, Gave, Indicators, People, Plan, Said, WorkPlan,
};
use sila_core::time::Date;
use sila_core::{AgencyId, AgreementId, Millis, RecordId};
use sila_link::record::Word;

use super::ledger::{self, Book};
use crate::app::App;
use crate::ask::Ask;
use crate::meetings::screened;
use crate::problem::Problem;
use crate::records::{By, propose, store, word};
use crate::reply::Reply;
use crate::web::Pairs;
use sila_seal::hex;

/// Fils in a dirham, as amounts are kept.
pub const FILS: u64 = 100;

/// `POST /agreements/{id}/deeds`: says what was done.
///
/// # Errors
/// As [`say`]; `form.broken` for what no form of ours sends.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let free = |name: &&str| name.starts_with("words_") || name.starts_with("evidence_");
    let free: Vec<&str> = ask.form.iter().map(|(name, _)| name).filter(free).collect();
    let form = match screened(&ask, &format!("/agreements/{id}/deeds"), &free)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let deed = read(id, &form)?;
    let way = way_out(&ledger::one(&ask.app, id).await?, &deed);
    let out = |problem: Problem| match problem.way_out {
        Some(_) => problem,
        None => problem.way_out(way.clone()),
    };
    say(&ask.app, deed, by(&ask)?).await.map_err(out)?;
    Ok(Reply::see_other(ask.cx.url(&way)))
}

/// The page of what a deed is about.
pub fn way_out(book: &Book, deed: &Deed) -> String {
    let indicators = book.ledger.indicators.as_ref();
    match deed.due_at {
        _ if deed.act.is_of_exit() => format!("/agreements/{}/exit", deed.agreement),
        _ if indicators.is_some_and(|signed| signed.record == deed.about) => {
            format!("/agreements/{}/impact", deed.agreement)
        }
        Some(due) => format!("/obligations/{}/{}/{}", deed.agreement, deed.number, due.0),
        None => format!("/initiatives/{}", deed.about),
    }
}

/// Signs what our agency has done and sends it to the other party.
///
/// # Errors
/// The code of the rule that says no; `deed.waiting` when the same was said and has no answer; what records refuse.
pub async fn say(app: &App, deed: Deed, by: By) -> Result<RecordId, Problem> {
    let book = ledger::one(app, deed.agreement).await?;
    let me = app.node.id;
    book.ledger.allows(&deed, me, by.now).map_err(|code| refused(code, deed.agreement))?;
    let waiting = book.ledger.course(deed.about);
    if waiting.is_some_and(|course| course.is_waiting(deed.act, deed.number)) {
        return Err(Problem::refused("deed.waiting"));
    }
    propose::first(app, deed.kind(), &[book.stored.peer], deed.to_cbor(), by).await
}

/// What the agreement itself lacks is mended at the agreement.
fn refused(code: &'static str, agreement: AgreementId) -> Problem {
    match code {
        "agreement.no_aims" => Problem::refused(code).way_out("/agreements/new"),
        "area.at_rest" => {
            Problem::refused(code).way_out(format!("/agreements/{agreement}/activation"))
        }
        _ => Problem::refused(code),
    }
}

/// `POST /agreements/{id}/answer`: confirms or returns a deed, signs or declines a proposal.
///
/// # Errors
/// As [`answer_deed`] and [`answer_proposal`]; `form.broken`.
pub async fn answer(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let broken = || Problem::bad_request("form.broken");
    let record: RecordId =
        ask.form.get("record").and_then(|text| text.parse().ok()).ok_or_else(broken)?;
    let sign = match ask.form.get("word") {
        Some("sign") => true,
        Some("decline") => false,
        _ => return Err(broken()),
    };
    let book = ledger::one(&ask.app, id).await?;
    if let Some(said) = book.ledger.deeds.iter().find(|said| said.record == record) {
        let way = way_out(&book, &said.deed);
        let done = answer_deed(&ask.app, &book, said, sign, by(&ask)?).await;
        done.map_err(|problem| problem.way_out(way.clone()))?;
        return Ok(Reply::see_other(ask.cx.url(&way)));
    }
    let read = ask.form.get("version").unwrap_or_default();
    let kind = answer_proposal(&ask.app, &book, record, read, sign, by(&ask)?).await?;
    let to = match kind.as_str() {
        Plan::KIND => format!("/initiatives/{record}"),
        Indicators::KIND => format!("/agreements/{id}/impact"),
        WorkPlan::KIND => format!("/agreements/{id}/years"),
        _ => format!("/agreements/{id}/activation"),
    };
    Ok(Reply::see_other(ask.cx.url(&to)))
}

/// Confirms what the other party says it has done, or sends it back.
///
/// # Errors
/// `deed.own`, `deed.answered`, the code of the rule that says no, what records refuse.
pub async fn answer_deed(
    app: &App,
    book: &Book,
    said: &Said,
    confirms: bool,
    by: By,
) -> Result<(), Problem> {
    if said.by == app.node.id {
        return Err(Problem::refused("deed.own"));
    }
    if !said.is_waiting() {
        return Err(Problem::refused("deed.answered"));
    }
    let ends = said.deed.act.is_of_exit() && said.deed.act != Act::Notice;
    if confirms && (ends || book.ledger.course(said.deed.about).is_some()) {
        let now = by.now.max(said.at);
        let allowed = book.ledger.allows(&said.deed, said.by, now);
        allowed.map_err(|code| refused(code, said.deed.agreement))?;
    }
    let word = if confirms { Word::Sign } else { Word::Decline };
    let record = said.record;
    let loaded = app.store.read(move |tx| store::load(tx, record)).await?;
    let loaded = loaded.ok_or_else(Problem::not_found)?;
    let version = loaded.shared.versions().next().map(|(_, held)| held.version.clone());
    word::commit(app, version.ok_or_else(Problem::not_found)?, word, by).await
}

/// Signs or declines an annex or a plan, in the version that was on the page. Says of which kind it is.
///
/// # Errors
/// `agreement.changed` when it is another version, what records refuse.
pub async fn answer_proposal(
    app: &App,
    book: &Book,
    record: RecordId,
    read: &str,
    signs: bool,
    by: By,
) -> Result<String, Problem> {
    let mut open = book.proposals.iter();
    let found = open.find(|one| one.record == record && hex(&one.digest) == read);
    let digest = found.ok_or_else(|| Problem::refused("agreement.changed"))?.digest;
    let loaded = app.store.read(move |tx| store::load(tx, record)).await?;
    let loaded = loaded.ok_or_else(Problem::not_found)?;
    let held = loaded.shared.version(&digest).ok_or_else(Problem::not_found)?;
    let word = if signs { Word::Sign } else { Word::Decline };
    word::commit(app, held.version.clone(), word, by).await?;
    Ok(held.version.kind.clone())
}

/// Proposes an annex, or a new version of the one in force.
///
/// # Errors
/// `annex.malformed`, what records refuse.
pub async fn propose_annex(app: &App, annex: &Annex, by: By) -> Result<RecordId, Problem> {
    let malformed = |part: &'static str| Problem::refused("annex.malformed").because(part);
    annex.check().map_err(malformed)?;
    let book = ledger::one(app, annex.agreement).await?;
    match &book.ledger.annex {
        Some(before) => {
            propose::amend(app, before.record, annex.to_cbor(), by).await?;
            Ok(before.record)
        }
        None => propose::first(app, Annex::KIND, &[book.stored.peer], annex.to_cbor(), by).await,
    }
}

/// Proposes the impact indicators of an agreement, or a new version of them.
///
/// # Errors
/// `indicators.malformed`, what records refuse.
pub async fn propose_indicators(app: &App, all: &Indicators, by: By) -> Result<RecordId, Problem> {
    let malformed = |part: &'static str| Problem::refused("indicators.malformed").because(part);
    all.check().map_err(malformed)?;
    let book = ledger::one(app, all.agreement).await?;
    match &book.ledger.indicators {
        Some(before) => {
            propose::amend(app, before.record, all.to_cbor(), by).await?;
            Ok(before.record)
        }
        None => propose::first(app, Indicators::KIND, &[book.stored.peer], all.to_cbor(), by).await,
    }
}

/// Proposes an initiative.
///
/// # Errors
/// `initiative.malformed`, `area.at_rest`, what records refuse.
pub async fn propose_plan(app: &App, plan: &Plan, by: By) -> Result<RecordId, Problem> {
    let malformed = |part: &'static str| Problem::refused("initiative.malformed").because(part);
    plan.check().map_err(malformed)?;
    let book = ledger::one(app, plan.agreement).await?;
    book.ledger.open(plan.field).map_err(|code| refused(code, plan.agreement))?;
    propose::first(app, Plan::KIND, &[book.stored.peer], plan.to_cbor(), by).await
}

/// Proposes the work plan of a year, or a new version of it.
///
/// # Errors
/// `workplan.malformed`, what records refuse.
pub async fn propose_year(app: &App, plan: &WorkPlan, by: By) -> Result<RecordId, Problem> {
    let malformed = |part: &'static str| Problem::refused("workplan.malformed").because(part);
    plan.check().map_err(malformed)?;
    let book = ledger::one(app, plan.agreement).await?;
    match book.year(plan.year) {
        Some(before) => {
            propose::amend(app, before.record, plan.to_cbor(), by).await?;
            Ok(before.record)
        }
        None => propose::first(app, WorkPlan::KIND, &[book.stored.peer], plan.to_cbor(), by).await,
    }
}

/// Who acts, and when.
pub fn by(ask: &Ask) -> Result<By, Problem> {
    Ok(By { worker: Some(ask.worker()?.id), now: ask.now })
}

/// Reads what the forms of obligations and initiatives send. A page has several such forms; the fields of each end alike.
fn read(agreement: AgreementId, form: &Pairs) -> Result<Deed, Problem> {
    let of = form.get("of").unwrap_or_default();
    let name = |field: &str| format!("{field}_{of}");
    let given = |field: &str| form.get(field).unwrap_or_default();
    let typed = |field: &str| form.get(&name(field)).unwrap_or_default().trim().to_owned();
    let (broken, missing) =
        (|| Problem::bad_request("form.broken"), || Problem::refused("deed.malformed"));
    let act: Act = given("act").parse().or(Err(broken()))?;
    let gave: Option<Gave> = match act {
        Act::Give => Some(typed("gave").parse().or(Err(missing()))?),
        _ => None,
    };
    let fils = match gave {
        Some(Gave::Cash) => Some(fils(&typed("dirhams")).ok_or_else(missing)?),
        _ => None,
    };
    let figure = match act {
        Act::Measure => Some(whole(&typed("figure")).ok_or_else(missing)?),
        _ => None,
    };
    Ok(Deed {
        agreement,
        about: given("about").parse().or(Err(broken()))?,
        act,
        number: whole(given("number")).and_then(|n| u16::try_from(n).ok()).unwrap_or(0),
        due_at: whole(given("due_at")).map(Millis),
        on: day(form, &name("on")).ok_or_else(|| Problem::refused("deed.day"))?,
        words: typed("words"),
        evidence: typed("evidence"),
        gave,
        fils,
        figure,
        people: if act == Act::Count { people(&typed).ok_or_else(missing)? } else { Vec::new() },
    })
}

/// Groups for which something was written: how many for the first time, and how many once more.
fn people(typed: &impl Fn(&str) -> String) -> Option<Vec<People>> {
    let count = |name: String| match typed(&name).as_str() {
        "" => Some(0),
        text => whole(text).and_then(|n| u32::try_from(n).ok()),
    };
    let mut all = Vec::new();
    for group in Category::ALL.iter().copied() {
        let (first, again) =
            (count(format!("first{}", group.code()))?, count(format!("again{}", group.code()))?);
        if first.saturating_add(again) > 0 {
            all.push(People { group, first, again });
        }
    }
    Some(all)
}

/// Whole dirhams in any digits, in fils; nothing of more than anybody gives.
pub fn fils(dirhams: &str) -> Option<u64> {
    let fils = u64::try_from(whole(dirhams)?).ok()?.checked_mul(FILS)?;
    (fils <= FILS_MAX).then_some(fils)
}

/// A whole number in any digits.
pub fn whole(text: &str) -> Option<i64> {
    sila_names::fold::ascii_digits(text.trim()).parse().ok()
}

/// A day of three boxes; nothing when one is missing or there is no such day.
pub fn day(form: &Pairs, name: &str) -> Option<Date> {
    let boxed = |end: &str| whole(form.get(&format!("{name}_{end}")).unwrap_or_default());
    let month = u8::try_from(boxed("m")?).ok().filter(|month| (1..=12).contains(month))?;
    let year = boxed("y").filter(|year| (2_000..=2_100).contains(year))?;
    let first = Date { year, month, day: 1 };
    let day = u8::try_from(boxed("d")?).ok();
    day.filter(|day| (1..=first.days_in_month()).contains(day)).map(|day| Date { day, ..first })
}

/// The other party of an agreement.
pub fn other(book: &Book, party: AgencyId) -> AgencyId {
    book.ledger.agreement.other(party).map_or(party, |other| other.agency)
}
