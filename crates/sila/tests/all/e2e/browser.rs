//! A real browser: chromedriver and headless Chromium, started for one test and gone after it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::support::node::Node;
use crate::support::waiting::within;

/// The pages that are looked at: a desk and a phone, in CSS pixels.
pub const SIZES: [(u32, u32); 2] = [(1440, 1000), (390, 844)];
/// A page or a change has come within this time.
pub const SOON: Duration = Duration::from_secs(15);

/// Chromium's names, as distributions have them.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// The browser talks to the node and to nobody else, also not on its own account.
const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--lang=en-GB",
];

/// Where a program is, or a failed test that says how to get it.
fn program(names: &[&str]) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places = || std::env::split_paths(&path);
    let found = names.iter().find_map(|name| places().map(|p| p.join(name)).find(|p| p.is_file()));
    found.unwrap_or_else(|| panic!("{} is not installed here: run bin/setup", names[0]))
}

/// The driver's process. Dropping it closes every browser it started.
struct Driver {
    child: Child,
    address: SocketAddr,
}

impl Driver {
    fn start() -> Driver {
        let mut command = Command::new(program(&["chromedriver"]));
        command.args(["--port=0", "--log-level=SEVERE"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("chromedriver starts");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.find_map(|line| {
            let line = line.ok()?;
            line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        let port: u16 = port.expect("chromedriver says its port");
        Driver { child, address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)) }
    }

    /// Asks the driver to end its browsers and itself.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut socket = TcpStream::connect(self.address)?;
        socket.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(
            socket,
            "GET /shutdown HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        )?;
        socket.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _too_late_to_matter = self.shut_down();
        let _already_gone = self.child.kill();
        let _already_gone = self.child.wait();
    }
}

/// One browser window with its own cookies.
pub struct Browser {
    /// The window, for what this type has no word for.
    pub client: Client,
    /// Where relative addresses lead.
    origin: String,
    /// Every page must say that its records are invented.
    pub demo: bool,
    /// What [`Browser::look`] found wrong; the test stops for it when the browser is closed.
    pub wrong: Mutex<Vec<String>>,
    _profile: tempfile::TempDir,
    _driver: Driver,
}

/// A command of the DevTools protocol, or a look at a log: what WebDriver itself has no word for.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (hyper::Method, Option<String>) {
        (hyper::Method::POST, Some(self.body.to_string()))
    }
}

/// Runs before every page's own code and outside its policy: remembers what the policy refused.
const REMEMBER_REFUSALS: &str = "window.silaRefused = [];
addEventListener('securitypolicyviolation', (e) =>
  silaRefused.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));";

impl Drop for Browser {
    fn drop(&mut self) {
        let wrong = std::mem::take(self.wrong.get_mut().unwrap());
        let told = format!("pages are not as they must be:\n  {}\n", wrong.join("\n  "));
        if wrong.is_empty() {
            return;
        }
        if std::thread::panicking() {
            eprintln!("also, {told}");
        } else {
            panic!("{told}");
        }
    }
}

impl Browser {
    /// A window at a node, `size` in CSS pixels.
    pub async fn open(node: &Node, size: (u32, u32)) -> Browser {
        let driver = Driver::start();
        let profile = tempfile::tempdir().unwrap();
        let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
        flags.push(format!("--user-data-dir={}", profile.path().display()));
        let wishes = json!({
            "goog:chromeOptions": { "binary": program(&BROWSERS), "args": flags },
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": { "script": 60_000, "pageLoad": 30_000 },
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wishes.as_object().unwrap().clone())
            .connect(&format!("http://{}", driver.address))
            .await
            .expect("the browser starts");
        let origin = format!("http://{}", node.web);
        let demo = node.demo;
        let browser = Browser {
            client,
            origin,
            demo,
            wrong: Mutex::default(),
            _profile: profile,
            _driver: driver,
        };
        let script = json!({ "source": REMEMBER_REFUSALS });
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", script).await;
        browser.resize(size).await;
        browser
    }

    /// Changes the size of the page, as on another device.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Sends a command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.client.issue_cmd(Vendor { path: "goog/cdp/execute", body }).await.expect(command)
    }

    /// Warnings and errors of the console since the last look, without what is told about an answer's status.
    pub async fn console(&self) -> Vec<String> {
        let body = json!({ "type": "browser" });
        let lines = self.client.issue_cmd(Vendor { path: "se/log", body }).await.expect("the log");
        let lines = lines.as_array().expect("a list of lines").iter();
        let lines = lines.map(|line| format!("{}: {}", line["level"], line["message"]));
        let trouble = |line: &String| line.contains("WARNING") || line.contains("SEVERE");
        let answer = |line: &String| line.contains("the server responded with a status of");
        lines.filter(|line| trouble(line) && !answer(line)).collect()
    }

    /// Opens an address of the node.
    pub async fn goto(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.origin)).await.expect(path);
    }

    /// Path and query of the page that is shown.
    pub async fn path(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        url.as_str().strip_prefix(&self.origin).unwrap_or(url.as_str()).to_owned()
    }

    /// The element, which must come soon.
    pub async fn find(&self, css: &str) -> Element {
        self.comes(&format!("{css} is on the page"), || async {
            self.client.find(Locator::Css(css)).await.ok()
        })
        .await
    }

    /// Whether the page has such an element now.
    pub async fn has(&self, css: &str) -> bool {
        !self.client.find_all(Locator::Css(css)).await.unwrap().is_empty()
    }

    /// The element, scrolled to the middle of the window, as people do before they press.
    pub async fn bring(&self, css: &str) -> Element {
        let element = self.find(css).await;
        let scroll = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        let handle = serde_json::to_value(&element).unwrap();
        self.script(scroll, vec![handle]).await;
        element
    }

    /// Presses an element as a mouse does.
    pub async fn click(&self, css: &str) {
        self.bring(css).await.click().await.unwrap_or_else(|error| panic!("click {css}: {error}"));
    }

    /// Types into a field after emptying it.
    pub async fn type_in(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Presses keys one after the other, wherever the focus is.
    pub async fn press(&self, keys: &[Key]) {
        let actions = keys.iter().fold(KeyActions::new("keyboard".to_owned()), |actions, key| {
            let value = char::from(*key);
            actions.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Runs a script outside the page's policy.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client
            .execute(script, arguments)
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Waits until the address begins so and its page is loaded.
    pub async fn arrives(&self, path: &str) {
        let script =
            "return document.readyState === 'complete' && location.pathname + location.search";
        self.comes(&format!("the browser arrives at {path}"), || async {
            let here = self.client.execute(script, Vec::new()).await.ok()?;
            here.as_str()?.starts_with(path).then_some(())
        })
        .await;
    }

    /// Waits for something that must come soon; otherwise stops the test and shows what the page says instead.
    pub async fn comes<T, F, Fut>(&self, what: &str, look: F) -> T
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = Option<T>>,
    {
        if let Some(found) = within(SOON, look).await {
            return found;
        }
        let said = self.script("return document.body.innerText.slice(0, 1500)", Vec::new()).await;
        panic!(
            "waited in vain: {what}; {} says:\n{}",
            self.path().await,
            said.as_str().unwrap_or_default()
        );
    }
}
