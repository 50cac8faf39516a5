//! What an idea became and how far that is today: a joint initiative, a campaign, a course, a risk, a version of the policy
//! guide, a practice, an action or a challenge. Nothing is kept for it: each is read where it stands.

use sila_core::meeting::PointEnd;
use sila_core::partnership::Course;
use sila_core::training::Enrolment;
use sila_core::{CourseId, IdeaId, KnowledgeId, MeetingId, RecordId};
use uuid::Uuid;

use super::{opened, store};
use crate::activation::ledger::{self, Book, What};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers::{self, CAMPAIGN, INITIATIVE, POLICY, PRACTICE, RISK, TRAINING, Turned};
use crate::lineage::{self, Became, End, Kind, Line};
use crate::partners::Names;
use crate::problem::Problem;
use crate::training::needs;
use crate::training::store::Enrolled;
use crate::web::{Arg, Cx, dates};
use crate::{campaigns, knowledge, minutes, policy, training};

/// With what it is told: read once for a whole page.
pub(super) struct Known {
    pub names: Names,
    pub books: Vec<Book>,
}

impl Known {
    /// Reads it; `names` is what entities are called.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read(app: &App, names: Names) -> Result<Known, Problem> {
        Ok(Known { names, books: ledger::all(app).await? })
    }

    /// An initiative that both have signed.
    pub fn course(&self, id: RecordId) -> Option<(&Book, Course<'_>)> {
        self.books.iter().find_map(|book| Some((book, book.ledger.course(id)?)))
    }

    /// The title of an initiative that is proposed.
    pub fn proposed(&self, cx: &Cx, id: RecordId) -> Option<String> {
        let all = self.books.iter().flat_map(|book| &book.proposals);
        all.filter(|one| one.record == id).find_map(|one| match &one.what {
            What::Plan(plan) => Some(cx.lang.pick(&plan.title.ar, &plan.title.en).clone()),
            _ => None,
        })
    }
}

/// What an idea became.
pub(super) struct Fate {
    /// What it is, in words.
    pub kind: String,
    /// What it is called; empty where it is not read here any more.
    pub title: String,
    /// How far it is today.
    pub stands: String,
    /// It has come to its end.
    pub reached: bool,
    /// The initiative that it is.
    pub initiative: Option<RecordId>,
    /// Where it stands, without language.
    pub path: String,
}

impl Fate {
    /// Kind, title and standing as one text.
    pub fn said(&self) -> String {
        let parts = [self.kind.as_str(), self.title.as_str(), self.stands.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }
}

/// Where something stands: its title, how far it is, and whether that is its end.
type Stands = (String, String, bool);

/// What became of an idea, the first first.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn of(ask: &Ask, known: &Known, id: IdeaId) -> Result<Vec<Fate>, Problem> {
    let cx = &ask.cx;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((
            answers::store::turned_of(tx, id)?,
            lineage::store::of_source(tx, Kind::Idea, End::of(id.0))?,
        ))
    };
    let (turned, lines) = ask.app.store.read(read).await?;
    let mut all = Vec::new();
    for one in &turned {
        let (title, stands, reached) = turned_stands(ask, known, one).await?;
        all.push(Fate {
            kind: cx.code("followup-became", &one.kind),
            title,
            stands,
            reached,
            initiative: (one.kind == INITIATIVE).then_some(RecordId(one.target)),
            path: one.path(),
        });
    }
    for line in &lines {
        let (title, stands, reached) = line_stands(ask, line).await?;
        let kind = cx.code("lineage-became", line.into.0.code());
        all.push(Fate { kind, title, stands, reached, initiative: None, path: line.path() });
    }
    Ok(all)
}

async fn turned_stands(ask: &Ask, known: &Known, one: &Turned) -> Result<Stands, Problem> {
    let record = RecordId(one.target);
    match one.kind.as_str() {
        INITIATIVE => Ok(initiative(&ask.cx, known, record)),
        CAMPAIGN => campaign(ask, record).await,
        TRAINING => course(ask, CourseId(one.target)).await,
        RISK => entry(ask, one.target).await,
        POLICY => guide(ask, one.target).await,
        PRACTICE => practice(ask, KnowledgeId(one.target)).await,
        _ => Ok(gone(&ask.cx)),
    }
}

async fn line_stands(ask: &Ask, line: &Line) -> Result<Stands, Problem> {
    let (became, End { id, n }) = line.into;
    match became {
        Became::Action => {
            let points = minutes::points(&ask.app, MeetingId(id)).await?;
            let Some(point) = points.iter().find(|one| one.number == n) else {
                return Ok(gone(&ask.cx));
            };
            let done = matches!(point.end, Some((PointEnd::Done, _)));
            let words = minutes::state_word(&ask.cx, point);
            Ok((point.text.text.of(ask.cx.lang).to_owned(), words, done))
        }
        Became::Challenge => entry(ask, id).await,
        Became::Campaign => campaign(ask, RecordId(id)).await,
        Became::Course => course(ask, CourseId(id)).await,
        Became::Example => practice(ask, KnowledgeId(id)).await,
        Became::Skill => skill(ask, id).await,
        Became::Idea | Became::Improvement => {
            Ok((String::new(), dates::day(ask.cx.lang, line.at), false))
        }
    }
}

/// What is not here any more.
fn gone(cx: &Cx) -> Stands {
    (String::new(), cx.t("fate-gone"), false)
}

fn initiative(cx: &Cx, known: &Known, id: RecordId) -> Stands {
    let Some((_, course)) = known.course(id) else {
        return match known.proposed(cx, id) {
            Some(title) => (title, cx.t("followup-proposed"), false),
            None => gone(cx),
        };
    };
    let title = cx.lang.pick(&course.plan.title.ar, &course.plan.title.en).clone();
    (title, progress(cx, &course), course.impact.is_some())
}

/// How far an initiative is: what both nodes say of it, and how many of its steps both have signed.
pub(super) fn progress(cx: &Cx, course: &Course<'_>) -> String {
    let confirmed = course.reached.values().filter(|said| said.confirmed().is_some()).count();
    let of = [("n", confirmed.into()), ("of", course.plan.milestones.len().into())];
    let mark = cx.code("initiative-mark", course.mark.code());
    format!("{mark} · {}", cx.t_with("initiative-steps", &of))
}

async fn campaign(ask: &Ask, id: RecordId) -> Result<Stands, Problem> {
    let (cx, all) = (&ask.cx, ask.app.store.read(campaigns::all).await?);
    let Some(one) = all.into_iter().find(|one| one.record == id) else { return Ok(gone(cx)) };
    let word = one.state(ask.app.node.id, ask.now);
    let title = cx.lang.pick(&one.campaign.title.ar, &one.campaign.title.en).clone();
    Ok((title, cx.code("campaign-state", word), word == campaigns::ENDED))
}

async fn course(ask: &Ask, id: CourseId) -> Result<Stands, Problem> {
    let cx = &ask.cx;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((training::store::find(tx, id)?, training::store::of_course(tx, id)?))
    };
    let (Some(stored), enrolled) = ask.app.store.read(read).await? else { return Ok(gone(cx)) };
    let held = stored.state == training::COMPLETED;
    let came = |one: &&Enrolled| {
        use Enrolment::{Certified, FullyAttended, PartiallyAttended};
        matches!(one.state, Certified | FullyAttended | PartiallyAttended)
    };
    let count = [("n", enrolled.iter().filter(came).count().into())];
    let state = cx.code("training-course-state", &stored.state);
    let stands = match held {
        true => format!("{state} · {}", cx.t_with("fate-attended", &count)),
        false => format!("{state} · {}", dates::day(cx.lang, stored.starts_at)),
    };
    let title = training::opened(stored)?.course.title;
    Ok((cx.lang.pick(&title.ar, &title.en).clone(), stands, held))
}

/// A need to learn: open, or met.
async fn skill(ask: &Ask, id: Uuid) -> Result<Stands, Problem> {
    let cx = &ask.cx;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((needs::store::find(tx, id)?, needs::store::open(tx)?))
    };
    let (Some(need), open) = ask.app.store.read(read).await? else { return Ok(gone(cx)) };
    let met = !open.iter().any(|one| one.id == id);
    let stands = if met { cx.t("fate-need-met") } else { cx.t("fate-need-open") };
    Ok((cx.lang.pick(&need.what.ar, &need.what.en).clone(), stands, met))
}

async fn entry(ask: &Ask, id: Uuid) -> Result<Stands, Problem> {
    let cx = &ask.cx;
    let found = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let Some(one) = opened(&ask.app, found.into_iter().collect())?.pop() else {
        return Ok(gone(cx));
    };
    let title = one.text.text.of(cx.lang).to_owned();
    let stands = match (one.closed_at, one.threat) {
        (Some(at), _) => {
            cx.t_with("theme-closed", &[("day", Arg::phrase(dates::day(cx.lang, at)))])
        }
        (None, Some(threat)) => {
            let day = dates::day(cx.lang, threat.review_at.plus_minutes(-1));
            let review = cx.t_with("theme-review-on", &[("day", Arg::phrase(day))]);
            format!("{} · {review}", cx.code("gravity", threat.gravity().code()))
        }
        (None, None) => cx.t("register-open"),
    };
    Ok((title, stands, one.closed_at.is_some()))
}

async fn guide(ask: &Ask, target: Uuid) -> Result<Stands, Problem> {
    let cx = &ask.cx;
    let Ok(number) = u32::try_from(target.as_u128()) else { return Ok(gone(cx)) };
    let today = ask.now.uae_date();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((policy::store::version(tx, number)?, policy::store::in_force(tx, today)?))
    };
    let (Some(version), in_force) = ask.app.store.read(read).await? else { return Ok(gone(cx)) };
    let approved = version.approved_at.is_some();
    let stands = match (approved, in_force.is_some_and(|one| one.guide.number >= number)) {
        (true, true) => cx.t("fate-guide-in-force"),
        (true, false) => cx.t("fate-guide-approved"),
        (false, _) => cx.t("fate-guide-draft"),
    };
    let title = cx.lang.pick(&version.guide.title.ar, &version.guide.title.en);
    Ok((format!("{title} {number}"), stands, approved))
}

async fn practice(ask: &Ask, id: KnowledgeId) -> Result<Stands, Problem> {
    let cx = &ask.cx;
    let shelf = ask.app.store.read(|tx| knowledge::store::shelf(tx, &Default::default())).await?;
    let Some(item) = shelf.into_iter().find(|one| one.id == id) else { return Ok(gone(cx)) };
    let Some(text) = knowledge::seen(&ask.app, &item)? else { return Ok(gone(cx)) };
    let (words, other) = cx.lang.pick((&text.ar, &text.en), (&text.en, &text.ar));
    let title = if words.title.is_empty() { &other.title } else { &words.title };
    let used = cx.t_with("fate-adopted", &[("n", item.adopted.into())]);
    Ok((title.clone(), used, true))
}
