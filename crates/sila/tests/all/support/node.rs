//! One node as a process of its own: started, killed without warning, started again.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use super::visitor::Visitor;
use super::waiting::{free_address, until};
use super::{PASSWORD, visitor};

/// A node has started within this time, even on a slow machine with a debug build.
const START: Duration = Duration::from_secs(30);

/// The program under test.
pub fn sila() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sila"));
    command.env_remove("SILA_DIR").env_remove("SILA_DATABASE").stdin(Stdio::null());
    command
}

/// Runs a command of the program to its end; stops the test when it fails.
pub fn run(command: &mut Command) -> Output {
    let output = command.output().expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed: {said}");
    output
}

/// A node's folder and addresses, and its process while it runs. Dropping it kills the process.
pub struct Node {
    /// Short code of the agency.
    pub code: String,
    /// Folder.
    pub dir: PathBuf,
    /// Address of the pages.
    pub web: SocketAddr,
    /// Address of the link.
    pub link: SocketAddr,
    /// Its records are invented, and its pages say so.
    pub demo: bool,
    child: Option<Child>,
}

impl Node {
    /// Makes an agency with one administrator (`admin`, [`PASSWORD`]) below `home`. It does not run yet.
    pub fn make(home: &Path, code: &str, name_ar: &str, name_en: &str, covers: &str) -> Node {
        let node = Node::at(home.join(code.to_lowercase()), code, free_address(), free_address());
        let password = home.join("password");
        std::fs::write(&password, PASSWORD).unwrap();
        let mut command = sila();
        command.arg("init").arg("--dir").arg(&node.dir);
        command.args(["--link-endpoint", &node.link.to_string()]);
        command.args(["--code", code, "--name-ar", name_ar, "--name-en", name_en]);
        command.args(["--covers", covers]).arg("--password-file").arg(password);
        run(&mut command);
        node
    }

    /// A node that is already in `dir`.
    pub fn at(dir: PathBuf, code: &str, web: SocketAddr, link: SocketAddr) -> Node {
        Node { code: code.to_owned(), dir, web, link, demo: false, child: None }
    }

    /// Starts the process without waiting for it. Its log goes to a file beside the folder.
    pub fn spawn(&mut self) {
        assert!(self.child.is_none(), "{} already runs", self.code);
        let log = File::options().create(true).append(true).open(self.log()).unwrap();
        let mut command = sila();
        command.arg("serve").arg("--dir").arg(&self.dir);
        command.args(["--web", &self.web.to_string(), "--link", &self.link.to_string()]);
        command.args(["--link-endpoint", &self.link.to_string()]);
        command.stdout(log.try_clone().unwrap()).stderr(log);
        self.child = Some(command.spawn().expect("the node starts"));
    }

    /// Starts the process and waits until it answers.
    pub async fn start(&mut self) {
        self.spawn();
        self.ready().await;
    }

    /// Waits until the node answers; stops the test when the process has ended instead.
    pub async fn ready(&mut self) {
        let (web, log) = (self.web, self.log());
        let child = self.child.as_mut().expect("the node was started");
        let mut ended = None;
        until(&format!("{} answers", self.code), START, || {
            ended = ended.or(child.try_wait().unwrap());
            async move {
                let healthy = visitor::healthy(web).await;
                (healthy || ended.is_some()).then_some(())
            }
        })
        .await;
        let said = || std::fs::read_to_string(log).unwrap_or_default();
        assert!(ended.is_none(), "{} ended by itself:\n{}", self.code, said());
    }

    /// SIGKILL: the process gets no chance to tidy up.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("the process can be killed");
            child.wait().expect("the process has ended");
        }
    }

    /// The process, while it runs.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("the node runs").id()
    }

    /// What the node wrote to its log.
    pub fn log(&self) -> PathBuf {
        self.dir.with_extension("log")
    }

    /// `sila verify` over the folder; the test stops unless the log is intact.
    pub fn verify(&self) -> serde_json::Value {
        let output = run(sila().args(["verify", "--json", "--dir"]).arg(&self.dir));
        serde_json::from_slice(&output.stdout).expect("one JSON object")
    }

    /// Somebody who has not signed in.
    pub fn stranger(&self) -> Visitor {
        Visitor::new(self.web)
    }

    /// Somebody who has.
    pub async fn visitor(&self, user: &str, password: &str) -> Visitor {
        let mut visitor = self.stranger();
        visitor.sign_in(user, password).await;
        visitor
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _already_gone = child.kill();
            let _already_gone = child.wait();
        }
    }
}
