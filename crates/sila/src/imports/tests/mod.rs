//! Imports as their clerks meet them: nothing is written before it was seen, no row comes in twice, hostile files are
//! refused with a reason, and nobody else finds the file or its people.

mod hostile;
mod reading;
mod running;
mod workbooks;

use uuid::Uuid;

use super::check::{self, Report};
use super::file;
use super::row::What;
use super::store::{self, Stored};
use crate::accounts::Worker;
use crate::people::register;
use crate::testing::{Got, TestNode};

/// A canary: must stand in no report, log or page of anybody else.
const CANARY: &str = "زمردة الكناري";

/// A register of five rows: two good ones, three with something to look at, and one of them stays out.
fn register_csv() -> String {
    [
        "رقم الملف;الاسم;اسم الأم;تاريخ الميلاد;رقم الهوية;الهاتف;الجنس;الجنسية;المنطقة".to_owned(),
        format!(
            "ق-1;{CANARY};مريم;٠٥/٠٤/١٩٩٠;784-1990-0000001-9;050 123 4567;أنثى;إماراتية;خورفكان"
        ),
        "ق-2;Salem Hamdan Al Zarqa;;1985;;;M;Emirati;AE-DU-DXB-MRD".to_owned(),
        "ق-3;نورة الصافي;;31/02/1990;lost;12;؟;مريخية;دبا".to_owned(),
        ";;;;;;;;".to_owned(),
        "ق-5;;أم بلا اسم;;;;;;".to_owned(),
        "ق-2;عائشة المنصوري;;01/01/1970;;;F;;".to_owned(),
    ]
    .join("\r\n")
}

/// A node with a clerk who may bring registers in.
struct Desk {
    node: TestNode,
    clerk: (Worker, String),
    id: String,
}

impl Desk {
    async fn new() -> Desk {
        let node = TestNode::new().await;
        let clerk = node.worker("badriya", &["REGISTER_CLERK"]).await;
        let cookie = node.sign_in(&clerk).await;
        register::fill(&node.app).await.unwrap();
        Desk { node, clerk: (clerk, cookie), id: String::new() }
    }

    async fn get(&self, path: &str) -> Got {
        self.node.get(path, &self.clerk.1).await
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Got {
        self.node.post(path, &self.clerk.1, form).await
    }

    /// Sends a file; what the node answers.
    async fn send(&mut self, name: &str, bytes: &[u8]) -> Got {
        let got = self.node.upload("/ar/imports", &self.clerk.1, name, bytes).await;
        self.id = got.location.split('/').nth(3).unwrap_or_default().to_owned();
        got
    }

    /// Takes what was guessed for the columns, and waits until every row was read.
    async fn accept(&self) -> Got {
        let got = self.say().await;
        check::step(&self.node.app).await.unwrap();
        got
    }

    /// Takes what was guessed for the columns.
    async fn say(&self) -> Got {
        let headings = self.opened().await.0.head.headings;
        let targets = super::target::Target::guess_all(&headings);
        let names: Vec<String> = (0..targets.len()).map(|at| format!("c{at}")).collect();
        let mut form: Vec<(&str, &str)> = names
            .iter()
            .zip(&targets)
            .map(|(name, target)| (name.as_str(), target.code()))
            .collect();
        form.extend([("category", "WOMAN"), ("shelter", "no")]);
        self.post(&format!("/ar/imports/{}/mapping", self.id), &form).await
    }

    async fn act(&self, name: &str) -> Got {
        self.post(&format!("/ar/imports/{}/{name}", self.id), &[]).await
    }

    async fn stored(&self) -> Stored {
        let (worker, id) = (self.clerk.0.id, self.id.parse::<Uuid>().unwrap());
        self.node.write(move |tx| store::find(tx, worker, id)).await.unwrap().unwrap()
    }

    async fn opened(&self) -> (file::Import, Option<Report>) {
        let import = file::unseal(&self.node.app, self.stored().await).unwrap();
        let report = import.report().unwrap();
        (import, report)
    }

    /// Row and code of every finding.
    async fn findings(&self) -> Vec<(u32, What)> {
        let report = self.opened().await.1.unwrap();
        report.findings.iter().map(|finding| (finding.row, finding.what)).collect()
    }

    async fn cases(&self) -> i64 {
        self.node.write(crate::cases::store::count_all).await.unwrap()
    }
}
