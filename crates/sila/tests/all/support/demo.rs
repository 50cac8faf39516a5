//! The demonstration as a visitor starts it: `sila demo`, three linked nodes, the agreement in force, the staff.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use super::node::{Node, sila};
use super::waiting::{free_address, until};

/// The demonstration has been made and runs within this time, even on a slow machine with a debug build.
const MADE: Duration = Duration::from_secs(120);
/// Its nodes have stopped within this time after the program that holds them.
const STOPPED: Duration = Duration::from_secs(15);
/// From the port of a node's pages to the port of its link.
const LINK_PORT: u16 = 1_000;
const AGENCIES: u16 = 3;

/// The demonstration in a folder of its own.
pub struct Demo {
    /// DANA, MARSA, NASEEM.
    pub nodes: Vec<Node>,
    /// Of every account.
    pub password: String,
    program: Option<Child>,
    _home: tempfile::TempDir,
}

impl Demo {
    /// Runs `sila demo` and waits for what it prints.
    pub async fn start() -> Demo {
        let home = tempfile::tempdir().unwrap();
        let log = std::fs::File::create(home.path().join("log")).unwrap();
        let dir = home.path().join("demo");
        let mut command = sila();
        command.arg("demo").arg("--dir").arg(&dir);
        command.args(["--json", "--port", &first_port().to_string()]);
        let mut program = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let out = program.stdout.take().unwrap();
        let line = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(out).read_line(&mut line).map(|_| line)
        });
        let line = tokio::time::timeout(MADE, line).await.expect("the demo is made in time");
        let line = line.unwrap().unwrap();
        let told: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|_| {
            let log = std::fs::read_to_string(home.path().join("log")).unwrap_or_default();
            panic!("sila demo --json printed {line:?} and said:\n{log}")
        });
        let nodes = told["nodes"].as_array().expect("nodes").iter();
        Demo {
            nodes: nodes.map(|node| node_of(node, &dir)).collect(),
            password: told["nodes"][0]["accounts"][0]["password"].as_str().unwrap().to_owned(),
            program: Some(program),
            _home: home,
        }
    }

    /// The node of an agency.
    pub fn node(&self, code: &str) -> &Node {
        self.nodes.iter().find(|node| node.code == code).expect(code)
    }

    /// The node of an agency, to kill and start it.
    pub fn node_mut(&mut self, code: &str) -> &mut Node {
        self.nodes.iter_mut().find(|node| node.code == code).expect(code)
    }

    /// Ends the program that holds the nodes; they stop by themselves, and are started again one by one, so that each
    /// can be killed.
    pub async fn take_over(&mut self) {
        if let Some(mut program) = self.program.take() {
            program.kill().unwrap();
            program.wait().unwrap();
        }
        for node in &mut self.nodes {
            for address in [node.web, node.link] {
                until("the node has stopped", STOPPED, || async move {
                    TcpListener::bind(address).ok().map(drop)
                })
                .await;
            }
            node.spawn();
        }
        for node in &mut self.nodes {
            node.ready().await;
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        if let Some(mut program) = self.program.take() {
            let _already_gone = program.kill();
            let _already_gone = program.wait();
        }
    }
}

fn node_of(told: &serde_json::Value, dir: &Path) -> Node {
    let code = told["code"].as_str().expect("code");
    let url = told["url"].as_str().expect("url");
    let web: SocketAddr =
        url.trim_start_matches("http://").trim_end_matches('/').parse().expect(url);
    let link = SocketAddr::new(web.ip(), web.port() + LINK_PORT);
    let mut node = Node::at(dir.join(code), code, web, link);
    node.demo = true;
    node
}

/// The first of three neighbouring ports that are free, and those of the links with them.
pub fn first_port() -> u16 {
    loop {
        let mut first = free_address();
        let port = first.port();
        let free = (port..port + AGENCIES).flat_map(|port| [port, port + LINK_PORT]).all(|port| {
            first.set_port(port);
            TcpListener::bind(first).is_ok()
        });
        if free {
            return port;
        }
    }
}
