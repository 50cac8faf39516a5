//! Writing a campaign down: our communication office signs it and sends it to the others.

use sila_core::campaign::{Campaign, Channel, Lack, TEXT_MAX, TITLE_MAX, Task, Way};
use sila_core::codes::{Language, UnknownCode};
use sila_core::partnership::Words;
use sila_core::{AgencyId, RecordId};

use super::form::{self, Around, CHANNELS, MESSAGES, TASKS, TEXTS};
use super::{PLAN, path};
use crate::activation::saying::{self, day, whole};
use crate::agreements;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields, Finding, Verdict};
use crate::initiatives::propose::words;
use crate::journal::store as journal;
use crate::knowledge::share::{basis, partners};
use crate::lineage::{Became, seed};
use crate::partners::{Partner, store as listed};
use crate::problem::Problem;
use crate::records::{By, propose as records};
use crate::reply::Reply;
use crate::web::components::heading;
use crate::web::{Cx, Errors, Page, Pairs};

/// With whom we could.
async fn around(ask: &Ask) -> Result<Around, Problem> {
    let peers = partners(&ask.app, ask.now).await?.into_iter().map(|(peer, _)| peer).collect();
    Ok(Around { peers, listed: ask.app.store.read(listed::all).await? })
}

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (around, mut values) = (around(&ask).await?, Pairs::default());
    seed::begin(&ask, &mut values, &[("title", TITLE_MAX), ("objective", TEXT_MAX)]).await?;
    Ok(Reply::page(&form::page(&ask.cx, &around, &values, &Errors::none())))
}

/// Signs the campaign and sends it once the guard has looked through its words.
///
/// # Errors
/// As [`propose`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let around = around(&ask).await?;
    let (cx, mut errors) = (&ask.cx, Errors::none());
    let with = with(&ask, &around, &mut errors).await?;
    let read = read(&ask, &around, with, &mut errors);
    let Some((mut campaign, others)) = read.filter(|_| errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&form::page(cx, &around, &ask.form, &errors)));
    };
    let fields = fields(&ask.form);
    let passed = match guard::judge(&ask.app, fields.clone(), &ask.form)? {
        Verdict::Held(findings) => {
            return Ok(Reply::page_with_errors(&held(&ask, (&fields, &findings))));
        }
        Verdict::Passed(passed) => passed,
    };
    let cleaned: Pairs =
        passed.fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    write(&mut campaign, &cleaned);
    for (channel, n) in campaign.channels.iter_mut().zip(ways(&ask.form)) {
        (channel.piece, channel.audience) = said_there(&cleaned, n);
    }
    let by = saying::by(&ask)?;
    let id = propose(&ask.app, campaign, &others, by).await?;
    let worker = ask.worker()?.id;
    let facts = guard::facts(&ask.app, &passed, &id.to_string(), worker, ask.now);
    let told = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        facts.iter().try_for_each(|fact| journal::insert(tx, fact))
    };
    ask.app.store.write(told).await?;
    seed::end(&ask, (Became::Campaign, id.0)).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Signs a campaign for our agency and sends it to the others, whose communication offices are asked for their word.
///
/// # Errors
/// `campaign.unfit` when it lacks something; when no agreement lets us work with one of them (`agreement.…`); what records refuse.
pub async fn propose(
    app: &App,
    campaign: Campaign,
    others: &[AgencyId],
    by: By,
) -> Result<RecordId, Problem> {
    let parties: Vec<AgencyId> = others.iter().copied().chain([app.node.id]).collect();
    let late = campaign.begins <= by.now.uae_date();
    if others.is_empty() || late || !campaign.lacks(&parties).is_empty() {
        return Err(Problem::refused("campaign.unfit").way_out("/campaigns"));
    }
    for peer in others {
        basis(app, *peer, by.now).await?;
    }
    let content = minicbor::to_vec(&campaign).unwrap_or_default();
    let id = records::first(app, PLAN, others, content, by).await?;
    app.changed(Topic::Agreements);
    Ok(id)
}

/// The partners without a node that were chosen. With each of them an agreement must be in force.
async fn with(ask: &Ask, around: &Around, errors: &mut Errors) -> Result<Vec<Words>, Problem> {
    let in_force = agreements::in_force(&ask.app, ask.now).await?;
    let chosen = |one: &&Partner| ask.form.has("with", &one.id.to_text());
    let mut with = Vec::new();
    for one in around.listed.iter().filter(chosen) {
        if !in_force.iter().any(|agreed| agreed.peer == one.id) {
            let name = [("agency", one.name(ask.cx.lang).into())];
            errors.add("with", ask.cx.t_with("campaign-with-no-agreement", &name));
        }
        with.push(Words { ar: one.name_ar.clone(), en: one.name_en.clone() });
    }
    Ok(with)
}

/// The campaign as the form has it, and the other parties.
fn read(
    ask: &Ask,
    around: &Around,
    with: Vec<Words>,
    errors: &mut Errors,
) -> Option<(Campaign, Vec<AgencyId>)> {
    let (cx, form, me) = (&ask.cx, &ask.form, ask.app.node.id);
    let chosen = around.peers.iter().filter(|peer| form.has("parties", &peer.agency.to_text()));
    let others: Vec<AgencyId> = chosen.map(|peer| peer.agency).collect();
    let (begins, ends) = (day(form, "begins"), day(form, "ends"));
    if others.is_empty() {
        errors.add("parties", cx.t("campaign-parties-needed"));
    }
    for (name, one) in [("begins", begins), ("ends", ends)] {
        if one.is_none() {
            errors.add(name, cx.t("joint-day-wrong"));
        }
    }
    if begins.is_some_and(|begins| begins <= ask.now.uae_date()) {
        errors.add("begins", cx.t("campaign-begins-past"));
    }
    let owner = |name: &str| owner(form, name, me);
    let mut campaign = Campaign {
        title: Words::default(),
        audience: Words::default(),
        objective: Words::default(),
        outputs: Words::default(),
        outtakes: Words::default(),
        outcomes: Words::default(),
        impact: Words::default(),
        begins: begins.unwrap_or_else(|| ask.now.uae_date()),
        ends: ends.unwrap_or_else(|| ask.now.uae_date()),
        helpline: Words::default(),
        messages: Vec::new(),
        channels: channels(form, owner),
        tasks: Vec::new(),
        with,
        nobody_in_it: form.has("nobody", "yes"),
    };
    write(&mut campaign, form);
    for (n, what) in tasks(form) {
        match day(form, &format!("task{n}_due")) {
            Some(due) => {
                campaign.tasks.push(Task { owner: owner(&format!("task{n}_owner")), what, due });
            }
            None => errors.add(format!("task{n}_due"), cx.t("joint-day-wrong")),
        }
    }
    let parties: Vec<AgencyId> = others.iter().copied().chain([me]).collect();
    lacking(cx, &campaign, &parties, errors);
    Some((campaign, others))
}

/// Says beside which field what is lacking.
fn lacking(cx: &Cx, campaign: &Campaign, parties: &[AgencyId], errors: &mut Errors) {
    for lack in campaign.lacks(parties) {
        let name = match lack {
            Lack::Words => "title_ar",
            Lack::Days => "ends",
            Lack::Message | Lack::Helpline => "message1_ar",
            Lack::Nobody => "nobody",
            Lack::Channel => "way1",
            Lack::Tasks => "task1_ar",
        };
        if errors.get(name).is_none() {
            errors.add(name, cx.code("campaign-lack", lack.code()));
        }
    }
}

fn owner(form: &Pairs, name: &str, me: AgencyId) -> AgencyId {
    form.get(name).and_then(|text| AgencyId::parse(text).ok()).unwrap_or(me)
}

/// The rows of channels that say which way and when.
fn ways(form: &Pairs) -> Vec<usize> {
    let way = |n: &usize| -> Result<Way, UnknownCode> {
        form.get(&format!("way{n}")).unwrap_or_default().parse()
    };
    let whole = |n: &usize| way(n).is_ok() && day(form, &format!("way{n}_on")).is_some();
    (1..=CHANNELS).filter(whole).collect()
}

/// What is put out on a channel, and for whom.
fn said_there(form: &Pairs, n: usize) -> (Words, Words) {
    (words(form, &format!("way{n}_piece")), words(form, &format!("way{n}_audience")))
}

/// The rows that were begun.
fn channels(form: &Pairs, owner: impl Fn(&str) -> AgencyId) -> Vec<Channel> {
    let one = |n: usize| {
        let way: Result<_, UnknownCode> = form.get(&format!("way{n}")).unwrap_or_default().parse();
        let on = day(form, &format!("way{n}_on"))?;
        let (piece, audience) = said_there(form, n);
        let whole = form.get(&format!("way{n}_budget")).and_then(whole);
        let spoken = form.get(&format!("way{n}_language")).unwrap_or_default();
        Some(Channel {
            budget: whole.and_then(|budget| u32::try_from(budget).ok()),
            language: Language::from_code(spoken).ok(),
            piece,
            audience,
            ..Channel::new(way.ok()?, owner(&format!("way{n}_owner")), on)
        })
    };
    ways(form).into_iter().filter_map(one).collect()
}

/// The rows that were begun, with their numbers.
fn tasks(form: &Pairs) -> Vec<(usize, Words)> {
    let all = (1..=TASKS).map(|n| (n, words(form, &format!("task{n}"))));
    all.filter(|(_, what)| *what != Words::default()).collect()
}

/// Writes the words of a form into a campaign; of its tasks only those that are there already.
fn write(campaign: &mut Campaign, form: &Pairs) {
    for (name, _) in TEXTS {
        let text = words(form, name);
        match name {
            "title" => campaign.title = text,
            "audience" => campaign.audience = text,
            "objective" => campaign.objective = text,
            "outputs" => campaign.outputs = text,
            "outtakes" => campaign.outtakes = text,
            "outcomes" => campaign.outcomes = text,
            "impact" => campaign.impact = text,
            _ => campaign.helpline = text,
        }
    }
    let said = (1..=MESSAGES).map(|n| words(form, &format!("message{n}")));
    campaign.messages = said.filter(|one| *one != Words::default()).collect();
    for (task, (_, what)) in campaign.tasks.iter_mut().zip(tasks(form)) {
        task.what = what;
    }
}

fn fields(form: &Pairs) -> Fields {
    let texts = TEXTS.iter().map(|(name, _)| (*name).to_owned());
    let messages = (1..=MESSAGES).map(|n| format!("message{n}"));
    let tasks = (1..=TASKS).map(|n| format!("task{n}"));
    let ways = (1..=CHANNELS).flat_map(|n| [format!("way{n}_piece"), format!("way{n}_audience")]);
    let names = texts.chain(messages).chain(ways).chain(tasks);
    let names = names.flat_map(|name| [format!("{name}_ar"), format!("{name}_en")]);
    names.map(|name| (name.clone(), form.get(&name).unwrap_or_default().to_owned())).collect()
}

/// What the guard has found in the words, to be decided on.
fn held(ask: &Ask, found: (&Fields, &[Finding])) -> Page {
    let cx = &ask.cx;
    let carried: Vec<(&str, &str)> =
        ask.form.iter().filter(|(name, _)| !name.starts_with("guard-")).collect();
    let body = maud::html! {
        (heading(cx.t("campaign-new"), None, &maud::html! {}))
        (guard::held(cx, "/campaigns", found, &ask.form, &carried))
    };
    Page::new(cx, cx.t("campaign-new")).crumb(cx.t("campaigns-title"), "/campaigns").body(body)
}
