//! `POST /partnerships/{agency}/copy`: everything that was agreed and signed with one partner, to take along: a JSON file with every text of
//! every agreement and every shared record, each with the bytes that were signed and the signatures on them. Whoever has the file can
//! check each signature without this node; the partner has its own copy of the same anyway.

use serde::Serialize;
use sila_core::agreement::Agreement;
use sila_core::{AgencyId, Millis};
use sila_link::record::{SignedVoice, Version};
use sila_seal::{hex, sha256};

use super::relation;
use crate::agreements::{self, Stored, texts};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::records::store as records;
use crate::reply::Reply;

/// Name and version of the format.
const FORMAT: &str = "sila/partnership/1";

/// The file.
#[derive(Debug, Serialize)]
struct Whole {
    format: &'static str,
    /// UTC milliseconds, as every time in the file.
    made_at: i64,
    agency: String,
    partner: String,
    agreements: Vec<Pact>,
    records: Vec<Record>,
}

/// An agreement with every text that it ever had.
#[derive(Debug, Serialize)]
struct Pact {
    id: String,
    code: String,
    state: &'static str,
    /// Who signed on paper, where somebody did.
    on_paper: Option<String>,
    texts: Vec<Text>,
}

/// One text of an agreement; all bytes in hexadecimal digits.
#[derive(Debug, Serialize)]
struct Text {
    number: u32,
    /// What became of it; nothing for the one in the row.
    standing: Option<&'static str>,
    title: [String; 2],
    from: i64,
    until: i64,
    clauses: Vec<Clause>,
    sha256: String,
    cbor: String,
    our_signature: Option<String>,
    their_signature: Option<String>,
}

/// Arabic before English.
#[derive(Debug, Serialize)]
struct Clause {
    number: String,
    title: [String; 2],
    text: [String; 2],
}

/// One version of a shared record.
#[derive(Debug, Serialize)]
struct Record {
    record: String,
    kind: String,
    number: u32,
    proposer: String,
    at: i64,
    /// Of the bytes below.
    digest: String,
    cbor: String,
    /// What each party said of it: the signed words with the keys that they are checked by.
    voices: Vec<String>,
}

/// The file, and a word in the journal that it was taken.
///
/// # Errors
/// `page.not_found` for an agency without a signed agreement.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let relation = relation::one(&ask.app, ask.id("agency")?, ask.now).await?;
    let (app, agency) = (&ask.app, relation.agency);
    let bytes = of(app, agency, ask.now).await?;
    let told = Fact {
        id: app.clock.new_id(),
        at: ask.now,
        kind: "partner",
        subject: format!("{} copied", agency.to_text()),
        worker: Some(ask.worker()?.id),
        data: sha256(&[&bytes]).to_vec(),
    };
    app.store.write(move |tx: &mut dyn Tx| journal::insert(tx, &told)).await?;
    let day = ask.now.uae_date();
    let name = format!("partnership-{:04}-{:02}-{:02}.json", day.year, day.month, day.day);
    Ok(Reply::file("application/json", name, bytes))
}

/// The bytes of the file.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, partner: AgencyId, now: Millis) -> Result<Vec<u8>, Problem> {
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| -> Result<Whole, DbError> {
        let mut pacts = Vec::new();
        for stored in agreements::store::of_peer(tx, partner)? {
            let past = texts::all(tx, stored.agreement.id)?;
            pacts.push(pact(&stored, &past));
        }
        let mut all = Vec::new();
        for (version, voices) in records::with(tx, partner)? {
            all.push(record(&version, &voices));
        }
        let (agency, partner) = (me.to_text(), partner.to_text());
        let (format, made_at) = (FORMAT, now.0);
        Ok(Whole { format, made_at, agency, partner, agreements: pacts, records: all })
    };
    let whole = app.store.read(read).await?;
    serde_json::to_vec(&whole).map_err(|error| Problem::internal("partnership.copy").because(error))
}

fn pact(stored: &Stored, past: &[texts::Text]) -> Pact {
    let signatures = |own: &Option<Vec<u8>>, peer: &Option<Vec<u8>>| {
        [own, peer].map(|one| one.as_deref().map(hex))
    };
    let held = signatures(&stored.own_signature, &stored.peer_signature);
    let mut texts = vec![text(&stored.agreement, &stored.body, None, held)];
    texts.extend(past.iter().map(|one| {
        let held = signatures(&one.own_signature, &one.peer_signature);
        text(&one.agreement, &one.body, Some(one.standing.code()), held)
    }));
    Pact {
        id: stored.agreement.id.to_string(),
        code: stored.agreement.code.clone(),
        state: stored.state.code(),
        on_paper: stored.on_paper.clone(),
        texts,
    }
}

fn text(
    agreement: &Agreement,
    body: &[u8],
    standing: Option<&'static str>,
    [our_signature, their_signature]: [Option<String>; 2],
) -> Text {
    let clause = |one: &sila_core::agreement::Clause| Clause {
        number: one.number.clone(),
        title: [one.title_ar.clone(), one.title_en.clone()],
        text: [one.text_ar.clone(), one.text_en.clone()],
    };
    Text {
        number: agreement.number(),
        standing,
        title: [agreement.title_ar.clone(), agreement.title_en.clone()],
        from: agreement.from.0,
        until: agreement.until.0,
        clauses: agreement.clauses.iter().map(clause).collect(),
        sha256: hex(&sha256(&[body])),
        cbor: hex(body),
        our_signature,
        their_signature,
    }
}

fn record(version: &Version, voices: &[SignedVoice]) -> Record {
    Record {
        record: version.record.to_string(),
        kind: version.kind.clone(),
        number: version.number,
        proposer: version.proposer.to_text(),
        at: version.at.0,
        digest: hex(&version.digest()),
        cbor: hex(&version.to_cbor()),
        voices: voices.iter().map(|voice| hex(&voice.to_cbor())).collect(),
    }
}
