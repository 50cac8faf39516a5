//! Letters against a mail server inside the test, which keeps every byte that it is sent.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use sila_core::Millis;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::{Kind, Letter, WAITS, address, post, store, tend};
use crate::meetings::tests::{CALL, called, guests_of, id_of, partners};
use crate::testing::{NOW, TestNode, check_page};

/// A mail server. It takes every letter, unless it was told what to answer instead.
#[derive(Clone, Default)]
pub(crate) struct Server {
    port: u16,
    letters: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
}

impl Server {
    pub(crate) async fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Server { port: listener.local_addr().unwrap().port(), ..Server::default() };
        let own = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(own.clone().speak(stream));
            }
        });
        server
    }

    async fn speak(self, stream: TcpStream) {
        let (from, mut to) = stream.into_split();
        let mut lines = BufReader::new(from).lines();
        let (mut letter, mut in_data) = (String::new(), false);
        let mut say = "220 here\r\n";
        loop {
            if !say.is_empty() && to.write_all(say.as_bytes()).await.is_err() {
                return;
            }
            let Ok(Some(line)) = lines.next_line().await else { return };
            letter.push_str(&line);
            letter.push_str("\r\n");
            say = match line.split(' ').next().unwrap_or_default() {
                "." if in_data => {
                    in_data = false;
                    self.letters.lock().unwrap().push(std::mem::take(&mut letter));
                    "250 taken\r\n"
                }
                _ if in_data => "",
                "DATA" => {
                    in_data = true;
                    "354 go on\r\n"
                }
                "MAIL" => self.answers.lock().unwrap().pop_front().unwrap_or("250 yes\r\n"),
                _ => "250 yes\r\n",
            };
        }
    }

    fn answer(&self, words: &'static str) {
        self.answers.lock().unwrap().push_back(words);
    }

    /// Every letter that was taken, as it came and with all that is packed in it unpacked.
    pub(crate) fn letters(&self) -> Vec<String> {
        self.letters.lock().unwrap().iter().map(|one| unpacked(one)).collect()
    }
}

/// The text with everything that is base64 in it behind it, as words: bodies, and encoded words of headers (RFC 2047).
fn unpacked(letter: &str) -> String {
    let mut all = letter.to_owned();
    for block in letter.split("\r\n\r\n") {
        let packed: String =
            block.split("\r\n--").next().unwrap_or_default().split("\r\n").collect();
        if let Some(text) = from_base64(&packed).filter(|text| text.len() > 8) {
            all.push_str(&text.replace("\r\n ", ""));
        }
    }
    for word in letter.split("=?utf-8?b?").skip(1) {
        let packed = word.split("?=").next().unwrap_or_default();
        all.push_str(&from_base64(packed).unwrap_or_default());
    }
    all
}

fn from_base64(text: &str) -> Option<String> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for c in text.trim_end_matches('=').bytes() {
        held = (held << 6) | u32::try_from(DIGITS.iter().position(|digit| *digit == c)?).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

async fn mailing() -> (Server, TestNode, String) {
    let server = Server::start().await;
    let node = crate::guard::tests::filled(TestNode::mailing(server.port).await).await;
    let officer = node.worker("officer", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    (server, node, cookie)
}

#[test]
fn an_address_is_one_that_mail_can_go_to_and_holds_nothing_else() {
    for sound in ["name@agency.ae", "a.b+c@mail.agency.example"] {
        assert_eq!(address(&format!(" {sound} ")).as_deref(), Some(sound));
    }
    for wrong in
        ["", "name", "name@", "a@b@c", "a b@c.d", "a@b.c\r\nBcc: x@y.z", "\"a\"@b.c", "a@b.c,d@e.f"]
    {
        assert_eq!(address(wrong), None, "{wrong}");
    }
}

/// It does not take place: whoever was invited by mail is told by mail.
async fn told_that_it_is_cancelled(server: &Server, node: &TestNode, cookie: &str, path: &str) {
    node.post(&format!("{path}/state"), cookie, &[("to", "CANCELLED")]).await;
    tend(&node.app, NOW).await.unwrap();
    let letters = server.letters();
    assert_eq!(letters.len(), 2);
    for words in ["أُلغي اللقاء", "METHOD:CANCEL", "STATUS:CANCELLED"] {
        assert!(letters[1].contains(words), "{words}");
    }
}

#[tokio::test]
async fn contract_a41_invitations_go_out_once_with_a_calendar_file_for_each_day_and_a_way_to_answer()
 {
    let (server, node, cookie) = mailing().await;
    let path = called(&node, &cookie).await;
    let mut moved = CALL.to_vec();
    moved[5] = ("day_d", "29");
    node.post(&path, &cookie, &moved).await;
    let id = id_of(&path);
    let party = partners(&node, 1).await[0];
    node.write(move |tx| crate::meetings::store::set_seats(tx, id, party, 3)).await.unwrap();
    let to = party.to_text();
    for (name, mail) in
        [("ضيفة أولى", "one@entity.example"), ("ضيف ثانٍ", ""), ("ضيفة ثالثة", "no mail")]
    {
        let form = [("party", to.as_str()), ("name_ar", name), ("mail", mail)];
        let sent = node.post(&format!("{path}/guests"), &cookie, &form).await;
        assert_eq!(sent.status == 303, mail != "no mail", "{mail}");
    }
    let page = node.get(&path, &cookie).await.body;
    check_page(&page, "ar");
    assert!(page.contains("مدعو واحد له عنوان بريد"));
    assert!(server.letters().is_empty(), "nothing goes by itself");
    for _ in 0..2 {
        node.post(&format!("{path}/mail"), &cookie, &[]).await;
        tend(&node.app, NOW).await.unwrap();
    }
    let letters = server.letters();
    assert_eq!(letters.len(), 1, "one letter to the one with an address");
    let badge =
        guests_of(&node.app, id).await.into_iter().find(|one| one.1 == "one@entity.example");
    let badge = badge.unwrap().0;
    for words in [
        "To: one@entity.example",
        "Auto-Submitted: auto-generated",
        "دعوة: لقاء آفاق الشراكة",
        "Partnership Horizons Meeting",
        "القاعة الكبرى",
        &badge,
        &format!("/en/attendance/{id}/reply?b={badge}"),
        "METHOD:REQUEST",
        "ORGANIZER:mailto:sila@marsa.example",
        "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:one@entity.example",
    ] {
        assert!(letters[0].contains(words), "{words}\n{}", letters[0]);
    }
    assert_eq!(letters[0].matches("BEGIN:VCALENDAR").count(), 2, "a file for each day");
    assert!(letters[0].contains("method=REQUEST"));
    // What has gone is forgotten: neither address nor words are kept.
    let rows = node.app.store.read(|tx| tx.query_text("select length(body) from mail_letter", &[]));
    let rows: Vec<_> = rows.await.unwrap().into_iter().map(crate::db::Row::into_values).collect();
    assert_eq!(format!("{rows:?}"), "[[Int(0)]]");
    let guests = node.get(&format!("{path}/guests"), &cookie).await.body;
    check_page(&guests, "ar");
    assert!(guests.contains("أُرسل"));
    told_that_it_is_cancelled(&server, &node, &cookie, &path).await;
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/mail"), &cookie).await.body, lang);
    }
    node.end().await;
}

fn to_somebody(node: &TestNode) -> store::Waiting {
    let letter = Letter {
        to: "one@entity.example".to_owned(),
        subject: "Subject".to_owned(),
        words: "Words".to_owned(),
        ..Letter::default()
    };
    let what = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2), 3);
    post(&node.app, Kind::Invitation, what, &letter, NOW)
}

#[tokio::test]
async fn an_invitation_that_waits_does_not_come_after_the_word_that_it_is_cancelled() {
    let (server, node, _) = mailing().await;
    let one = to_somebody(&node);
    let letter = Letter {
        to: "one@entity.example".to_owned(),
        subject: "Cancelled".to_owned(),
        ..Letter::default()
    };
    let what = (one.about, one.subject, 4);
    let next = post(&node.app, Kind::Cancellation, what, &letter, NOW);
    assert!(node.write(move |tx| store::put(tx, &one)).await.unwrap());
    assert!(node.write(move |tx| store::put(tx, &next)).await.unwrap());
    assert_eq!(tend(&node.app, NOW).await.unwrap(), 1);
    let letters = server.letters();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("Subject: Cancelled"), "{}", letters[0]);
    node.end().await;
}

#[tokio::test]
async fn a_letter_that_is_not_taken_is_tried_again_and_a_refusal_is_seen() {
    let (server, node, cookie) = mailing().await;
    let state = || async {
        let lines = node.app.store.read(store::latest).await.unwrap();
        (lines[0].state.clone(), lines[0].tries, lines[0].said.clone())
    };
    let one = to_somebody(&node);
    let again = one.clone();
    assert!(node.write(move |tx| store::put(tx, &one)).await.unwrap());
    assert!(!node.write(move |tx| store::put(tx, &again)).await.unwrap(), "the same goes once");
    server.answer("451 later\r\n");
    tend(&node.app, NOW).await.unwrap();
    assert_eq!(state().await, ("WAITING".to_owned(), 1, "LATER".to_owned()));
    tend(&node.app, NOW).await.unwrap();
    assert_eq!(state().await.1, 1, "not before its time");
    server.answer("550 never\r\n");
    tend(&node.app, NOW.plus_minutes(1)).await.unwrap();
    assert_eq!(state().await, ("FAILED".to_owned(), 2, "REFUSED".to_owned()));
    let page = node.get("/ar/mail", &cookie).await.body;
    check_page(&page, "ar");
    assert!(page.contains("رفضه خادم البريد") && !page.contains("entity.example"));
    let again = page.split("action=\"").find(|part| part.contains("/again")).unwrap();
    node.post(again.split('"').next().unwrap(), &cookie, &[]).await;
    tend(&node.app, NOW).await.unwrap();
    assert_eq!(state().await.0, "SENT");
    assert_eq!(server.letters().len(), 1);
    node.end().await;
}

#[tokio::test]
async fn a_wrong_password_ends_the_round_and_fails_no_letter() {
    let (server, node, cookie) = mailing().await;
    let letter = Letter { to: "one@entity.example".to_owned(), ..Letter::default() };
    for version in [1, 2] {
        let what = (uuid::Uuid::from_u128(version), uuid::Uuid::from_u128(version), 1);
        let one = post(&node.app, Kind::Invitation, what, &letter, NOW);
        assert!(node.write(move |tx| store::put(tx, &one)).await.unwrap());
    }
    server.answer("535 wrong\r\n");
    assert_eq!(tend(&node.app, NOW).await.unwrap(), 0);
    assert!(server.letters().is_empty(), "the next letter is not tried in the same round");
    let lines = node.app.store.read(store::latest).await.unwrap();
    assert!(lines.iter().all(|one| one.state == "WAITING"));
    assert_eq!(lines.iter().filter(|one| one.said == "AUTH").count(), 1);
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/mail"), &cookie).await.body, lang);
    }
    tend(&node.app, NOW.plus_minutes(1)).await.unwrap();
    assert_eq!(server.letters().len(), 2, "and both go when the password is right");
    node.end().await;
}

#[tokio::test]
async fn a_server_that_is_away_is_asked_eight_times_in_two_days_and_then_no_more() {
    let server = Server::start().await;
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    drop(server);
    let node = TestNode::mailing(free).await;
    let one = to_somebody(&node);
    node.write(move |tx| store::put(tx, &one)).await.unwrap();
    let mut now = NOW;
    for minutes in WAITS {
        assert_eq!(tend(&node.app, now).await.unwrap(), 0);
        now = now.plus_minutes(minutes);
    }
    assert_eq!(tend(&node.app, now).await.unwrap(), 1, "the last try");
    let line = node.app.store.read(store::latest).await.unwrap().remove(0);
    assert_eq!((line.state.as_str(), line.tries), ("FAILED", 8));
    assert_eq!(line.said, "UNREACHABLE");
    assert!(now.0 - NOW.0 < 2 * 86_400_000);
    node.end().await;
}

#[tokio::test]
async fn somebody_is_told_once_a_day_at_most_only_while_they_want_and_never_what() {
    let (server, node, keeper) = mailing().await;
    // Something late of a meeting waits for whoever keeps it.
    let id = id_of(&called(&node, &keeper).await);
    let me = node.app.node.id.to_text();
    let late = [
        ("kind", "ACTION"),
        ("text_ar", "إجراء كظموشية"),
        ("owner", me.as_str()),
        ("due_d", "1"),
        ("due_m", "10"),
        ("due_y", "2026"),
    ];
    node.post(&format!("/ar/minutes/{id}/points"), &keeper, &late).await;
    assert_eq!(node.post("/ar/me/mail", &keeper, &[("address", "nowhere")]).await.status, 422);
    let wish = [("address", "officer@agency.example"), ("act", "on")];
    assert_eq!(node.post("/ar/me/mail", &keeper, &wish).await.status, 303);
    let page = node.get("/ar/me/mail", &keeper).await.body;
    check_page(&page, "ar");
    assert!(page.contains("officer@agency.example"));
    // Somebody for whom nothing waits wants to be told too.
    let calm = node.worker("calm", &["RESEARCHER"]).await;
    let calm = node.sign_in(&calm).await;
    node.post("/ar/me/mail", &calm, &[("address", "calm@agency.example")]).await;

    let hours = |hours: i64| NOW.plus_hours(hours);
    for at in [hours(0), hours(1), hours(2), hours(5), hours(14), hours(20), hours(21)] {
        tend(&node.app, at).await.unwrap();
    }
    let letters = server.letters();
    assert_eq!(letters.len(), 2, "today and tomorrow from eight on; nothing in the quiet hours");
    for letter in &letters {
        assert!(letter.contains("To: officer@agency.example"));
        assert!(letter.contains("شيء ينتظرك في صلة") && letter.contains("Something waits for you"));
        assert!(!letter.contains("http"), "no way to follow");
        assert!(!letter.contains("كظموشية") && !letter.contains(&id.to_string()));
    }
    let words = |one: &str| {
        let part = one.split("\r\n\r\n").nth(2).unwrap();
        part.split("\r\n--").next().unwrap().to_owned()
    };
    assert_eq!(words(&letters[0]), words(&letters[1]), "the same words every day");
    node.post("/ar/me/mail", &keeper, &[("act", "off")]).await;
    tend(&node.app, NOW.plus_days(2)).await.unwrap();
    assert_eq!(server.letters().len(), 2, "nobody is told against their will");
    node.end().await;
}

#[tokio::test]
async fn nobody_is_told_in_the_hours_that_they_want_quiet() {
    let (server, node, keeper) = mailing().await;
    let id = id_of(&called(&node, &keeper).await);
    let me = node.app.node.id.to_text();
    let late = [
        ("kind", "ACTION"),
        ("text_ar", "إجراء"),
        ("owner", me.as_str()),
        ("due_d", "1"),
        ("due_m", "10"),
        ("due_y", "2026"),
    ];
    node.post(&format!("/ar/minutes/{id}/points"), &keeper, &late).await;
    let wish = [("address", "officer@agency.example"), ("act", "on")];
    assert_eq!(node.post("/ar/me/mail", &keeper, &wish).await.status, 303);
    let hours = [("from", "11"), ("until", "14")];
    assert_eq!(node.post("/ar/notifications/quiet", &keeper, &hours).await.status, 303);
    for at in [0, 1] {
        tend(&node.app, NOW.plus_hours(at)).await.unwrap();
    }
    assert_eq!(server.letters().len(), 0, "noon and one o’clock are quiet");
    tend(&node.app, NOW.plus_hours(2)).await.unwrap();
    assert_eq!(server.letters().len(), 1, "and then they are told");
    node.end().await;
}

#[tokio::test]
async fn no_word_of_a_case_is_in_any_letter_and_a_title_that_holds_one_is_stopped_before() {
    let (server, node, cookie) = mailing().await;
    let known = crate::cases::tests::disclosure(&node);
    let name = known.people[0].name_ar.clone().unwrap();
    // Somebody types the name of a person on file into the title of a meeting: it does not come so far.
    let title = format!("لقاء بشأن {name}");
    let mut call = CALL.to_vec();
    call[1] = ("title_ar", &title);
    call[5] = ("day_d", "29");
    let held = node.post("/ar/meetings", &cookie, &call).await;
    assert_eq!((held.status.as_u16(), held.location.as_str()), (422, ""), "it is held");
    call[1] = CALL[1];
    let path = node.post("/ar/meetings", &cookie, &call).await.location;
    let (id, party) = (id_of(&path), partners(&node, 1).await[0]);
    node.write(move |tx| crate::meetings::store::set_seats(tx, id, party, 1)).await.unwrap();
    let to = party.to_text();
    let form = [("party", to.as_str()), ("name_ar", "ضيفة"), ("mail", "one@entity.example")];
    node.post(&format!("{path}/guests"), &cookie, &form).await;
    node.post(&format!("{path}/mail"), &cookie, &[]).await;
    tend(&node.app, NOW).await.unwrap();
    node.post(&format!("{path}/state"), &cookie, &[("to", "CANCELLED")]).await;
    // The worker of the case is told that something waits: a clock of hers has run out, or nothing; the words are the same.
    let clerk = node.worker("clerk", &["INTAKE", "PARTNERSHIP", "SUPERVISOR"]).await;
    let clerk = node.sign_in(&clerk).await;
    node.post("/ar/me/mail", &clerk, &[("address", "clerk@agency.example")]).await;
    let me = node.app.node.id.to_text();
    let late = [("kind", "ACTION"), ("text_ar", "إجراء"), ("owner", me.as_str())];
    let late = [&late[..], &[("due_d", "1"), ("due_m", "10"), ("due_y", "2026")]].concat();
    node.post(&format!("/ar/minutes/{id}/points"), &cookie, &late).await;
    for hours in [0, 1, 22, 24] {
        while tend(&node.app, NOW.plus_hours(hours)).await.unwrap() > 0 {}
    }
    let letters = server.letters();
    assert!(letters.len() >= 4, "invitation, cancellation and two notices: {}", letters.len());
    let mut canaries: Vec<String> = Vec::new();
    for person in &known.people {
        canaries.extend(person.name_ar.iter().chain(&person.name_latin).cloned());
    }
    canaries.retain(|one| !one.is_empty());
    assert!(!canaries.is_empty());
    for letter in &letters {
        for canary in canaries.iter().flat_map(|name| name.split(' ')) {
            assert!(!letter.contains(canary), "{canary}\n{letter}");
        }
    }
    node.end().await;
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_sent_and_letters_are_printed() {
    let (node, cookie) = crate::meetings::tests::node().await;
    let path = called(&node, &cookie).await;
    let mut moved = CALL.to_vec();
    moved[5] = ("day_d", "29");
    node.post(&path, &cookie, &moved).await;
    let page = node.get(&path, &cookie).await.body;
    check_page(&page, "ar");
    assert!(
        page.contains("البريد الإلكتروني غير مفعّل") && page.contains(&format!("{path}/letters"))
    );
    assert_eq!(node.post(&format!("{path}/mail"), &cookie, &[]).await.status, 409);
    let one = to_somebody(&node);
    node.write(move |tx| store::put(tx, &one)).await.unwrap();
    assert_eq!(tend(&node.app, Millis(NOW.0 + 1)).await.unwrap(), 0);
    check_page(&node.get("/ar/mail", &cookie).await.body, "ar");
    node.end().await;
}

#[tokio::test]
async fn one_row_that_cannot_be_read_holds_up_neither_the_other_letters_nor_the_invitations() {
    let (server, node, cookie) = mailing().await;
    let letter = |to: &str| Letter { to: to.to_owned(), ..Letter::default() };
    for (version, to) in
        [(1, "bad@entity.example"), (2, "torn@entity.example"), (3, "good@entity.example")]
    {
        let what = (uuid::Uuid::from_u128(9), uuid::Uuid::from_u128(version), 1);
        let one = post(&node.app, Kind::Invitation, what, &letter(to), NOW);
        assert!(node.write(move |tx| store::put(tx, &one)).await.unwrap());
    }
    let spoil = |sql: &'static str| node.write(move |tx| tx.exec_text(sql, &[]).map(|_| ()));
    spoil("update mail_letter set tries = 9999999 where version = 1 and body is not null and subject = (select min(subject) from mail_letter)").await.unwrap();
    spoil("update mail_letter set body = x'00' where subject = (select subject from mail_letter order by subject limit 1 offset 1)").await.unwrap();
    tend(&node.app, NOW).await.unwrap();
    let letters = server.letters();
    assert!(letters.iter().any(|one| one.contains("good@entity.example")), "the sound one went");
    let lines = node.app.store.read(store::latest).await.unwrap();
    assert!(lines.iter().all(|one| one.state != "WAITING"), "and nothing waits for ever");
    assert_eq!(lines.iter().filter(|one| one.said == "UNREADABLE").count(), 1);
    check_page(&node.get("/ar/mail", &cookie).await.body, "ar");

    // Of two who are invited the row of one is damaged: the other gets a letter, and the list still has both.
    let mut call = CALL.to_vec();
    call[5] = ("day_d", "29");
    let path = node.post("/ar/meetings", &cookie, &call).await.location;
    let (id, party) = (id_of(&path), partners(&node, 1).await[0]);
    node.write(move |tx| crate::meetings::store::set_seats(tx, id, party, 2)).await.unwrap();
    let to = party.to_text();
    for (name, mail) in [("ضيفة", "first@entity.example"), ("ضيف", "second@entity.example")]
    {
        let form = [("party", to.as_str()), ("name_ar", name), ("mail", mail)];
        node.post(&format!("{path}/guests"), &cookie, &form).await;
    }
    spoil("update meeting_guest set body = x'00' where id = (select min(id) from meeting_guest)")
        .await
        .unwrap();
    assert_eq!(node.post(&format!("{path}/mail"), &cookie, &[]).await.status, 303);
    tend(&node.app, NOW).await.unwrap();
    let invited = server.letters().len() - letters.len();
    assert_eq!(invited, 1);
    let guests = node.get(&format!("{path}/guests"), &cookie).await.body;
    check_page(&guests, "ar");
    assert!(guests.contains("لا يمكن قراءة هذا السطر"));
    node.end().await;
}
