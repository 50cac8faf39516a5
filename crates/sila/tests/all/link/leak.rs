//! Where a confidential home is, and who complained: in no page, answer, file, index or line of the log that anybody is given who has not
//! opened it with a reason. Everything that can be asked for without an identifier is asked for, by nobody and by whoever works here.

use std::io::{Cursor, Read as _, Write};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use hyper_util::service::TowerToHyperService;
use sila::accounts::Worker;
use sila::licences::complaints::{self, Who};
use sila::licences::{self, LicenceText, Taken, Wish};
use sila::meetings::text::Words;
use sila_core::licence::{Act, Family};

use super::super::support::pdf::{letters, letters_of};
use super::super::support::traces::{Wanted, dresses};
use super::directory::{boys, post, publish, sign_in};
use super::{Place, agree, linked, worker};

/// Where the service is, where the home is, where the licensed place is, and who complained about it; each unlike any other word.
pub const SERVICE: &str = "درب الخزامى السرمدية 8841773502";
pub const HOME: &str =
    "بوابة الطلحنوبة الغربية 9176228017, Quorvexley Gate (25.3917264, 55.4981537)";
pub const SITE: &str = "زقاق القندولية 6653991406";
pub const NAME: &str = "شمسناز الكعبلوية";
pub const CONTACT: &str = "0567739418";

/// What of these texts would tell.
const TRACES: [&str; 10] = [
    "الخزامى",
    "السرمدية",
    "8841773502",
    "الطلحنوبة",
    "9176228017",
    "القندولية",
    "6653991406",
    "شمسناز",
    "الكعبلوية",
    "0567739418",
];

/// What is logged.
#[derive(Clone, Default)]
pub struct Heard(pub Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The bytes of an answer.
pub async fn bytes(place: &Place, path: &str, cookie: &str) -> (StatusCode, Vec<u8>) {
    use hyper::service::Service as _;
    let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let router = TowerToHyperService::new(sila::routes::router(&place.app));
    let response = router.call(request).await.unwrap();
    let status = response.status();
    (status, response.into_body().collect().await.unwrap().to_bytes().to_vec())
}

/// What a file says once it is unpacked: the letters of a document, the sheets of a workbook.
pub fn unpacked(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"%PDF-") {
        return letters_of(bytes).into_bytes();
    }
    let mut all = Vec::new();
    if bytes.starts_with(b"PK") {
        let mut file = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for at in 0..file.len() {
            file.by_index(at).unwrap().read_to_end(&mut all).unwrap();
        }
    }
    all
}

/// A licence that was given, with a complaint about it.
pub async fn complained(dana: &Place) {
    let (app, now) = (&dana.app, dana.app.clock.now());
    // Whoever writes an application down for its holder does not study it.
    let writer = worker(dana, "LICENSING_OFFICER").await;
    let officer = worker(dana, "LICENSING_OFFICER").await;
    let committee = worker(dana, "LICENSING_COMMITTEE").await;
    let wish = Wish {
        family: Family::Professional,
        holder: dana.app.node.id,
        activities: [].into(),
        text: LicenceText {
            name: Words::new("مهنية", "Practitioner"),
            text: String::new(),
            site: SITE.to_owned(),
            contact: String::new(),
            papers: Vec::new(),
        },
    };
    let id = licences::apply(app, wish, &writer, now).await.unwrap();
    let fee = licences::open(app, id).await.unwrap().plan.fee;
    licences::pay(app, id, (fee, "R-1".to_owned()), &officer, now).await.unwrap();
    for (act, by) in
        [(Act::TakeUp, &officer), (Act::Recommend, &officer), (Act::Approve, &committee)]
    {
        let taken = Taken { act, note: "كما يلزم".to_owned(), papers: Vec::new() };
        licences::take(app, id, taken, by, now).await.unwrap();
    }
    let open = licences::open(app, id).await.unwrap();
    let who = Who { name: NAME.to_owned(), contact: CONTACT.to_owned() };
    complaints::receive(app, &open, ("STAFF", "يُقفل الباب"), &who, now).await.unwrap();
}

/// Every page and file that needs no identifier, as nobody and as these. The stream of events goes on and on: it is no page.
pub async fn everything(dana: &Place, people: &[Worker]) -> Vec<(String, Vec<u8>)> {
    let mut given = Vec::new();
    let table = sila::routes::table();
    let read = table.list.iter().filter(|route| route.method == Method::GET);
    let paths = read.map(|route| route.path.replace("{lang}", "ar"));
    let paths: Vec<String> =
        paths.filter(|path| !path.contains('{') && path != "/events").collect();
    for path in &paths {
        for one in people.iter().map(Some).chain([None]) {
            // Some pages end a session: everybody comes anew to each.
            let cookie = match one {
                Some(one) => sign_in(dana, one).await,
                None => String::new(),
            };
            let (status, bytes) = bytes(dana, path, &cookie).await;
            assert!(!status.is_server_error(), "{path} {status}");
            given.push((path.clone(), bytes));
        }
    }
    assert!(paths.len() > 100, "{}", paths.len());
    given
}

/// What is written down in the clear beside the sealed records: what is searched, told and logged.
async fn at_rest(dana: &Place) -> Vec<u8> {
    let read = |tx: &mut dyn sila::db::Tx| {
        let mut all = String::new();
        for sql in [
            "select word from service_word",
            "select subject from journal",
            "select screen from access",
            "select relation from licence_complaint",
            "select name_ar from home",
        ] {
            for row in tx.query_text(sql, &[])? {
                all += &row.get::<String>(0)?;
                all.push('\n');
            }
        }
        Ok::<_, sila::db::DbError>(all.into_bytes())
    };
    dana.app.store.read(read).await.unwrap()
}

#[tokio::test]
async fn contract_b33_where_a_home_is_and_who_complained_is_in_no_page_file_index_or_log() {
    let heard = Heard::default();
    let writer = heard.clone();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE);
    let log = log.with_writer(move || writer.clone()).finish();
    let listening = tracing::subscriber::set_default(log);
    tracing::info!("the log is heard");
    let (dana, marsa) = linked(true).await;
    let agreement = agree(&dana, &marsa).await;
    let keeper = worker(&dana, "HEAD").await;
    let listing = boys(&dana);
    publish(&dana, &keeper, &listing, Some(SERVICE)).await;
    complained(&dana).await;
    let shelter = worker(&dana, "SHELTER_SUPERVISOR").await;
    let mut people = Vec::new();
    for role in ["PARTNERSHIP", "INTAKE", "LICENSING_OFFICER", "LICENSING_COMMITTEE", "DPO_AUDIT"] {
        people.push(worker(&dana, role).await);
    }
    let home = format!(
        "name_ar=%D8%AF%D8%A7%D8%B1&name_en=House&code=H1&area=AE-SH-KFK&address={}",
        HOME.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>()
    );
    let cookie = sign_in(&dana, &shelter).await;
    people.push(shelter);
    let made = post(&dana, "/en/shelter/homes", &cookie, &home).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);

    let mut given = everything(&dana, &people).await;
    for path in [
        format!("/ar/agreements/{agreement}/agreement.pdf"),
        format!("/ar/directory/{}", listing.id),
        made.location.clone(),
    ] {
        for one in &people {
            let cookie = sign_in(&dana, one).await;
            given.push((path.clone(), bytes(&dana, &path, &cookie).await.1));
        }
    }
    let files: Vec<(String, Vec<u8>)> =
        given.iter().map(|(path, bytes)| (path.clone(), unpacked(bytes))).collect();
    let said = files.iter().filter(|(_, bytes)| !bytes.is_empty()).count();
    assert!(said >= 3, "documents and a workbook were read: {said}");
    drop(listening);
    given.extend(files);
    given.push(("at rest".to_owned(), at_rest(&dana).await));
    let logged = heard.0.lock().unwrap().clone();
    assert!(String::from_utf8_lossy(&logged).contains("the log is heard"));
    given.push(("the log".to_owned(), logged));
    let wanted = Wanted::of(TRACES.into_iter().flat_map(dresses));
    for (path, bytes) in &given {
        assert_eq!(wanted.in_any(std::slice::from_ref(bytes)), None, "{path}");
    }
    // It can fail: what is public is found, in a page and in the letters of a document.
    let public = Wanted::of([letters("Memorandum").into_bytes(), "بيت الفتيان".into()]);
    let found =
        given.iter().filter(|(_, bytes)| public.in_any(std::slice::from_ref(bytes)).is_some());
    let found: Vec<&String> = found.map(|(path, _)| path).collect();
    assert!(found.iter().any(|path| path.contains("agreement.pdf")), "{found:?}");
    assert!(found.iter().any(|path| path.contains("/directory")), "{found:?}");
}
