//! `sila verify`: is the log of this node intact? Reads the folder of a stopped or running node, or of a copy.

use std::path::PathBuf;

use anyhow::bail;

use sila_link::Evidence;

use crate::db::Store;
use crate::evidence::container;
use crate::journal::verify::{self, Finding};
use crate::keys::ring;
use crate::known::question::proof::{self, Proved};

/// Flags of `sila verify`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// An evidence pack, the proof against an agency, a certificate or a record of learning. It is checked with nothing else: no node,
    /// no network.
    file: Option<PathBuf>,
    /// Folder of the node.
    #[arg(long, env = "SILA_DIR", default_value = "sila-node")]
    dir: PathBuf,
    /// Another database than the folder's own: a copy, or a postgres:// address.
    #[arg(long, env = "SILA_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// A proof file of an agency that asked whether a person is known: whom was that question about?
    #[arg(long)]
    known: Option<PathBuf>,
    /// About certificates.
    #[command(flatten)]
    learning: super::certificate::Flags,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if let Some(file) = &arguments.file {
        return evidence(file, arguments);
    }
    let (agency, id) = crate::node::about(&arguments.dir)?;
    let place = match &arguments.database {
        Some(place) => place.clone(),
        None => arguments.dir.join("sila.db").display().to_string(),
    };
    let store = Store::open(&place).await?;
    let found = verify::run(&store, &ring::signer(&store, id).await?).await?;
    let proved = match &arguments.known {
        Some(file) => Some(proof::check(&store, &std::fs::read(file)?).await?),
        None => None,
    };
    store.close().await;
    if let Some(proved) = &proved {
        tell(proved, arguments.json)?;
    }
    if arguments.json {
        super::say_json(&found)?;
    } else {
        super::say(&sentence(&found));
    }
    if !found.intact {
        bail!("the log of {} is not intact", agency.code)
    }
    match proved {
        Some(proved) if !proved.holds => bail!("the proof does not hold against this log"),
        _ => Ok(()),
    }
}

/// Checks a file of evidence.
fn evidence(path: &std::path::Path, arguments: &Arguments) -> anyhow::Result<()> {
    let json = arguments.json;
    let limit = u64::try_from(2 * crate::evidence::pack::PACK_BYTES_MAX)?;
    anyhow::ensure!(std::fs::metadata(path)?.len() <= limit, "the file is too large for evidence");
    let bytes = std::fs::read(path)?;
    if super::certificate::is_learning(&bytes) {
        return super::certificate::run(&bytes, &arguments.learning, json);
    }
    if !bytes.starts_with(b"PK") {
        return accusation(&bytes, json);
    }
    let opened = match container::open(&bytes) {
        Ok(opened) => opened,
        Err(broken) if json => {
            super::say_json(&serde_json::json!({ "holds": false, "first_bad": broken }))?;
            bail!("the pack does not hold")
        }
        Err(broken) => bail!("the pack does NOT hold: {} ({})", broken.part, broken.why),
    };
    if json {
        return super::say_json(&serde_json::json!({ "holds": true, "proven": opened.proven }));
    }
    let proven = &opened.proven;
    super::say(&format!("the pack holds: referral {}, {}", proven.reference, proven.state));
    for (code, name, fingerprint) in &proven.agencies {
        super::say(&format!("  {code} {name}: {fingerprint}"));
    }
    let witnesses = if proven.witnesses.is_empty() {
        "nobody yet".to_owned()
    } else {
        proven.witnesses.join(", ")
    };
    super::say(&format!(
        "  {} signed entries, {} rows of the log of {} (cosigned by {witnesses}), {} receipts",
        proven.entries,
        proven.rows,
        proven.agencies.first().map_or("?", |(code, ..)| code),
        proven.receipts
    ));
    super::say("  compare the fingerprints with what you know of these agencies");
    Ok(())
}

/// Checks a proof against an agency.
fn accusation(bytes: &[u8], json: bool) -> anyhow::Result<()> {
    let told = Evidence::from_cbor(bytes).and_then(|evidence| evidence.verify());
    let Ok((agency, crime)) = told else { bail!("the file proves nothing") };
    if json {
        let told = serde_json::json!({ "proves": crime.code(), "agency": agency.to_string() });
        return super::say_json(&told);
    }
    super::say(&format!("proved: {} by the agency with the fingerprint {agency}", crime.code()));
    Ok(())
}

/// Whom a question was about, as far as the file proves it.
fn tell(proved: &Proved, json: bool) -> anyhow::Result<()> {
    if json {
        return super::say_json(proved);
    }
    let values: Vec<String> =
        proved.values.iter().map(|(slot, value)| format!("{slot} {value}")).collect();
    let place = proved.position.map_or("not numbered yet".to_owned(), |n| format!("at place {n}"));
    super::say(&if proved.holds {
        format!("the question in this log ({place}) was about: {}", values.join(", "))
    } else {
        "NOT proved: no question with this seal stands in this log".to_owned()
    });
    Ok(())
}

fn sentence(found: &Finding) -> String {
    match &found.first_bad {
        None => format!(
            "intact: {} entries, {} signed checkpoints, root {}",
            found.entries, found.checkpoints, found.root
        ),
        Some(bad) => format!("NOT intact: first bad entry {} ({})", bad.position, bad.reason),
    }
}
