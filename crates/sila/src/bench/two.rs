//! Two linked nodes with a signed agreement, and somebody to refer: the stage on which the link is measured.

use std::path::Path;

use anyhow::{Context, ensure};
use sila_core::Millis;
use sila_core::agreement::KnownQuota;
use sila_core::codes::{Basis, Kind, Urgency};
use sila_core::disclosure::Disclosure;
use sila_core::field::Field;
use sila_core::ids::{CaseId, PersonId};

use crate::agreements;
use crate::app::App;
use crate::clock::Clock;
use crate::demo::folder::Folder;
use crate::demo::script::Script;
use crate::demo::stage::Stage;
use crate::demo::story::Story;
use crate::demo::{household, linking, staging};
use crate::referrals::{Asked, Offered, Route, compose};

const SENDER: &str = "MARSA";
const RECEIVER: &str = "DANA";

/// The two nodes and what the sender sends.
pub struct Two {
    /// The sender's node.
    pub sender: App,
    /// The receiver's node.
    pub receiver: App,
    stage: Stage,
    route: Route,
    story: Story,
    officer: crate::accounts::Worker,
}

impl Two {
    /// Makes, links and binds two nodes in `dir`, with links at two ports from `port`. With a quota they may also ask
    /// each other whether a person is known. With an address of a database the receiver keeps its store there.
    ///
    /// # Errors
    /// When a step of the ceremony is refused, or a port is taken.
    pub async fn make(
        dir: &Path,
        port: u16,
        (quota, database): (Option<KnownQuota>, Option<&str>),
    ) -> anyhow::Result<Two> {
        let mut script = Script::read()?;
        script.nodes.retain(|node| node.code == SENDER || node.code == RECEIVER);
        let here = |code: &String| code == SENDER || code == RECEIVER;
        script.agreements.agreements.retain(|pact| pact.signed && pact.parties.iter().all(here));
        for pact in &mut script.agreements.agreements {
            (pact.known, pact.quota) = (quota.is_some(), quota);
            pact.onward.clear();
        }
        let codes: Vec<&str> = script.nodes.iter().map(|node| node.code.as_str()).collect();
        let folder = Folder::take(dir, &codes)?;
        let now = Clock::default().now();
        let apps = staging::make(
            &script,
            &folder,
            (port, database.map(|at| (RECEIVER, at))),
            now.plus_hours(-2),
        )
        .await?;
        let mut stage = Stage::open(apps).await?;
        linking::link_all(&mut stage, &script, now.plus_hours(-1)).await?;
        let pact = script.agreements.agreements.first().context("no agreement in the script")?;
        linking::agree(&mut stage, &script, pact).await?;
        let (sender, receiver) = (stage.node(SENDER)?.clone(), stage.node(RECEIVER)?.clone());
        sender.clock.set(None);
        receiver.clock.set(None);
        let story = script.stories.iter().find(|story| story.node == SENDER);
        let story = story.context("nobody to refer")?.clone();
        let officer = stage.worker("M-REF")?.clone();
        let route = route(&sender, &receiver).await?;
        Ok(Two { sender, receiver, stage, route, story, officer })
    }

    /// Composes an offer for a person nobody has offered before.
    ///
    /// # Errors
    /// The first rule that says no.
    pub async fn offer(&self, urgency: Urgency) -> anyhow::Result<Offered> {
        let now = self.sender.clock.now();
        let disclosure = self.disclosure(now);
        let asked = Asked {
            case: CaseId(self.sender.clock.new_id()),
            disclosure: &disclosure,
            category: self.story.category,
            urgency,
            services: &self.story.needs,
            fields: &self.fields(),
            route: &self.route,
            listed: None,
            back: None,
        };
        let offered = compose(&self.sender, &self.officer, &asked, now).await?;
        ensure!(!offered.awaits_approval(), "the offer waits for a second approver");
        Ok(offered)
    }

    /// What is told of the person.
    pub fn disclosure(&self, now: Millis) -> Disclosure {
        let permission = household::permission(&self.story, self.route.target, self.fields(), now);
        let new_id = || PersonId(self.sender.clock.new_id());
        household::disclosure(&self.story, permission, new_id, now)
    }

    fn fields(&self) -> Vec<Field> {
        let row =
            self.route.agreement.agreement.schedule.iter().find(|row| row.kind == self.route.kind);
        row.map(|row| row.fields.clone()).unwrap_or_default()
    }

    /// Who refers and asks.
    pub fn officer(&self) -> &crate::accounts::Worker {
        &self.officer
    }

    /// Stops answering and closes both nodes.
    ///
    /// # Errors
    /// When a store cannot be written.
    pub async fn close(self) -> anyhow::Result<()> {
        self.stage.close().await
    }
}

async fn route(sender: &App, receiver: &App) -> anyhow::Result<Route> {
    let in_force = agreements::in_force(sender, sender.clock.now()).await?;
    let target = receiver.node.id;
    let agreement = in_force.into_iter().find(|in_force| in_force.peer == target);
    let agreement = agreement.context("the agreement is not in force")?;
    let clause = agreement.agreement.residence.number.clone();
    Ok(Route {
        agreement,
        target,
        basis: Basis::Residence,
        kind: Kind::Shelter,
        override_: None,
        clause,
    })
}
