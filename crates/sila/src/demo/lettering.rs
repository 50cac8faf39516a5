//! Letters on paper of the script: what the person allowed, the letter, and its print; and the way that was chosen where a partner is barred.

use anyhow::Context;
use sila_core::codes::PermissionForm;
use sila_core::field::Field;
use sila_core::ids::CaseId;

use super::deed::{Act, Deed};
use super::hosting::listed;
use super::stage::Stage;
use crate::accounts::Worker;
use crate::app::App;
use crate::cases::letters::ways::{self, Turn};
use crate::cases::letters::{Desk, consent, offered, print, purpose, write};
use crate::cases::{CaseRecord, open_record};
use crate::journal::access::{self, Subject};
use crate::web::Lang;

/// Plays one act, if it is about a letter. False when it is about something else.
///
/// # Errors
/// When it is refused.
pub(super) async fn act(stage: &Stage, case: Option<CaseId>, deed: &Deed) -> anyhow::Result<bool> {
    if !matches!(deed.act, Act::Around { .. } | Act::Letter { .. }) {
        return Ok(false);
    }
    let (app, worker) = (stage.at_work(&deed.by)?, stage.worker(&deed.by)?);
    let (case, now) = (case.context("no case")?, app.clock.now());
    let record = open_record(app, worker, case).await?;
    access::record(app, worker, Subject::Case(case.0), "case.letters", now).await?;
    match &deed.act {
        Act::Around { agency, turn, words } => {
            let agency = listed(app, agency).await?.id;
            let turn = Turn::from_code(turn).context("no such way")?;
            ways::choose(app, worker, &record, (agency, turn, words.as_str()), now).await?;
        }
        _ => letter(app, worker, &record, &deed.act).await?,
    }
    Ok(true)
}

async fn letter(app: &App, worker: &Worker, record: &CaseRecord, act: &Act) -> anyhow::Result<()> {
    let Act::Letter { to, purpose: what, fields, lang, words, days } = act else {
        anyhow::bail!("{act:?} is no letter");
    };
    let now = app.clock.now();
    let may = offered(record, Desk::of_case(app, record).await?.code_name);
    let fields: Vec<Field> = fields.iter().copied().filter(|one| may.contains(one)).collect();
    let wish = consent::Wish {
        to: listed(app, to).await?.id,
        purpose: purpose(what).context("no such purpose")?,
        fields,
        form: PermissionForm::Written,
        witness: None,
        days: *days,
    };
    let given = consent::give(app, worker, record, wish, now).await?;
    let lang = Lang::from_code(lang).context("no such language")?;
    let letter = write::write(app, worker, record, (given, lang, words.as_str()), now).await?;
    let desk = Desk::of_case(app, record).await?;
    print::put(app, worker, (record, &desk), letter, now).await?;
    Ok(())
}
