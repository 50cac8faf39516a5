//! The three nodes as programs of their own. Each holds the end of a pipe from this one: when this program ends, however
//! it ends, the pipe closes and the nodes stop by themselves.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, Command};

/// A node must have begun to serve within this time.
const START: Duration = Duration::from_secs(30);
/// A node that was told to stop has this long to finish.
const STOP: Duration = Duration::from_secs(8);
/// From the port of a node's pages to the port of its link.
const LINK_PORT: u16 = 1_000;

/// The two addresses of the node that stands at place `nth`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addresses {
    /// Pages.
    pub web: SocketAddr,
    /// Calls of the other nodes.
    pub link: SocketAddr,
}

impl Addresses {
    /// Neighbouring ports from `port` on.
    ///
    /// # Errors
    /// When the ports would not be ports.
    pub fn of(port: u16, nth: usize) -> anyhow::Result<Addresses> {
        let web = u16::try_from(nth).ok().and_then(|nth| port.checked_add(nth));
        let both = web.and_then(|web| Some((web, web.checked_add(LINK_PORT)?)));
        let (web, link) =
            both.filter(|(web, _)| *web >= 1_024).context("--port must be 1024 to 64000")?;
        let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Ok(Addresses { web: at(web), link: at(link) })
    }

    /// Where a browser goes.
    pub fn url(self) -> String {
        format!("http://{}", self.web)
    }
}

/// Refuses to begin when somebody listens at one of the addresses.
///
/// # Errors
/// Names the port.
pub fn all_free(addresses: &[Addresses]) -> anyhow::Result<()> {
    for address in addresses.iter().flat_map(|both| [both.web, both.link]) {
        std::net::TcpListener::bind(address).with_context(|| {
            format!(
                "port {} is in use: stop what listens there, or choose other ports with --port (and --reset, if there is a demo already)",
                address.port()
            )
        })?;
    }
    Ok(())
}

/// A node that runs.
#[derive(Debug)]
pub struct Running {
    /// Its agency's code.
    pub code: String,
    /// Its folder.
    pub dir: PathBuf,
    /// Where it serves.
    pub addresses: Addresses,
    child: Child,
    lifeline: Option<ChildStdin>,
}

impl Running {
    /// Starts a node and waits until its pages answer.
    ///
    /// # Errors
    /// When it stops at once or does not answer in time; what it said about that stands on standard error.
    pub async fn start(code: &str, dir: &Path, addresses: Addresses) -> anyhow::Result<Running> {
        let mut child = command(dir, addresses)?.spawn().context("cannot start a node")?;
        let (lifeline, said) = (child.stdin.take(), child.stdout.take());
        let mut running =
            Running { code: code.to_owned(), dir: dir.to_owned(), addresses, child, lifeline };
        let said = said.context("no pipe from the node")?;
        match tokio::time::timeout(START, running.answers(said)).await {
            Ok(done) => done.map(|()| running),
            Err(_) => bail!("{code} did not answer within {} seconds", START.as_secs()),
        }
    }

    async fn answers(&mut self, said: tokio::process::ChildStdout) -> anyhow::Result<()> {
        let mut line = String::new();
        let read = BufReader::new(said).read_line(&mut line).await?;
        if read == 0 {
            bail!("{} stopped: {}", self.code, self.child.wait().await?);
        }
        let health = ask_health(self.addresses.web).await;
        health.with_context(|| format!("{} does not answer", self.code))
    }

    /// The number by which the system knows it.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Ends when the node has ended by itself.
    pub async fn ended(&mut self) -> std::io::Result<ExitStatus> {
        self.child.wait().await
    }

    async fn finish(mut self) {
        if tokio::time::timeout(STOP, self.child.wait()).await.is_err() {
            let _gone = self.child.kill().await;
        }
    }
}

/// Closes the pipes, waits for the nodes to finish what they do, and ends those that do not.
pub async fn stop(mut running: Vec<Running>) {
    running.iter_mut().for_each(|node| drop(node.lifeline.take()));
    for node in running {
        node.finish().await;
    }
}

fn command(dir: &Path, addresses: Addresses) -> anyhow::Result<Command> {
    let program = std::env::current_exe().context("cannot find this program")?;
    let mut command = Command::new(program);
    // What is set for a node of one's own must not reach these.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("SILA_") {
            command.env_remove(name);
        }
    }
    if std::env::var_os("RUST_LOG").is_none() {
        command.env("RUST_LOG", "warn");
    }
    command
        .arg("serve")
        .arg("--dir")
        .arg(dir)
        .args(["--web", &addresses.web.to_string(), "--link", &addresses.link.to_string()])
        .arg("--until-input-ends")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // Ctrl-C is for this program; it then stops the nodes in order.
        .process_group(0)
        .kill_on_drop(true);
    Ok(command)
}

/// One request by hand: a node that answers it serves pages and reaches its store.
///
/// # Errors
/// When it does not answer, or not well.
pub async fn ask_health(web: SocketAddr) -> anyhow::Result<()> {
    let mut stream = tokio::net::TcpStream::connect(web).await?;
    let request = format!("GET /health HTTP/1.1\r\nhost: {web}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(4_096).read_to_end(&mut answer).await?;
    ensure!(answer.starts_with(b"HTTP/1.1 200 "), "not healthy");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_neighbours_and_links_a_thousand_further() {
        let third = Addresses::of(8481, 2).unwrap();
        assert_eq!((third.web.port(), third.link.port()), (8483, 9483));
        assert_eq!(third.url(), "http://127.0.0.1:8483");
        for port in [0, 80, 64_600, u16::MAX] {
            assert!(Addresses::of(port, 2).is_err(), "{port}");
        }
    }

    #[test]
    fn a_port_in_use_is_named() {
        let held = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let taken = held.local_addr().unwrap();
        let addresses = Addresses { web: taken, link: taken };
        let error = all_free(&[addresses]).unwrap_err().to_string();
        assert!(error.contains(&format!("port {} is in use", taken.port())), "{error}");
    }
}
