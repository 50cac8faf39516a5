//! `POST /vote/{code}/token`: somebody on the roll draws their one token. What is answered is for the script of the page.

use sila_seal::voprf::Element;

use super::store::{self, Done};
use super::{of_code, token};
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::problem::Problem;
use crate::reply::Reply;

/// Evaluates a blinded element for the holder of a slip. Asked again with the same element, it answers the same: an answer
/// may be lost on the way. Nothing says when it was, and no journal has it.
///
/// # Errors
/// `vote.no_slip` (401) without a slip of this vote: its code alone gives no vote. `vote.drawn` when the slip has drawn before;
/// `vote.closed`; `vote.element` for what is no element.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let vote = of_code(&ask).await?;
    let key = token::key(&ask.app, &vote)?;
    let no_slip = || Problem::without_token("vote.no_slip").way_out(vote.booth());
    let slip = ask.form.get("slip").and_then(token::slip_hash).ok_or_else(no_slip)?;
    let wrong = || Problem::bad_request("vote.element").way_out(vote.booth());
    let asked = Element(ask.form.get("asked").and_then(bytes).ok_or_else(wrong)?);
    let answered = key.blind_evaluate(&[asked]).map_err(|error| wrong().because(error))?;
    let proof = key.prove(&[asked], &answered, &mut Randomness);
    let proof = proof.map_err(|error| wrong().because(error))?;
    let id = vote.id;
    match ask.app.store.write(move |tx| store::draw(tx, id, &slip, &asked.0)).await? {
        Done::Yes => {}
        Done::Unknown => return Err(no_slip()),
        Done::Before => return Err(Problem::refused("vote.drawn").way_out(vote.booth())),
        Done::Closed => return Err(Problem::refused("vote.closed").way_out(vote.booth())),
    }
    let answered = answered.first().map_or(String::new(), |element| text(&element.0));
    Ok(Reply::json(&serde_json::json!({ "answered": answered, "proof": text(&proof.0) })))
}

/// Bytes as hexadecimal digits.
pub fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(bytes)
}
