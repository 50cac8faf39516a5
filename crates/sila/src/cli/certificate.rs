//! `sila verify FILE --keys ISSUER.sila-keys`: does a certificate, or somebody's record of learning, hold? It is checked with
//! nothing but the issuer's file of keys: no node, no network.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use sila_link::certificate::{
    CERTIFICATE_TEXT, Certificate, FILE_BYTES_MAX, Issuer, LEARNING_TEXT, Learning, Revoked,
};

/// Flags about certificates.
#[derive(Debug, clap::Args)]
pub struct Flags {
    /// For a certificate or a record of learning: the file of keys of its issuer. May be given again for the hosts of courses.
    #[arg(long)]
    keys: Vec<PathBuf>,
    /// For a certificate: the name on the paper. Is it the one that was signed?
    #[arg(long)]
    name: Option<String>,
    /// For a certificate: its issuer's list of those that were taken back.
    #[arg(long)]
    revoked: Option<PathBuf>,
}

/// Whether these bytes are a text of ours about learning.
pub fn is_learning(bytes: &[u8]) -> bool {
    [CERTIFICATE_TEXT, LEARNING_TEXT].iter().any(|begins| bytes.starts_with(begins.as_bytes()))
}

/// Checks it.
///
/// # Errors
/// Says what does not hold.
pub fn run(bytes: &[u8], flags: &Flags, json: bool) -> anyhow::Result<()> {
    let issuers: anyhow::Result<Vec<Issuer>> = flags.keys.iter().map(|path| issuer(path)).collect();
    let issuers = issuers?;
    anyhow::ensure!(!issuers.is_empty(), "give the issuer's file of keys with --keys");
    let text = std::str::from_utf8(bytes).context("not a text")?;
    if text.starts_with(LEARNING_TEXT) {
        return learning(text, &issuers, json);
    }
    let opened = issuers.iter().find_map(|one| Some((one, Certificate::open(text, one).ok()?)));
    let Some((issuer, one)) = opened else { bail!("the certificate does NOT hold") };
    if let Some(path) = &flags.revoked {
        let list = String::from_utf8(read(path)?).context("not a list of certificates")?;
        let list = Revoked::open(&list, issuer);
        let Ok(list) = list else { bail!("the list of revoked certificates does NOT hold") };
        if list.ids.contains(&one.id) {
            bail!("the certificate was signed, and it was TAKEN BACK by its issuer")
        }
    }
    let named = flags.name.as_ref().map(|name| one.is_of(name));
    if named == Some(false) {
        bail!("the certificate holds, but the name on it is ANOTHER")
    }
    if json {
        return super::say_json(&serde_json::json!({
            "holds": true, "number": one.number(), "issuer": issuer.newest.code,
            "fingerprint": issuer.agency().to_string(), "course": one.title.en,
            "minutes": one.minutes, "name": named,
        }));
    }
    super::say(&format!("the certificate holds: {} of {}", one.number(), issuer.newest.code));
    super::say(&format!("  {} / {}, {} minutes", one.title.en, one.title.ar, one.minutes));
    super::say(&format!("  fingerprint of the issuer: {}", issuer.agency()));
    super::say(match named {
        Some(_) => "  the name is the one that was signed",
        None => "  the name was not checked: give it with --name",
    });
    Ok(())
}

fn learning(text: &str, issuers: &[Issuer], json: bool) -> anyhow::Result<()> {
    let opened = issuers.iter().find_map(|one| Some((one, Learning::open(text, one).ok()?)));
    let Some((agency, told)) = opened else { bail!("the record of learning does NOT hold") };
    let holds = |text: &String| issuers.iter().any(|one| Certificate::open(text, one).is_ok());
    let all: Vec<&String> =
        told.courses.iter().filter_map(|one| one.certificate.as_ref()).collect();
    let good = all.iter().filter(|text| holds(text)).count();
    let minutes: u32 = told.courses.iter().map(|one| u32::from(one.minutes)).sum();
    if json {
        return super::say_json(&serde_json::json!({
            "holds": true, "agency": agency.newest.code, "courses": told.courses.len(),
            "minutes": minutes, "certificates": all.len(), "certificates_that_hold": good,
        }));
    }
    super::say(&format!(
        "the record holds: {} courses, {minutes} minutes, as {} says",
        told.courses.len(),
        agency.newest.code
    ));
    super::say(&format!("  {good} of {} certificates hold with the keys given", all.len()));
    Ok(())
}

fn issuer(path: &Path) -> anyhow::Result<Issuer> {
    let read = Issuer::from_file(&read(path)?);
    read.ok().with_context(|| format!("{} is no file of keys", path.display()))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let max = u64::try_from(FILE_BYTES_MAX.saturating_mul(2))?;
    anyhow::ensure!(std::fs::metadata(path)?.len() <= max, "{} is too large", path.display());
    Ok(std::fs::read(path)?)
}
