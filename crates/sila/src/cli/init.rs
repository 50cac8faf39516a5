//! `sila init`: the first run by flags, for scripts.

use std::path::PathBuf;

use anyhow::{Context, ensure};

use crate::accounts::Worker;
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::node::Agency;

/// Flags of `sila init`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    config: Config,
    /// Short code of the agency, for reference numbers: 2 to 12 capital letters and digits.
    #[arg(long)]
    code: String,
    /// Official Arabic name.
    #[arg(long)]
    name_ar: String,
    /// Official English name.
    #[arg(long)]
    name_en: String,
    /// Area codes the agency is competent for (AE-SH, AE-DU …); may be given several times.
    #[arg(long = "covers")]
    covers: Vec<String>,
    /// User name of the first administrator.
    #[arg(long, default_value = "admin")]
    admin: String,
    /// File with the administrator's password on its first line.
    #[arg(long)]
    password_file: PathBuf,
}

/// Runs `sila init`.
///
/// # Errors
/// Says which value cannot be used.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(&arguments.password_file)
        .with_context(|| format!("cannot read {}", arguments.password_file.display()))?;
    let password = text.lines().next().unwrap_or_default().to_owned();
    let agency = Agency {
        code: arguments.code.clone(),
        name_ar: arguments.name_ar.trim().to_owned(),
        name_en: arguments.name_en.trim().to_owned(),
        covers: arguments.covers.clone(),
        demo: false,
    };
    create(&arguments.config, &agency, &arguments.admin, &password).await?;
    super::say(&format!("made {} in {}", agency.code, arguments.config.dir.display()));
    Ok(())
}

/// Makes the node, its database and its first administrator.
///
/// # Errors
/// Says which value cannot be used.
pub async fn create(
    config: &Config,
    agency: &Agency,
    admin: &str,
    password: &str,
) -> anyhow::Result<()> {
    ensure!(
        Agency::code_is_valid(&agency.code),
        "the code must be 2 to 12 capital letters and digits"
    );
    ensure!(!agency.name_ar.is_empty() && !agency.name_en.is_empty(), "both names are needed");
    ensure!(agency.areas().len() == agency.covers.len(), "an area code is unknown");
    let admin = &admin.trim().to_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    ensure!(
        admin.len() >= 2 && admin.chars().all(plain),
        "the administrator needs a user name of letters, digits, dots or hyphens"
    );
    crate::accounts::password::check(admin, password)?;
    let clock = Clock::default();
    let now = clock.now();
    let endpoint = config.link_endpoint.clone().or(config.link.map(|l| l.to_string()));
    crate::node::create(
        &config.dir,
        config.unlock.as_deref(),
        agency,
        &endpoint.unwrap_or_default(),
        now,
    )?;
    let app = App::open(config.clone(), clock).await?;
    let worker = Worker {
        id: sila_core::ids::WorkerId(app.clock.new_id()),
        user_name: admin.to_owned(),
        name_ar: "مدير النظام".to_owned(),
        name_en: "Administrator".to_owned(),
        roles: vec!["ADMIN".to_owned()],
        active: true,
    };
    let hash = crate::accounts::password::hash(password)?;
    app.store
        .write(move |tx| crate::accounts::store::insert_worker(tx, &worker, &hash, now))
        .await?;
    app.store.close().await;
    Ok(())
}
