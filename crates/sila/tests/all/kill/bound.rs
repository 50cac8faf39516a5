//! The agreement as the rule of the link between nodes that are processes: what the two amend, let run out and sign anew changes at both,
//! within seconds and by itself, what a worker may do, and what is refused names the clause.

use sila::clock::Clock;

use super::stopped::{agreement, code};
use crate::household::{case, person, question};
use crate::support::demo::Demo;
use crate::support::h01::{ELSEWHERE, OTHER};
use crate::support::html::Form;
use crate::support::story::{comes, filled, send, take_in, take_in_who};
use crate::support::visitor::{Seen, Visitor};

/// The reference of the agreement that takes the place of the one that has run out.
const ANEW: &str = "MOU-ANEW-001";

/// What an officer writes to propose it.
const TERMS: &[(&str, &str)] = &[
    ("code", ANEW),
    ("title_ar", "مذكرة جديدة"),
    ("title_en", "A new memorandum"),
    ("months", "12"),
    ("categories", "WOMAN"),
    ("categories", "CHILD"),
    ("categories", "FAMILY"),
    ("objectives", "PROTECTION"),
    ("groups", "WOMAN"),
    ("our_sector", "LOC"),
    ("their_sector", "SEMI"),
    ("our_areas", "AE-SH"),
    ("their_areas", "AE-DU"),
    ("our_services", "SHELTER"),
    ("our_services", "LEGAL"),
    ("their_services", "SHELTER"),
    ("their_services", "LEGAL"),
];

/// An officer at each agency.
struct Officers {
    ours: Visitor,
    theirs: Visitor,
}

impl Officers {
    async fn of(demo: &Demo) -> Officers {
        Officers {
            ours: demo.node("DANA").visitor("d-part", &demo.password).await,
            theirs: demo.node("MARSA").visitor("m-part", &demo.password).await,
        }
    }

    /// One proposes another text of this clause, having looked at what the page warns of, and the other takes it.
    async fn amend(&mut self, page: &str, clause: &str, change: &[(&str, &str)]) {
        let form = self.ours.see(&format!("{page}/text")).await.ok().form("/text").unwrap();
        let mut after = self.ours.send(&filled(form, change)).await.unwrap();
        if after.status.as_u16() == 422 {
            let warned = after.form("/text").expect("what was typed stays");
            after = self.ours.send(&warned.with("looked", "yes")).await.unwrap();
        }
        after.ok();
        let changes = format!("{page}/changes");
        let waits = |seen: &Seen| seen.form("/changes").is_some();
        let seen = comes(&self.theirs, "the amendment is there", &changes, waits).await;
        let take = format!("c{}_take", clause.replace('.', "_"));
        let form = seen.form("/changes").unwrap().with(&take, "yes");
        self.theirs.send(&form).await.unwrap().ok();
    }
}

/// What the page of a choice calls so, as the form sends it.
fn choice(page: &Seen, words: &str) -> String {
    let choices = page.body.split("<option value=\"").skip(1);
    let mut named = choices.filter(|rest| rest.split("</option>").next().unwrap().contains(words));
    let value = named.next().expect(words).split('"').next().unwrap();
    value.to_owned()
}

/// A form that was opened while the agreement allowed the question is refused by its clause once it does not.
async fn not_asked(who: &Visitor, case: &str, open: &Form) {
    let peer = open.value("peer").unwrap().to_owned();
    let gone = |seen: &Seen| {
        let offers = seen.form("/known").map(|form| form.offers).unwrap_or_default();
        seen.status.is_success() && !offers.contains(&("peer".to_owned(), peer.clone()))
    };
    comes(who, "the other is not offered any more", &format!("{case}/known"), gone).await;
    let refused = who.clone().send(open).await.unwrap();
    let text = refused.text();
    let says = ["does not speak of asking whether people are known", "clause", "3.1"];
    assert!(!refused.status.is_success(), "{text}");
    says.iter().for_each(|words| assert!(text.contains(words), "{words}: {text}"));
}

fn sends(page: &Seen) -> bool {
    page.body.contains("value=\"send\"")
}

/// It may not be sent, because the agreement with this reference has ended, by its clause.
fn ended(page: &Seen, code: &str) -> bool {
    let text = page.text();
    let says = ["The agreement has ended", "clause", "7.1", code];
    page.status.is_success() && !sends(page) && says.iter().all(|words| text.contains(words))
}

/// The officer of one agency proposes the new agreement and the other reads it; its page.
async fn proposed(officers: &mut Officers) -> String {
    let blank = officers.ours.see("/en/agreements/new").await.ok();
    let peer = choice(&blank, "Marsa");
    let form = filled(blank.form("/agreements").unwrap(), TERMS).with("peer", &peer);
    let page = officers.ours.send(&form).await.unwrap().ok().path;
    let waits = |seen: &Seen| seen.form("/signature").is_some();
    comes(&officers.theirs, "the new agreement is there", &page, waits).await;
    page
}

#[tokio::test]
async fn contract_b04_between_two_programs_what_is_amended_over_and_signed_anew_changes_what_either_may_send()
 {
    let mut demo = Demo::start().await;
    demo.take_over().await;
    let password = demo.password.clone();
    let mut officers = Officers::of(&demo).await;
    let mut marsa = demo.node("MARSA").visitor("m-int1", &password).await;
    let mut dana = demo.node("DANA").visitor("d-int1", &password).await;
    let hers = take_in(&mut marsa, "en").await;
    let other = take_in_who(&mut dana, "en", (OTHER, &[], ELSEWHERE)).await;
    assert!(sends(&hers.check) && sends(&other.check), "each may send: {}", other.check.text());
    let checks = [(marsa.clone(), &hers.draft), (dana.clone(), &other.draft)];
    let checks = checks.map(|(who, draft)| (who, format!("{draft}/5")));
    let code = code(&hers.check);
    let page = agreement(&mut officers.ours, &code).await;

    // Amended: the clause about asking goes, and neither may ask any more, whatever stood on an open page.
    let mut open = Vec::new();
    for (who, agency) in [(&mut marsa, "Dana"), (&mut dana, "Marsa")] {
        let case = case(&person(who, "فاطمة أحمد الكثيبي").await);
        let form = question(who, &case, agency).await;
        open.push((who.clone(), case, form));
    }
    officers.amend(&page, "3.2", &[("c3_2_ar", ""), ("c3_2_en", "")]).await;
    for (who, case, form) in &open {
        not_asked(who, case, form).await;
    }
    for (who, check) in &checks {
        assert!(sends(&who.clone().see(check).await), "the rest holds as before");
    }

    // Over: its last day is today, and it holds no more.
    let today = Clock::default().now().uae_date();
    let [d, m, y] = [today.day.to_string(), today.month.to_string(), today.year.to_string()];
    let until = [("until_d", d.as_str()), ("until_m", m.as_str()), ("until_y", y.as_str())];
    officers.amend(&page, "7.1", &until).await;
    for (who, check) in &checks {
        comes(who, "it has ended, and by which clause", check, |seen| ended(seen, &code)).await;
    }

    // Signed anew: by one it changes nothing, by both what either may send.
    let anew = proposed(&mut officers).await;
    for (who, check) in &checks {
        assert!(ended(&who.clone().see(check).await, &code), "one signature is none");
    }
    officers.theirs.act_once(&anew, "/signature", &[]).await;
    for (who, check) in &checks {
        let may = |seen: &Seen| sends(seen) && seen.text().contains(ANEW);
        comes(who, "it may be sent under the new one", check, may).await;
    }
    send(&mut marsa, &hers, "en").await;
    send(&mut dana, &other, "en").await;
}
