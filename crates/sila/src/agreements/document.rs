//! `/agreements/{id}/agreement.pdf`: the agreement in both languages beside each other.
//!
//! It is made from what both parties sign and from nothing else: not from who reads it, nor from when, nor from who has signed by now. So both
//! nodes make the same bytes of it, and whoever holds a copy can compare its hash with the one on the page.

use sila_core::AgreementId;
use sila_core::agreement::{Agreement, Party};
use sila_paper::{Margins, Paper, Text};
use sila_seal::{Hash, hex, sha256};

use super::{Stored, arbiter, calendar, prevail, show, signing, times};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::paper::{self, Both};
use crate::web::{Arg, Cx, Lang, dates};

/// The file.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let stored = signing::one(&ask.app, id).await?;
    paper::file(&document(&stored.agreement, &stored.digest), &stored.agreement.code)
}

/// The file, and its SHA-256.
///
/// # Errors
/// When the agreement has more words than a document may have.
pub fn bytes(stored: &Stored) -> Result<(Vec<u8>, Hash), Problem> {
    let bytes = paper::bytes(&document(&stored.agreement, &stored.digest))?;
    let hash = sha256(&[&bytes]);
    Ok((bytes, hash))
}

/// The agreement as a document.
pub fn document(agreement: &Agreement, digest: &Hash) -> Paper {
    let both = Both::new(agreement.from);
    let [one, other] = &agreement.parties;
    let margins = Margins {
        agency: format!("{} · {}", one.name_ar, other.name_ar),
        ..paper::margins(&both.ar, &agreement.code, both.ar.t("agreement-pdf-caution"))
    };
    let day = paper::day(agreement.from);
    let paper = Paper::new(paper::language(Lang::Ar), &agreement.title_ar, day, margins);
    let mut paper = paper.twin_title(&agreement.title_en);
    paper = both.heading(paper, 1, |cx| cx.t("agreement-pdf-parties"));
    for party in &agreement.parties {
        paper = self::party(paper, &both, party);
    }
    paper = term(paper, &both, agreement);
    paper = clauses(paper, &both, agreement);
    paper = schedule(paper, &both, agreement);
    signatures(paper, &both, agreement, digest)
}

fn party(paper: Paper, both: &Both, party: &Party) -> Paper {
    let paper = both.heading(paper, 2, |cx| cx.lang.pick(&party.name_ar, &party.name_en).clone());
    let paper = both.say(paper, |cx| {
        let areas: Vec<String> =
            party.covers.iter().map(|code| show::area_name(cx, code)).collect();
        labelled(cx, "agreement-covers", &areas.join(cx.lang.pick("، ", ", ")))
    });
    let paper = both.say(paper, |cx| {
        Text::new()
            .strong(&format!("{}: ", cx.t("agreement-working-days")))
            .then(paper::words(&calendar::markup(cx, &party.calendar)))
    });
    party.services.iter().fold(paper, |paper, terms| {
        both.say(paper, |cx| {
            let service = cx.code("service", terms.service.code());
            Text::new().strong(&format!("{service}: ")).and(&show::whom(cx, terms))
        })
    })
}

fn labelled(cx: &Cx, key: &str, words: &str) -> Text {
    Text::new().strong(&format!("{}: ", cx.t(key))).and(words)
}

fn term(paper: Paper, both: &Both, agreement: &Agreement) -> Paper {
    let paper = both.heading(paper, 1, |cx| cx.t("agreement-pdf-term"));
    let paper = both.say(paper, |cx| {
        let day = |at| Arg::phrase(dates::both_calendars(cx.lang, at));
        let term = [("from", day(agreement.from)), ("until", day(agreement.until))];
        cx.t_with("agreement-pdf-term-text", &term).into()
    });
    let paper = match agreement.kind {
        Some(kind) => both.say(paper, |cx| {
            labelled(cx, "agreement-kind", &cx.code("agreement-kind", kind.code()))
        }),
        None => paper,
    };
    let paper = match agreement.binding() {
        Some(one) => both.say(paper, |cx| {
            labelled(cx, "agreement-binding", &cx.code("agreement-binding", one.code()))
        }),
        None => paper,
    };
    let paper = match prevail::said(agreement) {
        Some(_) => both.say(paper, |cx| {
            let words = prevail::words(cx, agreement).unwrap_or_default();
            labelled(cx, "prevailing-text", &words)
        }),
        None => paper,
    };
    let paper = match &agreement.arbiter {
        Some(_) => both.say(paper, |cx| {
            labelled(cx, "arbiter-title", &arbiter::words(cx, agreement).unwrap_or_default())
        }),
        None => paper,
    };
    both.say(paper, |cx| {
        let categories = agreement.categories.iter().map(|c| cx.code("category", c.code()));
        let categories: Vec<String> = categories.collect();
        labelled(cx, "agreement-categories", &categories.join(cx.lang.pick("، ", ", ")))
    })
}

fn clauses(paper: Paper, both: &Both, agreement: &Agreement) -> Paper {
    let paper = both.heading(paper, 1, |cx| cx.t("agreement-text"));
    agreement.clauses.iter().fold(paper, |paper, clause| {
        let paper = both.heading(paper, 2, |cx| {
            format!("{} {}", clause.number, cx.lang.pick(&clause.title_ar, &clause.title_en))
        });
        let paper =
            both.say(paper, |cx| cx.lang.pick(&clause.text_ar, &clause.text_en).as_str().into());
        match clause.binds {
            Some(binds) => both.say(paper, |cx| {
                Text::new().strong(&cx.t(if binds { "clause-binds" } else { "clause-free" }))
            }),
            None => paper,
        }
    })
}

/// What may be shared, and how fast is decided.
fn schedule(paper: Paper, both: &Both, agreement: &Agreement) -> Paper {
    let mut paper = both.heading(paper, 1, |cx| cx.t("agreement-data"));
    for (kinds, fields) in show::same_fields(agreement) {
        paper = both.say(paper, |cx| {
            let join = |words: Vec<String>| words.join(cx.lang.pick("، ", ", "));
            let kinds = join(kinds.iter().map(|kind| cx.code("kind", kind.code())).collect());
            let fields = join(fields.iter().map(|field| cx.code("field", field.code())).collect());
            Text::new().strong(&format!("{kinds}: ")).and(&fields)
        });
    }
    paper = both.heading(paper, 1, |cx| cx.t("agreement-timers"));
    agreement.timers.iter().fold(paper, |paper, timer| {
        both.say(paper, |cx| {
            let of = |key: &str, limit| format!("{}: {}", cx.t(key), show::time_limit(cx, limit));
            let urgency = cx.code("urgency", timer.urgency.code());
            let text = Text::new()
                .strong(&urgency)
                .and("\n")
                .and(&of("agreement-decide", timer.decide))
                .and("\n")
                .and(&of("agreement-back", timer.expire));
            times::said(cx, timer).iter().fold(text, |text, said| text.and("\n").and(said))
        })
    })
}

fn signatures(paper: Paper, both: &Both, agreement: &Agreement, digest: &Hash) -> Paper {
    let (ar, en) = (&both.ar, &both.en);
    let twice = |key: &str| format!("{} · {}", ar.t(key), en.t(key));
    let mut paper = both.heading(paper, 1, |cx| cx.t("agreement-pdf-signatures"));
    paper = both.say(paper, |cx| cx.t("agreement-pdf-signatures-text").into());
    for party in &agreement.parties {
        paper = both.heading(paper, 2, |cx| cx.lang.pick(&party.name_ar, &party.name_en).clone());
        paper = paper.blanks(vec![twice("agreement-pdf-name"), twice("agreement-pdf-signature")]);
    }
    let digest = hex(digest);
    let holds = format!("SILA1 {} {}", agreement.code, digest.to_ascii_uppercase());
    let beside = vec![
        twice("agreement-pdf-digest").into(),
        Text::new().identifier(&digest),
        ar.t("agreement-pdf-caution").into(),
    ];
    paper.square(holds, ar.t("agreement-pdf-square"), beside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreements::template;
    use crate::testing::TestNode;

    #[tokio::test]
    async fn both_sides_make_the_same_file_of_an_agreement_and_another_of_a_changed_one() {
        let agreement = template::tests::sample();
        let digest = sha256(&[&agreement.to_cbor()]);
        let first = paper::bytes(&document(&agreement, &digest)).unwrap();
        let read = Agreement::from_cbor(&agreement.to_cbor()).unwrap();
        assert_eq!(first, paper::bytes(&document(&read, &digest)).unwrap());
        let mut changed = agreement.clone();
        changed.clauses[0].text_en.push('.');
        assert_ne!(first, paper::bytes(&document(&changed, &digest)).unwrap());
        let words = format!("{:?}", document(&agreement, &digest));
        for clause in &agreement.clauses {
            assert!(words.contains(&clause.title_ar) && words.contains(&clause.title_en));
        }
        assert!(!words.contains("Not binding") && !words.contains("Legal nature"));
        let free = changed.clauses.iter_mut().find(|clause| clause.number == "4.3");
        free.unwrap().binds = Some(false);
        changed.check().unwrap();
        let mixed = format!("{:?}", document(&changed, &digest));
        for said in ["Not binding", "غير ملزم", "Some clauses bind, others do not"] {
            assert!(mixed.contains(said), "{said}: {mixed}");
        }
        assert!(words.contains(&hex(&digest)) && !words.contains("agreement-"), "{words}");
        let node = TestNode::new().await;
        let worker = node.worker("m-part", &["PARTNERSHIP"]).await;
        let cookie = node.sign_in(&worker).await;
        let gone =
            node.get(&format!("/ar/agreements/{}/agreement.pdf", agreement.id), &cookie).await;
        assert_eq!(gone.status, axum::http::StatusCode::NOT_FOUND);
        node.end().await;
    }
}
