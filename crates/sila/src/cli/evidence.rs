//! `sila evidence`: a named officer writes the evidence pack of one referral, or anybody at the node the proof against an
//! agency, to a file. `sila verify` checks either on a machine that has nothing else.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;

use anyhow::{Context, bail};
use zeroize::Zeroizing;

use crate::accounts::{factor, sign_in};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::evidence::{create, store};
use crate::problem::Problem;

/// Most that is read from a pipe, in bytes: a password and a code.
const INPUT_BYTES_MAX: u64 = 1_024;

/// Flags of `sila evidence`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Reference number of a referral, or the identifier of a proof from its page.
    reference: String,
    /// User name of the officer who writes a pack; the password is read from standard input, and on the next line the code of who has a
    /// second factor.
    #[arg(long = "as")]
    user_name: Option<String>,
    /// Why the pack is written. It stands in the pack and in the journal.
    #[arg(long)]
    reason: Option<String>,
    /// File to write; must not exist.
    #[arg(long)]
    out: PathBuf,
    /// Folder of the node.
    #[arg(long, env = "SILA_DIR", default_value = "sila-node")]
    dir: PathBuf,
    /// Another database than the folder's own: a copy, or a postgres:// address.
    #[arg(long, env = "SILA_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// File with the passphrase, or the random bytes, under which the node's keys are sealed.
    #[arg(long, env = "SILA_UNLOCK")]
    unlock: Option<PathBuf>,
}

pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut config = Config::at(arguments.dir.clone(), ([127, 0, 0, 1], 0).into());
    config.database.clone_from(&arguments.database);
    config.unlock.clone_from(&arguments.unlock);
    let app = App::open(config, Clock::default()).await?;
    let bytes = match arguments.reference.parse() {
        Ok(id) => {
            let found = app.store.read(move |tx| store::find(tx, id)).await?;
            found.context("there is no proof with this identifier")?.body
        }
        Err(_) => pack(&app, arguments).await?,
    };
    app.store.close().await;
    write_new(&arguments.out, &bytes)?;
    super::say(&format!("written: {} ({} bytes)", arguments.out.display(), bytes.len()));
    Ok(())
}

/// The pack, for an officer who may, under the officer's own name.
async fn pack(app: &App, arguments: &Arguments) -> anyhow::Result<Vec<u8>> {
    let user_name = arguments.user_name.as_deref().context("say who you are with --as")?;
    let reason = arguments.reason.as_deref().context("say why with --reason")?;
    let now = app.clock.now();
    let mut typed = Typed::default();
    let password = typed.line("Password")?;
    let worker =
        sign_in::check(app, user_name, password, now).await.map_err(|problem| told(&problem))?;
    let Ok(worker) = worker else {
        bail!("the user name or the password is wrong, or there were too many tries")
    };
    let id = worker.id;
    if app.store.read(move |tx| factor::store::has(tx, id)).await? {
        let code = typed.line("Code of the second factor")?;
        let right = factor::check(app, id, &code, None, app.clock.now()).await;
        if right.map_err(|problem| told(&problem))?.is_err() {
            bail!("the code is wrong or used up, or there were too many tries")
        }
    }
    let reference = arguments.reference.clone();
    let id = app.store.read(move |tx| store::referral(tx, &reference)).await?;
    let id = id.context("there is no referral with this reference number that you may see")?;
    let written = create::write(app, &worker, id, reason.trim(), now)
        .await
        .map_err(|problem| told(&problem))?;
    Ok(written.bytes)
}

fn told(problem: &Problem) -> anyhow::Error {
    anyhow::anyhow!("refused: {}", problem.code)
}

/// What is typed at a terminal line by line, or comes from a pipe whole.
#[derive(Default)]
struct Typed {
    piped: Option<Zeroizing<String>>,
    lines: usize,
}

impl Typed {
    /// The next line of standard input.
    fn line(&mut self, what: &str) -> anyhow::Result<String> {
        if std::io::stdin().is_terminal() {
            super::say(&format!(
                "{what} (it is shown while you type; better: pipe it from a file that only you can read):"
            ));
            let mut text = Zeroizing::new(String::new());
            std::io::stdin().read_line(&mut text)?;
            return Ok(text.lines().next().unwrap_or_default().to_owned());
        }
        if self.piped.is_none() {
            let mut text = Zeroizing::new(String::new());
            std::io::stdin().take(INPUT_BYTES_MAX).read_to_string(&mut text)?;
            self.piped = Some(text);
        }
        let nth = self.lines;
        self.lines = nth.saturating_add(1);
        let text = self.piped.as_deref().map_or("", String::as_str);
        Ok(text.lines().nth(nth).unwrap_or_default().to_owned())
    }
}

/// Writes a file that only its owner can read, and never over another.
fn write_new(path: &std::path::Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}
