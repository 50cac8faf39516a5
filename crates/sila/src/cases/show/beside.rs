//! What stands beside the record on the page of a case: read in one snapshot, so that its cards agree with each other.

use sila_core::care::Step;
use sila_core::time::Millis;

use crate::accounts::Worker;
use crate::app::App;
use crate::cases::appointments::{self, Appointment};
use crate::cases::clocks::{self, Clock};
use crate::cases::closure::{self, Closure};
use crate::cases::committee::{self, Decision};
use crate::cases::flags::{self, Flag};
use crate::cases::interpreters::{self, Interpreting};
use crate::cases::mandatory::{self, Told};
use crate::cases::news::{self, News};
use crate::cases::plan::{self, Plan};
use crate::cases::readers::{Read, Reader};
use crate::cases::record::CaseRecord;
use crate::cases::sensitivity::eyes;
use crate::cases::store::{self, CaseReferral};
use crate::cases::{pathway, scope};
use crate::db::{DbError, Tx};
use crate::instruments;
use crate::partners;
use crate::problem::Problem;

/// What stands beside the record on its page.
#[derive(Debug)]
pub struct Beside {
    /// Referrals, the newest first.
    pub referrals: Vec<CaseReferral>,
    pub(super) readers: Vec<Reader>,
    pub(super) reads: Vec<Read>,
    pub(super) appointments: Vec<Appointment>,
    /// Who interprets.
    pub(super) interpreters: Vec<Interpreting>,
    /// The care plan.
    pub plan: Plan,
    pub(super) steps: Vec<Step>,
    /// Closures that were asked for, the newest first.
    pub closures: Vec<Closure>,
    pub(super) clocks: Vec<Clock>,
    /// Reports that the law wants.
    pub mandatory: Told,
    pub(super) flags: Vec<Flag>,
    /// The agency that answers for the person, when it is another: Arabic and English name.
    pub(super) led_by: Option<(String, String)>,
    pub(super) restricted: Option<Millis>,
    /// What a committee has decided, the newest first.
    pub(super) decided: Vec<Decision>,
    /// Assessments.
    pub assessed: instruments::Shown,
    /// What is new for the reader.
    pub(super) news: News,
}

/// Reads what stands beside the record, but for the readings: the page asks for them once its own is among them.
///
/// # Errors
/// When the store cannot be read.
pub async fn beside(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    now: Millis,
) -> Result<Beside, Problem> {
    let (id, reader) = (record.row.id, eyes(worker));
    let decides = committee::is_for(&record.row.category);
    let lead = Some(record.row.lead).filter(|lead| *lead != app.node.id);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let led_by = lead.map(|lead| partners::store::name_of(tx, lead)).transpose()?.flatten();
        Ok((
            (
                store::referrals(tx, id)?,
                store::readers(tx, id)?,
                interpreters::store::of_case(tx, id)?,
            ),
            (appointments::store::of_case(tx, id)?, plan::store::of_case(tx, id)?),
            (pathway::store::of_case(tx, id)?, closure::store::of_case(tx, id)?),
            (clocks::store::of_case(tx, id)?, flags::store::of_case(tx, id)?),
            (mandatory::store::context(tx, id)?, mandatory::store::of_case(tx, id)?),
            (led_by, scope::store::restricted(tx, id)?),
            (
                instruments::Shown::read(tx, id)?,
                news::store::since(tx, id, reader, News::before(now))?,
                if decides { committee::store::of_case(tx, id)? } else { Vec::new() },
            ),
        ))
    };
    let (around, (appointments, plan), (steps, closures), (clocks, flags), reports, who, rest) =
        app.store.read(read).await?;
    let ((referrals, readers, said), (led_by, restricted), (assessed, lines, decided)) =
        (around, who, rest);
    let clocks = clocks::opened(app, record, clocks)?;
    Ok(Beside {
        referrals,
        readers,
        reads: Vec::new(),
        appointments: appointments::opened(app, record, appointments)?,
        interpreters: interpreters::opened(app, record, said)?,
        plan: plan::opened(app, record, plan)?,
        steps,
        closures: closure::opened(app, record, closures)?,
        mandatory: mandatory::told(app, record, reports, &clocks).await?,
        clocks,
        flags: flags::opened(app, record, flags)?,
        led_by,
        restricted,
        decided: committee::opened(app, record, decided)?,
        assessed,
        news: News::new(&lines),
    })
}
