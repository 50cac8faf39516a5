//! The sample that is audited, between two nodes: both draw the same facts from what both have signed, and what an audit finds stands beside the
//! numbers and changes none of them.

use axum::body::Body;
use axum::http::{Request, Response, header};
use http_body_util::BodyExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use sila::accounts::{Worker, session};
use sila::activation::{Book, exchange, published};
use sila::audits::store::{self, Draw, Drawn};
use sila::audits::{self, Verdict, standing};
use sila_core::RecordId;
use sila_core::experience::Quarter;
use sila_core::partnership::Act;

use super::activation::{begun, book, by, deed, done, live};
use super::partnership::page;
use super::{Place, worker};

/// What this node has drawn.
async fn drawn(place: &Place) -> (Vec<Draw>, Vec<Drawn>) {
    let read = |tx: &mut dyn sila::db::Tx| -> Result<_, sila::db::DbError> {
        Ok((store::draws(tx)?, store::drawn(tx)?))
    };
    place.app.store.read(read).await.unwrap()
}

/// The part of the activation index that tells of obligations.
async fn kept(place: &Place, book: &Book) -> Option<f64> {
    let now = place.app.clock.now();
    let seen = exchange::of(&place.app, &book.ledger.agreement, now).await.unwrap();
    let found = published::afresh(book, seen, now);
    found.lives.components.iter().find(|part| part.code == "O").unwrap().value
}

/// A page as this colleague sees it, or what a form of theirs brings.
async fn asked(place: &Place, worker: &Worker, path: &str, form: Option<&str>) -> (u16, String) {
    let app = &place.app;
    let cookie = session::begin(app, worker, app.clock.now()).await.unwrap();
    let cookie = format!("{}={cookie}", session::cookie_name(app));
    let request = match form {
        Some(form) => Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookie)
            .body(Body::from(form.to_owned())),
        None => Request::get(path).header(header::COOKIE, cookie).body(Body::empty()),
    };
    let router = TowerToHyperService::new(sila::routes::router(app));
    let response: Response<_> = router.call(request.unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

/// MARSA says that it has done what it has not, and DANA confirms it; the quarter goes by. Before it is over for three days only the one before is
/// drawn, in which there was nothing.
async fn fiction() -> (Place, Place) {
    let (dana, marsa, ids) = live().await;
    let [annexed, _] = begun(&dana, &marsa, ids).await;
    let agreed = book(&dana).await;
    let due = agreed.ledger.instances(agreed.ledger.agreement.from.plus_days(40))[0].due.at;
    done(&marsa, &dana, deed(&agreed, annexed, Act::Fulfil, 1, Some(due)), true).await;
    let over = Quarter::of(by(&dana).now).next().begins();
    for (days, draws) in [(1, 1), (40, 1), (40, 0)] {
        for place in [&dana, &marsa] {
            place.app.clock.set(Some(over.plus_days(days)));
            assert_eq!(audits::tend(&place.app).await.unwrap(), draws, "day {days}");
        }
    }
    (dana, marsa)
}

const FLAG: &str = "A fact that both have confirmed does not hold";

#[tokio::test(flavor = "multi_thread")]
async fn gaming_collusion_a_fiction_is_drawn_at_both_and_a_finding_stands_beside_the_number() {
    let (dana, marsa) = fiction().await;
    let (draws, facts) = drawn(&dana).await;
    let (theirs, same) = drawn(&marsa).await;
    assert_eq!((draws.len(), facts.len(), draws[0].facts), (1, 1, 1), "at least one of a few");
    assert_eq!((draws[0].seed, &facts), (theirs[0].seed, &same), "each by itself");
    let (record, agreed) = (facts[0].record, book(&dana).await);
    let needle = kept(&dana, &agreed).await;
    assert_eq!(needle, Some(1.0), "the fiction counts as both have signed it");
    let agreement = agreed.ledger.agreement.id;
    let pages = [
        format!("/en/partnerships/{}", marsa.app.node.id.to_text()),
        format!("/en/agreements/{agreement}/activation"),
    ];
    for path in &pages {
        let seen = page(&dana, path).await;
        assert!(!seen.contains(FLAG) && seen.contains("Sample audit"), "{path}");
    }
    finding(&dana, record).await;
    let standing = standing::of(&dana.app, std::slice::from_ref(&agreed)).await.unwrap();
    assert_eq!((standing.drawn, standing.looked, standing.fails.len()), (1, 1, 1));
    let after = book(&dana).await;
    assert_eq!(kept(&dana, &after).await, needle, "nothing that both have signed has changed");
    let less = standing::without(&after, &standing.fails);
    assert_eq!(kept(&dana, &less).await, Some(0.0), "and what it would be is told");
    for path in &pages {
        let seen = page(&dana, path).await;
        assert!(seen.contains(FLAG) && seen.contains("One does not hold"), "{path}");
        assert!(seen.contains(&format!("/en/audits/{record}")), "{path}");
    }
    let theirs = format!("/en/agreements/{agreement}/activation");
    assert!(!page(&marsa, &theirs).await.contains(FLAG), "each agency audits for itself");
    corrected(&dana, record, &pages).await;
}

/// Whoever signs finds nothing; whoever audits does, with a reason, by the form.
async fn finding(dana: &Place, record: RecordId) {
    sila::people::register::fill(&dana.app).await.unwrap();
    let auditor = worker(dana, "DPO_AUDIT").await;
    waits(dana, &auditor, record).await;
    let one = format!("/en/audits/{record}");
    let to = format!("{one}/findings");
    let none = asked(dana, &auditor, &to, Some("verdict=FAILS&reason=")).await;
    assert_eq!(none.0, 422, "a finding has a reason");
    let said = "verdict=FAILS&reason=There+is+no+such+rota";
    let head = worker(dana, "HEAD").await;
    assert!(!asked(dana, &head, "/en", None).await.1.contains("waits for an audit"));
    let signs = asked(dana, &head, &to, Some(said)).await;
    assert_eq!(signs.0, 409);
    assert!(signs.1.contains("Whoever signs does not audit"), "{}", signs.1);
    assert_eq!(asked(dana, &auditor, &to, Some(said)).await.0, 303);
    let officer = page(dana, &one).await;
    assert!(officer.contains("There is no such rota") && !officer.contains("Write down a finding"));
    never_drawn(dana, &auditor).await;
}

/// It is a task of whoever audits, who finds it with its evidence.
async fn waits(dana: &Place, auditor: &Worker, record: RecordId) {
    let day = asked(dana, auditor, "/en", None).await.1;
    assert!(day.contains("A fact of the sample waits for an audit"), "it is a task");
    let one = format!("/en/audits/{record}");
    let list = asked(dana, auditor, "/en/audits", None).await.1;
    assert!(list.contains(&one) && list.contains("Nobody has looked"));
    let seen = asked(dana, auditor, &one, None).await.1;
    for told in ["What was done", "Letter 14", "Write down a finding", "Holds", "Cannot be seen"] {
        assert!(seen.contains(told), "{told}: {seen}");
    }
}

/// Of what was not drawn there is no page, and nothing is found.
async fn never_drawn(dana: &Place, auditor: &Worker) {
    let other = RecordId(dana.app.clock.new_id());
    assert_eq!(asked(dana, auditor, &format!("/en/audits/{other}"), None).await.0, 404);
    let now = dana.app.clock.now();
    let never = audits::find(&dana.app, other, (Verdict::Fails, "Never drawn"), auditor, now);
    assert_eq!(never.await.unwrap_err().code, "page.not_found");
}

/// A later finding counts; the earlier one stays to be read.
async fn corrected(dana: &Place, record: RecordId, pages: &[String]) {
    let (auditor, now) = (worker(dana, "DPO_AUDIT").await, dana.app.clock.now().plus_days(1));
    let found = (Verdict::Holds, "The rota was found in another file");
    audits::find(&dana.app, record, found, &auditor, now).await.unwrap();
    for path in pages {
        assert!(!page(dana, path).await.contains(FLAG), "{path}");
    }
    let seen = page(dana, &format!("/en/audits/{record}")).await;
    assert!(seen.contains("There is no such rota") && seen.contains("in another file"), "{seen}");
}
