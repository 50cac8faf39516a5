//! Two nodes whose agreement pins other versions of a list than one of them uses.

use sila::agreements::{self, vocabulary};
use sila::problem::Problem;
use sila_core::agreement::Vocabulary;
use sila_core::agreement::vocabulary::lists;
use sila_core::codes::Service;
use sila_core::referral::State;
use sila_seal::sha256;

use super::nodes::{Pair, Wish};
use super::pages::{get, shows_every_text};

/// What this program pins, with the list of services as it was when it had so many.
fn pinned(version: u16) -> Vocabulary {
    let mut all = vocabulary::current();
    all.number = "3.1".to_owned();
    let known = lists().into_iter().find(|list| list.name == "service_type").unwrap();
    let pin = all.pins.iter_mut().find(|pin| pin.list == "service_type").unwrap();
    let text = known.text(version).unwrap();
    (pin.version, pin.digest) = (version, sha256(&[text.as_bytes()]));
    all
}

async fn with(change: impl FnOnce(&mut Vocabulary), version: u16) -> Pair {
    let mut pair = Pair::without_agreement().await;
    let mut pins = pinned(version);
    change(&mut pins);
    pair.agreement.vocabulary = Some(pins);
    for node in [&pair.marsa, &pair.dana] {
        pair.sign(node, false).await;
    }
    pair
}

fn facts(problem: &Problem) -> Vec<(&str, &str)> {
    problem.facts.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[tokio::test]
async fn contract_a27_a_referral_with_a_code_the_agreement_does_not_pin_is_refused_with_its_list() {
    let before_legal =
        u16::try_from(Service::ALL.iter().position(|one| *one == Service::Legal).unwrap()).unwrap();
    let pair = with(|_| {}, before_legal).await;
    let refused = pair.offer(|_| {}).await.expect_err("legal support came into the list later");
    assert_eq!(refused.code, "agreement.code_not_pinned");
    let (pinned, needed) = (before_legal.to_string(), (before_legal + 1).to_string());
    let named = [
        ("clause", "3.1"),
        ("code-list", "service_type"),
        ("pinned", pinned.as_str()),
        ("needed", needed.as_str()),
    ];
    assert_eq!(facts(&refused), named);
    // What both understand goes on meanwhile.
    let known = |wish: &mut Wish| {
        for services in [
            &mut wish.services,
            &mut wish.disclosure.needs,
            &mut wish.disclosure.permission.purpose,
        ] {
            *services = vec![Service::Shelter];
        }
    };
    let id = pair.offer(known).await.unwrap().id;
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Delivered);
    let officer = pair.marsa.worker("m-par", &["PARTNERSHIP"]).await;
    let cookie = pair.marsa.sign_in(&officer).await;
    for (lang, grown) in [("ar", "نمت قائمة واحدة"), ("en", "One list has grown here since")]
    {
        let path = format!("/{lang}/agreements/{}", pair.agreement.id);
        let (_, page) = get(&pair.marsa, &cookie, &path).await;
        shows_every_text(&page);
        assert!(
            page.contains("id=\"vocabulary\"") && page.contains(grown),
            "which versions both use"
        );
    }
}

#[tokio::test]
async fn contract_a27_programs_that_mean_other_words_refuse_politely_and_name_list_and_versions() {
    let all = u16::try_from(Service::ALL.len()).unwrap();
    let newer = |pins: &mut Vocabulary| {
        let pin = pins.pins.iter_mut().find(|pin| pin.list == "service_type").unwrap();
        (pin.version, pin.digest) = (pin.version + 1, [7; 32]);
    };
    let pair = with(newer, all).await;
    let refused = pair.offer(|_| {}).await.expect_err("their program is newer than ours");
    assert_eq!(refused.code, "agreement.vocabulary_differs");
    let (pinned, ours) = ((all + 1).to_string(), all.to_string());
    let named =
        [("code-list", "service_type"), ("pinned", pinned.as_str()), ("ours", ours.as_str())];
    assert_eq!(facts(&refused), named);
    let agreement = agreements::signing::one(&pair.dana.app, pair.agreement.id).await.unwrap();
    let refused = vocabulary::understood(&agreement.agreement).expect_err("nor does Dana");
    assert_eq!(facts(&refused), named);
}
