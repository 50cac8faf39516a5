//! The list that both sign: how it is read from what was stored, when it may come in, and how it looks.

use maud::{Markup, html};
use sila_core::codes::{Fate, OpenItem};
use sila_core::ids::ReferralId;
use sila_core::referral::{HandoverLine, HandoverList};
use sila_core::wire::WireError;
use sila_link::Salted;
use sila_seal::Key;

use crate::app::App;
use crate::cases::handover::{self as open, Words};
use crate::clock::Randomness;
use crate::links::receiving::Parked;
use crate::problem::Problem;
use crate::referrals::record::Record;
use crate::referrals::words;
use crate::web::components::{Tone, tag};
use crate::web::{Cx, dates};

/// The list that the giving agency has signed last. Nothing when none was signed, or it was lost with an older backup.
///
/// # Errors
/// When the store cannot be read, or a row was changed from outside.
pub async fn of(app: &App, record: &Record) -> Result<Option<HandoverList>, Problem> {
    let wanted = record.thread.as_ref().and_then(sila_core::referral::Thread::list);
    let (Some(wanted), id) = (wanted, record.row.id) else { return Ok(None) };
    let stored = app.store.read(move |tx| words::store::of_referral(tx, id)).await?;
    for one in &stored {
        let salted = words::unsealed(app, one)?;
        if salted.commitment() == wanted {
            let list = HandoverList::from_cbor(&salted.bytes);
            return list
                .map(Some)
                .map_err(|error| Problem::internal("referral.unreadable").because(error));
        }
    }
    Ok(None)
}

/// Whether a list that comes in can be read here, with every code in it.
///
/// # Errors
/// [`Parked`] when it cannot; it then waits for an upgrade.
pub fn readable(salted: Option<&Salted>) -> Result<(), Parked> {
    let parked = |code: &str| Parked { code: code.to_owned() };
    let bytes = salted.map(|salted| salted.bytes.as_slice()).unwrap_or_default();
    let list = HandoverList::from_cbor(bytes).map_err(|error| match error {
        WireError::UnknownCode(_) => parked("referral.unknown_code"),
        _ => parked("referral.malformed"),
    })?;
    let known = list.lines.iter().all(open::is_known);
    if known { Ok(()) } else { Err(parked("referral.unknown_code")) }
}

fn aad(id: ReferralId) -> Vec<u8> {
    [b"sila/handover/1/", id.0.as_bytes().as_slice()].concat()
}

/// The list with its words, sealed under the key of the identity.
///
/// # Errors
/// `handover.too_long` when it does not fit into one letter.
pub(super) fn sealed(
    id: ReferralId,
    key: [u8; 32],
    all: Vec<(HandoverLine, Words)>,
) -> Result<(HandoverList, Salted), Problem> {
    let too_long = || Problem::refused("handover.too_long").way_out(super::super::path(id, ""));
    let (lines, words): (Vec<HandoverLine>, Vec<Words>) = all.into_iter().unzip();
    let plain = minicbor::to_vec(&words)
        .map_err(|error| Problem::internal("referral.unreadable").because(error))?;
    let words = Key::from_bytes(key).seal(&mut Randomness, &aad(id), &plain);
    let list = HandoverList { lines, words };
    let bytes = list.to_cbor();
    // What we cannot read ourselves nobody can.
    HandoverList::from_cbor(&bytes).map_err(|_long| too_long())?;
    Ok((list, Salted { salt: super::super::random(), bytes }))
}

/// The words of each line.
///
/// # Errors
/// `referral.identity_unreadable` when another key has sealed them.
pub(super) fn opened(
    id: ReferralId,
    key: [u8; 32],
    list: &HandoverList,
) -> Result<Vec<(HandoverLine, Words)>, Problem> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Problem::internal("referral.identity_unreadable").because(error)
    };
    let plain =
        Key::from_bytes(key).open(&aad(id), &list.words).map_err(|error| unreadable(&error))?;
    let words: Vec<Words> = minicbor::decode(&plain).map_err(|error| unreadable(&error))?;
    Ok(list.lines.iter().cloned().zip(words).collect())
}

/// What it is, in words.
pub fn what(cx: &Cx, line: &HandoverLine) -> String {
    let kind = match line.item {
        OpenItem::Action => cx.code("goal-kind", &line.kind),
        OpenItem::Appointment => cx.code("appointment-kind", &line.kind),
        OpenItem::Clock => cx.code("clock", &line.kind),
        OpenItem::Report => cx.code("mandatory-kind", &line.kind),
    };
    format!("{}: {kind}", cx.code("handover-item", line.item.code()))
}

/// One line: what, when, what becomes of it and why.
pub fn line(cx: &Cx, line: &HandoverLine) -> Markup {
    let tone = match line.fate {
        Fate::Goes => Tone::Info,
        Fate::Stays => Tone::Warn,
        Fate::Done => Tone::Ok,
    };
    html! {
        div.joint-h { b { (what(cx, line)) } (tag(tone, cx.code("handover-fate", line.fate.code()))) }
        div.joint-who {
            span.num { (dates::day(cx.lang, line.at)) " · " (dates::clock(line.at)) }
            @if let Some(why) = line.why { " · " (cx.code("handover-stays", why.code())) }
        }
    }
}
