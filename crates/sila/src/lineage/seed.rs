//! From what a campaign, a course or a need to learn begins: an idea of a room of ours, a need of the community, a need to learn. Its words are
//! in the form already, and what is made with the form and that from which it came lead to each other.

use maud::{Markup, html};
use sila_core::IdeaId;
use uuid::Uuid;

use super::{Became, Coming, End, Kind};
use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Ask;
use crate::ideas::answers::{CAMPAIGN, TRAINING, turned};
use crate::ideas::{board, rooms};
use crate::meetings::text::Words;
use crate::problem::Problem;
use crate::web::components::Button;
use crate::web::{Form, Pairs};
use crate::{themes, training};

/// The field of a form that says from what it begins.
const FIELD: &str = "seed";

/// From what a form begins, if it says so.
fn asked(form: &Pairs) -> Option<(Kind, Uuid)> {
    let (kind, id) = form.get(FIELD)?.split_once(':')?;
    let kind = Kind::from_code(&kind.to_uppercase())?;
    let id = id.parse().ok()?;
    matches!(kind, Kind::Idea | Kind::Need | Kind::Skill).then_some((kind, id))
}

/// Its words; nothing when it is not here, or nothing can be made of it here.
async fn words(app: &App, kind: Kind, id: Uuid) -> Result<Option<Words>, Problem> {
    match kind {
        Kind::Idea => {
            let found = app.store.read(move |tx| board::store::find(tx, IdeaId(id))).await?;
            let shown = |one: &board::Idea| one.state == board::State::Shown && one.about.is_none();
            let Some(idea) = found.filter(shown) else { return Ok(None) };
            let ours = rooms::find(app, idea.room).await?.origin == app.node.id;
            Ok(if ours { Some(Words::new(board::said(app, &idea)?.text, "")) } else { None })
        }
        Kind::Need => {
            let all = app.store.read(themes::store::needs).await?;
            let found = all.iter().find(|one| one.id == id);
            found.map(|one| themes::need_words(app, one)).transpose()
        }
        Kind::Skill => {
            let found = app.store.read(move |tx| training::needs::store::find(tx, id)).await?;
            Ok(found.map(|one| Words::new(one.what.ar, one.what.en)))
        }
        Kind::Point | Kind::Entry | Kind::Proposal | Kind::Initiative => Ok(None),
    }
}

/// Puts the words into the fields of a form that is opened from there; each field with the most characters that it takes.
///
/// # Errors
/// When the store cannot be read.
pub async fn begin(ask: &Ask, values: &mut Pairs, fields: &[(&str, usize)]) -> Result<(), Problem> {
    let Some((kind, id)) = asked(&ask.query) else { return Ok(()) };
    let Some(words) = words(&ask.app, kind, id).await? else { return Ok(()) };
    values.push(FIELD, format!("{}:{id}", kind.code().to_lowercase()));
    for (name, max) in fields {
        for (end, text) in [("ar", &words.ar), ("en", &words.en)] {
            let short: String = text.chars().take(*max).collect();
            values.push(format!("{name}_{end}"), short.replace('\n', " "));
        }
    }
    Ok(())
}

/// What a form carries from page to page, so that it is known at its end from what it began.
pub fn carried(form: &Form<'_>, values: &Pairs) -> Markup {
    html! { @if let Some(from) = values.get(FIELD) { (form.hidden(FIELD, from)) } }
}

/// What was made with a form leads back to that from which the form began, and that to it. What is not here any more is left out.
///
/// # Errors
/// When the store cannot be written.
pub async fn end(ask: &Ask, (became, target): (Became, Uuid)) -> Result<(), Problem> {
    let Some((kind, id)) = asked(&ask.form) else { return Ok(()) };
    if words(&ask.app, kind, id).await?.is_none() {
        return Ok(());
    }
    let (worker, now) = (ask.worker()?, ask.now);
    let into = match (kind, became) {
        (Kind::Idea, Became::Campaign) => Some(CAMPAIGN),
        (Kind::Idea, Became::Course) => Some(TRAINING),
        _ => None,
    };
    if let Some(into) = into {
        return turned::turn(&ask.app, IdeaId(id), (into, target), (worker.id, now)).await;
    }
    let coming = Coming::of(&ask.app, (kind, End::of(id)), (became, target), (worker, now));
    ask.app.store.write(move |tx| coming.write(tx, 0)).await?;
    Ok(())
}

/// The ways to begin a campaign, a course and a need to learn from something, for whoever may.
pub fn links(ask: &Ask, (kind, id): (Kind, Uuid)) -> Markup {
    let cx = &ask.cx;
    let from = format!("?{FIELD}={}:{id}", kind.code().to_lowercase());
    let ways = [
        (Permission::CampaignKeep, "/campaigns/new", "lineage-begin-campaign", "megaphone"),
        (Permission::TrainingKeep, "/training/new", "lineage-begin-course", "graduation-cap"),
    ];
    // What people need to learn is no need to learn once more.
    let learns =
        (Permission::TrainingApprove, "/training/needs", "lineage-begin-skill", "lightbulb");
    let learns = Some(learns).filter(|_| kind != Kind::Skill);
    let open = ways.into_iter().chain(learns).filter(|(permission, ..)| ask.may(*permission));
    html! {
        @for (_, path, key, mark) in open {
            (Button::link(cx.t(key), cx.url(&format!("{path}{from}"))).soft().small().icon(mark)) " "
        }
    }
}
