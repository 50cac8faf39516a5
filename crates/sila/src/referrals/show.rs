//! `/referrals/{id}`: one referral: what was shared and what was not, the agreed time, what can be done now, and the
//! chain of what both agencies signed. Before the key is released the receiver sees the preview alone.

mod cards;

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::agreement::Agreement;
use sila_core::experience::Occasion;
use sila_core::ids::{AgencyId, ReferralId};
use sila_core::joint::Dispute;
use sila_core::law::Rule;
use sila_core::referral::{HandoverList, Side, State, Thread};
use sila_core::time::Millis;

use super::attachments::{self, Shown};
use super::body::{self, Body};
use super::joint::Loaded;
use super::paper::{self, Slip};
use super::record::Record;
use super::store::Direction;
use super::{
    content, deadlines, emergency, following, handover, moves, notes, outcome, permission, placed,
    reading, rounds, summary, words,
};
use crate::accounts::{Permission, Worker};
use crate::agreements::{self, First};
use crate::app::App;
use crate::ask::Ask;
use crate::cases;
use crate::db::DbError;
use crate::intake::listed;
use crate::journal::access::{self, Subject};
use crate::journal::store::{Reading, readings};
use crate::links::{self, Delivery};
use crate::partners;
use crate::problem::Problem;
use crate::regulation;
use crate::reply::Reply;
use crate::shelter::danger;
use crate::shelter::stays::accepting::{self, Choice};
use crate::web::components::{ClockBox, Tone, columns, plain_tag, tag};
use crate::web::ident::{Code, Reference};
use crate::web::{Arg, Cx, Page, dates};
use crate::witness::Standing;

/// Everything the page shows, gathered before it is drawn.
pub struct Sight {
    /// The referral.
    pub record: Record,
    /// What it says of a person, unless it was erased.
    pub body: Option<Body>,
    /// What the other agency is called, in Arabic and in English.
    pub peer: Option<(String, String)>,
    /// What came back on paper from a partner without a node.
    pub slips: Vec<Slip>,
    /// Our own agency.
    pub me: AgencyId,
    /// Our side; none before it was signed.
    pub side: Option<Side>,
    /// How our letters about it travelled.
    pub deliveries: Vec<Delivery>,
    /// Code of the agreement.
    pub agreement_code: String,
    /// Number of the residence clause.
    pub clause: String,
    /// Number of the clause that sets the times.
    pub times_clause: String,
    /// The clause that puts linked cases before equal ones.
    pub first: Option<First>,
    /// Who has read it here.
    pub reads: Vec<Reading>,
    /// The case, when the reader may open it.
    pub case: Option<String>,
    /// Whether linked agencies have cosigned it in this node's log.
    pub standing: Option<Standing>,
    /// Places for her, where it asks for one and we have homes.
    pub places: Option<Choice>,
    /// Documents that travel with it.
    pub attachments: Vec<Shown>,
    /// The open dispute about it.
    pub dispute: Option<Dispute>,
    /// The agency to which it was passed on, or at that agency the one that offered first: Arabic and English name.
    pub third: Option<(String, String)>,
    /// The times that run, and whom they reached.
    pub times: deadlines::show::Shown,
    /// What was written beside the entries, by author and number.
    pub words: BTreeMap<(AgencyId, u32), String>,
    /// The reader has declined it.
    pub own_decline: bool,
    /// What is handed over with the responsibility, as it was signed last.
    pub list: Option<HandoverList>,
    /// Where the blind check stands that goes with it, if one does.
    pub danger: Option<danger::Check>,
}

impl Sight {
    /// Gathers it for a worker who may see the referral.
    ///
    /// # Errors
    /// `page.not_found` for a stranger, or when the store cannot be read.
    pub async fn gather(app: &App, worker: &Worker, id: ReferralId) -> Result<Sight, Problem> {
        let record = Record::through(app, worker, id).await?;
        let body = body::open(app, id, &record.sealed)?;
        let (peer, agreement, case) = (record.row.peer, record.row.agreement, record.row.case_id);
        let reader = worker.clone();
        let third = record.thread.as_ref().and_then(third_agency);
        let thread = record.thread.clone();
        let (peer, terms, reads, case, (standing, documents, known_third, dispute, rounds)) = app
            .store
            .read(move |tx| {
                let known = agreements::store::of_peer(tx, peer)?;
                let terms = known.into_iter().find(|known| known.agreement.id == agreement);
                let case = case.map(|case| cases::store::find(tx, &reader, case)).transpose()?;
                let case = case.flatten().map(|case| case.row.reference);
                let peer = partners::store::name_of(tx, peer)?;
                let third = third.map(|third| partners::store::name_of(tx, third)).transpose()?;
                let joint = thread.as_ref().map(|thread| Loaded::load(tx, thread)).transpose()?;
                let about = (
                    Standing::of_subject(tx, &id.to_string())?,
                    attachments::store::of_referral(tx, id)?,
                    third.flatten(),
                    joint.and_then(|loaded| loaded.joint.open_dispute().cloned()),
                    words::store::beside(tx, id, reader.id)?,
                );
                Ok::<_, DbError>((peer, terms, readings(tx, id.0)?, case, about))
            })
            .await?;
        let side = record.thread.as_ref().and_then(|thread| thread.side(app.node.id));
        let terms = terms.map(|known| known.agreement);
        let part = |of: fn(&sila_core::agreement::Agreement) -> &String| {
            terms.as_ref().map(|terms| of(terms).clone()).unwrap_or_default()
        };
        Ok(Sight {
            places: accepting::gather(app, worker, &record, app.clock.now()).await?,
            times: deadlines::show::Shown::gather(app, &record).await?,
            list: handover::list::of(app, &record).await?,
            danger: danger::of(app, id).await?,
            third: third.map(|third| named(third, terms.as_ref(), known_third)),
            me: app.node.id,
            attachments: attachments::shown(app, id, &record.sealed, documents)?,
            side,
            deliveries: links::outbox::delivery_of(app, id.0).await?,
            slips: slips(app, &record).await?,
            agreement_code: part(|terms| &terms.code),
            clause: part(|terms| &terms.residence.number),
            times_clause: part(|terms| &terms.cites.timers),
            first: terms.as_ref().and_then(First::of),
            record,
            body,
            peer,
            reads,
            case,
            standing,
            dispute,
            words: words::opened(app, &rounds.0)?,
            own_decline: rounds.1,
        })
    }

    /// Whether the reader may open what both agencies do together.
    pub fn is_joint(&self) -> bool {
        let node = self.record.partner.is_none();
        node && self.case.is_some() && self.record.thread.as_ref().is_some_and(Thread::is_joint)
    }

    /// The other agency's name in the reader's language.
    pub fn peer_name(&self, cx: &Cx) -> &str {
        self.peer.as_ref().map_or("–", |(ar, en)| cx.lang.pick(ar, en))
    }
}

/// The third agency of a referral that was passed on.
fn third_agency(thread: &Thread) -> Option<AgencyId> {
    let origin = thread.offer().origin.as_ref().map(|origin| origin.agency);
    thread.redirect().map(|(to, _)| to).or(origin)
}

/// Its name by the agreement that names it, or by our link to it; else the beginning of its identity.
fn named(
    third: AgencyId,
    terms: Option<&Agreement>,
    known: Option<(String, String)>,
) -> (String, String) {
    let by_terms = terms.and_then(|terms| terms.may_pass_on(third).ok());
    if let Some(named) = by_terms {
        return (named.name_ar.clone(), named.name_en.clone());
    }
    known.unwrap_or_else(|| {
        let short: String = third.to_text().chars().take(8).collect();
        (short.clone(), short)
    })
}

/// The page. Reading it is written down before it is shown.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let mut sight = Sight::gather(&ask.app, worker, id).await?;
    access::record(&ask.app, worker, Subject::Referral(id.0), "referral.show", ask.now).await?;
    deadlines::look::opened(&ask.app, &sight, ask.now).await;
    sight.reads.insert(0, this_reading(worker, ask.now));
    let reader = reading::by(&ask.app, &sight.record).await?;
    let cx = &ask.cx;
    let main = html! {
        (permission::note(cx, &sight))
        (notes::dispute(cx, &sight))
        (notes::departure(cx, &sight))
        (notes::origin(cx, &sight))
        (following::note(cx, &sight))
        (reading::note(cx, &sight, reader.as_ref()))
        (outcome::card(cx, &sight))
        (moves::approving(cx, &sight, worker))
        (rounds::show::cards(cx, &sight, worker))
        (handover::card(cx, &sight, worker))
        div.stack #referral-lane data-live="referrals" {
            (placed::note(cx, &sight))
            (handover::note(cx, &sight))
            (danger::show::note(cx, sight.danger.as_ref()))
            (emergency::words::card(cx, &sight))
            (deadlines::progress::closes(cx, &sight))
            (deadlines::show::card(cx, &sight, worker))
        }
        @if let Some(places) = &sight.places { (places.card(cx, &super::path(id, "/acceptance"))) }
        (cards::shared(cx, &sight))
        (attachments::card(cx, &sight, worker))
        (paper::card(cx, &sight.slips))
        (cards::readers(cx, &sight))
    };
    let aside = html! {
        (cards::attestation(cx, &sight))
        (content::card(cx, sight.body.as_ref()))
        (cards::fingerprint(cx, &sight, worker.may(Permission::EvidenceMake)))
        @if !sight.record.row.is_open { (crate::feedback::answer::card(cx, Occasion::Referral, id.0)) }
    };
    let offer = sight.record.thread.as_ref().map(Thread::offer);
    let listed = listed::version(&ask.app, offer.and_then(|offer| offer.listed)).await?;
    let body = html! {
        (head(cx, &sight, worker))
        @if let Some(listing) = &listed { (listed::note(cx, listing)) }
        (columns(&main, &aside))
    };
    let incoming = sight.record.row.direction == Direction::In;
    let list = if incoming { "/referrals/in" } else { "/referrals/out" };
    let key = if incoming { "referrals-in" } else { "referrals-out" };
    let reference = sight.record.row.reference.clone();
    let page = Page::new(cx, reference).crumb(cx.t(key), list).refreshing(30).body(body);
    Ok(Reply::page(&page))
}

/// The reading that is going on, which the store has by now.
fn this_reading(worker: &Worker, now: Millis) -> Reading {
    Reading {
        at: now,
        role: worker.role().to_owned(),
        name_ar: worker.name_ar.clone(),
        name_en: worker.name_en.clone(),
    }
}

/// How its papers went to a partner without a node.
async fn slips(app: &App, record: &Record) -> Result<Vec<Slip>, Problem> {
    match record.partner {
        Some(_) => paper::opened(app, record.row.id).await,
        None => Ok(Vec::new()),
    }
}

/// Colour of a state.
pub fn tone(state: State) -> Tone {
    match state {
        State::Draft | State::AwaitingApproval | State::Delivered | State::InReview => Tone::Gold,
        State::Told | State::Clarifying | State::DeclineReview | State::ReopenRequested => {
            Tone::Gold
        }
        State::Offered | State::Redirected | State::Waitlisted => Tone::Info,
        State::Accepted | State::Completed | State::Closed | State::Noted => Tone::Ok,
        State::Declined | State::Expired | State::Withdrawn => Tone::Bad,
        State::Cancelled | State::Invalidated => Tone::Bad,
        State::Recalled => Tone::Plain,
    }
}

fn head(cx: &Cx, sight: &Sight, worker: &Worker) -> Markup {
    let row = &sight.record.row;
    let title = match &sight.body {
        Some(body) => summary::title(cx, &body.preview),
        None => cx.code("category", row.category.code()),
    };
    html! {
        section.card.mb-5 id="referral-head" data-live="referrals" {
            div.card-b.head-card {
                div {
                    div.tags {
                        (super::list::urgency(cx, row.urgency))
                        (super::list::kind(cx, row.kind))
                        (tag(tone(row.state), cx.code("state", row.state.code())))
                        (super::list::linked(cx, row, sight.first.as_ref()))
                        (plain_tag(cx.t("referral-restricted")))
                    }
                    h1 { (title) }
                    p.muted { (whence(cx, sight)) }
                }
                @if row.state.is_pending() { (clock(cx, sight)) }
            }
            div.card-b.acts-in { (moves::all(cx, sight, worker)) }
        }
    }
}

fn whence(cx: &Cx, sight: &Sight) -> Markup {
    let row = &sight.record.row;
    let key = if row.direction == Direction::In { "referral-from" } else { "referral-to" };
    let basis = sight.record.thread.as_ref().map(|thread| thread.offer().basis);
    let reason = basis.map(|basis| {
        let words = Arg::phrase(cx.code("basis", basis.code()));
        cx.t_with("referral-routed", &[("basis", words)])
    });
    html! {
        (cx.t_with(key, &[("agency", Arg::from(sight.peer_name(cx)))])) " · "
        span.num { (dates::near(cx.lang, cx.now, row.offered_at)) }
        @if let Some(reason) = &reason { " · " (reason) " " (regulation::link(cx, Rule::Residence)) }
        " · " (Reference(&row.reference))
    }
}

fn clock(cx: &Cx, sight: &Sight) -> ClockBox {
    let row = &sight.record.row;
    let left = row.decide_by.0.saturating_sub(cx.now.0);
    let whole = row.decide_by.0.saturating_sub(row.offered_at.0);
    let tone = match left {
        late if late < 0 => Tone::Bad,
        near if near < whole / 4 => Tone::Warn,
        _ => Tone::Plain,
    };
    let agreed = dates::duration(cx.lang, row.decide_by.minutes_since(row.offered_at));
    ClockBox {
        label: cx.t(match row.state {
            State::Told => "information-read-by",
            _ => "referral-agreed-time",
        }),
        value: cx.deadline(row.decide_by),
        source: html! {
            (agreed)
            @if !sight.times_clause.is_empty() {
                " · " (cx.t("referral-clause")) " " (Code(&sight.times_clause))
            }
        },
        tone,
    }
}
