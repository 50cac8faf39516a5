//! What must hold on every page that a test comes past.

use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::browser::Browser;

/// Largest page with everything it loads, in bytes as they travel.
const WEIGHT_MAX: u64 = 200_000;
/// The checks that need no library.
const PAGE: &str = include_str!("page.js");
/// Runs axe with all its rules and tells what it found in few words.
const RUN_AXE: &str = "const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(
  (result) => done(result.violations.map((v) => `${v.id} (${v.impact}): ${v.help}: `
    + v.nodes.slice(0, 4).map((n) => n.target.join(' ') + ' ' + n.html.slice(0, 160)).join(' | '))),
  (error) => done([`axe broke off: ${error}`]))";

static AXE: LazyLock<String> = LazyLock::new(|| {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/axe/axe.min.js");
    std::fs::read_to_string(&place)
        .unwrap_or_else(|error| panic!("{}: {error}: run bin/setup", place.display()))
});

impl Browser {
    /// Looks at the page that is shown with the eyes of every law of pages; `what` names it in the findings, for which
    /// the test stops when the browser is closed.
    pub async fn look(&self, what: &str) {
        for found in self.findings().await {
            self.note(&format!("{what}: {found}")).await;
        }
    }

    /// Remembers that something is wrong with the page that is shown; once for each address.
    pub async fn note(&self, what: &str) {
        let width = self.script("return innerWidth", Vec::new()).await;
        let told = format!("{} at {width} px: {what}", self.path().await);
        let mut wrong = self.wrong.lock().unwrap();
        if !wrong.contains(&told) {
            wrong.push(told);
        }
    }

    /// Everything that is wrong with the page that is shown.
    pub async fn findings(&self) -> Vec<String> {
        let lang = if self.path().await.starts_with("/en") { "en" } else { "ar" };
        let arguments = vec![json!(lang), json!(self.demo), json!(WEIGHT_MAX)];
        let mut findings = lines(&self.script(PAGE, arguments).await);
        if self.script("return window.axe === undefined", Vec::new()).await == true {
            self.script(&AXE, Vec::new()).await;
        }
        let axe = self.client.execute_async(RUN_AXE, Vec::new()).await.expect("axe runs");
        findings.extend(lines(&axe));
        findings.extend(self.console().await);
        findings
    }
}

fn lines(list: &Value) -> Vec<String> {
    let lines = list.as_array().unwrap_or_else(|| panic!("not a list: {list}")).iter();
    lines.map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}
