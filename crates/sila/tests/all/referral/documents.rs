//! Documents that travel with a referral: from the browser of one agency to that of the other, over real TLS, and what
//! may go wrong on the way.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use sila::cases::scope::{self, Change};
use sila::db::{DbError, Tx, p};
use sila::links::{self, joining};
use sila::referrals::attachments::store::{self, Attachment, State};
use sila::referrals::attachments::{ROW_BYTES, fetch, leaving};
use sila::referrals::permission;
use sila::wire::Part;
use sila::wire::client::{CallError, Callee, Line};
use sila_core::codes::Withdrawal;
use sila_core::field::Field;
use sila_core::ids::ReferralId;
use sila_link::link_id;
use sila_seal::Hash;
use sila_seal::chunks::sealed_bytes;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::super::support::pdf::letters_of;
use super::nodes::{NOW, Node, Pair};
use super::pages;
use super::{accepted, delivered};

/// A document that is recognised as a PDF, and differs in every place.
fn pdf(bytes: usize) -> Vec<u8> {
    let rest = (0..bytes)
        .map(|at| u8::try_from(at % 251).unwrap() ^ u8::try_from(at / 251 % 256).unwrap());
    b"%PDF-1.7\n".iter().copied().chain(rest).take(bytes).collect()
}

/// Two nodes, of which Marsa answers over TLS.
struct Desk {
    pair: Pair,
    at: String,
    listening: JoinHandle<()>,
}

impl Desk {
    async fn new() -> Desk {
        let pair = Pair::new().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap().to_string();
        let endpoint = at.clone();
        let set = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            tx.exec_text("update link set endpoint = $1", &p![&endpoint]).map(|_| ())
        };
        pair.dana.app.store.write(set).await.unwrap();
        let app = pair.marsa.app.clone();
        let listening = tokio::spawn(async move { links::listen(app, listener).await.unwrap() });
        Desk { pair, at, listening }
    }

    fn link(&self) -> Hash {
        link_id(self.pair.marsa.id(), self.pair.dana.id())
    }

    /// Attaches a document at Marsa, as a browser would.
    async fn attach(
        &self,
        id: ReferralId,
        sort: &str,
        name: &str,
        file: Body,
    ) -> (StatusCode, String) {
        let head = format!(
            "--xx\r\nContent-Disposition: form-data; name=\"sort\"\r\n\r\n{sort}\r\n\
             --xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        let tail = Body::from("\r\n--xx--\r\n");
        let whole = [Body::from(head), file, tail].map(Body::into_data_stream);
        let [head, file, tail] = whole;
        let stream =
            tokio_stream::StreamExt::chain(tokio_stream::StreamExt::chain(head, file), tail);
        let marsa = &self.pair.marsa;
        let cookie = marsa.sign_in(&self.pair.sender).await;
        let request = Request::post(format!("/en/referrals/{id}/attachments"))
            .header(header::COOKIE, cookie_of(marsa, &cookie))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx")
            .body(Body::from_stream(stream));
        let (status, body) = ask(marsa, request.unwrap()).await;
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    /// An accepted referral with a document of that size which Dana has been told of.
    async fn announced(&self, bytes: usize) -> (ReferralId, Attachment) {
        let id = accepted(&self.pair).await;
        let (status, page) = self.attach(id, "MEDICAL", "a.pdf", Body::from(pdf(bytes))).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        assert_eq!(leaving::all_due(&self.pair.marsa.app).await.unwrap(), 1);
        self.pair.settle().await;
        (id, self.at_dana(id).await)
    }

    async fn fetch(&self) {
        let dana = &self.pair.dana.app;
        fetch::over(dana, self.link(), &mut joining::line(dana)).await.unwrap();
    }

    async fn at_marsa(&self, id: ReferralId) -> Attachment {
        documents(&self.pair.marsa, id).await.remove(0)
    }

    async fn at_dana(&self, id: ReferralId) -> Attachment {
        documents(&self.pair.dana, id).await.remove(0)
    }

    fn callee(&self) -> Callee {
        let spki = self.pair.marsa.app.keys().told().transport_spki;
        Callee { endpoint: self.at.clone(), spki, earlier: Vec::new() }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn documents(node: &Node, id: ReferralId) -> Vec<Attachment> {
    node.app.store.read(move |tx| store::of_referral(tx, id)).await.unwrap()
}

fn cookie_of(node: &Node, value: &str) -> String {
    format!("{}={value}", sila::accounts::session::cookie_name(&node.app))
}

async fn ask(node: &Node, request: Request<Body>) -> (StatusCode, Vec<u8>) {
    let router = TowerToHyperService::new(sila::routes::router(&node.app));
    let response = router.call(request).await.unwrap();
    let status = response.status();
    (status, response.into_body().collect().await.unwrap().to_bytes().to_vec())
}

async fn get(node: &Node, cookie: &str, path: &str) -> (StatusCode, Vec<u8>) {
    let request = Request::get(path).header(header::COOKIE, cookie_of(node, cookie));
    ask(node, request.body(Body::empty()).unwrap()).await
}

fn said(code: &str) -> CallError {
    CallError::Refused(code.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_leaves_after_the_acceptance_and_each_side_knows_who_opened_it() {
    let desk = Desk::new().await;
    let (marsa, dana) = (&desk.pair.marsa, &desk.pair.dana);
    let file = pdf(700_000);
    let id = delivered(&desk.pair).await;
    let (status, page) = desk.attach(id, "MEDICAL", "تقرير.pdf", Body::from(file.clone())).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert_eq!(leaving::all_due(&marsa.app).await.unwrap(), 0, "nothing leaves before acceptance");
    desk.pair.settle().await;
    assert!(documents(dana, id).await.is_empty());
    sila::referrals::accept(&dana.app, &desk.pair.officer, id, dana.app.clock.now()).await.unwrap();
    desk.pair.settle().await;
    assert_eq!(leaving::all_due(&marsa.app).await.unwrap(), 1);
    desk.pair.settle().await;
    assert_eq!(desk.at_dana(id).await.state, State::Fetching);
    desk.fetch().await;
    desk.pair.settle().await;
    let (here, there) = (desk.at_marsa(id).await, desk.at_dana(id).await);
    assert_eq!((here.state, there.state), (State::Arrived, State::Here));
    assert_eq!((here.have, there.have), (sealed_bytes(700_000), sealed_bytes(700_000)));
    let cookie = dana.sign_in(&desk.pair.officer).await;
    for (lang, word) in [("ar", "تقرير طبي"), ("en", "Medical report")] {
        let (status, page) = get(dana, &cookie, &format!("/{lang}/referrals/{id}")).await;
        let page = String::from_utf8(page).unwrap();
        assert!(status == StatusCode::OK && page.contains(word) && page.contains("تقرير.pdf"));
        assert!(!page.contains(">attachment-"), "texts shown as their keys");
    }
    let path = format!("/en/referrals/{id}/attachments/{}", there.id);
    let stranger = dana.worker("d-other", &["INTAKE"]).await;
    let strangers = dana.sign_in(&stranger).await;
    assert_eq!(get(dana, &strangers, &path).await.0, StatusCode::NOT_FOUND);
    let (status, bytes) = get(dana, &cookie, &path).await;
    assert!(status == StatusCode::OK && bytes == file, "the same bytes come out");
    desk.pair.settle().await;
    assert_eq!(desk.at_marsa(id).await.opened_role.as_deref(), Some("REFERRAL_OFFICER"));
    let reads = move |tx: &mut dyn Tx| -> Result<i64, DbError> {
        let sql = "select count(*) from access where screen = 'attachment.open' and subject = $1";
        tx.query_text(sql, &p![id.0])?[0].get(0)
    };
    assert_eq!(dana.app.store.read(reads).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_that_was_cut_goes_on_where_it_was() {
    let desk = Desk::new().await;
    let (id, _) = desk.announced(12_000_000).await;
    let whole = sealed_bytes(12_000_000);
    let (app, link) = (desk.pair.dana.app.clone(), desk.link());
    let mut line = joining::line(&app);
    // In one task, so that a busy machine does not let the whole of it come before anybody looks.
    let something_has_come = async { while desk.at_dana(id).await.have == 0 {} };
    tokio::select! {
        biased;
        () = something_has_come => {}
        ended = fetch::over(&app, link, &mut line) => panic!("all of it came: {ended:?}"),
    }
    let part = desk.at_dana(id).await;
    assert!(part.have < whole && part.have % ROW_BYTES == 0, "{} of {whole}", part.have);
    let before = desk.pair.dana.app.store.read(move |tx| store::parts(tx, part.id, 0, 0)).await;
    desk.fetch().await;
    let here = desk.at_dana(id).await;
    assert_eq!((here.state, here.have), (State::Here, whole));
    let after = desk.pair.dana.app.store.read(move |tx| store::parts(tx, part.id, 0, 0)).await;
    assert_eq!(before.unwrap(), after.unwrap(), "what had come was kept");
    let cookie = desk.pair.dana.sign_in(&desk.pair.officer).await;
    let path = format!("/en/referrals/{id}/attachments/{}", here.id);
    assert!(get(&desk.pair.dana, &cookie, &path).await.1 == pdf(12_000_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_f4_a_chunk_that_was_changed_is_not_kept_and_in_the_end_the_document_is_refused() {
    let desk = Desk::new().await;
    let (id, told) = desk.announced(1_000_000).await;
    let damage = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        let mut row = store::parts(tx, told.id, 3, 3)?.remove(0);
        row[77] ^= 1;
        let sql = "update attachment_part set body = $2 where attachment = $1 and nth = 3";
        tx.exec_text(sql, &p![told.id, row]).map(|_| ())
    };
    desk.pair.marsa.app.store.write(damage).await.unwrap();
    desk.fetch().await;
    let part = desk.at_dana(id).await;
    assert_eq!((part.state, part.have, part.tries), (State::Fetching, 3 * ROW_BYTES, 1));
    for _ in 0..8 {
        desk.pair.wait(2);
        desk.fetch().await;
    }
    desk.pair.settle().await;
    let (here, there) = (desk.at_marsa(id).await, desk.at_dana(id).await);
    assert_eq!((here.state, there.state), (State::Refused, State::Refused));
    assert_eq!(here.code.as_deref(), Some("P-COMMIT"));
    let left = desk.pair.dana.app.store.read(move |tx| store::parts(tx, told.id, 0, 9)).await;
    assert!(left.unwrap().is_empty(), "nothing of it stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_it_was_not_offered_to_is_told_what_a_stranger_is_told() {
    let desk = Desk::new().await;
    let (_, told) = desk.announced(50_000).await;
    let part = |id: Uuid| Part { id, from: 0, until: 1_000 };
    let other = Pair::without_agreement().await;
    let mut stranger = joining::line(&other.dana.app);
    let answer = stranger.fetch(&desk.callee(), part(told.id)).await;
    assert_eq!(answer, Err(said("P-SCHEMA")));
    // An agency that is linked, but with which this referral is not shared.
    let (marsa, third) = (&desk.pair.marsa, &other.dana);
    super::nodes::link(marsa, third).await;
    let mut line: Line = joining::line(&third.app);
    assert_eq!(line.fetch(&desk.callee(), part(told.id)).await, Err(said("P-SCHEMA")));
    assert_eq!(line.fetch(&desk.callee(), part(Uuid::nil())).await, Err(said("P-SCHEMA")));
    let mut ours = joining::line(&desk.pair.dana.app);
    assert_eq!(ours.fetch(&desk.callee(), part(told.id)).await.unwrap().len(), 1_000);
    let beyond = Part { id: told.id, from: 50_000, until: 60_000 };
    assert_eq!(ours.fetch(&desk.callee(), beyond).await, Err(said("P-SCHEMA")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_empty_or_of_another_type_is_not_taken() {
    let desk = Desk::new().await;
    let id = accepted(&desk.pair).await;
    let table = [
        ("MEDICAL", "a.pdf", b"MZ\x90\0 a program".to_vec(), StatusCode::CONFLICT),
        ("MEDICAL", "a.pdf", b"<html><script>".to_vec(), StatusCode::CONFLICT),
        ("MEDICAL", "a.pdf", Vec::new(), StatusCode::CONFLICT),
        ("SECRET", "a.pdf", pdf(100), StatusCode::CONFLICT),
    ];
    for (sort, name, file, wanted) in table {
        let (status, page) = desk.attach(id, sort, name, Body::from(file)).await;
        assert_eq!(status, wanted, "{page}");
    }
    let (first, piece) = (pdf(1_000_000), vec![7; 1_000_000]);
    let pieces = std::iter::once(first).chain(std::iter::repeat_n(piece, 105));
    let stream = tokio_stream::iter(pieces.map(Ok::<_, std::io::Error>));
    let (status, page) = desk.attach(id, "MEDICAL", "a.pdf", Body::from_stream(stream)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{page}");
    assert!(page.contains("larger than 100 MB"));
    assert!(documents(&desk.pair.marsa, id).await.is_empty());
    let rows = |tx: &mut dyn Tx| -> Result<i64, DbError> {
        tx.query_text("select count(*) from attachment_part", &[])?[0].get(0)
    };
    assert_eq!(desk.pair.marsa.app.store.read(rows).await.unwrap(), 0, "nothing of it stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_nowhere_in_clear_and_goes_with_its_referral() {
    let desk = Desk::new().await;
    let canary = "كلمة لا تتكرر 4711".repeat(20_000);
    let id = accepted(&desk.pair).await;
    let (status, page) = desk.attach(id, "OTHER", "a.txt", Body::from(canary.clone())).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    leaving::all_due(&desk.pair.marsa.app).await.unwrap();
    desk.pair.settle().await;
    desk.fetch().await;
    let there = desk.at_dana(id).await;
    assert_eq!(there.state, State::Here);
    for node in [&desk.pair.marsa, &desk.pair.dana] {
        for file in
            std::fs::read_dir(node.folder()).unwrap().flatten().filter(|f| f.path().is_file())
        {
            let bytes = std::fs::read(file.path()).unwrap();
            let clear = "كلمة لا تتكرر 4711".as_bytes();
            assert!(!bytes.windows(clear.len()).any(|w| w == clear), "{:?}", file.path());
        }
    }
    let gone = there.id;
    desk.pair.dana.app.store.write(move |tx| store::erase(tx, id)).await.unwrap();
    let left = desk.pair.dana.app.store.read(move |tx| {
        let nothing = store::one(tx, gone)?.is_none_or(|one| one.body.is_empty());
        Ok::<_, DbError>((nothing, store::parts(tx, gone, 0, 9)?.len()))
    });
    assert_eq!(left.await.unwrap(), (true, 0));
    assert!(documents(&desk.pair.dana, id).await.is_empty());
}

/// What became of the letters that told of a document, and whether the node has kept their bytes.
async fn offers_taken(node: &Node) -> Vec<(String, bool)> {
    let read = |tx: &mut dyn Tx| -> Result<Vec<(String, bool)>, DbError> {
        let sql = "select disposition, body is not null from envelope_in where kind = 'attachment.offer/1'";
        tx.query_text(sql, &[])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
    };
    node.app.store.read(read).await.unwrap()
}

/// Letters that tell of a document and have a copy here.
async fn queued(node: &Node) -> i64 {
    let read = |tx: &mut dyn Tx| -> Result<i64, DbError> {
        let sql = "select count(*) from outbox where kind = 'attachment.offer/1'";
        tx.query_text(sql, &[])?[0].get(0)
    };
    node.app.store.read(read).await.unwrap()
}

/// Documents of which there is a trace, bytes of their labels with the keys in them, and rows of content.
async fn remains(node: &Node) -> (i64, i64, i64) {
    let read = |tx: &mut dyn Tx| -> Result<(i64, i64, i64), DbError> {
        let sql = "select count(*), coalesce(sum(length(body)), 0), (select count(*) from attachment_part) from attachment";
        let row = tx.query_text(sql, &[])?.remove(0);
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    };
    node.app.store.read(read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_crosses_a_withdrawal_is_not_kept_nor_its_key_and_the_receipt_counts_it() {
    let desk = Desk::new().await;
    let (marsa, dana) = (&desk.pair.marsa, &desk.pair.dana);
    let id = accepted(&desk.pair).await;
    let (status, page) = desk.attach(id, "MEDICAL", "a.pdf", Body::from(pdf(70_000))).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert_eq!(leaving::all_due(&marsa.app).await.unwrap(), 1);
    // She says so at Dana while the letter with the key is on its way.
    let said = Withdrawal::Spoken;
    permission::withdraw(&dana.app, &desk.pair.officer, id, said, NOW).await.unwrap();
    desk.pair.settle().await;
    assert_eq!(offers_taken(dana).await, [("REFUSED".to_owned(), false)]);
    assert_eq!(remains(dana).await, (1, 0, 0), "nothing of it but that it came");
    assert!(documents(dana, id).await.is_empty());
    let here = desk.at_marsa(id).await;
    assert_eq!(here.state, State::Refused);
    assert_eq!(here.code.as_deref(), Some("attachment.taken_back"));
    assert_eq!(queued(marsa).await, 0, "no copy of the letter is sent again");
    desk.fetch().await;
    desk.pair.wait(24 * 60);
    desk.pair.settle().await;
    for (node, worker) in [(marsa, &desk.pair.sender), (dana, &desk.pair.officer)] {
        let cookie = node.sign_in(worker).await;
        let path = format!("/en/referrals/{id}/erasure.pdf");
        let (status, paper) = get(node, &cookie, &path).await;
        assert_eq!(status, StatusCode::OK);
        let words = letters_of(&paper);
        assert!(words.contains("Documentserased1"), "{words}");
        assert!(words.contains("WhyBywordofmouth"), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_withdrawal_no_letter_about_a_document_leaves_and_none_that_is_arriving_arrives() {
    let desk = Desk::new().await;
    let (marsa, dana) = (&desk.pair.marsa, &desk.pair.dana);
    let (id, _) = desk.announced(3_000_000).await;
    for name in ["b.pdf", "c.pdf"] {
        let (status, page) = desk.attach(id, "OTHER", name, Body::from(pdf(9_000))).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    }
    leaving::all_due(&marsa.app).await.unwrap();
    let (status, _) = desk.attach(id, "OTHER", "d.pdf", Body::from(pdf(9_000))).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(queued(marsa).await, 3, "one sealed and kept, two that wait");
    let said = Withdrawal::Spoken;
    permission::withdraw(&marsa.app, &desk.pair.sender, id, said, NOW).await.unwrap();
    assert_eq!(queued(marsa).await, 0, "what would open them is not sent");
    assert_eq!(leaving::all_due(&marsa.app).await.unwrap(), 0);
    desk.pair.settle().await;
    assert_eq!(offers_taken(dana).await.len(), 1, "the one that had been taken in before");
    assert_eq!(remains(dana).await, (1, 0, 0), "and nothing of it is left");
    let all = documents(marsa, id).await;
    let codes: Vec<_> = all.iter().filter_map(|one| one.code.as_deref()).collect();
    let (told, kept) = ("attachment.taken_back", "attachment.kept_back");
    assert_eq!(codes, [told, told, told, kept]);
    let cookie = marsa.sign_in(&desk.pair.sender).await;
    let own = format!("/en/referrals/{id}/attachments/{}", all[1].id);
    assert_eq!(get(marsa, &cookie, &own).await.0, StatusCode::OK, "her own file stays with Marsa");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_crosses_a_narrowing_is_not_kept_and_no_more_are_given() {
    let desk = Desk::new().await;
    let (marsa, dana) = (&desk.pair.marsa, &desk.pair.dana);
    let (id, told) = desk.announced(2_000_000).await;
    let gone = [Field::Documents];
    permission::narrow(&marsa.app, &desk.pair.sender, id, &gone, NOW).await.unwrap();
    // Dana has not heard of it, and is given nothing more.
    let mut line = joining::line(&dana.app);
    let part = Part { id: told.id, from: 0, until: 1_000 };
    assert_eq!(line.fetch(&desk.callee(), part).await, Err(said("P-SCHEMA")));
    desk.pair.settle().await;
    assert_eq!(remains(dana).await, (1, 0, 0));
    assert!(documents(dana, id).await.is_empty());
    let (status, _) = desk.attach(id, "OTHER", "b.pdf", Body::from(pdf(9_000))).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "she has taken that back");
    let there = desk.pair.equal(id).await;
    assert_eq!(there.row.state, sila_core::referral::State::Accepted, "the rest goes on");
}

/// H11: what a child has told once goes with the referral, and the planner lets nobody ask again.
#[tokio::test(flavor = "multi_thread")]
async fn h11_the_record_of_an_interview_goes_over_the_link_and_nobody_asks_again() {
    let desk = Desk::new().await;
    let id = accepted(&desk.pair).await;
    let dana = &desk.pair.dana;
    let case = dana.record(id).await.row.case_id.unwrap();
    let day = NOW.plus_days(3).uae_date();
    let form = format!(
        "kind=INTERVIEW&place=CENTRE&day_d={}&day_m={}&day_y={}&time=10:00&weeks=0&times=1",
        day.day, day.month, day.year
    );
    let cookie = dana.sign_in(&desk.pair.officer).await;
    let path = format!("/en/cases/{case}/appointments/new");
    let (status, page) = desk.attach(id, "INTERVIEW", "a.pdf", Body::from(pdf(2_000))).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert_eq!(leaving::all_due(&desk.pair.marsa.app).await.unwrap(), 1);
    desk.pair.settle().await;
    desk.fetch().await;
    assert_eq!(desk.at_dana(id).await.state, State::Here);
    let (_, seen) = pages::get(dana, &cookie, &format!("/en/referrals/{id}")).await;
    assert!(seen.contains("Record of the interview"), "{seen}");
    let (status, refused) = pages::post(dana, &cookie, &path, &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("let nobody tell it twice"), "{refused}");
    let session = form.replace("INTERVIEW", "SESSION");
    assert_eq!(pages::post(dana, &cookie, &path, &session).await.0, StatusCode::SEE_OTHER);
}

/// Bars Dana from the case at Marsa, or takes that back.
async fn barred(pair: &Pair, id: ReferralId, bars: bool) {
    let case = pair.marsa.record(id).await.row.case_id.unwrap();
    let dana = pair.dana.id();
    let change = if bars { Change::Bar(dana, "EMPLOYER") } else { Change::Admit(dana) };
    scope::change(&pair.marsa.app, &pair.sender, case, change, NOW).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_document_goes_to_an_agency_that_was_barred_after_it_got_the_name() {
    let desk = Desk::new().await;
    let (marsa, dana) = (&desk.pair.marsa.app, &desk.pair.dana.app);
    // Dana was told of the first, the second is written down to leave, the third waits.
    let (id, told) = desk.announced(50_000).await;
    let attach = async |name: &str| {
        let (status, page) = desk.attach(id, "MEDICAL", name, Body::from(pdf(60_000))).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    };
    attach("b.pdf").await;
    assert_eq!(leaving::all_due(marsa).await.unwrap(), 1);
    barred(&desk.pair, id, true).await;
    attach("c.pdf").await;
    assert_eq!(leaving::all_due(marsa).await.unwrap(), 0);
    desk.pair.settle().await;
    assert_eq!(documents(&desk.pair.dana, id).await.len(), 1, "it is told of no other");
    let part = Part { id: told.id, from: 0, until: 1_000 };
    let answer = joining::line(dana).fetch(&desk.callee(), part).await;
    assert_eq!(answer, Err(said("P-SCHEMA")), "and gets nothing of what it was told of");
    desk.fetch().await;
    let there = desk.at_dana(id).await;
    assert_eq!((there.state, there.have), (State::Fetching, 0));
    barred(&desk.pair, id, false).await;
    assert_eq!(leaving::all_due(marsa).await.unwrap(), 3, "what was held back is not lost");
    desk.pair.settle().await;
    desk.pair.wait(5);
    desk.fetch().await;
    let there: Vec<State> =
        documents(&desk.pair.dana, id).await.iter().map(|one| one.state).collect();
    assert_eq!(there, [State::Here; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_was_given_up_while_its_agency_was_barred_comes_after_all() {
    let desk = Desk::new().await;
    let (marsa, dana) = (&desk.pair.marsa.app, &desk.pair.dana.app);
    let (id, told) = desk.announced(50_000).await;
    barred(&desk.pair, id, true).await;
    let gives_up = move |tx: &mut dyn Tx| {
        store::set_state(tx, told.id, (State::Fetching, State::Refused), Some("P-SCHEMA"), NOW)
    };
    assert!(dana.store.write::<_, DbError, _>(gives_up).await.unwrap());
    barred(&desk.pair, id, false).await;
    assert_eq!(leaving::all_due(marsa).await.unwrap(), 1);
    desk.pair.settle().await;
    assert_eq!(desk.at_dana(id).await.state, State::Fetching, "it is not refused for ever");
    desk.fetch().await;
    assert_eq!(desk.at_dana(id).await.state, State::Here);
}
