//! The room from the form to the portal: the guard, what is taken, whose name is on what is opened, and who finds nothing.

use sila_core::agreement::Sector;
use uuid::Uuid;

use super::put;
use super::store::{self, State};
use crate::accounts::Worker;
use crate::cases::documents::vet::tests::{a_pdf, a_png};
use crate::partners::{self, Level, Partner};
use crate::partnerships::tests::{on_paper, partner};
use crate::portal::tests::{guest, guest_called};
use crate::testing::{NOW, TestNode, check_page};

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
    let node = crate::guard::tests::node().await;
    let club = partner(&node, 400).await;
    let (theirs, other) = (guest(&node, club).await, stranger(&node).await);
    let (officer, cookie) = officer(&node).await;
    let room = format!("/partnerships/{}/files", club.to_text());
    let made = node.post(&format!("/en{room}"), &cookie, &form("Handbook", "CONFIDENTIAL")).await;
    let path = made.location.trim_start_matches("/en").to_owned();
    let id: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    let at_portal = format!("/en/portal/files/{id}");
    assert_eq!(node.get(&at_portal, &theirs).await.status, 404, "nothing is there yet");
    let put = node.upload_with(&made.location, &cookie, &DAY, "Salma.pdf", &a_letter()).await;
    assert_eq!(put.status, 303, "{}", put.body);
    for lang in ["ar", "en"] {
        for page in [room.as_str(), &format!("{room}/new"), &path, &room.replace("/files", "")] {
            let got = node.get(&format!("/{lang}{page}"), &cookie).await;
            assert_eq!(got.status, 200, "{page}");
            check_page(&got.body, lang);
            assert!(!got.body.contains("Salma"), "what it was called is not kept");
        }
        let got = node.get(&format!("/{lang}/portal/files/{id}"), &theirs).await;
        assert_eq!(got.status, 200);
        check_page(&got.body, lang);
    }
    assert!(node.get("/en/portal", &theirs).await.body.contains("Handbook"));
    assert!(!node.get("/en/portal", &other).await.body.contains("Handbook"));
    let versions = async || node.app.store.read(move |tx| store::versions(tx, id)).await.unwrap();
    assert_eq!(versions().await[0].opened_at, None);
    let marked = format!("{at_portal}/marked");
    let got = node.get(&marked, &theirs).await;
    assert_eq!(got.status, 200, "{}", got.body);
    let mark = "(Club \\(demo\\) - 22/11/2026 12:00) Tj";
    assert!(got.body.starts_with("%PDF-") && got.body.contains(mark), "the name of the reader");
    assert_eq!(versions().await[0].opened_at, Some(NOW), "its sender sees it");
    let ours = node.get(&format!("{}/marked", made.location), &cookie).await;
    assert!(ours.body.contains("(Marsa Foundation \\(demo\\) - 22/11/2026 12:00) Tj"));

    let strangers = [(&at_portal, &other), (&marked, &other), (&made.location, &theirs)];
    nobody_else_finds_it(&node, &strangers, &made.location).await;
    let (ours, at_portal) =
        ((made.location.as_str(), cookie.as_str()), (marked.as_str(), theirs.as_str()));
    a_picture_takes_its_place(&node, ours, at_portal).await;
    let nobody = put::add(&node.app, Uuid::nil(), (a_letter(), NOW.uae_date()), (&officer, NOW));
    assert_eq!(nobody.await.unwrap_err().code, "page.not_found");
    node.end().await;
}

/// Strangers find nothing; and what is confidential is for those who sign, not for everybody who reads agreements.
async fn nobody_else_finds_it(node: &TestNode, strangers: &[(&String, &String)], ours: &str) {
    for (page, who) in strangers {
        assert_eq!(node.get(page, who).await.status, 404, "{page}");
    }
    let reader = node.worker("reads", &["CASE_MANAGER"]).await;
    let reads = node.sign_in(&reader).await;
    assert_eq!(node.get("/en/partnerships", &reads).await.status, 200, "agreements are read");
    assert_eq!(node.get(ours, &reads).await.status, 404);
}

/// A picture takes the place of the PDF; on its last day nothing of it is left but the lines.
async fn a_picture_takes_its_place(
    node: &TestNode,
    (ours, cookie): (&str, &str),
    (marked, theirs): (&str, &str),
) {
    let id: Uuid = ours.rsplit('/').next().unwrap().parse().unwrap();
    let versions = async || node.app.store.read(move |tx| store::versions(tx, id)).await.unwrap();
    let put = node.upload_with(ours, cookie, &DAY, "a.png", &a_png(300, 200)).await;
    assert_eq!(put.status, 303, "{}", put.body);
    let got = node.get(marked, theirs).await.body;
    assert!(got.starts_with("<svg") && got.contains("Club (demo)"), "{got}");
    let ends = versions().await[0].ends_at;
    assert_eq!(super::tend(&node.app, sila_core::Millis(ends.0 - 1)).await.unwrap(), 0);
    assert_eq!(super::tend(&node.app, ends).await.unwrap(), 1);
    let left = versions().await;
    assert!(
        left.len() == 2 && left.iter().all(|one| one.state == State::Gone && one.key.is_none())
    );
    for version in left {
        let id = version.id;
        let parts = node.app.store.read(move |tx| store::parts(tx, id)).await.unwrap();
        assert!(parts.is_empty());
    }
    assert_eq!(node.get(marked, theirs).await.status, 404);
}
