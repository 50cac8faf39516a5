//! Playing the stories: every act is the one that a page would do, by somebody who may do it, at the time the script says.

use std::collections::BTreeMap;

use anyhow::Context;
use sila_core::ids::{CaseId, PersonId};
use sila_core::time::Millis;

use super::asking::{self, Asking};
use super::campaigning::Campaigned;
use super::contacting::Contacted;
use super::deed::{Act, Deed};
use super::exchange::Exchange;
use super::hosting::Accord;
use super::learning::Learnt;
use super::living::{self, Living};
use super::pact::Pact;
use super::referring::Sent;
use super::script::Script;
use super::sharing::Shared;
use super::stage::Stage;
use super::story::Story;
use super::teaching::{Taught, Turn};
use super::visiting::Visited;
use super::voting::{Felt, Held};
use super::{
    campaigning, caring, contacting, draft, exchange, guarding, homes, hosting, household,
    learning, lettering, linking, referring, sessions, sharing, teaching, visiting, voting,
};
use crate::cases::{self, Contact};
use crate::db::DbError;
use crate::referrals::Record;

/// Progress is told every so many acts.
const TOLD: usize = 10;

/// Experiences are counted so long before the demonstration begins.
const FELT_MINUTES: i64 = -60;

/// What happens at a time.
#[derive(Debug, Clone, Copy)]
enum Scene<'a> {
    /// An agreement is offered, and perhaps signed.
    Pact(&'a Pact),
    /// A partner without a node signs an agreement on paper.
    Accord(&'a Accord),
    /// A text is shared, and perhaps signed.
    Share(&'a Shared),
    /// An annex or initiative is proposed, or something is done about one.
    Live(&'a Living),
    /// What was learnt is written down, reviewed, published and used.
    Learn(&'a Learnt),
    /// A vote is held or opened.
    Vote(&'a Held),
    /// What people said of a partner in a quarter that is over is counted.
    Feel(&'a Felt),
    /// Ideas are exchanged in a room.
    Exchange(&'a Exchange),
    /// What was said in it is answered.
    Answer(&'a Exchange),
    /// A step of a course.
    Course(Turn, &'a Taught),
    /// A campaign is proposed, and perhaps signed; or people are asked what came of it.
    Campaign(&'a Campaigned, bool),
    /// Staff of one agency go to another, or what came of it is written down.
    Visit(&'a Visited, bool),
    /// Somebody turns to an agency and needs no case.
    Contact(&'a Contacted),
    /// Somebody is taken in.
    Intake(&'a Story),
    /// Something is done about it.
    Deed(&'a Story, &'a Deed),
}

impl Scene<'_> {
    /// Where in the script it stands, for errors.
    fn place(self) -> String {
        match self {
            Scene::Pact(pact) => pact.code.clone(),
            Scene::Accord(accord) => accord.code.clone(),
            Scene::Share(shared) => shared.title_en.clone(),
            Scene::Live(one) => format!("{} at {:?}", one.agreement, one.at),
            Scene::Learn(learnt) => format!("knowledge of {}", learnt.by),
            Scene::Vote(held) => format!("a vote of {}", held.by),
            Scene::Feel(felt) => felt.place(),
            Scene::Exchange(one) => format!("ideas at {}", one.node),
            Scene::Answer(one) => format!("answers at {}", one.node),
            Scene::Course(_, one) => one.code.clone(),
            Scene::Campaign(one, _) => one.code.clone(),
            Scene::Visit(one, _) => one.code.clone(),
            Scene::Contact(one) => one.code.clone(),
            Scene::Intake(story) => format!("{}, intake", story.code),
            Scene::Deed(story, deed) => format!("{}, {:?}", story.code, deed.act),
        }
    }
}

/// What a story has come to.
#[derive(Debug, Default)]
struct Progress {
    case: Option<CaseId>,
    referral: Option<Sent>,
    asking: Asking,
}

/// Plays everything in the order of time.
///
/// # Errors
/// Names what is refused.
pub async fn play(stage: &mut Stage, script: &Script, now: Millis) -> anyhow::Result<()> {
    let mut all: BTreeMap<&str, Progress> = BTreeMap::new();
    let scenes = scenes(script, now);
    let count = scenes.len();
    for (nth, (at, scene)) in scenes.into_iter().enumerate() {
        told(nth, count);
        stage.set(at);
        let place = scene.place();
        act_out(stage, script, scene, (&mut all, now)).await.with_context(|| place)?;
    }
    Ok(())
}

async fn act_out<'a>(
    stage: &mut Stage,
    script: &Script,
    scene: Scene<'a>,
    (all, now): (&mut BTreeMap<&'a str, Progress>, Millis),
) -> anyhow::Result<()> {
    match scene {
        Scene::Pact(pact) => linking::agree(stage, script, pact).await,
        Scene::Accord(accord) => hosting::agree(stage, script, accord).await,
        Scene::Share(shared) => sharing::share(stage, script, shared).await,
        Scene::Live(one) => living::live(stage, script, one).await,
        Scene::Learn(learnt) => learning::learn(stage, script, learnt).await,
        Scene::Vote(held) => voting::hold(stage, held).await,
        Scene::Feel(felt) => voting::feel(stage, script, felt, now).await,
        Scene::Exchange(one) => exchange::exchange(stage, one).await,
        Scene::Answer(one) => exchange::answer(stage, one).await,
        Scene::Course(turn, one) => teaching::teach(stage, (one, turn), now).await,
        Scene::Campaign(one, asked) => campaigning::campaign(stage, (one, asked), now).await,
        Scene::Visit(one, over) => visiting::visit(stage, (one, over)).await,
        scene => of_people(stage, scene, (all, now)).await,
    }
}

/// What somebody turns to an agency for, and what is done about it.
async fn of_people<'a>(
    stage: &mut Stage,
    scene: Scene<'a>,
    (all, now): (&mut BTreeMap<&'a str, Progress>, Millis),
) -> anyhow::Result<()> {
    match scene {
        Scene::Contact(one) => contacting::contact(stage, one).await,
        Scene::Intake(story) => take_in(stage, story, of(all, story), now).await,
        Scene::Deed(story, deed) => act(stage, story, deed, of(all, story)).await,
        other => anyhow::bail!("{} is not about people", other.place()),
    }
}

fn told(nth: usize, count: usize) {
    if nth.is_multiple_of(TOLD) {
        super::tell(&format!("playing the last weeks: {nth} of {count} acts"));
    }
}

fn of<'a, 'b>(all: &'b mut BTreeMap<&'a str, Progress>, story: &'a Story) -> &'b mut Progress {
    all.entry(&story.code).or_default()
}

fn scenes(script: &Script, now: Millis) -> Vec<(Millis, Scene<'_>)> {
    let pacts = script.agreements.agreements.iter();
    let mut scenes: Vec<_> = pacts.map(|pact| (pact.at.at(now), Scene::Pact(pact))).collect();
    let accords = script.agreements.on_paper.iter();
    scenes.extend(accords.map(|one| (one.at.at(now), Scene::Accord(one))));
    let records = script.records.iter();
    scenes.extend(records.map(|shared| (shared.at.at(now), Scene::Share(shared))));
    let living = script.living.iter();
    scenes.extend(living.map(|one| (one.at.at(now), Scene::Live(one))));
    let learnt = script.knowledge.iter();
    scenes.extend(learnt.map(|learnt| (learnt.at.at(now), Scene::Learn(learnt))));
    let votes = script.voting.votes.iter();
    scenes.extend(votes.map(|held| (held.at.at(now), Scene::Vote(held))));
    let felt = script.voting.experience.iter();
    scenes.extend(felt.map(|felt| (now.plus_minutes(FELT_MINUTES), Scene::Feel(felt))));
    for one in &script.courses {
        scenes.push((one.announced.at(now), Scene::Course(Turn::Announced, one)));
        scenes.push((one.asked.at(now), Scene::Course(Turn::Asked, one)));
        scenes.push((one.approved.at(now), Scene::Course(Turn::Approved, one)));
        if one.is_over(now) {
            scenes.push((one.held(now).1, Scene::Course(Turn::Held, one)));
        }
    }
    for one in &script.campaigns {
        scenes.push((one.at.at(now), Scene::Campaign(one, false)));
        scenes.extend(one.asked_at.map(|at| (at.at(now), Scene::Campaign(one, true))));
    }
    for one in &script.exchanges {
        scenes.push((one.at.at(now), Scene::Visit(one, false)));
        scenes.push((one.told_at.at(now), Scene::Visit(one, true)));
    }
    for one in &script.ideas {
        scenes.push((one.at.at(now), Scene::Exchange(one)));
        scenes.push((one.answered_at.at(now), Scene::Answer(one)));
    }
    let contacts = script.contacts.iter();
    scenes.extend(contacts.map(|one| (one.at.at(now), Scene::Contact(one))));
    for story in &script.stories {
        scenes.push((story.at.at(now), Scene::Intake(story)));
        let deeds = story.acts.iter();
        scenes.extend(deeds.map(|deed| (deed.at.at(now), Scene::Deed(story, deed))));
    }
    scenes.sort_by_key(|(at, _)| *at);
    scenes
}

/// Takes a household in: a case, or a form that is not finished.
async fn take_in(
    stage: &Stage,
    story: &Story,
    progress: &mut Progress,
    began: Millis,
) -> anyhow::Result<()> {
    let (app, worker) = (stage.node(&story.node)?, stage.worker(&story.by)?);
    let now = app.clock.now();
    let permission = household::permission(story, app.node.id, Vec::new(), now);
    let new_id = || PersonId(app.clock.new_id());
    let mut known = household::disclosure(story, permission, new_id, began);
    known.permission.fields = known.fields();
    if let Some(step) = story.draft {
        return draft::keep(stage, story, &known, step).await;
    }
    let contact = Contact {
        channel: story.channel,
        reporter: story.reporter,
        interpreter: story.interpreter,
    };
    let case = cases::compose(app, &known, story.category, story.urgency, worker.id, None, now)?;
    let case = case.with_contact(app, &known, contact, Vec::new())?;
    let (id, by, mut members) = (case.id, worker.id, Vec::new());
    for code in colleagues(story) {
        if stage.at_work(code)?.node.id == app.node.id {
            members.push(stage.worker(code)?.id);
        }
    }
    app.store
        .write(move |tx| {
            cases::store::insert(tx, &case)?;
            for member in &members {
                cases::store::add_member(tx, id, *member, by, now)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    progress.case = Some(id);
    Ok(())
}

/// Whoever works on the case: those the script names, and whoever refers it.
fn colleagues(story: &Story) -> impl Iterator<Item = &String> {
    let refers = story.acts.iter().filter(|deed| matches!(deed.act, Act::Refer(_)));
    story.members.iter().chain(refers.map(|deed| &deed.by))
}

/// One act: about the case, or about a referral of it.
async fn act(
    stage: &mut Stage,
    story: &Story,
    deed: &Deed,
    progress: &mut Progress,
) -> anyhow::Result<()> {
    let case = case_at_work(stage, (story, deed), progress).await?;
    let done = sessions::act(stage, case, deed).await?
        || caring::act(stage, case, deed).await?
        || guarding::act(stage, case, deed).await?
        || lettering::act(stage, case, deed).await?
        || homes::act(stage, case, deed).await?
        || asking::act(stage, (story, case), deed, &mut progress.asking).await?;
    if done {
        return Ok(());
    }
    referring::act(stage, (story, case), deed, &mut progress.referral).await?;
    if matches!(deed.act, Act::Accept) { asking::over(stage, &story.node).await } else { Ok(()) }
}

/// The case of whoever acts: the household's own, or the one that began with the referral at the agency that took them.
async fn case_at_work(
    stage: &Stage,
    (story, deed): (&Story, &Deed),
    progress: &Progress,
) -> anyhow::Result<Option<CaseId>> {
    let other = stage.at_work(&deed.by).ok().filter(|app| app.node.agency.code != story.node);
    let Some((app, (id, _))) = other.zip(progress.referral.as_ref()) else {
        return Ok(progress.case);
    };
    Ok(Record::of(app, *id).await?.row.case_id)
}
