//! The room from the form to the portal: the guard, what is taken, whose name is on what is opened, and who finds nothing.

use sila_core::agreement::Sector;
use sila_core::partnership::Words;
use sila_core::{AgencyId, Millis};
use uuid::Uuid;

use super::store::{self, File, State, Version};
use super::{Class, LIVING_MAX, put};
use crate::accounts::Worker;
use crate::cases::documents::vet::tests::{a_pdf, a_png};
use crate::db::DbError;
use crate::journal::store::OF_SUBJECT;
use crate::partners::{self, Level, Partner};
use crate::partnerships::tests::{on_paper, partner};
use crate::portal::tests::{guest, guest_called, signs};
use crate::testing::{NOW, TestNode, check_page};
use crate::web::hijri::CALENDARS;

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
    let hijri =
        [("until_d", "20"), ("until_m", "6"), ("until_y", "1448"), ("until_c", CALENDARS[1])];
    let got = node.upload_with(&made.location, &cookie, &hijri, "a.png", &a_png(3, 3)).await;
    assert_eq!(got.status, 303, "a last day of either calendar: {}", got.body);
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

/// A file of the room, with who asks for it.
struct Shown<'a> {
    node: &'a TestNode,
    /// The partner.
    club: AgencyId,
    room: String,
    file: Uuid,
    /// Our officer.
    officer: String,
    /// Somebody of the partner for which it is, who signs for it.
    guest: String,
    /// Somebody of another partner.
    other: String,
}

impl<'a> Shown<'a> {
    /// Begun, without a version.
    async fn begun(node: &'a TestNode) -> Shown<'a> {
        let club = partner(node, 400).await;
        let guest = guest(node, club).await;
        signs(node, club).await;
        let other = stranger(node).await;
        let (_, officer) = officer(node).await;
        let room = format!("/partnerships/{}/files", club.to_text());
        let said = form("Handbook", "CONFIDENTIAL");
        let made = node.post(&format!("/en{room}"), &officer, &said).await;
        let file = made.location.rsplit('/').next().unwrap().parse().unwrap();
        Shown { node, club, room, file, officer, guest, other }
    }

    /// Its page here, and what lies under it.
    fn here(&self, rest: &str) -> String {
        format!("/en{}/{}{rest}", self.room, self.file)
    }

    /// Its page at the portal, and what lies under it.
    fn portal(&self, rest: &str) -> String {
        format!("/en/portal/files/{}{rest}", self.file)
    }

    async fn versions(&self) -> Vec<Version> {
        let file = self.file;
        self.node.app.store.read(move |tx| store::versions(tx, file)).await.unwrap()
    }

    /// Puts the next version there.
    async fn put(&self, name: &str, bytes: &[u8]) -> Version {
        let to = self.here("");
        let put = self.node.upload_with(&to, &self.officer, &DAY, name, bytes).await;
        assert_eq!(put.status, 303, "{}", put.body);
        self.versions().await.remove(0)
    }

    /// What is got, with this status.
    async fn got(&self, page: &str, who: &str, status: u16) -> String {
        let got = self.node.get(page, who).await;
        assert_eq!(got.status, status, "{page}: {}", got.body);
        got.body
    }

    /// What somebody of the partner gets of a version.
    async fn opened(&self, version: &Version, status: u16) -> String {
        self.got(&self.portal(&format!("/{}", version.id)), &self.guest, status).await
    }
}

async fn portal(node: TestNode) {
    let shown = Shown::begun(&node).await;
    shown.got(&shown.portal(""), &shown.guest, 404).await;
    let first = shown.put("Salma.pdf", &a_letter()).await;
    every_page_is_whole(&shown).await;
    it_bears_who_opens_it(&shown, &first).await;
    nobody_else_finds_it(&shown, &first).await;
    let second = both_stay_until_one_is_withdrawn(&shown, &first).await;
    nothing_is_left_of_what_is_over(&shown, [&first, &second]).await;
    node.end().await;
}

async fn every_page_is_whole(shown: &Shown<'_>) {
    let Shown { room, file, officer, guest, .. } = shown;
    let pages = [room.clone(), format!("{room}/new"), format!("{room}/{file}")];
    let mut asked: Vec<(String, &str)> = pages.map(|page| (page, officer.as_str())).into();
    asked.push((room.replace("/files", ""), officer));
    asked.push((format!("/portal/files/{file}"), guest));
    for lang in ["ar", "en"] {
        for (page, who) in &asked {
            let body = shown.got(&format!("/{lang}{page}"), who, 200).await;
            check_page(&body, lang);
            assert!(!body.contains("Salma"), "what it was called is not kept");
        }
    }
}

async fn it_bears_who_opens_it(shown: &Shown<'_>, first: &Version) {
    let mine = shown.got(&shown.here(&format!("/{}", first.id)), &shown.officer, 200).await;
    assert!(mine.contains("(Marsa Foundation \\(demo\\) - part - 22/11/2026 12:00) Tj"));
    assert_eq!(shown.versions().await[0].opened_at, None, "it was not put there for us");
    let theirs = shown.opened(first, 200).await;
    assert!(theirs.starts_with("%PDF-"));
    assert!(theirs.contains("(Club \\(demo\\) - guest - 22/11/2026 12:00) Tj"));
    assert_eq!(shown.versions().await[0].opened_at, Some(NOW), "its sender sees it");
    let opened = format!("{} 1 opened", shown.file);
    let told = move |tx: &mut dyn crate::db::Tx| {
        Ok::<_, DbError>(tx.query(&OF_SUBJECT, &crate::p![opened.as_str()])?.len())
    };
    let told = shown.node.app.store.read(told).await.unwrap();
    assert_eq!(told, 2, "both openings are in the journal");
}

/// Strangers find nothing; and what is confidential is for those who sign, at both sides, not for everybody who reads agreements or has an
/// account at the portal.
async fn nobody_else_finds_it(shown: &Shown<'_>, first: &Version) {
    let Shown { node, club, guest, other, .. } = shown;
    let colleague = guest_called(node, *club, ("colleague", [9; 32])).await;
    let reader = node.worker("reads", &["CASE_MANAGER"]).await;
    let reads = node.sign_in(&reader).await;
    shown.got("/en/partnerships", &reads, 200).await;
    let version = format!("/{}", first.id);
    for rest in ["", version.as_str()] {
        shown.got(&shown.portal(rest), other, 404).await;
        shown.got(&shown.portal(rest), &colleague, 404).await;
        shown.got(&shown.here(rest), guest, 404).await;
        shown.got(&shown.here(rest), &reads, 404).await;
    }
    nobody_else_withdraws_it(shown, &reads, &version).await;
    no_list_names_it(shown, &reads, &colleague).await;
}

async fn nobody_else_withdraws_it(shown: &Shown<'_>, reads: &str, version: &str) {
    for who in [reads, &shown.guest, &shown.other] {
        let away = shown.here(&format!("{version}/withdrawal"));
        let away = shown.node.post(&away, who, &[]).await;
        assert!(away.status.is_client_error(), "{}", away.status);
    }
    assert!(shown.versions().await[0].is_open(NOW));
}

async fn no_list_names_it(shown: &Shown<'_>, reads: &str, colleague: &str) {
    let Shown { guest, other, room, .. } = shown;
    let portal = "/en/portal".to_owned();
    let lists =
        [(format!("/en{room}"), reads), (portal.clone(), other.as_str()), (portal, colleague)];
    for (page, who) in lists {
        assert!(!shown.got(&page, who, 200).await.contains("Handbook"), "{page}");
    }
    assert!(shown.got("/en/portal", guest, 200).await.contains("Handbook"));
}

/// A picture stands beside the PDF, of which nothing is to be had once it is withdrawn.
async fn both_stay_until_one_is_withdrawn(shown: &Shown<'_>, first: &Version) -> Version {
    let second = shown.put("a.png", &a_png(300, 200)).await;
    let drawn = shown.opened(&second, 200).await;
    assert!(drawn.starts_with("<svg") && drawn.contains("Club (demo) · guest"), "{drawn}");
    shown.opened(first, 200).await;
    let away = shown.here(&format!("/{}/withdrawal", first.id));
    for status in [303, 404] {
        let got = shown.node.post(&away, &shown.officer, &[]).await;
        assert_eq!(got.status, status, "once: {}", got.body);
    }
    shown.opened(first, 404).await;
    shown.opened(&second, 200).await;
    let page = shown.got(&shown.here(""), &shown.officer, 200).await;
    assert!(page.contains("Withdrawn and erased"), "{page}");
    second
}

async fn nothing_is_left_of_what_is_over(shown: &Shown<'_>, versions: [&Version; 2]) {
    let app = &shown.node.app;
    let ends = versions[1].ends_at;
    let over = super::content(app, versions[1], ends).await;
    assert_eq!(over.unwrap_err().code, "page.not_found", "over, though not erased yet");
    assert_eq!(super::tend(app, Millis(ends.0 - 1)).await.unwrap(), 0);
    assert_eq!(super::tend(app, ends).await.unwrap(), 1);
    let left: Vec<_> = shown.versions().await.into_iter().map(|one| (one.state, one.key)).collect();
    assert_eq!(left, [(State::Gone, None), (State::Withdrawn, None)]);
    for version in versions {
        let id = version.id;
        let parts = app.store.read(move |tx| store::parts(tx, id)).await.unwrap();
        assert!(parts.is_empty());
        shown.opened(version, 404).await;
    }
}

/// Begun without a form.
async fn begun(node: &TestNode, club: AgencyId) -> Uuid {
    let title = Words { ar: "دليل العمل".to_owned(), en: "Handbook".to_owned() };
    put::begin(&node.app, club, (&title, Class::Internal), NOW).await.unwrap()
}

#[tokio::test]
async fn of_two_who_take_the_last_place_of_a_room_one_does() {
    let node = crate::guard::tests::node().await;
    let (club, (officer, _)) = (partner(&node, 400).await, officer(&node).await);
    let [full, one, two] =
        [begun(&node, club).await, begun(&node, club).await, begun(&node, club).await];
    let add = |file| put::add(&node.app, file, (a_png(3, 3), NOW.uae_date()), (&officer, NOW));
    add(full).await.unwrap();
    let first = node.app.store.read(move |tx| store::versions(tx, full)).await.unwrap().remove(0);
    let filled = (2..LIVING_MAX).map(|number| Version {
        id: node.app.clock.new_id(),
        number: u32::try_from(number).unwrap(),
        ..first.clone()
    });
    let filled: Vec<Version> = filled.collect();
    let write = move |tx: &mut dyn crate::db::Tx| {
        filled.iter().try_for_each(|one| store::insert_version(tx, one).map(|_| ()))
    };
    node.write(write).await.unwrap();
    let (one, two) = tokio::join!(add(one), add(two));
    let refused: Vec<String> =
        [one, two].into_iter().filter_map(Result::err).map(|e| e.code).collect();
    assert_eq!(refused, ["room.many"]);
    node.end().await;
}

#[tokio::test]
async fn of_several_who_withdraw_a_version_at_one_moment_one_does() {
    let node = crate::guard::tests::node().await;
    let (club, (officer, _)) = (partner(&node, 400).await, officer(&node).await);
    let file = begun(&node, club).await;
    let what = (a_png(3, 3), NOW.uae_date());
    let version = put::add(&node.app, file, what, (&officer, NOW)).await.unwrap();
    let take = || super::withdraw(&node.app, version, (&officer, NOW));
    let (one, two, three) = tokio::join!(take(), take(), take());
    assert_eq!([one, two, three].iter().filter(|one| one.is_ok()).count(), 1);
    let withdrawn = format!("{file} 1 withdrawn");
    let told = move |tx: &mut dyn crate::db::Tx| {
        Ok::<_, DbError>(tx.query(&OF_SUBJECT, &crate::p![withdrawn.as_str()])?.len())
    };
    assert_eq!(node.app.store.read(told).await.unwrap(), 1, "it is told once");
    node.end().await;
}

#[tokio::test]
async fn what_is_there_stands_in_the_room_before_whatever_was_withdrawn() {
    let node = crate::guard::tests::node().await;
    let (club, (officer, _)) = (partner(&node, 400).await, officer(&node).await);
    let file = begun(&node, club).await;
    let what = (a_png(3, 3), NOW.uae_date());
    put::add(&node.app, file, what, (&officer, NOW)).await.unwrap();
    let first = node.app.store.read(move |tx| store::find(tx, file)).await.unwrap().unwrap();
    let at = NOW.plus_days(1);
    let later: Vec<File> =
        (0..500).map(|_| File { id: node.app.clock.new_id(), at, ..first.clone() }).collect();
    let write =
        move |tx: &mut dyn crate::db::Tx| later.iter().try_for_each(|one| store::insert(tx, one));
    node.write(write).await.unwrap();
    let listed = node.app.store.read(move |tx| store::files(tx, club)).await.unwrap();
    assert_eq!((listed.len(), listed[0].id), (500, file));
    node.end().await;
}
