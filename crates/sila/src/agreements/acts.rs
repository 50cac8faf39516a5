//! What an officer does about an agreement on its page: signs it, writes down that it was signed on paper, stops it and lets it go on.

use sila_core::AgreementId;
use sila_seal::hex;

use super::signing::{self, By};
use super::{amendment, texts};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;

/// Longest name and office of who signed on paper, in characters.
pub(super) const WHO_MAX: usize = 120;

/// Signs what the other party proposed.
///
/// # Errors
/// See [`signing::sign`].
pub async fn sign(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let read = ask.form.get("digest").unwrap_or_default();
    let stored = signing::one(&ask.app, id).await?;
    let drafted = ask.app.store.read(move |tx| texts::drafted(tx, id)).await?;
    if let Some(text) = drafted.filter(|text| hex(&text.digest) == read) {
        amendment::send(&ask.app, id, text, by(&ask)?).await?;
        return back(&ask, id);
    }
    if hex(&stored.digest) != read {
        return Err(Problem::refused("agreement.changed").way_out(format!("/agreements/{id}")));
    }
    signing::sign(&ask.app, id, stored.digest, by(&ask)?).await?;
    back(&ask, id)
}

/// A partner without a node has signed the printed text.
///
/// # Errors
/// See [`signing::on_paper`].
pub async fn on_paper(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let stored = signing::one(&ask.app, id).await?;
    let who = ask.form.get("who").unwrap_or_default();
    let read = ask.form.get("digest").unwrap_or_default();
    if !(3..=WHO_MAX).contains(&who.chars().count()) {
        return Err(Problem::refused("agreement.who_signed").way_out(format!("/agreements/{id}")));
    }
    if hex(&stored.digest) != read {
        return Err(Problem::refused("agreement.changed").way_out(format!("/agreements/{id}")));
    }
    signing::on_paper(&ask.app, id, stored.digest, who, by(&ask)?).await?;
    back(&ask, id)
}

/// Takes our proposal back, in the text that was on the page.
///
/// # Errors
/// See [`signing::withdraw`]; `agreement.changed`.
pub async fn withdraw(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let stored = signing::one(&ask.app, id).await?;
    let read = ask.form.get("digest").unwrap_or_default();
    if hex(&stored.digest) != read {
        return Err(Problem::refused("agreement.changed").way_out(format!("/agreements/{id}")));
    }
    signing::withdraw(&ask.app, id, stored.digest, by(&ask)?).await?;
    back(&ask, id)
}

/// Stops the agreement at both sides.
///
/// # Errors
/// See [`signing::stop`].
pub async fn suspend(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    signing::stop(&ask.app, id, true, by(&ask)?).await?;
    back(&ask, id)
}

/// Takes our stop back.
///
/// # Errors
/// See [`signing::stop`].
pub async fn resume(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    signing::stop(&ask.app, id, false, by(&ask)?).await?;
    back(&ask, id)
}

fn by(ask: &Ask) -> Result<By, Problem> {
    Ok(By { worker: Some(ask.worker()?.id), now: ask.now })
}

fn back(ask: &Ask, id: AgreementId) -> Result<Reply, Problem> {
    Ok(Reply::see_other(ask.cx.url(&format!("/agreements/{id}"))))
}
