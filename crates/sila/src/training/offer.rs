//! Writing a course down, with the seats that are kept for partners, and moving it on.

use std::collections::BTreeMap;

use sila_core::partnership::{Field as Area, Words};
use sila_core::training::{Enrolment, SEATS_MAX, Seats, Step};
use sila_core::{AgencyId, CourseId, Millis};

use super::course::{self, ABOUT_MAX, Course, HOURS_MAX, KINDS, TITLE_MAX};
use super::store::{self, Stored};
use super::{CANCELLED, CLOSED, COMPLETED, OPEN, Open, fact, offer_form, open, path, quiz};
use crate::accounts::Worker;
use crate::activation::saying::{day, whole};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields, Verdict};
use crate::journal::store as journal;
use crate::knowledge::item::FIELDS;
use crate::knowledge::share::{self, Basis};
use crate::lineage::{Became, seed};
use crate::links::Peer;
use crate::problem::Problem;
use crate::referrals::joint;
use crate::reply::Reply;
use crate::web::{Cx, Errors, Pairs};

/// The words of a course and the most characters of each; the last two may be empty.
pub const WORDS: [(&str, usize); 5] = [
    ("title", TITLE_MAX),
    ("about", ABOUT_MAX),
    ("place", TITLE_MAX),
    ("materials", ABOUT_MAX),
    ("quiz", quiz::TEXT_MAX),
];

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let peers = share::partners(&ask.app, ask.now).await?;
    let mut values: Pairs = [("kind", "COURSE"), ("seats", "20")].into_iter().collect();
    seed::begin(&ask, &mut values, &[("title", TITLE_MAX), ("about", ABOUT_MAX)]).await?;
    Ok(Reply::page(&offer_form::page(&ask.cx, &peers, &values, &Errors::none())))
}

/// Writes the course down once the guard has looked through its words.
///
/// # Errors
/// As [`announce`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let peers = share::partners(&ask.app, ask.now).await?;
    let (cx, mut errors) = (&ask.cx, Errors::none());
    let kept = read(&ask, &peers, &mut errors);
    let Some((mut course, reserved)) = kept.filter(|_| errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&offer_form::page(cx, &peers, &ask.form, &errors)));
    };
    let fields = fields(&ask.form);
    match guard::judge(&ask.app, fields.clone(), &ask.form)? {
        Verdict::Held(findings) => {
            Ok(Reply::page_with_errors(&offer_form::held(&ask, (&fields, &findings))))
        }
        Verdict::Passed(passed) => {
            let words = |name: &str| Words {
                ar: passed.get(&format!("{name}_ar")).trim().to_owned(),
                en: passed.get(&format!("{name}_en")).trim().to_owned(),
            };
            (course.title, course.about) = (words("title"), words("about"));
            (course.place, course.materials) = (words("place"), words("materials"));
            let asked = words("quiz");
            course.quiz = quiz::read(&asked.ar, &asked.en).unwrap_or_default();
            let worker = ask.worker()?;
            let facts = guard::facts(&ask.app, &passed, &course.id.to_string(), worker.id, ask.now);
            ask.app
                .store
                .write(move |tx| facts.iter().try_for_each(|fact| journal::insert(tx, fact)))
                .await?;
            let id = course.id;
            announce(&ask.app, worker, course, reserved, ask.now).await?;
            seed::end(&ask, (Became::Course, id.0)).await?;
            Ok(Reply::see_other(ask.cx.url(&path(id))))
        }
    }
}

fn fields(form: &Pairs) -> Fields {
    let both = |name: &str| [format!("{name}_ar"), format!("{name}_en")];
    let names = WORDS.iter().flat_map(|(name, _)| both(name));
    names.map(|name| (name.clone(), form.get(&name).unwrap_or_default().to_owned())).collect()
}

fn check_words(cx: &Cx, form: &Pairs, errors: &mut Errors) {
    for (name, max) in WORDS {
        for end in ["ar", "en"] {
            let field = format!("{name}_{end}");
            let chars = form.get(&field).unwrap_or_default().trim().chars().count();
            let needed = usize::from(!["materials", "quiz"].contains(&name));
            if chars < needed {
                errors.add(field, cx.t("training-words-needed"));
            } else if chars > max {
                errors.add(field, cx.t_with("characters-max", &[("n", max.into())]));
            }
        }
    }
}

/// The course as the form has it, and the seats for partners.
fn read(
    ask: &Ask,
    peers: &[(Peer, Basis)],
    errors: &mut Errors,
) -> Option<(Course, BTreeMap<AgencyId, u16>)> {
    let (cx, form) = (&ask.cx, &ask.form);
    check_words(cx, form, errors);
    let number = |name: &str| form.get(name).and_then(whole).and_then(|n| u16::try_from(n).ok());
    let kind = KINDS.into_iter().find(|kind| form.get("kind") == Some(*kind));
    let (on, minute) = (day(form, "day"), joint::time(form, "time"));
    let starts_at = on.zip(minute).map(|(day, minute)| day.at_minute(minute));
    let hours = number("hours").filter(|hours| (1..=HOURS_MAX).contains(hours));
    let total = number("seats").filter(|seats| (1..=SEATS_MAX).contains(seats));
    let kept = peers.iter().filter_map(|(peer, basis)| {
        let wished = number(&format!("for_{}", peer.agency.to_text()))?;
        Some((peer.agency, basis.seats.filter(|_| wished > 0).unwrap_or(wished)))
    });
    let reserved: BTreeMap<AgencyId, u16> = kept.filter(|(_, seats)| *seats > 0).collect();
    let seats = Seats { host: ask.app.node.id, total: total.unwrap_or(0), reserved };
    let field = form.get("field").filter(|code| FIELDS.contains(code)).unwrap_or_default();
    let text = |end: &str| form.get(&format!("quiz_{end}")).unwrap_or_default();
    let quiz = quiz::read(text("ar"), text("en"));
    let rules = [
        ("quiz_ar", quiz.is_some(), "quiz-wrong"),
        ("kind", kind.is_some(), "training-kind-needed"),
        ("day", on.is_some(), "joint-day-wrong"),
        ("time", minute.is_some(), "joint-time-wrong"),
        ("day", starts_at.is_none_or(|at| ask.now < at), "training-past"),
        ("hours", hours.is_some(), "training-hours-wrong"),
        ("seats", total.is_some(), "training-seats-wrong"),
        ("seats", total.is_none() || seats.fit(), "training-seats-few"),
    ];
    for (name, kept, key) in rules {
        if !kept && errors.get(name).is_none() {
            errors.add(name, cx.t(key));
        }
    }
    let minutes = hours?.saturating_mul(60);
    let course = Course {
        id: CourseId(ask.app.clock.new_id()),
        kind: kind?.to_owned(),
        title: Words::default(),
        about: Words::default(),
        place: Words::default(),
        materials: Words::default(),
        starts_at: starts_at?,
        ends_at: starts_at?.plus_minutes(i64::from(minutes)),
        minutes,
        seats: total?,
        state: OPEN.to_owned(),
        revoked: Vec::new(),
        quiz: quiz?,
        field: field.to_owned(),
        programme: Vec::new(),
    };
    Some((course, seats.reserved))
}

/// Writes a course down and opens it: to everybody here, and to the partners for whom seats are kept, whose nodes hear of it. Where the
/// clause under which a partner is invited says how many are kept, so many are, whatever `reserved` says.
///
/// # Errors
/// `training.unfit`; when no agreement lets us invite one of the partners (`agreement.…`): then nothing is written.
pub async fn announce(
    app: &App,
    worker: &Worker,
    course: Course,
    reserved: BTreeMap<AgencyId, u16>,
    now: Millis,
) -> Result<(), Problem> {
    let (id, me) = (course.id, app.node.id);
    let mut seats = Seats { host: me, total: course.seats, reserved };
    for (peer, kept) in &mut seats.reserved {
        let basis = share::basis_in(app, *peer, Area::Training, now).await?;
        *kept = basis.seats.unwrap_or(*kept);
    }
    if !course.fits() || !seats.fit() {
        return Err(Problem::refused("training.unfit").way_out("/training"));
    }
    let stored = Stored {
        id,
        origin: me,
        state: course.state.clone(),
        starts_at: course.starts_at,
        body: course::to_cbor(&course),
        updated_at: now,
    };
    let told = fact(app, id, Some(worker), "announced", now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &stored)?;
        for (agency, kept) in &seats.reserved {
            store::keep_seats(tx, id, *agency, *kept)?;
        }
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(())
}

/// Moves a course on.
///
/// # Errors
/// `page.not_found`; as [`move_on`]; `form.broken` for any other word.
pub async fn change(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let to = [CLOSED, OPEN, COMPLETED, CANCELLED];
    let to = to.into_iter().find(|to| ask.form.get("state") == Some(*to));
    let to = to.ok_or_else(|| Problem::bad_request("form.broken"))?;
    let id = found.stored.id;
    move_on(&ask.app, ask.worker()?, found, to, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Where a course may go from where it stands.
pub fn next(state: &str, begun: bool) -> &'static [&'static str] {
    match (state, begun) {
        (OPEN, false) => &[CLOSED, CANCELLED],
        (CLOSED, false) => &[OPEN, CANCELLED],
        (OPEN | CLOSED, true) => &[COMPLETED, CANCELLED],
        _ => &[],
    }
}

/// Closes, opens again, completes or cancels a course of ours. Whoever was to come to a cancelled one hears of it.
///
/// # Errors
/// `page.not_found` for a partner's; `training.crossed` when it stands elsewhere.
pub async fn move_on(
    app: &App,
    worker: &Worker,
    found: Open,
    to: &'static str,
    now: Millis,
) -> Result<(), Problem> {
    let Open { stored, mut course } = found;
    let (id, before) = (stored.id, stored.updated_at);
    if stored.origin != app.node.id {
        return Err(Problem::not_found());
    }
    let crossed = || Problem::refused("training.crossed").way_out(path(id));
    if !next(&stored.state, stored.starts_at <= now).contains(&to) {
        return Err(crossed());
    }
    to.clone_into(&mut course.state);
    let updated_at = Millis(now.0.max(before.0.saturating_add(1)));
    let row = Stored { state: to.to_owned(), body: course::to_cbor(&course), updated_at, ..stored };
    let told = fact(app, id, Some(worker), &to.to_ascii_lowercase(), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::update(tx, &row, before)? {
            return Ok(false);
        }
        let ends = |one: &&store::Enrolled| to == CANCELLED && one.state.is_open();
        let waits = |one: &&store::Enrolled| {
            to == COMPLETED && matches!(one.state, Enrolment::Waitlisted | Enrolment::Requested)
        };
        for one in store::of_course(tx, id)?.iter().filter(|one| ends(one) || waits(one)) {
            store::step(tx, one, Step::CancelSession, now)?;
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(crossed());
    }
    app.changed(Topic::Agreements);
    Ok(())
}
