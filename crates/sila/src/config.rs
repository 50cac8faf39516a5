//! What an administrator may set. Everything else is decided.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

/// Where most systems keep the authorities that they believe.
const TRUST: &str = "/etc/ssl/certs/ca-certificates.crt";

/// Where a node keeps its things and listens.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Folder of the node: database, keys, backups.
    #[arg(long, env = "SILA_DIR", default_value = "sila-node")]
    pub dir: PathBuf,
    /// Address of the pages. Behind a reverse proxy that speaks TLS unless it is a loopback address.
    #[arg(long, env = "SILA_WEB", default_value = "127.0.0.1:8480")]
    pub web: SocketAddr,
    /// Address on which other agencies' nodes call this one (TLS 1.3, both sides pinned). None: this node only dials out.
    #[arg(long, env = "SILA_LINK")]
    pub link: Option<SocketAddr>,
    /// The address other nodes use to reach `--link`, as HOST:PORT.
    #[arg(long, env = "SILA_LINK_ENDPOINT")]
    pub link_endpoint: Option<String>,
    /// PostgreSQL address (postgres://…). Without it the database is a file in the folder.
    #[arg(long, env = "SILA_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// File with the passphrase, or the random bytes, under which the node's keys are sealed.
    #[arg(long, env = "SILA_UNLOCK")]
    pub unlock: Option<PathBuf>,
    /// The pages are reached over https (through a proxy): cookies are then marked Secure.
    #[arg(long, env = "SILA_HTTPS")]
    pub https: bool,
    /// File of the authorities (PEM) whose certificates are believed when partners' programs are told that something changed.
    #[arg(long, env = "SILA_TRUST", default_value = TRUST)]
    pub trust: PathBuf,
    /// Partners' programs may also be called at addresses inside our own network.
    #[arg(long, env = "SILA_CALL_INSIDE")]
    pub call_inside: bool,
    /// How letters leave this node.
    #[command(flatten)]
    pub mail: Mail,
}

/// How letters leave this node. Without a server none does, and they are printed.
#[derive(Debug, Clone, Default, Args)]
pub struct Mail {
    /// Mail server for letters: smtps://HOST:PORT (TLS at once) or smtp://HOST:PORT (STARTTLS; without only on this machine). None: letters are printed.
    #[arg(long = "mail", env = "SILA_MAIL")]
    pub relay: Option<String>,
    /// Address that letters come from.
    #[arg(long = "mail-from", env = "SILA_MAIL_FROM")]
    pub from: Option<String>,
    /// User at the mail server, when it asks for one.
    #[arg(long = "mail-user", env = "SILA_MAIL_USER")]
    pub user: Option<String>,
    /// File with that user's password.
    #[arg(long = "mail-password", env = "SILA_MAIL_PASSWORD")]
    pub password: Option<PathBuf>,
}

impl Config {
    /// A node in `dir` with pages at `web`, and nothing else set.
    pub fn at(dir: PathBuf, web: SocketAddr) -> Config {
        let (link, link_endpoint, database, unlock) = (None, None, None, None);
        let (trust, call_inside) = (PathBuf::from(TRUST), false);
        let (https, mail) = (false, Mail::default());
        Config { dir, web, link, link_endpoint, database, unlock, https, trust, call_inside, mail }
    }

    /// What [`crate::db::Store::open`] is given.
    pub fn store_address(&self) -> String {
        self.database.clone().unwrap_or_else(|| self.dir.join("sila.db").display().to_string())
    }
}
