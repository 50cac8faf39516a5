//! The script: agencies, staff, agreements and stories, read from the files in `demo/` that are part of the program.

use std::fmt::Display;
use std::str::FromStr;

use super::campaigning::Campaigned;
use super::contacting::Contacted;
use super::directory::Offered;
use super::exchange::Exchange;
use super::gathering::Gathering;
use super::homes::Told;
use super::learning::Learnt;
use super::living::Living;
use super::pact::Agreements;
use super::sharing::Shared;
use super::story::Story;
use super::teaching::Taught;
use super::visiting::Visited;
use super::voting::Voting;
use crate::node::Agency;
use anyhow::Context;
use serde::de::{Deserialize, Deserializer, Error};

const NODES: &str = include_str!("../../demo/nodes.json");
const AGREEMENTS: &str = include_str!("../../demo/agreements.json");
const KNOWLEDGE: &str = include_str!("../../demo/knowledge.json");
const IDEAS: &str = include_str!("../../demo/ideas.json");
const MEETING: &str = include_str!("../../demo/meeting.json");
const RECORDS: &str = include_str!("../../demo/records.json");
const LIVING: &str = include_str!("../../demo/living.json");
const CONTACTS: &str = include_str!("../../demo/contacts.json");
const STORIES: &str = include_str!("../../demo/stories.json");
const SERVICES: &str = include_str!("../../demo/services.json");
const VOTING: &str = include_str!("../../demo/voting.json");
const COURSES: &str = include_str!("../../demo/courses.json");
const CAMPAIGNS: &str = include_str!("../../demo/campaigns.json");
const EXCHANGES: &str = include_str!("../../demo/exchanges.json");
const HOMES: &str = include_str!("../../demo/homes.json");

/// Everything that is played.
#[derive(Debug)]
pub struct Script {
    /// The three agencies.
    pub nodes: Vec<Agency>,
    /// Who works there.
    pub staff: Vec<Member>,
    /// What they agreed.
    pub agreements: Agreements,
    /// What they share.
    pub records: Vec<Shared>,
    /// What makes their agreements live.
    pub living: Vec<Living>,
    /// What they learnt from each other.
    pub knowledge: Vec<Learnt>,
    /// What they said to each other in a room, and what was answered.
    pub ideas: Vec<Exchange>,
    /// The meeting of all partners.
    pub meeting: Gathering,
    /// Who came, and what was done.
    pub stories: Vec<Story>,
    /// Who turned to an agency and needed no case.
    pub contacts: Vec<Contacted>,
    /// What they voted on, and what they said of each other.
    pub voting: Voting,
    /// The courses they open to each other.
    pub courses: Vec<Taught>,
    /// What they tell the public together.
    pub campaigns: Vec<Campaigned>,
    /// Whom of theirs they send to each other.
    pub exchanges: Vec<Visited>,
    /// Where people are given a place.
    pub homes: Vec<Told>,
    /// What the agencies offer.
    pub services: Vec<Offered>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Homes {
    homes: Vec<Told>,
}

/// Somebody who works at one of the agencies.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Code such as `M-REF`; in small letters it is the user name.
    pub code: String,
    /// The agency.
    pub node: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// Role codes.
    pub roles: Vec<String>,
}

impl Member {
    /// What they type at sign-in.
    pub fn user_name(&self) -> String {
        self.code.to_lowercase()
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Nodes {
    nodes: Vec<Named>,
    staff: Vec<Member>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    code: String,
    name_ar: String,
    name_en: String,
    covers: Vec<String>,
}

impl Script {
    /// Reads the script that is part of the program.
    ///
    /// # Errors
    /// Names the file and the place that is wrong; a test reads it before anybody else does.
    pub fn read() -> anyhow::Result<Script> {
        let nodes: Nodes = serde_json::from_str(NODES).context("nodes.json")?;
        let agencies = nodes.nodes.into_iter().map(|named| Agency {
            code: named.code,
            name_ar: named.name_ar,
            name_en: named.name_en,
            covers: named.covers,
            demo: true,
        });
        Ok(Script {
            nodes: agencies.collect(),
            staff: nodes.staff,
            agreements: serde_json::from_str(AGREEMENTS).context("agreements.json")?,
            records: serde_json::from_str(RECORDS).context("records.json")?,
            living: serde_json::from_str(LIVING).context("living.json")?,
            knowledge: serde_json::from_str(KNOWLEDGE).context("knowledge.json")?,
            ideas: serde_json::from_str(IDEAS).context("ideas.json")?,
            meeting: serde_json::from_str(MEETING).context("meeting.json")?,
            contacts: serde_json::from_str(CONTACTS).context("contacts.json")?,
            stories: serde_json::from_str(STORIES).context("stories.json")?,
            services: serde_json::from_str(SERVICES).context("services.json")?,
            voting: serde_json::from_str(VOTING).context("voting.json")?,
            courses: serde_json::from_str(COURSES).context("courses.json")?,
            campaigns: serde_json::from_str(CAMPAIGNS).context("campaigns.json")?,
            exchanges: serde_json::from_str(EXCHANGES).context("exchanges.json")?,
            homes: serde_json::from_str::<Homes>(HOMES).context("homes.json")?.homes,
        })
    }

    /// Who keeps the homes of this agency.
    ///
    /// # Errors
    /// When nobody does.
    pub fn keeper_of(&self, node: &str) -> anyhow::Result<&str> {
        let keeps = |member: &&Member| member.roles.iter().any(|role| role == "SHELTER_SUPERVISOR");
        let found = self.staff_of(node).find(keeps);
        found
            .map(|member| member.code.as_str())
            .with_context(|| format!("nobody keeps the homes of {node}"))
    }

    /// Who works at this agency.
    pub fn staff_of(&self, node: &str) -> impl Iterator<Item = &Member> {
        self.staff.iter().filter(move |member| member.node == node)
    }
}

/// Reads a code of a closed list.
pub(super) fn coded<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    String::deserialize(from)?.parse().map_err(D::Error::custom)
}

/// Reads a code that may be missing.
pub(super) fn coded_maybe<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let text = Option::<String>::deserialize(from)?;
    text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
}

/// Reads a list of codes.
pub(super) fn coded_list<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let texts = Vec::<String>::deserialize(from)?;
    texts.iter().map(|text| text.parse().map_err(D::Error::custom)).collect()
}
