//! The directory of services between two real nodes, on its pages, and for programs. And the address of a confidential place is in
//! nothing that anybody is given.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use hyper_util::service::TowerToHyperService;
use serde_json::Value;
use sila::accounts::{Worker, session};
use sila::agreements::{self, signing, template};
use sila::cases;
use sila::problem::Problem;
use sila::referrals::{self, Route};
use sila::services::reading::Ready;
use sila::services::store::{self, Asked, Found};
use sila::services::{programme, publication, query_stems, share};
use sila_core::agreement::{Agreement, ServiceTerms};
use sila_core::calendar::Week;
use sila_core::codes::{
    Basis, Category, Document, Kind, Language, LawfulBasis, PermissionForm, Service, Sex, Urgency,
};
use sila_core::directory::{
    Address, Band, Listing, Opening, Pillar, Programme, Seeker, Site, Words,
};
use sila_core::disclosure::Disclosure;
use sila_core::field::Field;
use sila_core::person::{Ages, Birth, Person};
use sila_core::{AreaCode, ListingId, Millis, PersonId};

use super::super::support::waiting::until;
use super::{Place, SOON, linked, signer, terms, worker};

/// Where the confidential house of these tests is.
pub const SECRET: &str = "طريق السنديانة الهادئة 7731، فيلا النورسة";
/// Words of it, as they would turn up anywhere.
pub const TRACES: [&str; 3] = ["السنديانة", "7731", "النورسة"];

fn words(name: &str, summary: &str) -> Words {
    Words { name: name.to_owned(), summary: summary.to_owned(), ..Words::default() }
}

fn area(code: &str) -> AreaCode {
    AreaCode::parse(code).unwrap()
}

/// A house for boys whose place is not said.
pub fn boys(place: &Place) -> Listing {
    Listing {
        id: ListingId(place.app.clock.new_id()),
        number: 1,
        pillar: Pillar::Protection,
        terms: ServiceTerms {
            service: Service::Shelter,
            categories: vec![Category::Child],
            sexes: vec![Sex::Male],
            age_min: Some(12),
            age_max: Some(17),
        },
        residence: vec![area("AE-SH"), area("AE-DU")],
        ar: words("بيت الفتيان", "إيواء آمن للفتيان"),
        en: words("Boys’ house", "Safe shelter for boys"),
        programme: None,
        papers: vec![Document::EmiratesId],
        opening: Opening::Always,
        languages: vec![Language::Arabic, Language::English],
        site: Site::Confidential,
        phone: "DEMO".to_owned(),
    }
}

/// Monthly assistance: a programme that asks for four things.
pub fn monthly(place: &Place) -> Listing {
    let fields = vec![Field::Name, Field::Residence, Field::Household, Field::Needs];
    Listing {
        id: ListingId(place.app.clock.new_id()),
        pillar: Pillar::Security,
        terms: template::offered(Service::FinancialAid),
        residence: Vec::new(),
        ar: words("المساعدة الشهرية", "مساعدة مالية شهرية"),
        en: words("Monthly assistance", "Money every month"),
        programme: Some(Programme {
            name_ar: "برنامج الضمان".to_owned(),
            name_en: "Security programme".to_owned(),
            fields,
        }),
        opening: Opening::Week(Week::Four.calendar().week),
        site: Site::Open(Address {
            area: area("AE-SH-KFK"),
            line_ar: "شارع المرفأ المعلن".to_owned(),
            line_en: "Open Harbour Street".to_owned(),
        }),
        ..boys(place)
    }
}

pub async fn publish(place: &Place, keeper: &Worker, listing: &Listing, at: Option<&str>) {
    let place_of = at.map(str::to_owned);
    let ready = Ready { listing: listing.clone(), band: Band::Limited, place: place_of };
    publication::publish(&place.app, keeper, &ready, place.app.clock.now()).await.unwrap();
}

/// Both agencies bring what they owe each other until `there` has this version.
pub async fn arrives(places: [&Place; 2], there: &Place, id: ListingId, number: u32) {
    until("the service is there", SOON, || async {
        for place in places {
            share::bring(&place.app).await.unwrap();
        }
        let found = there.app.store.read(move |tx| store::find(tx, id)).await.unwrap()?;
        (found.number == number).then_some(())
    })
    .await;
}

/// An agreement that covers children and assistance too.
async fn agree(one: &Place, other: &Place) -> Agreement {
    let mut agreed = terms(one, other);
    agreed.categories.push(Category::Child);
    for party in &mut agreed.parties {
        party.services.push(template::offered(Service::FinancialAid));
    }
    let id = signing::propose(&one.app, agreed.clone(), signer(one)).await.unwrap();
    until("the proposal has arrived", SOON, || async {
        other.app.store.read(move |tx| agreements::store::find(tx, id)).await.unwrap()
    })
    .await;
    let read = signing::one(&other.app, id).await.unwrap().digest;
    signing::sign(&other.app, id, read, signer(other)).await.unwrap();
    for place in [one, other] {
        super::in_force(place, 1).await;
    }
    agreed
}

fn boy() -> Seeker {
    Seeker {
        need: Some(Service::Shelter),
        category: Some(Category::Child),
        sex: Sex::Male,
        ages: Some(Ages::exactly(14)),
        area: Some(area("AE-SH-KFK")),
    }
}

async fn find(place: &Place, who: Seeker, typed: &str) -> Vec<Found> {
    let asked = Asked {
        who,
        pillar: None,
        origin: None,
        stems: query_stems(typed),
        assured_after: Millis(0),
    };
    place.app.store.read(move |tx| store::found(tx, &asked)).await.unwrap()
}

/// What is known of a boy of 14 of Khor Fakkan, and what he permits.
fn known(place: &Place, to: &Place, fields: &[Field], needs: &[Service]) -> Disclosure {
    let now = place.app.clock.now();
    let mut person = Person::unknown(PersonId(place.app.clock.new_id()));
    person.name_ar = Some("راشد".to_owned());
    person.sex = Sex::Male;
    person.birth = Birth::AgeRange { min: 14, max: 14, as_of: now };
    Disclosure {
        people: vec![person],
        residence: sila_core::residence::Residence {
            area: Some(area("AE-SH-KFK")),
            evidence: sila_core::codes::Evidence::Statement,
            usual_home: true,
            present_area: None,
            stay_days: None,
            risk_near_home: false,
        },
        safety: sila_core::disclosure::Safety {
            immediate_danger: false,
            safe_to_talk: true,
            safe_contact: None,
            plan: None,
        },
        harm: Vec::new(),
        needs: needs.to_vec(),
        wishes: Some("مكان هادئ".to_owned()),
        unwanted: None,
        account: Some("رواية قصيرة".to_owned()),
        permission: sila_core::permission::Permission {
            basis: LawfulBasis::Consent,
            form: Some(PermissionForm::Written),
            recipient: to.app.node.id,
            purpose: needs.to_vec(),
            fields: fields.to_vec(),
            witness: None,
            given_at: now,
            expires_at: now.plus_days(30),
            onward: Vec::new(),
        },
        documents: Vec::new(),
        salt: None,
        no_wishes: None,
    }
}

/// Refers the boy from one agency to the other.
async fn refer(
    from: &Place,
    to: &Place,
    officer: &Worker,
    listing: Option<&Listing>,
    (service, fields): (Service, &[Field]),
) -> Result<sila_core::ReferralId, Problem> {
    let (app, now) = (&from.app, from.app.clock.now());
    let needs = [service];
    let disclosure = known(from, to, fields, &needs);
    let case =
        cases::compose(app, &disclosure, Category::Child, Urgency::Urgent, officer.id, None, now)?;
    let id = case.id;
    app.store.write(move |tx| cases::store::insert(tx, &case)).await?;
    let peer = to.app.node.id;
    let agreement = agreements::in_force(app, now).await?.into_iter().find(|a| a.peer == peer);
    let agreement = agreement.unwrap();
    let clause = agreement.agreement.residence.number.clone();
    let route = Route {
        agreement,
        target: peer,
        basis: Basis::Residence,
        kind: Kind::Service,
        override_: None,
        clause,
    };
    let asked = referrals::Asked {
        case: id,
        disclosure: &disclosure,
        category: Category::Child,
        urgency: Urgency::Urgent,
        services: &needs,
        fields,
        route: &route,
        listed: listing.map(Listing::listed),
        back: None,
    };
    let offered = referrals::compose(app, officer, &asked, now).await?;
    let referral = offered.id;
    app.store.write(move |tx| offered.insert(tx)).await?;
    app.outbox.notify_one();
    Ok(referral)
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a11_the_second_version_is_found_at_the_partner_for_a_boy_of_khor_fakkan_and_the_first_stays()
 {
    let (marsa, dana) = linked(true).await;
    agree(&marsa, &dana).await;
    let (keeper, officer) = (worker(&marsa, "HEAD").await, worker(&dana, "INTAKE").await);
    let first = boys(&marsa);
    let both = [&marsa, &dana];
    publish(&marsa, &keeper, &first, Some(SECRET)).await;
    arrives(both, &dana, first.id, 1).await;

    // A referral that asks for version 1.
    let fields = [Field::Name, Field::Birth, Field::Sex, Field::Residence, Field::Needs];
    let wish = (Service::Shelter, &fields[..]);
    let old = refer(&dana, &marsa, &officer, Some(&first), wish).await.unwrap();

    let second = Listing {
        number: 2,
        ar: words("بيت الفتيان الجديد", "إيواء آمن للفتيان بغرف منفردة"),
        ..first.clone()
    };
    publish(&marsa, &keeper, &second, Some(SECRET)).await;
    arrives(both, &dana, first.id, 2).await;

    for typed in ["", "الفتيان", "إيواء", "shelter", "boys"] {
        let found = find(&dana, boy(), typed).await;
        assert_eq!(found.len(), 1, "{typed}");
        assert_eq!(found[0].published.listing, second, "the version in force is found");
        assert_eq!(found[0].origin, marsa.app.node.id);
    }
    let girl = Seeker { sex: Sex::Female, ..boy() };
    let grown = Seeker { ages: Some(Ages::exactly(19)), ..boy() };
    let elsewhere = Seeker { area: Some(area("AE-FU-DBF")), ..boy() };
    for who in [girl, grown, elsewhere, Seeker { need: Some(Service::Legal), ..boy() }] {
        assert!(find(&dana, who, "").await.is_empty(), "{who:?}");
    }
    // It can be referred to in its new version; and the old referral, at both agencies, still has the words it asked for.
    refer(&dana, &marsa, &officer, Some(&second), wish).await.unwrap();
    let number = until("the old referral has arrived", SOON, || async {
        let record = referrals::Record::of(&marsa.app, old).await.ok()?;
        record.thread.as_ref()?.offer().listed.map(|listed| listed.number)
    })
    .await;
    assert_eq!(number, 1);
    for place in both {
        let id = first.id;
        let kept = place.app.store.read(move |tx| store::version(tx, id, 1)).await.unwrap();
        assert_eq!(kept.as_ref(), Some(&first));
    }
    begins_a_form(&dana, &officer, first.id).await;
}

/// The page of a service begins the form of intake, filled in; and the first version is still there to read.
async fn begins_a_form(dana: &Place, officer: &Worker, id: ListingId) {
    let cookie = sign_in(dana, officer).await;
    let page = get(dana, &format!("/en/services/{id}"), &cookie).await;
    assert!(page.body.contains("Refer somebody"), "{}", page.body);
    let begun = post(dana, &format!("/en/services/{id}/intake"), &cookie, "").await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    let form = get(dana, &begun.location, &cookie).await;
    assert!(form.body.contains("The service asked for") && form.body.contains("Boys’ house"));
    let old = get(dana, &format!("/ar/services/{id}/versions/1"), &cookie).await;
    assert!(old.body.contains("إيواء آمن للفتيان") && !old.body.contains("غرف منفردة"));
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a21_a_referral_for_monthly_assistance_carries_only_what_the_programme_lists() {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let (keeper, officer) = (worker(&dana, "HEAD").await, worker(&marsa, "INTAKE").await);
    let aid = monthly(&dana);
    publish(&dana, &keeper, &aid, None).await;
    arrives([&dana, &marsa], &marsa, aid.id, 1).await;
    let listed = [Field::Name, Field::Residence, Field::Needs];
    let more = [Field::Name, Field::Residence, Field::Needs, Field::Account];
    let service = Service::FinancialAid;
    // Whether the programme was chosen in the directory or only the kind of service was ticked.
    for chosen in [Some(&aid), None] {
        let refused = refer(&marsa, &dana, &officer, chosen, (service, &more)).await.unwrap_err();
        assert_eq!(refused.code, "programme.field_not_listed");
        assert!(refused.facts.contains(&("field", "ACCOUNT".to_owned())), "{refused:?}");
        assert_eq!(refused.status, StatusCode::CONFLICT);
    }
    refer(&marsa, &dana, &officer, Some(&aid), (service, &listed)).await.unwrap();
    // Another service of the same agency is not limited by it.
    let allowed = programme::allowed(&marsa.app, dana.app.node.id, &[Service::Shelter], None);
    assert_eq!(allowed.await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b10_the_report_lists_what_exactly_one_party_offers() {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let (ours, theirs) = (worker(&dana, "HEAD").await, worker(&marsa, "HEAD").await);
    let (aid, house) = (monthly(&dana), boys(&marsa));
    let shared = Listing { id: ListingId(dana.app.clock.new_id()), ..boys(&dana) };
    publish(&dana, &ours, &aid, None).await;
    publish(&dana, &ours, &shared, None).await;
    publish(&marsa, &theirs, &house, Some(SECRET)).await;
    arrives([&dana, &marsa], &marsa, aid.id, 1).await;
    arrives([&dana, &marsa], &dana, house.id, 1).await;
    for (place, worker, alone, lacks) in
        [(&dana, &ours, "Financial assistance", ""), (&marsa, &theirs, "", "Financial assistance")]
    {
        let cookie = sign_in(place, worker).await;
        let page = get(place, "/en/services/gaps", &cookie).await.body;
        let list = |id: &str| {
            let after = page.split(&format!("id=\"{id}\"")).nth(1).unwrap_or_default();
            after.split("</ul>").next().unwrap_or_default().to_owned()
        };
        assert_eq!(list("alone-0").contains("Financial assistance"), !alone.is_empty());
        assert_eq!(list("lacks-0").contains("Financial assistance"), !lacks.is_empty());
        assert!(!list("alone-0").contains("Safe shelter"), "both offer it");
    }
}

/// What a request got.
pub struct Got {
    pub status: StatusCode,
    pub kind: String,
    pub location: String,
    pub body: String,
}

pub async fn sign_in(place: &Place, worker: &Worker) -> String {
    let value = session::begin(&place.app, worker, place.app.clock.now()).await.unwrap();
    format!("{}={value}", session::cookie_name(&place.app))
}

pub async fn send(place: &Place, request: Request<Body>) -> Got {
    use hyper::service::Service as _;
    let router = TowerToHyperService::new(sila::routes::router(&place.app));
    let response = router.call(request).await.unwrap();
    let text = |name| {
        let value = response.headers().get(name);
        value.map_or("", |value| value.to_str().unwrap()).to_owned()
    };
    let (location, kind) = (text(header::LOCATION), text(header::CONTENT_TYPE));
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    Got { status, kind, location, body: String::from_utf8(bytes.to_vec()).unwrap() }
}

pub async fn get(place: &Place, path: &str, cookie: &str) -> Got {
    let request = Request::get(path).header(header::COOKIE, cookie);
    send(place, request.body(Body::empty()).unwrap()).await
}

pub async fn post(place: &Place, path: &str, cookie: &str, form: &str) -> Got {
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    send(place, request.body(Body::from(form.to_owned())).unwrap()).await
}

async fn upload(place: &Place, cookie: &str, bytes: &str) -> Got {
    let head = "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n\r\n";
    let request = Request::post("/en/services/import")
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx");
    send(place, request.body(Body::from(format!("{head}{bytes}\r\n--xx--\r\n"))).unwrap()).await
}

async fn read(place: &Place, path: &str) -> Value {
    let got = get(place, path, "").await;
    assert_eq!((got.status, got.kind.as_str()), (StatusCode::OK, "application/json"), "{path}");
    serde_json::from_str(&got.body).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a13_every_service_stands_under_one_of_four_pillars_in_both_languages() {
    let dana = Place::make("DANA", false).await;
    let keeper = worker(&dana, "HEAD").await;
    publish(&dana, &keeper, &monthly(&dana), None).await;
    let arabic = get(&dana, "/ar/directory", "").await.body;
    let english = get(&dana, "/en/directory", "").await.body;
    let names = [
        ("الرعاية", "Care"),
        ("الحماية", "Protection"),
        ("الضمان الاجتماعي", "Social security"),
        ("الخدمات المجتمعية", "Community services"),
    ];
    for (ar, en) in names {
        assert!(arabic.contains(&format!(">{ar}</a>")), "{ar}");
        assert!(english.contains(&format!(">{en}</a>")), "{en}");
    }
    let mut under = BTreeMap::new();
    for pillar in Pillar::ALL {
        let page = get(&dana, &format!("/en/directory/under/{}", pillar.code()), "").await.body;
        under.insert(pillar.code(), page.contains("Monthly assistance"));
    }
    assert_eq!(under.values().filter(|shown| **shown).count(), 1, "{under:?}");
    assert!(under["SECURITY"]);
    // A page for everybody has a way out, and nothing from elsewhere.
    for page in [&arabic, &english] {
        assert!(page.contains("/hidden"));
        assert!(!page.contains("src=\"http") && !page.contains("href=\"http"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b33_all_eleven_readings_answer() {
    let dana = Place::make("DANA", false).await;
    let keeper = worker(&dana, "HEAD").await;
    let (aid, house) = (monthly(&dana), boys(&dana));
    publish(&dana, &keeper, &aid, None).await;
    publish(&dana, &keeper, &house, Some(SECRET)).await;
    let root = read(&dana, "/hsds/").await;
    for key in ["version", "profile", "openapi_url"] {
        assert!(root[key].is_string(), "{key}");
    }
    let parts = [
        "total_items",
        "total_pages",
        "page_number",
        "size",
        "first_page",
        "last_page",
        "empty",
        "contents",
    ];
    for list in
        ["services", "taxonomies", "taxonomy_terms", "organizations", "service_at_locations"]
    {
        let page = read(&dana, &format!("/hsds/{list}?per_page=1")).await;
        for part in parts {
            assert!(page.get(part).is_some(), "{list} {part}");
        }
        assert_eq!(page["size"], 1, "{list}");
        let id = page["contents"][0]["id"].as_str().unwrap().to_owned();
        let one = read(&dana, &format!("/hsds/{list}/{id}")).await;
        assert_eq!(one["id"].as_str(), Some(id.as_str()), "{list}");
        let none = get(&dana, &format!("/hsds/{list}/{}", uuid::Uuid::nil()), "").await;
        assert_eq!(
            (none.status, none.kind.as_str()),
            (StatusCode::NOT_FOUND, "application/problem+json")
        );
    }
    assert_eq!(read(&dana, "/hsds/services").await["total_items"], 2);
    assert_eq!(read(&dana, "/hsds/services?page=2&per_page=1").await["page_number"], 2);
    assert_eq!(
        read(&dana, "/hsds/services?search=%D9%85%D8%B3%D8%A7%D8%B9%D8%AF%D9%87").await["total_items"],
        1
    );
    let english = read(&dana, &format!("/hsds/services/{}?lang=en", aid.id)).await;
    assert_eq!(english["name"], "Monthly assistance");
    assert_eq!(english["alternate_name"], "المساعدة الشهرية");
    let lines = get(&dana, "/hsds/services?format=ndjson", "").await;
    assert_eq!((lines.kind.as_str(), lines.body.lines().count()), ("application/x-ndjson", 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b33_a_malformed_call_is_answered_by_problem_json_that_names_the_field() {
    let dana = Place::make("DANA", false).await;
    let malformed = [
        ("page=0", "page"),
        ("page=x", "page"),
        ("taxonomy_id=", "taxonomy_id"),
        ("per_page=101", "per_page"),
        ("taxonomy_term_id=7", "taxonomy_term_id"),
        ("organization_id=x", "organization_id"),
        ("modified_after=yesterday", "modified_after"),
        ("format=xml", "format"),
        ("full=maybe", "full"),
        ("lang=fr", "lang"),
    ];
    for (query, field) in malformed {
        let got = get(&dana, &format!("/hsds/services?{query}"), "").await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(got.kind, "application/problem+json");
        let problem: Value = serde_json::from_str(&got.body).unwrap();
        assert_eq!(problem["facts"]["field"], field, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b33_what_is_written_out_and_brought_in_again_is_what_it_was() {
    let dana = Place::make("DANA", false).await;
    let keeper = worker(&dana, "HEAD").await;
    let (aid, house) = (monthly(&dana), boys(&dana));
    publish(&dana, &keeper, &aid, None).await;
    publish(&dana, &keeper, &house, Some(SECRET)).await;
    // Written out and brought in again it is what it was; with one wrong row nothing is brought in.
    let cookie = sign_in(&dana, &keeper).await;
    let file = get(&dana, "/ar/services/export", &cookie).await.body;
    assert_eq!(file.lines().count(), 2);
    let marsa = Place::make("MARSA", false).await;
    let other = worker(&marsa, "HEAD").await;
    let cookie = sign_in(&marsa, &other).await;
    let broken = file.replace("\"value\":\"PROTECTION\"", "\"value\":\"ELSEWHERE\"");
    let refused = upload(&marsa, &cookie, &broken).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("pillar") && refused.body.contains("Nothing was brought in"));
    let me = marsa.app.node.id;
    let drafts = |place: &Place| {
        let store = place.app.store.clone();
        async move { store.read(move |tx| store::drafts(tx, me)).await.unwrap() }
    };
    assert!(drafts(&marsa).await.is_empty());
    let taken = upload(&marsa, &cookie, &file).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    assert_eq!(drafts(&marsa).await.len(), 2);
    for original in [&aid, &house] {
        let path = format!("/en/services/{}/publication", original.id);
        let published = post(&marsa, &path, &cookie, "").await;
        assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
        let id = original.id;
        let again = marsa.app.store.read(move |tx| store::version(tx, id, 1)).await.unwrap();
        assert_eq!(again.as_ref(), Some(original), "the same service comes out");
    }
}

/// Every page and every answer that somebody without a special right is given, with its address.
async fn everything(dana: &Place, id: ListingId, reads: &str) -> Vec<(String, String)> {
    let mut given = Vec::new();
    for path in [
        "/hsds/".to_owned(),
        "/hsds/openapi.json".to_owned(),
        "/hsds/services?full=true".to_owned(),
        "/hsds/services?format=ndjson&full=true".to_owned(),
        format!("/hsds/services/{id}"),
        "/hsds/service_at_locations?full=true".to_owned(),
        "/hsds/organizations?full=true".to_owned(),
        "/ar/directory".to_owned(),
        "/ar/directory/all".to_owned(),
        "/ar/directory/under/PROTECTION".to_owned(),
        format!("/ar/directory/{id}"),
        "/ar/services".to_owned(),
        "/ar/services/gaps".to_owned(),
        format!("/ar/services/{id}"),
        format!("/ar/services/{id}/versions/1"),
        format!("/ar/services/{id}/versions/2"),
    ] {
        let got = get(dana, &path, reads).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        given.push((path, got.body));
    }
    let page = read(dana, "/hsds/service_at_locations").await;
    for one in page["contents"].as_array().unwrap() {
        let path = format!("/hsds/service_at_locations/{}", one["id"].as_str().unwrap());
        given.push((path.clone(), get(dana, &path, "").await.body));
    }
    given
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b33_the_address_of_a_confidential_place_is_in_nothing_that_anybody_is_given() {
    let dana = Place::make("DANA", false).await;
    let (keeper, reader) = (worker(&dana, "HEAD").await, worker(&dana, "INTAKE").await);
    let (aid, house) = (monthly(&dana), boys(&dana));
    publish(&dana, &keeper, &aid, None).await;
    // First published with an open address, then made confidential: the old version does not say it either.
    let at =
        Address { area: area("AE-SH-KFK"), line_ar: SECRET.to_owned(), line_en: SECRET.to_owned() };
    publish(&dana, &keeper, &Listing { site: Site::Open(at), ..house.clone() }, None).await;
    publish(&dana, &keeper, &Listing { number: 2, ..house.clone() }, Some(SECRET)).await;
    let (keeps, reads) = (sign_in(&dana, &keeper).await, sign_in(&dana, &reader).await);
    let id = house.id;
    let mut given = everything(&dana, id, &reads).await;
    given.push(("export".to_owned(), get(&dana, "/ar/services/export", &keeps).await.body));
    let typed = "q=%D8%A7%D9%84%D8%B3%D9%86%D8%AF%D9%8A%D8%A7%D9%86%D8%A9";
    let found = post(&dana, "/ar/directory/found", "", typed).await;
    assert!(!found.body.contains("بيت الفتيان"), "the search knows no word of it");
    assert!(find(&dana, Seeker::ANYBODY, SECRET).await.is_empty());
    for (path, body) in &given {
        for trace in TRACES {
            assert!(!body.contains(trace), "{path} says {trace}");
        }
    }
    // The same looking finds the address of an open place: so it can fail.
    let says = |part: &str| given.iter().filter(|(_, body)| body.contains(part)).count();
    assert!(says("شارع المرفأ المعلن") >= 5);
    // At rest it is sealed, and only its keepers read it.
    let path = format!("/ar/services/{id}/place");
    assert_eq!(get(&dana, &path, &reads).await.status, StatusCode::FORBIDDEN);
    assert!(get(&dana, &path, &keeps).await.body.contains(SECRET));
}
