//! Which kinds of message the other side understands: its greetings say so, and nothing else is sealed for it. The rest
//! waits where people see it. A kind that it has said and no longer says stops the link, as a lower version does.

pub mod store;

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::Millis;
use sila_link::{Hello, LinkError, LinkEvent, Side};

use super::fact;
use super::peer::Peer;
use super::trouble::Trouble;
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::web::components::{Note, Tone};
use crate::web::{Arg, Cx, ident};

pub use store::NotUnderstood;

/// Keeps what a greeting says of kinds.
///
/// # Errors
/// [`LinkError::Downgrade`] when one is missing that was said before: the link is stopped until an officer has looked. When
/// the store cannot be read or written.
pub async fn hear(app: &App, peer: &Peer, theirs: &Hello, now: Millis) -> Result<(), Trouble> {
    let said: BTreeSet<String> = theirs.kinds.iter().cloned().collect();
    let line = app.lines.of(peer.link);
    if line.understands(&said) {
        return Ok(());
    }
    let (link, from, new) = (peer.link, peer.state, said.clone());
    let to = from.after(LinkEvent::Suspend(Side::Us)).unwrap_or(from);
    let code = LinkError::Downgrade.code();
    let told = fact(app, peer, "alarm", code, said_text(&said).as_bytes(), None, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let before = store::understood(tx, link)?;
        let lost: Vec<&String> = before.difference(&new).collect();
        store::set(tx, link, &new, true)?;
        store::set(tx, link, lost.iter().copied(), false)?;
        if !lost.is_empty() {
            super::store::set_state(tx, link, from, to, now)?;
            super::store::set_alarm(tx, link, code, now)?;
            crate::journal::store::insert(tx, &told)?;
        }
        Ok(!lost.is_empty())
    };
    let lost = app.store.write(write).await?;
    line.set_understands(said);
    app.outbox.notify_one();
    app.changed(Topic::Links);
    if lost {
        tracing::error!(code, peer = %peer.code, "the link was stopped: a kind of message is no longer understood");
        return Err(LinkError::Downgrade.into());
    }
    Ok(())
}

fn said_text(said: &BTreeSet<String>) -> String {
    said.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// What waits because the other side does not understand it.
pub(super) fn note(cx: &Cx, peer: &Peer, waiting: &[NotUnderstood]) -> Markup {
    if waiting.is_empty() {
        return html! {};
    }
    let name = [("agency", Arg::from(peer.name(cx.lang)))];
    let note = Note::new("hourglass-medium", cx.t_with("kinds-wait", &name)).tone(Tone::Gold);
    html! { (note.body(html! {
        p { (cx.t("kinds-wait-text")) }
        ul.links { @for one in waiting {
            li { (ident::Code(&one.kind)) " · " span.num { (one.count) } " · " span.num { (cx.at(one.since)) } }
        } }
    })) }
}
