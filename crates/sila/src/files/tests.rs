//! The room from the form to the portal: the guard, what is taken, whose name is on what is opened, and who finds nothing.

use sila_core::Millis;
use sila_core::agreement::Sector;
use uuid::Uuid;

use super::put;
use super::store::{self, State, Version};
use crate::accounts::Worker;
use crate::cases::documents::vet::tests::{a_pdf, a_png};
use crate::db::DbError;
use crate::journal::store::OF_SUBJECT;
use crate::partners::{self, Level, Partner};
use crate::partnerships::tests::{on_paper, partner};
use crate::portal::tests::{guest, guest_called};
use crate::testing::{Got, NOW, TestNode, check_page};

const DAY: [(&str, &str); 3] = [("until_d", "30"), ("until_m", "11"), ("until_y", "2026")];

/// A letter of ours: a PDF whose pages are understood.
fn a_letter() -> Vec<u8> {
    use sila_paper::{Day, Language, Margins, Paper, write};
    let margins = Margins {
        agency: "House of Safety".to_owned(),
        reference: "R-26-00042".to_owned(),
        caution: "Confidential".to_owned(),
        page_words: ("Page".to_owned(), "of".to_owned()),
    };
    let day = Day { year: 2026, month: 11, day: 22 };
    let paper = Paper::new(Language::English, "Letter", day, margins);
    write(&paper.paragraph("canary-of-the-letter")).unwrap()
}

fn form<'a>(title: &'a str, class: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("title_ar", "دليل العمل"), ("title_en", title), ("class", class)]
}

/// Another partner of the portal, with an agreement of its own.
async fn stranger(node: &TestNode) -> String {
    let id = partners::identity(node.app.node.id, node.app.clock.new_id());
    let made = Partner {
        id,
        code: "OTHER".to_owned(),
        name_ar: "جمعية (تجريبية)".to_owned(),
        name_en: "Society (demo)".to_owned(),
        sector: Sector::PublicBenefit,
        level: Level::Portal,
        contact: String::new(),
        updated_at: NOW,
    };
    let signed = on_paper(node, id, 400);
    let write = move |tx: &mut dyn crate::db::Tx| {
        partners::store::insert(tx, &made)?;
        crate::agreements::store::insert(tx, &signed)
    };
    node.write(write).await.unwrap();
    guest_called(node, id, ("stranger", [8; 32])).await
}

async fn officer(node: &TestNode) -> (Worker, String) {
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    (officer, cookie)
}

#[tokio::test]
async fn a_title_with_somebody_in_it_is_held_and_only_papers_and_pictures_are_taken() {
    let node = crate::guard::tests::node().await;
    let club = partner(&node, 400).await;
    let (_, cookie) = officer(&node).await;
    let room = format!("/en/partnerships/{}/files", club.to_text());
    let held = node.post(&room, &cookie, &form("Ask 050 123 4567", "INTERNAL")).await;
    assert!(held.body.contains("<mark>050 123 4567</mark>"), "it is held");
    check_page(&held.body, "en");
    for wrong in [form("", "INTERNAL"), form("Handbook", "SECRET")] {
        assert_eq!(node.post(&room, &cookie, &wrong).await.status, 422);
    }
    let begun = node.app.store.read(move |tx| store::files(tx, club)).await.unwrap();
    assert!(begun.is_empty(), "nothing was kept");

    let made = node.post(&room, &cookie, &form("Handbook", "INTERNAL")).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let table: [(&str, Vec<u8>); 6] = [
        ("program.pdf", b"MZ\x90\0\x03\0".to_vec()),
        ("words.txt", b"words".to_vec()),
        ("does.pdf", a_pdf(b"<< /OpenAction << /S /JavaScript >> >>")),
        ("unmarked.pdf", a_pdf(b"<< >>")),
        ("two.png", [a_png(3, 3), b"<script>".to_vec()].concat()),
        ("large.png", vec![b'a'; 4 * 1_024 * 1_024 + 1]),
    ];
    for (name, bytes) in &table {
        let got = node.upload_with(&made.location, &cookie, &DAY, name, bytes).await;
        assert!(got.status.is_client_error(), "{name}: {}", got.status);
        check_page(&got.body, "en");
    }
    let late = [("until_d", "30"), ("until_m", "11"), ("until_y", "2028")];
    let got = node.upload_with(&made.location, &cookie, &late, "a.png", &a_png(3, 3)).await;
    assert_eq!(got.status, 409, "{}", got.body);
    let there = node.app.store.read(move |tx| store::living(tx, club)).await.unwrap();
    assert!(there.is_empty(), "nothing was kept");
    node.end().await;
}

#[tokio::test]
async fn a_partner_of_the_portal_opens_a_shared_file_under_its_own_name_and_no_other_finds_it() {
    portal(crate::guard::tests::node().await).await;
}

#[tokio::test]
async fn a_partner_of_the_portal_opens_a_shared_file_on_postgres() {
    if let Some(node) = TestNode::postgres().await {
        portal(crate::guard::tests::filled(node).await).await;
    }
}

/// The addresses of a file, here and at the portal, with somebody's session at each.
struct Shown<'a> {
    node: &'a TestNode,
    file: Uuid,
    ours: &'a str,
    cookie: &'a str,
    theirs: &'a str,
}

impl Shown<'_> {
    async fn versions(&self) -> Vec<Version> {
        let file = self.file;
        self.node.app.store.read(move |tx| store::versions(tx, file)).await.unwrap()
    }

    fn portal(&self, version: Uuid) -> String {
        format!("/en/portal/files/{}/{version}", self.file)
    }

    /// What somebody of the partner gets.
    async fn opened(&self, version: Uuid) -> Got {
        self.node.get(&self.portal(version), self.theirs).await
    }
}

async fn portal(node: TestNode) {
    let club = partner(&node, 400).await;
    let (theirs, other) = (guest(&node, club).await, stranger(&node).await);
    let (officer, cookie) = officer(&node).await;
    let room = format!("/partnerships/{}/files", club.to_text());
    let made = node.post(&format!("/en{room}"), &cookie, &form("Handbook", "CONFIDENTIAL")).await;
    let file: Uuid = made.location.rsplit('/').next().unwrap().parse().unwrap();
    let (ours, cookie, theirs) = (made.location.as_str(), cookie.as_str(), theirs.as_str());
    let shown = Shown { node: &node, file, ours, cookie, theirs };
    let at_portal = format!("/en/portal/files/{file}");
    assert_eq!(node.get(&at_portal, theirs).await.status, 404, "nothing is there yet");
    let put = node.upload_with(ours, cookie, &DAY, "Salma.pdf", &a_letter()).await;
    assert_eq!(put.status, 303, "{}", put.body);
    every_page_is_whole(&shown, &room).await;
    assert!(node.get("/en/portal", theirs).await.body.contains("Handbook"));
    assert!(!node.get("/en/portal", &other).await.body.contains("Handbook"));

    let first = shown.versions().await.remove(0);
    assert_eq!(first.opened_at, None);
    let mine = node.get(&format!("{ours}/{}", first.id), cookie).await;
    assert!(mine.body.contains("(Marsa Foundation \\(demo\\) - part - 22/11/2026 12:00) Tj"));
    assert_eq!(shown.versions().await[0].opened_at, None, "it was not put there for us");
    let got = shown.opened(first.id).await;
    let mark = "(Club \\(demo\\) - guest - 22/11/2026 12:00) Tj";
    assert!(got.body.starts_with("%PDF-") && got.body.contains(mark), "the name of the reader");
    assert_eq!(shown.versions().await[0].opened_at, Some(NOW), "its sender sees it");
    let opened = format!("{file} 1 opened");
    let told = move |tx: &mut dyn crate::db::Tx| {
        Ok::<_, DbError>(tx.query(&OF_SUBJECT, &crate::p![opened.as_str()])?.len())
    };
    assert_eq!(node.app.store.read(told).await.unwrap(), 2, "both openings are in the journal");

    let version = shown.portal(first.id);
    let strangers = [(&at_portal, &other), (&version, &other)];
    nobody_else_finds_it(&shown, &strangers, first.id).await;
    both_versions_stay_until_withdrawn_or_over(&shown, &first).await;
    let nobody = put::add(&node.app, Uuid::nil(), (a_letter(), NOW.uae_date()), (&officer, NOW));
    assert_eq!(nobody.await.unwrap_err().code, "page.not_found");
    node.end().await;
}

async fn every_page_is_whole(shown: &Shown<'_>, room: &str) {
    let Shown { node, file, cookie, theirs, .. } = *shown;
    let pages = [
        room.to_owned(),
        format!("{room}/new"),
        format!("{room}/{file}"),
        room.replace("/files", ""),
    ];
    for lang in ["ar", "en"] {
        for page in &pages {
            let got = node.get(&format!("/{lang}{page}"), cookie).await;
            assert_eq!(got.status, 200, "{page}");
            check_page(&got.body, lang);
            assert!(!got.body.contains("Salma"), "what it was called is not kept");
        }
        let got = node.get(&format!("/{lang}/portal/files/{file}"), theirs).await;
        assert_eq!(got.status, 200);
        check_page(&got.body, lang);
    }
}

/// Strangers find nothing; and what is confidential is for those who sign, not for everybody who reads agreements.
async fn nobody_else_finds_it(shown: &Shown<'_>, strangers: &[(&String, &String)], version: Uuid) {
    let Shown { node, ours, theirs, .. } = *shown;
    for (page, who) in strangers {
        assert_eq!(node.get(page, who).await.status, 404, "{page}");
    }
    let reader = node.worker("reads", &["CASE_MANAGER"]).await;
    let reads = node.sign_in(&reader).await;
    assert_eq!(node.get("/en/partnerships", &reads).await.status, 200, "agreements are read");
    for who in [reads.as_str(), theirs] {
        for page in [ours.to_owned(), format!("{ours}/{version}")] {
            assert_eq!(node.get(&page, who).await.status, 404, "{page}");
        }
        let away = node.post(&format!("{ours}/{version}/withdrawal"), who, &[]).await;
        assert!(away.status.is_client_error(), "{}", away.status);
    }
    assert!(shown.versions().await[0].is_open(NOW), "nobody else withdraws it");
    let room = ours.split("/files/").next().unwrap();
    let listed = node.get(&format!("{room}/files"), &reads).await.body;
    assert!(!listed.contains("Handbook"), "nor is it in the list");
}

/// A picture stands beside the PDF; one is withdrawn, the other is over: nothing of them is left but the lines.
async fn both_versions_stay_until_withdrawn_or_over(shown: &Shown<'_>, first: &Version) {
    let Shown { node, ours, cookie, .. } = *shown;
    let put = node.upload_with(ours, cookie, &DAY, "a.png", &a_png(300, 200)).await;
    assert_eq!(put.status, 303, "{}", put.body);
    let second = shown.versions().await.remove(0);
    let got = shown.opened(second.id).await.body;
    assert!(got.starts_with("<svg") && got.contains("Club (demo) · guest"), "{got}");
    assert_eq!(shown.opened(first.id).await.status, 200, "the version before stays");

    let away = node.post(&format!("{ours}/{}/withdrawal", first.id), cookie, &[]).await;
    assert_eq!(away.status, 303, "{}", away.body);
    assert_eq!(shown.opened(first.id).await.status, 404, "it is gone at once");
    let page = node.get(ours, cookie).await.body;
    assert!(page.contains("Withdrawn and erased"), "{page}");
    assert_eq!(shown.opened(second.id).await.status, 200);
    let ends = second.ends_at;
    let over = super::content(&node.app, &second, ends).await;
    assert_eq!(over.unwrap_err().code, "page.not_found", "over, though not erased yet");
    assert_eq!(super::tend(&node.app, Millis(ends.0 - 1)).await.unwrap(), 0);
    assert_eq!(super::tend(&node.app, ends).await.unwrap(), 1);
    let left = shown.versions().await;
    let states: Vec<State> = left.iter().map(|one| one.state).collect();
    assert_eq!(states, [State::Gone, State::Withdrawn]);
    assert!(left.iter().all(|one| one.key.is_none()));
    for version in [first.id, second.id] {
        let parts = node.app.store.read(move |tx| store::parts(tx, version)).await.unwrap();
        assert!(parts.is_empty());
        assert_eq!(shown.opened(version).await.status, 404);
    }
}
