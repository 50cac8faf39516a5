//! What the node does by itself: it declines what was withdrawn or crossed a lower proposal, and passes on to the parties
//! of our proposals what other parties have said about them.

use super::{letters, store, word};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::links;
use crate::problem::Problem;

/// Does what is due. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    Ok(decline(app).await? + pass_on(app).await?)
}

async fn decline(app: &App) -> Result<usize, Problem> {
    let owing = app.store.read(store::owing).await?;
    let mut done = 0;
    for record in owing {
        let Some(loaded) = app.store.read(move |tx| store::load(tx, record)).await? else {
            continue;
        };
        let Some((digest, owed)) = loaded.shared.owed(app.node.id) else { continue };
        let Some(held) = loaded.shared.version(&digest) else { continue };
        done += usize::from(word::answer(app, held.version.clone(), owed).await?);
    }
    Ok(done)
}

async fn pass_on(app: &App) -> Result<usize, Problem> {
    let waiting = app.store.read(store::to_pass).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let (peers, now) = (app.store.read(links::store::peers).await?, app.clock.now());
    let mut done = 0;
    for (version, signed) in waiting {
        let said = signed.read();
        let said = said.map_err(|error| Problem::internal("record.unsigned").because(error))?;
        let letters = match letters(app, &peers, &version, &signed, said.party, now) {
            Ok(letters) => letters,
            // So much waits for a party already that this comes later; what is for others goes now.
            Err(problem) if problem.code == "link.outbox_full" => continue,
            Err(problem) => return Err(problem),
        };
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            letters.iter().try_for_each(|letter| links::outbox::post(tx, letter))?;
            store::passed(tx, &said)
        };
        app.store.write(write).await?;
        done += 1;
    }
    app.outbox.notify_one();
    Ok(done)
}
