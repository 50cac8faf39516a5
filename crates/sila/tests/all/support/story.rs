//! The story of H01 as people without a script live it: taken in at Marsa, sent to Dana, decided there. When a node
//! breaks off, they look again at what is there and go on, as people do.

use std::time::Duration;

use super::h01::{self, Answer};
use super::html::Form;
use super::visitor::{Gone, Seen, Visitor};
use super::waiting::until;

/// A step has been done within this time, although nodes may die on the way.
pub const DONE: Duration = Duration::from_secs(180);

/// Waits until the page that is seen says what it must.
pub async fn comes(who: &Visitor, what: &str, path: &str, says: impl Fn(&Seen) -> bool) -> Seen {
    until(what, DONE, || {
        let (mut who, says) = (who.clone(), &says);
        async move { who.get(path).await.ok().filter(|seen| says(seen)) }
    })
    .await
}

impl Visitor {
    /// Opens an address; asks again while the node is away.
    pub async fn see(&mut self, path: &str) -> Seen {
        let (asking, what) = (self.clone(), format!("{path} is shown"));
        let seen = until(&what, DONE, || {
            let mut asking = asking.clone();
            async move { asking.get(path).await.ok().map(|seen| (seen, asking)) }
        });
        let (seen, asked) = seen.await;
        *self = asked;
        seen
    }

    /// Sends a form that may be sent twice; asks again while the node is away.
    pub async fn insist(&mut self, form: &Form) -> Seen {
        let (asking, what) = (self.clone(), format!("{} is answered", form.action));
        let seen = until(&what, DONE, || {
            let mut asking = asking.clone();
            async move { asking.send(form).await.ok().map(|seen| (seen, asking)) }
        });
        let (seen, asked) = seen.await;
        *self = asked;
        seen
    }

    /// Does an act that must happen once: looks whether the page still offers it, does it, looks again.
    pub async fn act_once(&mut self, page: &str, act: &str, answers: &[Answer]) -> Seen {
        for _ in 0..100 {
            let seen = self.see(page).await;
            let Some(form) = seen.form(act) else { return seen.ok() };
            let sent: Result<Seen, Gone> = self.send(&filled(form, answers)).await;
            if let Ok(after) = sent {
                assert!(after.status.as_u16() != 422, "{act} is refused: {}", after.text());
            }
        }
        panic!("{page} offers {act} again and again");
    }

    /// Tells what came of a referral, until its page no longer asks.
    pub async fn tell_outcome(&mut self, path: &str) {
        let form = format!("{path}/outcome");
        while self.see(path).await.ok().links().contains(&form) {
            let asked = self.see(&form).await.form("/outcome").expect("the form of the outcome");
            let _broken_off_or_done = self.send(&asked.with("code", "O1")).await;
        }
    }
}

/// The form with these answers; those to one name together.
pub fn filled(form: Form, answers: &[(&str, &str)]) -> Form {
    let names: Vec<&str> = answers.iter().map(|(name, _)| *name).collect();
    names.iter().fold(form, |form, name| {
        let values: Vec<&str> =
            answers.iter().filter(|(n, _)| n == name).map(|(_, value)| *value).collect();
        form.with_all(name, &values)
    })
}

/// An intake at its last step.
pub struct Intake {
    /// Address of the draft without the step: `/en/intake/…`.
    pub draft: String,
    /// The last step.
    pub check: Seen,
}

/// Takes H01 in, step by step, until everything stands on the last step.
pub async fn take_in(worker: &mut Visitor, lang: &str) -> Intake {
    take_in_who(worker, lang, (h01::PERSON, h01::CHILDREN, h01::RESIDENCE)).await
}

/// The same with somebody else: who she is, who came along, where she lives.
pub async fn take_in_who(
    worker: &mut Visitor,
    lang: &str,
    (who, children, lives): (&[Answer], &[&[Answer]], &[Answer]),
) -> Intake {
    let first = worker.see(&format!("/{lang}/intake/new")).await.ok();
    let draft = first.path.rsplit_once('/').expect("a draft has steps").0.to_owned();
    let second = next(worker, first, h01::SAFETY).await;
    let mut person = second;
    for child in children {
        person = answer(worker, person, child, "add").await;
    }
    let answers = [who, &children.concat(), lives].concat();
    let third = next(worker, person, &answers).await;
    let fourth = next(worker, third, h01::NEED).await;
    let check = next(worker, fourth, h01::SHARING).await;
    Intake { draft, check }
}

async fn next(worker: &mut Visitor, page: Seen, answers: &[Answer]) -> Seen {
    let step = |path: &str| path.rsplit('/').next().unwrap().chars().next().unwrap();
    let before = step(&page.path);
    let after = answer(worker, page, answers, "next").await;
    assert!(step(&after.path) > before, "not taken: {}", after.text());
    after
}

/// Sends the form of a step with one of its buttons.
pub async fn answer(worker: &mut Visitor, page: Seen, answers: &[(&str, &str)], act: &str) -> Seen {
    let step = page.path.split(['?', '#']).next().unwrap();
    let form = page.form(step).unwrap_or_else(|| panic!("no form at {step}: {}", page.text()));
    let answers = if act == "add" { &[] } else { answers };
    let form = filled(form, answers).with("act", act);
    worker.insist(&form).await.ok()
}

/// Sends the referral from the last step; its address at the sender. It is sent once, whatever breaks off.
pub async fn send(worker: &mut Visitor, intake: &Intake, lang: &str) -> String {
    let list = format!("/{lang}/referrals/out");
    let known = referrals(&worker.see(&list).await);
    let check = format!("{}/5", intake.draft);
    for _ in 0..100 {
        let page = worker.see(&check).await;
        let Some(form) = page.form("/5").filter(|_| page.status.is_success()) else { break };
        if let Ok(after) = worker.send(&form.with("act", "send")).await {
            assert!(after.status.as_u16() != 422, "not sent: {}", after.text());
        }
    }
    let all = referrals(&worker.see(&list).await);
    let new: Vec<&String> = all.iter().filter(|path| !known.contains(path)).collect();
    assert_eq!(new.len(), 1, "one referral was sent: {new:?}");
    new[0].clone()
}

/// Addresses of the referrals on a list, each once.
pub fn referrals(list: &Seen) -> Vec<String> {
    let uuid = |path: &String| {
        path.rsplit('/').next().is_some_and(|last| last.len() == 36 && path.contains("/referrals/"))
    };
    let mut found: Vec<String> = list.links().into_iter().filter(uuid).collect();
    found.sort();
    found.dedup();
    found
}

/// The thread's fingerprint, as both agencies can read it to each other.
pub fn fingerprint(page: &Seen) -> String {
    let (_, after) = page.body.split_once("data-copy=\"").expect("the page shows the fingerprint");
    after.split('"').next().unwrap().to_owned()
}
