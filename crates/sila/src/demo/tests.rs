use std::collections::BTreeSet;

use sila_core::agreement::{Agreement, Sector, ThirdAgency};
use sila_core::ids::{AgencyId, AgreementId};
use sila_core::time::Millis;
use sila_names::EmiratesId;
use sila_seal::sha256;

use super::deed::Act;
use super::hosting::Accord;
use super::script::Script;
use crate::accounts::{password, roles};
use crate::agreements::{completeness, document, library};
use crate::node::Agency;
use crate::partners::{Level, Partner};

/// The agreement that is printed for `docs/papers`.
const MEMORANDUM: &str = "MOU-DEMO-001";
/// What stands in it; three clauses are for a private party or an approval from outside.
const NUMBERS: [&str; 31] = [
    "1.1", "1.2", "2.1", "3.1", "3.2", "3.3", "3.5", "4.1", "4.2", "4.3", "5.1", "5.2", "6.1",
    "6.2", "7.1", "7.2", "8.1", "8.2", "8.3", "8.4", "8.5", "8.6", "8.7", "8.8", "8.10", "8.11",
    "8.12", "8.13", "8.14", "8.15", "8.16",
];
/// With this partner there is an agreement, and a case is barred from it.
const BARRED: &str = "P12";

fn script() -> Script {
    Script::read().unwrap()
}

#[test]
fn every_code_of_the_script_is_one_of_ours() {
    // Codes of the shared lists are checked by reading; here those that are plain text.
    let script = script();
    for node in &script.nodes {
        assert!(Agency::code_is_valid(&node.code), "{}", node.code);
        assert_eq!(node.areas().len(), node.covers.len(), "{}", node.code);
        assert!(node.demo, "{}", node.code);
    }
    let mut codes = BTreeSet::new();
    for member in &script.staff {
        assert!(codes.insert(member.code.as_str()), "{} twice", member.code);
        assert!(script.nodes.iter().any(|node| node.code == member.node), "{}", member.code);
        assert!(!member.roles.is_empty(), "{}", member.code);
        for role in &member.roles {
            assert!(roles::find(role).is_some(), "{} has {role}", member.code);
        }
        let weak = password::check(&member.user_name(), super::staging::PASSWORD);
        assert_eq!(weak, Ok(()), "{}", member.code);
    }
}

#[test]
fn every_role_is_held_by_somebody() {
    let script = script();
    for role in roles::ROLES {
        let held = script.staff.iter().any(|member| member.roles.iter().any(|r| r == role.code));
        assert!(held, "{}", role.code);
    }
}

#[test]
fn people_are_invented_by_the_rules() {
    let (script, mut numbers, mut stories) = (script(), BTreeSet::new(), BTreeSet::new());
    for story in &script.stories {
        assert!(stories.insert(&story.code), "{} twice", story.code);
        assert!(!story.people.is_empty(), "{}", story.code);
        for person in &story.people {
            if let Some(id) = &person.emirates_id {
                assert!(id.starts_with("7841900"), "{}: {id}", story.code);
                let warnings = EmiratesId::parse(id).unwrap().warnings(Some(1900));
                assert!(warnings.is_empty(), "{}: {id} {warnings:?}", story.code);
                assert!(numbers.insert(id.clone()), "{}: {id} twice", story.code);
            }
            let phones = person.phone.iter().chain(story.safety.contact.iter().map(|c| &c.phone));
            for phone in phones {
                assert!(
                    phone.starts_with("+97159") && phone.len() == 13,
                    "{}: {phone}",
                    story.code
                );
            }
        }
    }
}

#[test]
fn only_colleagues_act_in_a_story_and_in_order() {
    let script = script();
    let now = Millis(1_763_964_000_000);
    let works = |code: &str| script.staff.iter().find(|member| member.code == code);
    let accords = &script.agreements.on_paper;
    let guests = || accords.iter().filter_map(|one| one.guest.as_ref());
    for story in &script.stories {
        let place = &story.code;
        let ours = story.members.iter().chain([&story.by]);
        ours.for_each(|code| assert_eq!(works(code).unwrap().node, story.node, "{place}"));
        let mut last = story.at.at(now);
        for deed in &story.acts {
            let by = deed.by.to_lowercase();
            match &deed.act {
                Act::Portal(_) => assert!(guests().any(|one| one.user == by), "{place}: {by}"),
                _ => assert!(works(&deed.by).is_some(), "{place}: {by}"),
            }
            assert!(deed.at.at(now) > last, "{place}: {deed:?} is not after what was done before");
            last = deed.at.at(now);
            if let Act::Refer(refer) = &deed.act {
                let node = script.nodes.iter().any(|node| node.code == refer.to);
                let signed = |one: &Accord| one.partner == refer.to && one.signed_by.is_some();
                let agreed = node || accords.iter().any(signed);
                assert_eq!(agreed, refer.refused.is_none() || refer.to == BARRED, "{place}");
                assert_ne!(refer.to, story.node, "{place}");
            }
        }
        assert!(last <= now.plus_minutes(-1), "{place} is not over when the demonstration begins");
    }
}

#[test]
fn agreements_keep_the_rules_of_agreements() {
    let script = script();
    let (agreements, now) = (&script.agreements, Millis(1_763_964_000_000));
    let node = |code: &str| script.nodes.iter().find(|node| node.code == code).unwrap();
    for (n, pact) in (0_u8..).zip(&agreements.agreements) {
        let [one, two] = &pact.parties;
        let parties = [(node(one), AgencyId([1; 32])), (node(two), AgencyId([2; 32]))];
        let id = AgreementId(uuid::Uuid::from_u128(u128::from(n)));
        let agreement = agreements.between(pact, parties, Vec::new(), id, pact.at.at(now));
        assert_eq!(agreement.check(), Ok(()), "{}", pact.code);
        assert_eq!(Agreement::from_cbor(&agreement.to_cbor()).unwrap(), agreement);
        assert_eq!(agreement.in_force(now), Ok(()), "{}", pact.code);
        assert!(agreement.parties.iter().all(|party| !party.services.is_empty()), "{}", pact.code);
    }
    assert!(agreements.agreements.iter().any(|pact| !pact.signed), "one waits for its second");
    assert!(agreements.on_paper.iter().any(|one| one.signed_by.is_none()), "and one on paper");
    for accord in &agreements.on_paper {
        let ours = agreements.party(node(&accord.node), AgencyId([1; 32]), now);
        let partner = Partner {
            id: AgencyId([2; 32]),
            code: accord.partner.clone(),
            name_ar: String::new(),
            name_en: String::new(),
            sector: Sector::Local,
            level: Level::Paper,
            contact: String::new(),
            updated_at: now,
        };
        let id = AgreementId(uuid::Uuid::nil());
        let agreement = accord.text(ours, &partner, (id, accord.at.at(now)));
        assert_eq!(agreement.check(), Ok(()), "{}", accord.code);
        assert_eq!(agreement.in_force(now), Ok(()), "{}", accord.code);
    }
}

#[test]
fn the_memorandum_that_is_printed_is_complete_in_both_languages() {
    let script = script();
    let now = Millis(1_763_964_000_000);
    let node = |code: &str| script.nodes.iter().find(|node| node.code == code).unwrap();
    let mut all = script.agreements.agreements.iter();
    let pact = all.find(|pact| pact.code == MEMORANDUM).unwrap();
    assert!(pact.signed, "the link obeys it");
    let ids = [AgencyId([1; 32]), AgencyId([2; 32])];
    let [one, two] = &pact.parties;
    let third = pact.onward.iter().map(|code| ThirdAgency {
        agency: AgencyId([3; 32]),
        code: code.clone(),
        name_ar: node(code).name_ar.clone(),
        name_en: node(code).name_en.clone(),
    });
    let id = AgreementId(uuid::Uuid::nil());
    let parties = [(node(one), ids[0]), (node(two), ids[1])];
    let agreement = script.agreements.between(pact, parties, third.collect(), id, pact.at.at(now));
    assert_eq!(agreement.check(), Ok(()));
    let numbers: Vec<&str> = agreement.clauses.iter().map(|one| one.number.as_str()).collect();
    assert_eq!(numbers, NUMBERS);
    for entry in &library::ALL {
        let clause = agreement.clause(entry.number).unwrap();
        assert_eq!([clause.text_ar.as_str(), clause.text_en.as_str()], entry.text);
    }
    assert!(completeness::of(&agreement).iter().all(|one| one.there));
    assert_eq!(agreement.notice.as_ref().map(|one| one.days), Some(90));
    assert_eq!(agreement.notice_alarm(now), None, "nobody is warned a month after the signature");
    let paper = format!("{:?}", document::document(&agreement, &sha256(&[&agreement.to_cbor()])));
    let shown = |text: &String| format!("{text:?}").trim_matches('"').to_owned();
    for clause in &agreement.clauses {
        for words in [&clause.title_ar, &clause.title_en, &clause.text_ar, &clause.text_en] {
            assert!(!words.is_empty() && paper.contains(&shown(words)), "{}", clause.number);
        }
    }
}
