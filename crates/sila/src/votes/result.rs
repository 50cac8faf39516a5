//! What a closed vote came to, and how it was counted, in words. An open vote has no result anywhere.

use maud::{Markup, html};
use sila_core::ballot::{
    Method, NotCounted, OptionTally, Outcome, Round, SCORE_MAX, Stance, Tally,
};

use super::urn::Urn;
use super::{Choice, Drawn, Elector, Vote, booth, draw, store};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::web::components::{Card, Col, Note, Table, Tone, empty_state, meter, plain_tag, tag};
use crate::web::ident::{Code, Name, Seal};
use crate::web::{Arg, Cx};

/// The result, the roll and the list of ballots of a closed vote, for everybody who has the code; nothing of an open one.
///
/// # Errors
/// When the store cannot be read; `vote.damaged`.
pub async fn public(ask: &Ask, vote: &Vote) -> Result<Markup, Problem> {
    if vote.closed_at.is_none() {
        return Ok(html! {});
    }
    let id = vote.id;
    let query = move |tx: &mut dyn Tx| -> Result<(Vec<Choice>, Vec<Elector>), DbError> {
        Ok((store::choices(tx, id)?, store::electors(tx, id)?))
    };
    let (choices, electors) = ask.app.store.read(query).await?;
    let urn = vote.urn.as_deref().map(Urn::read).transpose()?;
    let many = u32::try_from(electors.len()).unwrap_or(u32::MAX);
    let counted = urn.as_ref().map(|urn| urn.count(vote.paper, many, vote.quorum)).transpose()?;
    let cx = &ask.cx;
    let shown = match counted.unwrap_or(Err(NotCounted::TooFew)) {
        Ok(tally) => result(cx, vote, &choices, &tally, many),
        Err(_) => html! {
            (Card::new(cx.t("vote-result")).body(empty_state("shield-check", cx.t("vote-too-few"), cx.t("vote-too-few-text"), &html! {})))
        },
    };
    Ok(html! {
        (shown)
        (roll(cx, &electors))
        @if let Some(urn) = &urn { (ballots(cx, urn)) }
    })
}

fn name<'a>(cx: &Cx, choices: &'a [Choice], n: u8) -> &'a str {
    let found = choices.iter().find(|choice| choice.n == n);
    found.map_or("", |choice| cx.lang.pick(choice.ar.as_str(), choice.en.as_str()))
}

fn result(cx: &Cx, vote: &Vote, choices: &[Choice], tally: &Tally, electors: u32) -> Markup {
    let turnout = [("n", tally.ballots.into()), ("of", electors.into())];
    html! {
        (outcome(cx, choices, &tally.outcome))
        (Card::new(cx.t("vote-result")).body(html! {
            p.muted { (cx.t_with("vote-turnout", &turnout)) " "
                @if vote.quorum > 0 { (cx.t_with("vote-quorum-was", &[("n", tally.quorum.into())])) } }
            ol.tally { @for one in sorted(tally) { (line(cx, vote, tally, name(cx, choices, one.option), one)) } }
            @if tally.blank > 0 { p.muted { (cx.t_with("vote-blank", &[("n", tally.blank.into())])) } }
        }))
        @if tally.rounds.len() > 1 { (rounds(cx, choices, &tally.rounds)) }
        (Note::new("scales", cx.code("vote-method", vote.paper.method().code())).tone(Tone::Info)
            .says(cx.code("vote-rule", vote.paper.method().code())))
    }
}

fn outcome(cx: &Cx, choices: &[Choice], outcome: &Outcome) -> Markup {
    let names = |all: &[u8]| {
        let all: Vec<&str> = all.iter().map(|n| name(cx, choices, *n)).collect();
        all.join(cx.lang.pick("، ", ", "))
    };
    let (tone, word, named) = match outcome {
        Outcome::Chosen(one) => (Tone::Ok, cx.t("vote-outcome-chosen"), names(&[*one])),
        Outcome::Carried(all) => (Tone::Ok, cx.t("vote-outcome-carried"), names(all)),
        Outcome::Tied(all) => (Tone::Gold, cx.t("vote-outcome-tied"), names(all)),
        Outcome::NoQuorum { .. } => (Tone::Warn, cx.t("vote-outcome-no-quorum"), String::new()),
        Outcome::Nothing => (Tone::Plain, cx.t("vote-outcome-nothing"), String::new()),
    };
    let unnamed = match outcome {
        Outcome::NoQuorum { need } => {
            cx.t_with("vote-outcome-no-quorum-text", &[("n", (*need).into())])
        }
        _ => cx.t("vote-outcome-nothing-text"),
    };
    html! {
        section.outcome {
            (tag(tone, word))
            @if named.is_empty() { p.muted { (unnamed) } } @else { p.outcome-w { (Name(&named)) } }
        }
    }
}

/// What stands higher first; under ranked choice whoever stayed longer.
fn sorted(tally: &Tally) -> Vec<&OptionTally> {
    let last = |option: u8| {
        let rounds = tally.rounds.iter().enumerate().rev();
        let mut votes = rounds.filter_map(|(n, round)| Some((n, *round.votes.get(&option)?)));
        votes.next()
    };
    let mut all: Vec<&OptionTally> = tally.options.iter().collect();
    all.sort_by_key(|one| (std::cmp::Reverse((last(one.option), one.points)), one.option));
    all
}

fn line(cx: &Cx, vote: &Vote, tally: &Tally, name: &str, one: &OptionTally) -> Markup {
    let n = || [("n", Arg::from(one.points))];
    let said = match vote.paper.method() {
        Method::Support => cx.t_with("vote-supports", &n()),
        Method::Dots => cx.t_with("vote-dots-given", &n()),
        Method::Ranked => cx.t_with("vote-first-places", &n()),
        Method::Score => {
            let mean = one.mean_hundredths().unwrap_or_default();
            let mean = format!("{}.{:02}", mean / 100, mean % 100);
            cx.t_with("vote-scored", &[("n", one.points.into()), ("mean", Arg::ident(mean))])
        }
        Method::Consent => stances(cx, one),
    };
    let of = match vote.paper.method() {
        Method::Score => tally.ballots.saturating_mul(u32::from(SCORE_MAX)),
        _ => {
            tally.options.iter().map(|one| one.points).max().unwrap_or_default().max(tally.ballots)
        }
    };
    html! {
        li {
            p.tally-w { (Name(name)) }
            (meter(cx, one.points, 0, of.max(1).saturating_add(1), &said))
            p.muted.num { (said) }
        }
    }
}

fn stances(cx: &Cx, one: &OptionTally) -> String {
    let said = |stance: &Stance| {
        format!("{}: {}", cx.code("vote-stance", stance.code()), one.with(stance.mark()))
    };
    Stance::ALL.iter().map(said).collect::<Vec<_>>().join(" · ")
}

fn rounds(cx: &Cx, choices: &[Choice], rounds: &[Round]) -> Markup {
    let head = (1..=rounds.len()).map(|n| Col::num(cx.t_with("vote-round", &[("n", n.into())])));
    let all: Vec<u8> =
        rounds.first().map_or(Vec::new(), |round| round.votes.keys().copied().collect());
    let cell = |round: &Round, option: u8| match round.votes.get(&option) {
        Some(n) if round.out.contains(&option) => {
            html! { (n) " " (plain_tag(cx.t("vote-goes-out"))) }
        }
        Some(n) => html! { (n) },
        None => html! { "–" },
    };
    let rows = all.iter().map(|option| {
        let words = html! { (Name(name(cx, choices, *option))) };
        std::iter::once(words)
            .chain(rounds.iter().map(|round| cell(round, *option)))
            .collect::<Vec<_>>()
    });
    let table = Table::new(
        cx.t("vote-rounds"),
        std::iter::once(Col::text(cx.t("vote-option"))).chain(head),
    );
    html! { (Card::new(cx.t("vote-rounds")).body(html! { (table.rows(rows)) })) }
}

/// Who might vote and whether they drew, never what they said.
fn roll(cx: &Cx, electors: &[Elector]) -> Markup {
    html! {
        (Card::new(cx.t("vote-roll")).count(electors.len()).body(html! {
            details.fold {
                summary { (cx.t("vote-roll-show")) }
                ul.roll { @for one in electors { li {
                    span { (Name(&one.name)) @if !one.entity.is_empty() { " · " (Name(&one.entity)) } }
                    (drawn(cx, one.drawn))
                } } }
            }
        }))
    }
}

/// Whether somebody has drawn, as a word.
pub fn drawn(cx: &Cx, drawn: Drawn) -> Markup {
    match drawn {
        Drawn::Not => tag(Tone::Plain, cx.t("vote-drawn-not")),
        Drawn::Phone => tag(Tone::Ok, cx.t("vote-drawn-phone")),
        Drawn::Paper => tag(Tone::Info, cx.t("vote-drawn-paper")),
    }
}

/// The list in which everybody finds their own ballot.
fn ballots(cx: &Cx, urn: &Urn) -> Markup {
    html! {
        (Card::new(cx.t("vote-ballots")).count(urn.len()).body(html! {
            p.muted { (cx.t("vote-ballots-text")) }
            p { (cx.t("vote-root")) " " (Seal(&urn.root())) }
            details.fold {
                summary { (cx.t("vote-ballots-show")) }
                ul.leaves { @for leaf in urn.leaves() { li data-leaf=(draw::text(leaf)) { (Code(&booth::number(leaf))) } } }
            }
        }))
    }
}
