//! Bringing rows in: part by part, each in one transaction that also moves the place, so that a crash between two parts
//! or inside one leaves every row in once. A stop holds after the part that is under way.

use sila_core::codes::{Evidence, LawfulBasis, Service, Urgency};
use sila_core::disclosure::{Disclosure, Safety};
use sila_core::ids::{CaseId, WorkerId};
use sila_core::permission::Permission;
use sila_core::residence::Residence;
use sila_core::time::Millis;
use uuid::Uuid;

use super::check;
use super::file::{self, Import};
use super::plan::Plan;
use super::row::{self, Known};
use super::store::{self, State, Stored};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::{self, NewCase, Provenance};
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::people::register;
use crate::problem::Problem;
use crate::reply::Reply;

/// `POST /{lang}/imports/{id}/run`: begins, or goes on after a stop.
///
/// # Errors
/// `import.moved` when there is nothing to begin; `import.same_rows` when the same rows were brought in before, unless the
/// sender says that they are to come in again.
pub async fn begin(ask: Ask) -> Result<Reply, Problem> {
    let import = file::open(&ask, "import.run").await?;
    let (from, kind) = match import.row.state {
        State::Stopped => (State::Stopped, "import.resumed"),
        _ => (State::Checked, "import.begun"),
    };
    turn(&ask, &import, (from, State::Running), kind).await
}

/// `POST /{lang}/imports/{id}/stop`: stops after the part that is under way.
///
/// # Errors
/// `import.moved` when it does not run.
pub async fn stop(ask: Ask) -> Result<Reply, Problem> {
    let import = file::open(&ask, "import.run").await?;
    turn(&ask, &import, (State::Running, State::Stopped), "import.stopped").await
}

async fn turn(
    ask: &Ask,
    import: &Import,
    turn: (State, State),
    kind: &'static str,
) -> Result<Reply, Problem> {
    let (id, mark, now) = (import.row.id, import.row.mark, ask.now);
    let again = ask.form.get("again") == Some("yes");
    let back = format!("/imports/{id}");
    let fact = fact(&ask.app, &import.row, kind, now)?;
    let done = ask
        .app
        .store
        .write(move |tx| {
            moved(store::pass(tx, id, turn, now)?)?;
            if turn == (State::Checked, State::Running) {
                if !again && store::brought_in(tx, &mark, id)?.is_some() {
                    return Err(Problem::refused("import.same_rows"));
                }
                store::remember(tx, &mark, id, now)?;
            }
            journal::insert(tx, &fact).map_err(Problem::from)
        })
        .await;
    done.map_err(|problem: Problem| problem.way_out(back.clone()))?;
    ask.app.changed(Topic::People);
    Ok(Reply::see_other(ask.cx.url(&back)))
}

/// The import stood where it was thought to stand.
fn moved(done: bool) -> Result<(), Problem> {
    if done { Ok(()) } else { Err(Problem::refused("import.moved").way_out("/imports")) }
}

/// What can be proved later: which import, by whom, and how many rows. No name, no cell, no file name.
///
/// # Errors
/// Only when it cannot be encoded.
pub fn fact(app: &App, row: &Stored, kind: &'static str, now: Millis) -> Result<Fact, Problem> {
    let data = minicbor::to_vec((row.rows, row.taken))
        .map_err(|error| Problem::internal("import.unwritable").because(error))?;
    let worker = Some(row.worker);
    Ok(Fact { id: app.clock.new_id(), at: now, kind, subject: row.id.to_string(), worker, data })
}

/// Brings in the next part of the import that runs. Says how many parts that were. An import that cannot be read is
/// stopped, so that it holds up no other.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn step(app: &App) -> Result<usize, Problem> {
    let Some(found) = app.store.read(store::running).await? else { return Ok(0) };
    let (id, now) = (found.id, app.clock.now());
    match one_part(app, found, now).await {
        Ok(cases) => {
            for case in cases {
                register::follow(app, case).await;
            }
            app.changed(Topic::People);
            Ok(1)
        }
        Err(problem) if problem.status.as_u16() == 409 => Ok(1),
        Err(problem) if problem.code == "vault.unreadable" => {
            let turn = (State::Running, State::Stopped);
            app.store.write(move |tx| store::pass(tx, id, turn, now)).await?;
            Err(problem)
        }
        Err(problem) => Err(problem),
    }
}

/// One part: everything is read and sealed before the transaction.
async fn one_part(app: &App, found: Stored, now: Millis) -> Result<Vec<CaseId>, Problem> {
    let part = found.next_part;
    let import = file::unseal(app, found)?;
    let rows = import.part(app, part).await?;
    let plan = import.head.plan.clone().ok_or_else(|| Problem::refused("import.moved"))?;
    let cx = check::plain(now);
    let mut cases = Vec::new();
    for row in &rows {
        let (known, _findings) = row::read(&cx, &import.head, &plan, row, now);
        if let Some(known) = known {
            cases.push((row.0, case(app, &import, &plan, row.0, known, now)?));
        }
    }
    let ids = cases.iter().map(|(_, case)| case.id).collect();
    let taken = u32::try_from(cases.len()).unwrap_or(u32::MAX);
    let last = part.saturating_add(1) >= import.row.parts;
    let row = Stored { taken: import.row.taken.saturating_add(taken), ..import.row };
    let done = last.then(|| fact(app, &row, "import.done", now)).transpose()?;
    app.store.write(move |tx| write(tx, (row.id, part), &cases, done.as_ref(), now)).await?;
    Ok(ids)
}

fn write(
    tx: &mut dyn Tx,
    (id, part): (Uuid, u32),
    cases: &[(u32, NewCase)],
    done: Option<&Fact>,
    now: Millis,
) -> Result<(), Problem> {
    let taken = u32::try_from(cases.len()).unwrap_or(u32::MAX);
    moved(store::advance(tx, id, part, taken, now)?)?;
    for (row, case) in cases {
        store::row(tx, id, *row, case.id)?;
        cases::store::insert(tx, case)?;
    }
    let insert = |fact: &Fact| -> Result<(), DbError> { journal::insert(tx, fact) };
    done.map(insert).transpose()?;
    Ok(())
}

/// The closed case of the past that a row becomes.
fn case(
    app: &App,
    import: &Import,
    plan: &Plan,
    row: u32,
    known: Known,
    now: Millis,
) -> Result<NewCase, Problem> {
    let owner: WorkerId = import.row.worker;
    let provenance = Provenance {
        import: import.row.id.to_string(),
        file: import.head.file.clone(),
        row,
        number: known.number.clone(),
        mother: known.mother.clone(),
        written: known.written.clone(),
    };
    let known = past(app, plan, known, now);
    let case = cases::compose(app, &known, plan.category, Urgency::Routine, owner, None, now)?;
    case.of_the_past(app, &known, provenance)
}

/// What is known of somebody from an older register, and nothing that it does not say.
fn past(app: &App, plan: &Plan, known: Known, now: Millis) -> Disclosure {
    let needs = if plan.is_shelter { vec![Service::Shelter] } else { Vec::new() };
    Disclosure {
        people: vec![known.person],
        residence: Residence {
            area: known.area,
            evidence: Evidence::Nothing,
            usual_home: false,
            present_area: None,
            stay_days: None,
            risk_near_home: false,
        },
        safety: Safety {
            immediate_danger: false,
            safe_to_talk: false,
            safe_contact: None,
            plan: None,
        },
        harm: Vec::new(),
        needs,
        wishes: None,
        unwanted: None,
        account: None,
        permission: Permission {
            basis: LawfulBasis::SocialCare,
            form: None,
            recipient: app.node.id,
            purpose: Vec::new(),
            fields: Vec::new(),
            witness: None,
            given_at: now,
            expires_at: now,
            onward: Vec::new(),
        },
        documents: Vec::new(),
        salt: None,
        no_wishes: None,
    }
}
