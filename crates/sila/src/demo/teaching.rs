//! The courses of the script: announced with seats for the other agency, asked for and approved by the trainees' own agencies, one of
//! them held.

use anyhow::{Context, ensure};
use sila_core::partnership::Words;
use sila_core::time::{Date, Millis};
use sila_core::training::{Enrolment, Step};
use sila_core::{CourseId, EnrolmentId};

use super::calendar::When;
use super::stage::Stage;
use crate::app::App;
use crate::training::course::Course;
use crate::training::store::{self, Enrolled};
use crate::training::{self, OPEN, announce, approval, attendance, certificate, enrolment, quiz};

/// Courses begin at nine in the morning.
const BEGINS_MINUTE: u16 = 9 * 60;

/// A course as it is written down.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taught {
    /// Its code in the script.
    pub code: String,
    /// The host.
    pub node: String,
    keeper: String,
    /// The agency for which seats are kept.
    pub to: String,
    /// In all, and kept.
    seats: (u16, u16),
    /// The day, counted from the day of the demonstration.
    starts: i64,
    minutes: u16,
    field: String,
    /// When it was announced.
    pub announced: When,
    /// When people asked to come.
    pub asked: When,
    /// When their own agencies said yes.
    pub approved: When,
    title: [String; 2],
    about: [String; 2],
    place: [String; 2],
    materials: [String; 2],
    quiz: [String; 2],
    /// Who asks, who approves, and what comes of it: people of the other agency, and of the host.
    guests: Vec<(String, String, String)>,
    own: Vec<(String, String, String)>,
}

fn words([ar, en]: &[String; 2]) -> Words {
    Words { ar: ar.clone(), en: en.clone() }
}

impl Taught {
    /// When it begins and ends.
    pub fn held(&self, now: Millis) -> (Millis, Millis) {
        let day: Date = now.uae_date().plus_days(self.starts);
        let begins = day.at_minute(BEGINS_MINUTE);
        (begins, begins.plus_minutes(i64::from(self.minutes)))
    }

    /// Whether it was held before the demonstration.
    pub fn is_over(&self, now: Millis) -> bool {
        self.held(now).1 < now
    }

    fn agencies(&self) -> [&String; 2] {
        [&self.node, &self.to]
    }
}

/// What happens in a course, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is announced.
    Announced,
    /// People ask to come to it.
    Asked,
    /// Their agencies say yes.
    Approved,
    /// It is held.
    Held,
}

/// Plays one turn of a course.
///
/// # Errors
/// When a step is refused.
pub async fn teach(
    stage: &mut Stage,
    (told, turn): (&Taught, Turn),
    now: Millis,
) -> anyhow::Result<()> {
    match turn {
        Turn::Announced => announced(stage, told, now).await,
        Turn::Asked => asked(stage, told).await,
        Turn::Approved => approved(stage, told).await,
        Turn::Held => held(stage, told).await,
    }
}

/// Announces it.
///
/// # Errors
/// When it is refused.
async fn announced(stage: &mut Stage, told: &Taught, now: Millis) -> anyhow::Result<()> {
    let app = stage.node(&told.node)?.clone();
    let peer = stage.node(&told.to)?.node.id;
    let (starts_at, ends_at) = told.held(now);
    let [ar, en] = &told.quiz;
    let course = Course {
        id: CourseId(app.clock.new_id()),
        kind: "COURSE".to_owned(),
        title: words(&told.title),
        about: words(&told.about),
        place: words(&told.place),
        materials: words(&told.materials),
        starts_at,
        ends_at,
        minutes: told.minutes,
        seats: told.seats.0,
        state: OPEN.to_owned(),
        revoked: Vec::new(),
        quiz: quiz::read(ar, en).context("the quiz")?,
        field: told.field.clone(),
        programme: Vec::new(),
    };
    let reserved = [(peer, told.seats.1)].into();
    announce(&app, stage.worker(&told.keeper)?, course, reserved, app.clock.now()).await?;
    settle(stage, told).await
}

/// People ask to come.
///
/// # Errors
/// When one is refused.
async fn asked(stage: &Stage, told: &Taught) -> anyhow::Result<()> {
    for (people, node) in [(&told.guests, &told.to), (&told.own, &told.node)] {
        let app = stage.node(node)?;
        let found = find(app, told).await?;
        for (code, ..) in people {
            let who = stage.worker(code)?;
            enrolment::ask_for(app, who, &found, &who.name_ar, app.clock.now()).await?;
            stage.set(app.clock.now().plus_minutes(1));
        }
    }
    Ok(())
}

/// Their own agencies say yes, one after the other; the last one finds every seat of the agency taken and waits.
///
/// # Errors
/// When one is refused, or a seat is not given as the script says.
async fn approved(stage: &mut Stage, told: &Taught) -> anyhow::Result<()> {
    for (people, node) in [(&told.guests, &told.to), (&told.own, &told.node)] {
        for (code, by, _) in people {
            let app = stage.node(node)?.clone();
            let wish = enrolled(stage, &app, told, code).await?;
            let now = app.clock.now();
            approval::decide(&app, stage.worker(by)?, wish.id, Step::Approve, now).await?;
            settle(stage, told).await?;
        }
        let app = stage.node(node)?.clone();
        for (code, _, ends) in people {
            let wanted = if ends == "WAITS" { Enrolment::Waitlisted } else { Enrolment::Booked };
            let got = enrolled(stage, &app, told, code).await?.state;
            ensure!(got == wanted, "{code} of {}: {got:?}", told.code);
        }
    }
    Ok(())
}

/// Who came is written down on the day; there is no certificate before the course is over.
///
/// # Errors
/// When it is refused, or a certificate is given too early.
async fn held(stage: &mut Stage, told: &Taught) -> anyhow::Result<()> {
    let app = stage.node(&told.node)?.clone();
    let keeper = stage.worker(&told.keeper)?.clone();
    let found = find(&app, told).await?;
    let now = app.clock.now();
    ensure!(
        certificate::give(&app, &keeper, &found, now).await.is_err(),
        "a certificate too early"
    );
    let mut came: Vec<(EnrolmentId, Step)> = Vec::new();
    for (people, node) in [(&told.guests, &told.to), (&told.own, &told.node)] {
        let theirs = stage.node(node)?.clone();
        for (code, _, ends) in people {
            let step = match ends.as_str() {
                "FULL" => Step::Attend,
                "PART" => Step::AttendPart,
                "NOT" => Step::Miss,
                _ => continue,
            };
            came.push((enrolled(stage, &theirs, told, code).await?.id, step));
        }
    }
    attendance::note(&app, &keeper, &found, came, now).await?;
    settle(stage, told).await
}

/// The course at one of the nodes, by its title.
async fn find(app: &App, told: &Taught) -> anyhow::Result<training::Open> {
    let all = app.store.read(store::courses).await?;
    for stored in all {
        let open = training::opened(stored)?;
        if open.course.title == words(&told.title) {
            return Ok(open);
        }
    }
    anyhow::bail!("{} is not known at {app:?}", told.code)
}

async fn enrolled(stage: &Stage, app: &App, told: &Taught, code: &str) -> anyhow::Result<Enrolled> {
    let (id, who) = (find(app, told).await?.stored.id, stage.worker(code)?.id);
    let all = app.store.read(move |tx| store::of_course(tx, id)).await?;
    all.into_iter().find(|one| one.worker == Some(who)).with_context(|| format!("{code} asked"))
}

/// Lets both agencies tell each other what they have.
async fn settle(stage: &mut Stage, told: &Taught) -> anyhow::Result<()> {
    for _ in 0..2 {
        for code in told.agencies() {
            let app = stage.node(code)?.clone();
            while training::share::bring(&app).await? > 0 {}
        }
        stage.settle(&told.node, &told.to).await?;
    }
    for code in told.agencies() {
        let app = stage.node(code)?.clone();
        while training::share::bring(&app).await? > 0 {}
    }
    stage.settle(&told.node, &told.to).await
}
