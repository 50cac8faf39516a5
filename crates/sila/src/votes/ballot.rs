//! `POST /vote/{code}/ballot`: a ballot with a token. No name, no time, no journal, no address of the caller.

use sila_core::ballot::{Ballot, BallotError, Method};

use super::store::{self, Done};
use super::token::Token;
use super::{Vote, booth, of_code, token};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::{Errors, Pairs};

/// Takes a ballot, once for each token.
///
/// # Errors
/// `vote.no_token` (401) without one, `vote.wrong_token` (401) for one that this vote did not give, `vote.spent` (409) the second time, `vote.closed`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let vote = of_code(&ask).await?;
    let key = token::key(&ask.app, &vote)?;
    let typed = ask.form.get("token");
    let typed =
        typed.ok_or_else(|| Problem::without_token("vote.no_token").way_out(vote.booth()))?;
    let wrong = || Problem::without_token("vote.wrong_token").way_out(vote.booth());
    let token = Token::read(typed).ok_or_else(wrong)?;
    if !token.is_of(&key)? {
        return Err(wrong());
    }
    let made = read(&vote, &ask.form).and_then(|marks| Ballot::new(vote.paper, &marks));
    let ballot = match made {
        Ok(ballot) => ballot,
        Err(error) => return refused(&ask, &vote, error).await,
    };
    let (id, spent, leaf) = (vote.id, token.spent(), token.leaf(&ballot));
    let marks: Vec<(u8, u8)> = ballot.marks().collect();
    let done = ask.app.store.write(move |tx| store::cast(tx, id, (&spent, &leaf), &marks)).await?;
    match done {
        Ok(Done::Yes) => Ok(Reply::page(&booth::thanks(&ask.cx, &vote, &leaf))),
        Ok(Done::Closed) => Err(Problem::refused("vote.closed").way_out(vote.booth())),
        Ok(Done::Before | Done::Unknown) => {
            Err(Problem::refused("vote.spent").way_out(vote.booth()))
        }
        Err(error) => refused(&ask, &vote, error).await,
    }
}

async fn refused(ask: &Ask, vote: &Vote, error: BallotError) -> Result<Reply, Problem> {
    let mut errors = Errors::none();
    let dots = [("n", u32::from(vote.paper.dots()).into())];
    let key =
        format!("vote-wrong-{}", error.code().trim_start_matches("ballot.").replace('_', "-"));
    errors.add("m1", ask.cx.t_with(&key, &dots));
    Ok(Reply::page_with_errors(&booth::open(ask, vote, &errors).await?))
}

/// The marks of a form: `m1` is the mark of option 1. A field that is empty, or no dots, is no mark.
fn read(vote: &Vote, form: &Pairs) -> Result<Vec<(u8, u8)>, BallotError> {
    let mut marks = Vec::new();
    for (name, value) in form.iter() {
        let Some(option) = name.strip_prefix('m') else { continue };
        let value = sila_names::fold::ascii_digits(value.trim());
        if value.is_empty() || (vote.paper.method() == Method::Dots && value == "0") {
            continue;
        }
        let option = option.parse().or(Err(BallotError::Foreign))?;
        marks.push((option, value.parse().or(Err(BallotError::Mark))?));
    }
    Ok(marks)
}
