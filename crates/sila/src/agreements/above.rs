//! The agreement above another one: under a memorandum stands an agreement on levels of service, and under that an annex on data. What is
//! above is read wherever something is sent or taken in: what stops it stops what stands under it where the clause says so, and what stands
//! under it ends with it unless the clause says that it runs longer.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use sila_core::agreement::{AboveClause, Agreement, AgreementKind, Clause, LEVELS_MAX};
use sila_core::{AgencyId, AgreementId, Millis, Refusal};

use super::{State, Stored, store, template};
use crate::activation::besides::{self, Exits};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::web::components::{Card, Note, Summary, Tone};
use crate::web::{Arg, Cx, Form, Pairs, dates, ident};

/// The agreements that stand above others.
#[derive(Debug, Default)]
pub struct Lines(BTreeMap<AgreementId, Stored>);

impl Lines {
    /// Everything above these.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read<'a>(
        tx: &mut dyn Tx,
        of: impl IntoIterator<Item = &'a Stored>,
    ) -> Result<Lines, DbError> {
        let mut held = BTreeMap::new();
        for one in of {
            let mut next = named(&one.agreement);
            for _ in 0..LEVELS_MAX {
                let Some(id) = next.filter(|id| !held.contains_key(id)) else { break };
                let Some(found) = store::find(tx, id)? else { break };
                next = named(&found.agreement);
                held.insert(id, found);
            }
        }
        Ok(Lines(held))
    }

    /// Whether what stands above an agreement lets it hold at `now`.
    ///
    /// # Errors
    /// The refusal with the clause by which this agreement names the one above.
    pub fn hold(&self, agreement: &Agreement, exits: &Exits, now: Millis) -> Result<(), Refusal> {
        let (mut stops, mut ends) = (true, true);
        let mut below = agreement;
        let clause = || agreement.above.as_ref().map_or_else(String::new, |one| one.number.clone());
        for _ in 0..LEVELS_MAX {
            let Some(above) = &below.above else { return Ok(()) };
            (stops, ends) = (stops && above.stops, ends && !above.outlives);
            if !stops && !ends {
                return Ok(());
            }
            // What is not here was signed by nobody here.
            let Some(stored) = self.0.get(&above.agreement) else {
                return Err(Refusal::AgreementStopped { clause: clause() });
            };
            if stops && matches!(stored.state, State::Suspended { .. }) {
                return Err(Refusal::AgreementStopped { clause: clause() });
            }
            if ends && let Err(why) = exits.holds(&stored.agreement, now) {
                return Err(cited(why, clause()));
            }
            below = &stored.agreement;
        }
        Ok(())
    }

    /// Whether something above has been stopped that stops this one, too.
    fn is_stopped(&self, agreement: &Agreement) -> bool {
        let mut below = agreement;
        for _ in 0..LEVELS_MAX {
            let Some(above) = below.above.as_ref().filter(|one| one.stops) else { return false };
            let Some(stored) = self.0.get(&above.agreement) else { return true };
            if matches!(stored.state, State::Suspended { .. }) {
                return true;
            }
            below = &stored.agreement;
        }
        false
    }
}

fn named(agreement: &Agreement) -> Option<AgreementId> {
    agreement.above.as_ref().map(|one| one.agreement)
}

/// The reason of the one above, with the clause of the one below.
fn cited(why: Refusal, clause: String) -> Refusal {
    match why {
        Refusal::AgreementEnded { until, .. } => Refusal::AgreementEnded { until, clause },
        Refusal::AgreementNotYet { from, .. } => Refusal::AgreementNotYet { from, clause },
        other => other,
    }
}

/// Why what stands above an agreement does not let an offer in at the node `me` at `now`.
///
/// # Errors
/// When the store cannot be read.
pub fn refuses(
    tx: &mut dyn Tx,
    id: AgreementId,
    (me, now): (AgencyId, Millis),
) -> Result<Option<Refusal>, DbError> {
    let Some(stored) = store::find(tx, id)?.filter(|one| one.agreement.above.is_some()) else {
        return Ok(None);
    };
    let lines = Lines::read(tx, [&stored])?;
    let exits = besides::exits(tx, me)?;
    Ok(lines.hold(&stored.agreement, &exits, now).err())
}

/// Agreements with this agency that stand still because one above them was stopped.
///
/// # Errors
/// When the store cannot be read.
pub fn stopped(tx: &mut dyn Tx, peer: AgencyId) -> Result<BTreeSet<AgreementId>, DbError> {
    let all = store::of_peer(tx, peer)?;
    let lines = Lines::read(tx, &all)?;
    let stopped = all.iter().filter(|one| lines.is_stopped(&one.agreement));
    Ok(stopped.map(|one| one.agreement.id).collect())
}

/// Nothing is signed under an agreement that is not there, not with the same party, below itself, or over before it.
///
/// # Errors
/// `agreement.above_unknown`, `agreement.above_circle`, `agreement.above_outlived`, each with the clause; when the store cannot be read.
pub(super) async fn fits(app: &App, agreement: &Agreement, other: AgencyId) -> Result<(), Problem> {
    let Some(clause) = agreement.above.clone() else { return Ok(()) };
    let way_out = format!("/agreements/{}", clause.agreement);
    let refused =
        |code: &str| Problem::refused(code).with("clause", &clause.number).way_out(&way_out);
    let (id, first) = (agreement.id, clause.agreement);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut line = Vec::new();
        let mut next = Some(first);
        while let Some(at) = next.filter(|_| line.len() < LEVELS_MAX) {
            let found = store::find(tx, at)?;
            next = found.as_ref().and_then(|one| named(&one.agreement));
            line.extend(found);
        }
        Ok((line, next.is_some()))
    };
    let (line, more) = app.store.read(read).await?;
    let signed = |one: &&Stored| matches!(one.state, State::Signed | State::Suspended { .. });
    let above = line.first().filter(signed).filter(|one| one.peer == other);
    let above = above.ok_or_else(|| refused("agreement.above_unknown"))?;
    if more || line.len() >= LEVELS_MAX || line.iter().any(|one| one.agreement.id == id) {
        return Err(refused("agreement.above_circle"));
    }
    if !clause.outlives && agreement.until > above.agreement.until {
        return Err(refused("agreement.above_outlived"));
    }
    Ok(())
}

/// Agreements that both have signed, under which another one can stand.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn choices(app: &App) -> Result<Vec<Agreement>, Problem> {
    let all = app.store.read(store::all).await?;
    let signed = |one: &Stored| matches!(one.state, State::Signed | State::Suspended { .. });
    Ok(all.into_iter().filter(signed).map(|one| one.agreement).collect())
}

/// What the form asks: the kind, and the agreement above.
pub(super) fn fields(cx: &Cx, form: &Form<'_>, all: &[Agreement]) -> Markup {
    let kinds =
        AgreementKind::ALL.iter().map(|one| (one.code(), cx.code("agreement-kind", one.code())));
    let choice = |one: &Agreement| {
        let title = cx.lang.pick(&one.title_ar, &one.title_en);
        (one.id.to_string(), format!("{} · {title}", one.code))
    };
    html! {
        (form.select("kind", cx.t("agreement-kind")).choices(kinds).optional())
        @if !all.is_empty() {
            (form.select("above", cx.t("above-choose")).hint(cx.t("above-choose-hint")).choices(all.iter().map(choice)).optional())
            (form.checks("above_rules", cx.t("above-rules")).optional()
                .choice("stops", cx.t("above-stops")).choice("outlives", cx.t("above-outlives")))
        }
    }
}

/// The text with what the form says of its kind and of the agreement above.
pub(super) fn with(text: Agreement, form: &Pairs, all: &[Agreement]) -> Agreement {
    let kind = form.get("kind").and_then(|code| AgreementKind::from_code(code).ok());
    let text = Agreement { kind, ..text };
    let chosen = form.get("above").unwrap_or_default();
    match all.iter().find(|one| one.id.to_string() == chosen) {
        Some(above) => {
            let says = |rule: &str| form.has("above_rules", rule);
            under(text, above, says("stops"), says("outlives"))
        }
        None => text,
    }
}

/// The same agreement under another one: what stops that one stops this one only if `stops`, and it ends with that one unless it `outlives` it.
pub fn under(
    mut agreement: Agreement,
    above: &Agreement,
    stops: bool,
    outlives: bool,
) -> Agreement {
    let code = &above.code;
    let ([goes_on, stands_still], [ends, lasts]) = (STOPS, OUTLIVES);
    let [stop_ar, stop_en] = if stops { stands_still } else { goes_on };
    let [end_ar, end_en] = if outlives { lasts } else { ends };
    let clause = Clause {
        number: ABOVE.to_owned(),
        title_ar: "الاتفاق الأعلى".to_owned(),
        title_en: "The agreement above".to_owned(),
        text_ar: format!("يندرج هذا الاتفاق تحت الاتفاق ذي المرجع {code}. {stop_ar} {end_ar}"),
        text_en: format!("This agreement stands under the agreement {code}. {stop_en} {end_en}"),
        binds: None,
    };
    agreement.clauses.retain(|one| one.number != ABOVE);
    let before =
        |one: &Clause| one.number == template::AIMS || one.number == agreement.cites.parties;
    let place = agreement.clauses.iter().rposition(before).map_or(0, |at| at.saturating_add(1));
    agreement.clauses.insert(place, clause);
    let (number, code) = (ABOVE.to_owned(), code.clone());
    agreement.above = Some(AboveClause { number, agreement: above.id, code, stops, outlives });
    agreement
}

/// The number of the clause that names the agreement above.
const ABOVE: &str = "1.3";
/// What the stop of the agreement above does here: nothing, or the same.
const STOPS: [[&str; 2]; 2] = [
    ["ولا يوقف إيقافُ ذلك الاتفاق هذا الاتفاق.", "Stopping that one does not stop this one."],
    [
        "ويوقف إيقافُ ذلك الاتفاق هذا الاتفاق ما دام موقوفاً.",
        "While that one is stopped, this one is stopped.",
    ],
];
/// What the end of the agreement above does here: the same, or nothing.
const OUTLIVES: [[&str; 2]; 2] = [
    [
        "وينتهي هذا الاتفاق بانتهاء ذلك وإن لم تنقضِ مدته.",
        "It ends when that one ends, even before its own term is over.",
    ],
    [
        "ويبقى هذا الاتفاق نافذاً حتى نهاية مدته وإن انتهى ذلك قبله.",
        "It runs to the end of its own term, even if that one ends before.",
    ],
];

/// On the page of an agreement: what stands above it, by which rules, and what stands under it.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn card(ask: &Ask, stored: &Stored) -> Result<Markup, Problem> {
    let (peer, id, now) = (stored.peer, stored.agreement.id, ask.now);
    let me = ask.app.node.id;
    let agreement = stored.agreement.clone();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let all = store::of_peer(tx, peer)?;
        let lines = Lines::read(tx, &all)?;
        let held = lines.hold(&agreement, &besides::exits(tx, me)?, now);
        Ok((all, held.err()))
    };
    let (all, refusal) = ask.app.store.read(read).await?;
    let above = named(&stored.agreement);
    let above = above.and_then(|id| all.iter().find(|one| one.agreement.id == id));
    let under: Vec<&Stored> = all.iter().filter(|one| named(&one.agreement) == Some(id)).collect();
    Ok(drawn(&ask.cx, stored, above, &under, refusal.as_ref()))
}

fn drawn(
    cx: &Cx,
    stored: &Stored,
    above: Option<&Stored>,
    under: &[&Stored],
    refusal: Option<&Refusal>,
) -> Markup {
    let clause = stored.agreement.above.as_ref();
    html! {
        @if let Some(clause) = clause {
            @if let Some(refusal) = refusal { (shut(cx, refusal)) }
            (Card::new(cx.t("above-title")).id("above").body(html! {
                @match above {
                    Some(above) => p { (way(cx, above)) },
                    None => p { (ident::Code(&clause.code)) },
                }
                (Summary::new()
                    .row(cx.t("obligation-clause"), ident::Code(&clause.number))
                    .row(cx.t("above-when-stopped"), cx.t(if clause.stops { "above-stops" } else { "above-goes-on" }))
                    .row(cx.t("above-when-over"), cx.t(if clause.outlives { "above-outlives" } else { "above-ends" })))
            }))
        }
        @if !under.is_empty() {
            (Card::new(cx.t("above-under")).id("under").count(under.len()).body(html! {
                ul.plain { @for one in under {
                    li {
                        (way(cx, one)) " " (super::list::state_tag(cx, one, None)) " "
                        span.muted { (cx.t("agreement-until")) " " (dates::day(cx.lang, one.agreement.until)) }
                    }
                } }
            }))
        }
    }
}

/// It may not be used because of the one above it.
fn shut(cx: &Cx, refusal: &Refusal) -> Note {
    let clause = [("clause", Arg::ident(refusal.clause().unwrap_or_default()))];
    let key = match refusal {
        Refusal::AgreementStopped { .. } => "above-stopped",
        _ => "above-over",
    };
    Note::new("warning-circle", cx.t_with(key, &clause)).tone(Tone::Bad)
}

fn way(cx: &Cx, one: &Stored) -> Markup {
    let agreement = &one.agreement;
    html! {
        a.ref href=(cx.url(&format!("/agreements/{}", agreement.id))) { (ident::Reference(&agreement.code)) }
        " " (cx.lang.pick(&agreement.title_ar, &agreement.title_en))
    }
}
