//! How courses, wishes and answers travel, and what this node says about what partners send.

use sila_core::ids::EnrolmentId;
use sila_core::partnership::Field as Area;
use sila_core::training::{Enrolment, Step};
use sila_core::{AgencyId, CourseId, Millis, RecordId};
use sila_link::certificate::Certificate;
use sila_link::record::{Standing, Version, Word};

use super::course::{self, ANSWER, Answer, NAME_MAX, OFFER, Offer, WISH, Wish};
use super::store::{self, Enrolled, Stored};
use super::{OPEN, sealed};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::knowledge::share::basis_in;
use crate::problem::Problem;
use crate::records::{By, propose, store as records, unless_refused, word};

/// The kinds of records that are ours to read.
const KINDS: [&str; 3] = [OFFER, WISH, ANSWER];
/// Most enrolments, in any state, that a course takes from one partner.
const WISHES_MAX: usize = 500;

/// Says this node's word about what partners sent, reads what has taken effect, and tells partners what they have not heard
/// yet. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for line in app.store.read(|tx| records::asked_of(tx, KINDS)).await? {
        let word = if accepts(app, &line.version).await? { Word::Sign } else { Word::Decline };
        done = done.saturating_add(usize::from(word::answer(app, line.version, word).await?));
    }
    for line in app.store.read(|tx| records::unread_of(tx, KINDS)).await? {
        let (version, digest, now) = (line.version, line.digest, app.clock.now());
        let taken = taken(app, &version, now);
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            taken.write(tx, now)?;
            records::read(tx, &digest)
        };
        app.store.write(write).await?;
        app.changed(Topic::Agreements);
        done = done.saturating_add(1);
    }
    done = done.saturating_add(declined(app).await?);
    Ok(done.saturating_add(tell(app).await?))
}

/// Whether this node signs for it: an agreement allows it, it can be shown, and it is theirs to say.
async fn accepts(app: &App, version: &Version) -> Result<bool, Problem> {
    let (from, me, now) = (version.proposer, app.node.id, app.clock.now());
    let ours = from == me || version.parties.len() != 2;
    if ours || basis_in(app, from, Area::Training, now).await.is_err() {
        return Ok(false);
    }
    let Some(said) = Said::read(&version.kind, &version.content) else { return Ok(false) };
    let read = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        match &said {
            Said::Offer(offer) => {
                let known = store::find(tx, offer.course.id)?;
                Ok(offer.course.fits() && known.is_none_or(|known| known.origin == from))
            }
            Said::Wish(wish) => may_come(tx, wish, (me, from), now),
            Said::Answer(answer) => {
                let Some(known) = store::enrolment(tx, answer.id)? else { return Ok(false) };
                let host = store::find(tx, known.course)?.map(|course| course.origin);
                let theirs = answer.certificate.as_ref().is_none_or(|text| {
                    Certificate::read(text)
                        .is_ok_and(|one| (one.id, one.issuer) == (answer.id, from))
                });
                Ok(known.agency == me && host == Some(from) && answer.said().is_some() && theirs)
            }
        }
    };
    Ok(app.store.read(read).await?)
}

/// Whether a partner's trainee may ask for a seat, or give a wish up.
fn may_come(
    tx: &mut dyn Tx,
    wish: &Wish,
    (me, from): (AgencyId, AgencyId),
    now: Millis,
) -> Result<bool, DbError> {
    let course = store::find(tx, wish.course)?.filter(|course| course.origin == me);
    let Some(course) = course else { return Ok(false) };
    let invited = store::kept(tx, wish.course)?.contains_key(&from);
    let named = (1..=NAME_MAX).contains(&wish.name.trim().chars().count());
    let known = store::enrolment(tx, wish.id)?;
    let theirs = known.as_ref().is_none_or(|one| one.agency == from && one.course == wish.course);
    let before = store::of_course(tx, wish.course)?.iter().filter(|one| one.agency == from).count();
    let open = course.state == OPEN && now < course.starts_at && before < WISHES_MAX;
    Ok(invited && named && theirs && (wish.cancelled || known.is_some() || open))
}

/// What a record says.
enum Said {
    Offer(Box<Offer>),
    Wish(Wish),
    Answer(Answer),
}

impl Said {
    fn read(kind: &str, bytes: &[u8]) -> Option<Said> {
        match kind {
            OFFER => minicbor::decode(bytes).ok().map(|offer| Said::Offer(Box::new(offer))),
            WISH => minicbor::decode(bytes).ok().map(Said::Wish),
            ANSWER => minicbor::decode(bytes).ok().map(Said::Answer),
            _ => None,
        }
    }
}

/// What a record that took effect changes here.
enum Taken {
    Nothing,
    Course(Stored, AgencyId, u16),
    Wish(Enrolled),
    GivenUp(EnrolmentId, CourseId),
    Answer(EnrolmentId, Enrolment, Option<String>),
}

impl Taken {
    fn write(&self, tx: &mut dyn Tx, now: Millis) -> Result<(), DbError> {
        match self {
            Taken::Nothing => Ok(()),
            Taken::Course(course, me, seats) => {
                match store::find(tx, course.id)? {
                    None => store::insert(tx, course)?,
                    Some(before) => {
                        store::update(tx, course, before.updated_at)?;
                    }
                }
                store::keep_seats(tx, course.id, *me, *seats)
            }
            Taken::Wish(one) => {
                store::enrol(tx, one)?;
                store::settle(tx, one.course, now)
            }
            Taken::GivenUp(id, course) => {
                if let Some(one) = store::enrolment(tx, *id)? {
                    store::step(tx, &one, Step::Cancel, now)?;
                }
                store::settle(tx, *course, now)
            }
            Taken::Answer(id, state, certificate) => {
                let one = store::enrolment(tx, *id)?;
                // What the trainee gave up meanwhile stays given up.
                if let Some(one) = one.filter(|one| one.state != Enrolment::UserCancelled) {
                    store::put(tx, &one, *state, one.queued_at)?;
                    if let Some(text) = certificate {
                        store::certify(tx, *id, text)?;
                    }
                }
                Ok(())
            }
        }
    }
}

fn taken(app: &App, version: &Version, now: Millis) -> Taken {
    let (from, me) = (version.proposer, app.node.id);
    if from == me {
        return Taken::Nothing;
    }
    match Said::read(&version.kind, &version.content) {
        None => Taken::Nothing,
        Some(Said::Offer(offer)) => {
            let course = &offer.course;
            let (state, body) = (course.state.clone(), course::to_cbor(course));
            let (id, starts_at) = (course.id, course.starts_at);
            let stored = Stored { id, origin: from, state, starts_at, body, updated_at: now };
            Taken::Course(stored, me, offer.seats)
        }
        Some(Said::Wish(wish)) if wish.cancelled => Taken::GivenUp(wish.id, wish.course),
        Some(Said::Wish(wish)) => Taken::Wish(Enrolled {
            id: wish.id,
            course: wish.course,
            agency: from,
            worker: None,
            name: sealed(app, wish.id, wish.name.trim()),
            mark: wish.mark,
            state: Enrolment::Approved,
            asked_at: version.at,
            queued_at: now,
            record: None,
            said: String::new(),
            token: None,
        }),
        Some(Said::Answer(answer)) => match answer.said() {
            Some(state) => Taken::Answer(answer.id, state, answer.certificate),
            None => Taken::Nothing,
        },
    }
}

/// Tells partners what they have not heard. What the rules refuse now waits for the next time.
async fn tell(app: &App) -> Result<usize, Problem> {
    let (me, mut done) = (app.node.id, 0_usize);
    for (course, agency, seats, record) in app.store.read(move |tx| store::unsaid(tx, me)).await? {
        let open = super::open(app, course).await?;
        let offer = course::to_cbor(&Offer { course: open.course, seats });
        if let Some(record) = carried(app, OFFER, agency, record, offer).await? {
            let at = open.stored.updated_at;
            app.store.write(move |tx| store::said(tx, (course, agency), Some(record), at)).await?;
            done = done.saturating_add(1);
        }
    }
    for one in app.store.read(move |tx| store::to_tell_host(tx, me)).await? {
        let host = super::open(app, one.course).await?.stored.origin;
        let cancelled = one.state == Enrolment::UserCancelled;
        let (name, mark) = (super::name(app, &one)?, one.mark);
        let wish = Wish { id: one.id, course: one.course, name, mark, cancelled };
        done = done.saturating_add(told(app, &one, (WISH, host), course::to_cbor(&wish)).await?);
    }
    for one in app.store.read(store::to_tell_guest).await? {
        let state = one.state.code().to_owned();
        let answer = Answer { id: one.id, state, certificate: one.token.clone() };
        let sent = told(app, &one, (ANSWER, one.agency), course::to_cbor(&answer)).await?;
        done = done.saturating_add(sent);
    }
    Ok(done)
}

async fn told(
    app: &App,
    one: &Enrolled,
    (kind, to): (&str, AgencyId),
    content: Vec<u8>,
) -> Result<usize, Problem> {
    let Some(record) = carried(app, kind, to, one.record, content).await? else { return Ok(0) };
    let (id, state) = (one.id, one.state);
    app.store.write(move |tx| store::told(tx, id, record, state)).await?;
    Ok(1)
}

/// Sends it as a new record, or as the next version of the one that is there; nothing when the rules refuse it now, such as
/// while the version before waits for the other party.
async fn carried(
    app: &App,
    kind: &str,
    to: AgencyId,
    before: Option<RecordId>,
    content: Vec<u8>,
) -> Result<Option<RecordId>, Problem> {
    let by = By { worker: None, now: app.clock.now() };
    if basis_in(app, to, Area::Training, by.now).await.is_err() {
        return Ok(None);
    }
    let before = match before {
        Some(record) if dead(app, record).await? => None,
        before => before,
    };
    unless_refused(match before {
        None => propose::first(app, kind, &[to], content, by).await,
        Some(record) => propose::amend(app, record, content, by).await.map(|()| record),
    })
}

/// Whether a record came to nothing: the other party declined its first version.
async fn dead(app: &App, record: RecordId) -> Result<bool, Problem> {
    let loaded = app.store.read(move |tx| records::load(tx, record)).await?;
    let Some(shared) = loaded.map(|loaded| loaded.shared) else { return Ok(true) };
    let gone = |digest| shared.standing(digest) == Some(Standing::Dead);
    Ok(shared.versions().all(|(digest, _)| gone(digest)))
}

/// A wish that the host's node has declined, such as when the course was closed meanwhile, comes to an end here too.
async fn declined(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for one in app.store.read(store::told_host).await? {
        let Some(record) = one.record else { continue };
        if dead(app, record).await? {
            let write =
                move |tx: &mut dyn Tx| store::put(tx, &one, Enrolment::Declined, one.queued_at);
            app.store.write(write).await?;
            done = done.saturating_add(1);
        }
    }
    Ok(done)
}
