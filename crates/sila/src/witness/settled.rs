//! What people see of the watch: whether a record is settled, so that neither side can rewrite it, or since when it waits.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::Millis;
use sila_seal::Hash;

use super::store::{self, Cosigned, Settled};
use crate::db::{DbError, Tx, p};
use crate::journal::store as journal;
use crate::links::Peer;
use crate::web::components::{Card, Note, Summary, Tone, tag};
use crate::web::{Arg, Cx, dates, ident};

/// How a record stands in this node's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Heads that cover it are cosigned by enough agencies.
    Settled,
    /// Not yet, since then.
    Waiting(Millis),
    /// No agency is linked that could witness.
    Alone,
}

impl Standing {
    /// Of everything that the journal holds about one record; nothing when it holds nothing.
    pub fn of_subject(tx: &mut dyn Tx, subject: &str) -> Result<Option<Standing>, DbError> {
        let settled = store::settled(tx)?;
        let (mut waits, mut any) = (None::<Millis>, false);
        for row in tx.query(&journal::OF_SUBJECT, &p![subject])? {
            any = true;
            let at: Millis = row.get(2)?;
            if !covers(&settled, row.get(0)?, row.get(1)?) {
                waits = Some(waits.map_or(at, |since| since.min(at)));
            }
        }
        Ok(any.then_some(match waits {
            None => Standing::Settled,
            Some(_) if settled.witnesses == 0 => Standing::Alone,
            Some(since) => Standing::Waiting(since),
        }))
    }

    /// In a few words.
    pub fn tag(&self, cx: &Cx) -> Markup {
        match self {
            Standing::Settled => tag(Tone::Ok, cx.t("witness-settled")),
            Standing::Waiting(since) => {
                let since = Arg::phrase(dates::near(cx.lang, cx.now, *since));
                tag(Tone::Gold, cx.t_with("witness-waiting", &[("since", since)]))
            }
            Standing::Alone => tag(Tone::Plain, cx.t("witness-alone")),
        }
    }
}

/// Whether a row at this place is settled.
pub fn covers(settled: &Settled, log: Option<u32>, position: Option<i64>) -> bool {
    let place = log.zip(position.and_then(|position| u64::try_from(position).ok()));
    place.is_some_and(|(log, position)| settled.covers(log, position))
}

/// The watch between this node and another one.
#[derive(Debug, Clone, Default)]
pub struct Between {
    newest: Option<(u32, u64, Millis)>,
    theirs: Option<Cosigned>,
    seen: Option<(u64, Millis)>,
    /// Another agency holds a head of their log that they have not shown to be in it.
    pub unexplained: bool,
}

impl Between {
    /// From the store.
    pub fn of(tx: &mut dyn Tx, link: Hash) -> Result<Between, DbError> {
        let newest = store::newest(tx)?.map(|(log, size, _, at)| (log, size, at));
        let mut theirs = store::cosigned(tx)?;
        theirs.retain(|one| one.link == link);
        let seen_at = store::seen_at(tx, link)?;
        let view = store::view(tx, link)?;
        let unexplained = !view.heard.is_empty();
        let seen = view.cosigned.map(|head| head.size).zip(seen_at);
        Ok(Between { newest, theirs: theirs.pop(), seen, unexplained })
    }

    /// The card on the page of a link.
    pub fn card(&self, cx: &Cx, peer: &Peer) -> Markup {
        let name = [("agency", Arg::from(peer.name(cx.lang)))];
        let summary = Summary::new()
            .row(cx.t("witness-ours"), self.ours(cx))
            .row(cx.t("witness-theirs"), self.theirs(cx));
        html! {
            (Card::new(cx.t("witness-title")).live("witness", "links").body(html! {
                p.muted { (cx.t_with("witness-lead", &name)) }
                (summary)
                @if self.unexplained {
                    (Note::new("hourglass-medium", cx.t("witness-unexplained")).tone(Tone::Warn).body(html! {
                        p { (cx.t_with("witness-unexplained-text", &name)) }
                    }))
                }
            }))
        }
    }

    /// What they have cosigned of our log.
    fn ours(&self, cx: &Cx) -> Markup {
        let Some((log, size, made)) = self.newest else { return html! { (cx.t("witness-none")) } };
        let current = self.theirs.as_ref().filter(|one| (one.log, one.size) == (log, size));
        match (current, &self.theirs) {
            (Some(one), _) => html! {
                (tag(Tone::Ok, cx.t("witness-all"))) " " span.num { (cx.at(one.at)) }
            },
            (None, Some(one)) => html! {
                (Standing::Waiting(made).tag(cx))
                div.small.muted { (cx.t("witness-last")) " " span.num { (cx.at(one.at)) } }
            },
            (None, None) => Standing::Waiting(made).tag(cx),
        }
    }

    /// What we have cosigned of theirs.
    fn theirs(&self, cx: &Cx) -> Markup {
        match self.seen {
            Some((_, at)) => html! {
                (tag(Tone::Ok, cx.t("witness-kept"))) " " span.num { (cx.at(at)) }
            },
            None => html! { (cx.t("witness-not-shown")) },
        }
    }
}

/// How far the whole journal is settled, above its table.
#[derive(Debug, Clone, Default)]
pub struct Whole {
    settled: Settled,
    newest: Option<(u32, u64, Millis)>,
    cosigned: Vec<(String, String, Millis)>,
}

impl Whole {
    /// From the store.
    pub fn of(tx: &mut dyn Tx) -> Result<Whole, DbError> {
        let newest = store::newest(tx)?.map(|(log, size, _, at)| (log, size, at));
        let peers = crate::links::store::peers(tx)?;
        let names: BTreeMap<Hash, &Peer> = peers.iter().map(|peer| (peer.link, peer)).collect();
        let cosigned =
            store::cosigned(tx)?.into_iter().filter(|one| Some(one.log) == newest.map(|n| n.0));
        let cosigned = cosigned.filter_map(|one| {
            let peer = names.get(&one.link)?;
            Some((peer.name_ar.clone(), peer.name_en.clone(), one.at))
        });
        let cosigned = cosigned.collect();
        Ok(Whole { settled: store::settled(tx)?, newest, cosigned })
    }

    /// Whether a row is settled.
    pub fn covers(&self, log: u32, position: i64) -> bool {
        covers(&self.settled, Some(log), Some(position))
    }

    /// The note.
    pub fn note(&self, cx: &Cx) -> Markup {
        let Some((log, size, made)) = self.newest else { return html! {} };
        let all = self.settled.upto.get(&log).is_some_and(|upto| *upto >= size);
        let alone = self.settled.witnesses == 0 && self.cosigned.is_empty();
        let since = Arg::phrase(dates::near(cx.lang, cx.now, made));
        let note = match (all, alone) {
            (true, _) => Note::new("seal-check", cx.t("witness-whole-settled")).tone(Tone::Ok),
            (_, true) => Note::new("info", cx.t("witness-whole-alone")).tone(Tone::Plain),
            _ => {
                let title = cx.t_with("witness-whole-waiting", &[("since", since)]);
                Note::new("hourglass-medium", title).tone(Tone::Gold)
            }
        };
        html! {
            (note.body(html! {
                p { (cx.t(if alone { "witness-whole-alone-text" } else { "witness-whole-text" })) }
                @if !self.cosigned.is_empty() {
                    ul.links { @for (ar, en, at) in &self.cosigned {
                        li { (ident::Name(cx.lang.pick(ar, en))) " · " span.num { (dates::near(cx.lang, cx.now, *at)) } }
                    } }
                }
            }))
        }
    }
}
