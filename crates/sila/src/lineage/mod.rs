//! Lineage (من الكلمة إلى الأثر): what people said in a discussion and what came of it: an idea of a room, a point of minutes,
//! an entry under a theme. Each can become an action of minutes or a challenge; so can a proposal or an initiative be what
//! caused a service to improve ([`crate::improvements`]), and an idea or a need that from which a campaign or a course begins
//! ([`seed`]). Whoever said it, when, and the way back stay with what it became; and how much of what is said becomes something
//! is counted.

pub mod idea;
pub mod parts;
pub mod seed;
pub mod store;
#[cfg(test)]
mod tests;
mod turning;

use sila_core::{AgencyId, IdeaId, MeetingId, Millis, RecordId, WorkerId};
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::activation::ledger::{self, Book};
use crate::app::App;
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::ideas::{self, answers::one as idea_page, board};
use crate::journal::store::{self as journal, Fact};
use crate::meetings::{entity, fact};
use crate::partners::Names;
use crate::problem::Problem;
use crate::web::Cx;
use crate::{minutes, proposals, themes, training};

/// The routes of what a contribution becomes.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, IdeaModerate, MeetingKeep};
    r.get("/{lang}/contributions/{kind}/{id}/{n}", AgreementRead, turning::page);
    r.post("/{lang}/contributions/{kind}/{id}/{n}", MeetingKeep, turning::create);
    r.post("/{lang}/contributions/{kind}/{id}/{n}/idea", IdeaModerate, idea::create);
}

/// Something from which something came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An idea of a room, a question asked in it, or what somebody said about one.
    Idea,
    /// A point of minutes: the meeting, and its number.
    Point,
    /// An entry under a theme.
    Entry,
    /// A proposal.
    Proposal,
    /// A joint initiative.
    Initiative,
    /// A need of the community.
    Need,
    /// A need to learn.
    Skill,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 7] = [
        Kind::Idea,
        Kind::Point,
        Kind::Entry,
        Kind::Proposal,
        Kind::Initiative,
        Kind::Need,
        Kind::Skill,
    ];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Idea => "IDEA",
            Kind::Point => "POINT",
            Kind::Entry => "ENTRY",
            Kind::Proposal => "PROPOSAL",
            Kind::Initiative => "INITIATIVE",
            Kind::Need => "NEED",
            Kind::Skill => "SKILL",
        }
    }

    /// The kind of that code.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What it can become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Became {
    /// An action of minutes.
    Action,
    /// A challenge.
    Challenge,
    /// A better service.
    Improvement,
    /// An example in the library.
    Example,
    /// An idea of a room.
    Idea,
    /// A campaign.
    Campaign,
    /// A course.
    Course,
    /// A need to learn.
    Skill,
}

impl Became {
    /// What a contribution is turned into by its own page.
    pub const TURNED: [Became; 2] = [Became::Action, Became::Challenge];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Became::Action => "ACTION",
            Became::Challenge => "CHALLENGE",
            Became::Improvement => "IMPROVEMENT",
            Became::Example => "EXAMPLE",
            Became::Idea => "IDEA",
            Became::Campaign => "CAMPAIGN",
            Became::Course => "COURSE",
            Became::Skill => "SKILL",
        }
    }

    /// What has that code.
    pub fn from_code(code: &str) -> Option<Became> {
        use Became::{Action, Campaign, Challenge, Course, Example, Idea, Improvement, Skill};
        let all = [Action, Challenge, Improvement, Example, Idea, Campaign, Course, Skill];
        all.into_iter().find(|one| one.code() == code)
    }
}

/// One end of a line: of a point of minutes the meeting and its number, of everything else the identifier and 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// Identifier.
    pub id: Uuid,
    /// Number.
    pub n: u16,
}

impl End {
    /// Of something with an identifier of its own.
    pub fn of(id: Uuid) -> End {
        End { id, n: 0 }
    }
}

/// From what to what, since when, and who said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// From what.
    pub from: (Kind, End),
    /// To what.
    pub into: (Became, End),
    /// Since when.
    pub at: Millis,
    /// Who of ours said so.
    pub worker: WorkerId,
}

impl Line {
    /// Where what it became stands, without language.
    pub fn path(&self) -> String {
        let End { id, n } = self.into.1;
        match self.into.0 {
            Became::Action => format!("/minutes/{id}#point-{n}"),
            Became::Challenge => format!("/contributions/entry/{id}/0"),
            Became::Improvement => "/improvements".to_owned(),
            Became::Example => format!("/knowledge/{id}"),
            Became::Idea => format!("/contributions/idea/{id}/0"),
            Became::Campaign => format!("/campaigns/{id}"),
            Became::Course => format!("/training/{id}"),
            Became::Skill => "/training/needs".to_owned(),
        }
    }
}

/// What is about to come of a contribution: its line and its fact, written in the transaction that writes what it becomes.
#[derive(Debug, Clone)]
pub struct Coming {
    line: Line,
    told: Fact,
}

impl Coming {
    /// From a contribution to what has this identifier.
    pub fn of(
        app: &App,
        from: (Kind, End),
        (became, id): (Became, Uuid),
        (worker, now): (&Worker, Millis),
    ) -> Coming {
        let line = Line { from, into: (became, End::of(id)), at: now, worker: worker.id };
        let subject = format!("{} {} {id}", from.1.id, became.code());
        Coming { line, told: fact(app, "lineage", subject, Some(worker), now) }
    }

    /// Writes it; `n` is the number of a point of minutes, of everything else 0.
    pub fn write(&self, tx: &mut dyn Tx, n: u16) -> Result<(), DbError> {
        let (became, End { id, .. }) = self.line.into;
        store::add(tx, &Line { into: (became, End { id, n }), ..self.line })?;
        journal::insert(tx, &self.told)
    }
}

/// With what contributions are told: read once for a whole page.
#[derive(Debug, Clone)]
pub struct Known {
    /// What agencies are called.
    pub names: Names,
    /// What was signed under each agreement.
    pub books: Vec<Book>,
}

impl Known {
    /// Reads it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read(app: &App) -> Result<Known, Problem> {
        Ok(Known { names: Names::all(app).await?, books: ledger::all(app).await? })
    }
}

/// What was said, by whom and when, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// What it is.
    pub from: (Kind, End),
    /// The words.
    pub words: String,
    /// Who said it, as far as that is shown; may be empty.
    pub by: String,
    /// When.
    pub at: Millis,
    /// Where it stands, without language.
    pub path: String,
}

/// The address at which a contribution becomes something, without language.
pub fn path((kind, end): (Kind, End)) -> String {
    format!("/contributions/{}/{}/{}", kind.code().to_lowercase(), end.id, end.n)
}

/// What was said, from where it stands.
///
/// # Errors
/// `page.not_found` when it is not there, or not shown any more.
pub async fn find(
    app: &App,
    cx: &Cx,
    known: &Known,
    (kind, end): (Kind, End),
) -> Result<Contribution, Problem> {
    let named = |agency: AgencyId| entity(cx, &known.names, app.node.id, agency).to_owned();
    let (words, by, at, path) = match kind {
        Kind::Idea => idea(app, cx, IdeaId(end.id)).await?,
        Kind::Point => {
            let id = MeetingId(end.id);
            let all = minutes::points(app, id).await?;
            let point = all.into_iter().find(|one| one.number == end.n);
            let point = point.ok_or_else(Problem::not_found)?;
            let begun = app.store.read(move |tx| minutes::store::find(tx, id)).await?;
            let at = begun.ok_or_else(Problem::not_found)?.starts_at;
            let path = minutes::path(id, &format!("#point-{}", end.n));
            (point.text.text.of(cx.lang).to_owned(), named(point.owner), at, path)
        }
        Kind::Entry => {
            let id = end.id;
            let found = app.store.read(move |tx| themes::store::find(tx, id)).await?;
            let found = themes::opened(app, found.into_iter().collect())?.pop();
            let entry = found.ok_or_else(Problem::not_found)?;
            let path = match entry.meeting {
                Some(meeting) => format!("/meetings/{meeting}/themes#entry-{id}"),
                None => "/themes".to_owned(),
            };
            (entry.text.text.of(cx.lang).to_owned(), entry.text.said_by, entry.noted_at, path)
        }
        Kind::Proposal => {
            let open = proposals::open(app, end.id).await?;
            let words = open.text.title.of(cx.lang).to_owned();
            (words, named(open.row.proposer), open.row.proposed_at, proposals::path(end.id, ""))
        }
        Kind::Initiative => {
            let id = RecordId(end.id);
            let course = known.books.iter().find_map(|book| book.ledger.course(id));
            let course = course.ok_or_else(Problem::not_found)?;
            let words = cx.lang.pick(&course.plan.title.ar, &course.plan.title.en).clone();
            (words, named(course.plan.origin.by), course.agreed_at, format!("/initiatives/{id}"))
        }
        Kind::Need => {
            let all = app.store.read(themes::store::needs).await?;
            let need = all.into_iter().find(|one| one.id == end.id);
            let need = need.ok_or_else(Problem::not_found)?;
            let words = themes::need_words(app, &need)?.of(cx.lang).to_owned();
            (words, String::new(), need.noted_at, "/needs".to_owned())
        }
        Kind::Skill => {
            let id = end.id;
            let need = app.store.read(move |tx| training::needs::store::find(tx, id)).await?;
            let need = need.ok_or_else(Problem::not_found)?;
            let words = cx.lang.pick(&need.what.ar, &need.what.en).clone();
            (words, String::new(), need.at, "/training/needs".to_owned())
        }
    };
    Ok(Contribution { from: (kind, end), words, by, at, path })
}

/// From what something came; what is not shown any more is left out.
///
/// # Errors
/// When the store cannot be read.
pub async fn origins_of(
    app: &App,
    cx: &Cx,
    into: (Became, End),
) -> Result<Vec<Contribution>, Problem> {
    let lines = app.store.read(move |tx| store::of_target(tx, into)).await?;
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let (known, mut all) = (Known::read(app).await?, Vec::new());
    for line in lines {
        all.extend(find(app, cx, &known, line.from).await.ok());
    }
    Ok(all)
}

async fn idea(app: &App, cx: &Cx, id: IdeaId) -> Result<(String, String, Millis, String), Problem> {
    let found = app.store.read(move |tx| board::store::find(tx, id)).await?;
    let there = |one: &board::Idea| matches!(one.state, board::State::Shown | board::State::Merged);
    let idea = found.filter(there).ok_or_else(Problem::not_found)?;
    let room = ideas::rooms::find(app, idea.room).await?;
    let said = board::said(app, &idea)?;
    let by = board::parts::by(cx, &said);
    // What was said about an idea stands on its page.
    Ok((said.text, by, idea.at, idea_page::path(&room, idea.about.unwrap_or(id))))
}
