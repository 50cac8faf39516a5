//! `/records/{id}`: the text in force, what is proposed to replace it, who has signed, and what we can say.

use maud::{Markup, html};
use sila_core::evaluation::Outcome;
use sila_core::indices::Published;
use sila_core::{AgencyId, RecordId};
use sila_link::record::{Held, Standing, Voice, Word};
use sila_seal::{Hash, hex};

use super::parties::Names;
use super::store::{self, Loaded};
use super::{list, text::Text};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::links;
use crate::partnerships::{alliances, plan, risks};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, ChainLink, LinkState, Note, Tone, acts, chain, columns, copyable, heading,
    links as signers, post, stack,
};
use crate::web::{Arg, Cx, Page, dates, ident};

/// What the page is drawn from.
struct View {
    id: RecordId,
    me: AgencyId,
    loaded: Loaded,
    said: Vec<Voice>,
    names: Names,
    may_sign: bool,
}

impl View {
    fn at(&self, digest: &Hash) -> Option<(&Held, Standing)> {
        Some((self.loaded.shared.version(digest)?, self.loaded.shared.standing(digest)?))
    }

    fn open(&self) -> Option<Hash> {
        let open = |digest: &Hash| self.loaded.shared.standing(digest) == Some(Standing::Open);
        self.loaded.shared.versions().map(|(digest, _)| *digest).find(open)
    }

    fn voice(&self, digest: &Hash, party: AgencyId) -> Option<&Voice> {
        let word = |voice: &&Voice| voice.word != Word::Withdraw;
        let of = |voice: &&Voice| voice.version == *digest && voice.party == party;
        self.said.iter().filter(word).find(of)
    }
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: RecordId = ask.id("id")?;
    let loaded = ask.app.store.read(move |tx| store::load(tx, id)).await?;
    let loaded = loaded.ok_or_else(Problem::not_found)?;
    let peers = links::peers(&ask.app).await?;
    let view = View {
        id,
        me: ask.app.node.id,
        said: loaded.voices.iter().filter_map(|voice| voice.read().ok()).collect(),
        names: Names::known(&ask.app, &peers, &loaded.voices),
        loaded,
        may_sign: ask.may(Permission::AgreementSign),
    };
    let cx = &ask.cx;
    let shown = view.open().or(view.loaded.shared.in_force());
    let last = view.loaded.shared.versions().map(|(digest, _)| *digest).last();
    let shown = shown.or(last).ok_or_else(Problem::not_found)?;
    Ok(Reply::page(&drawn(cx, &view, &shown)))
}

fn drawn(cx: &Cx, view: &View, shown: &Hash) -> Page {
    let in_force = view.loaded.shared.in_force().filter(|digest| digest != shown);
    let title = view.at(shown).map(|(held, _)| title(cx, held)).unwrap_or_default();
    let standing = view.at(shown).map(|(held, standing)| {
        let waits = standing == Standing::Open
            && !held.withdrawn
            && held.awaited().any(|party| party == view.me);
        list::state(cx, standing, waits)
    });
    let main = html! {
        (words(cx, view, shown))
        @if let Some(before) = &in_force { (words(cx, view, before)) }
    };
    let aside = html! {
        (signatures(cx, view, shown))
        @if view.may_sign { (moves(cx, view, shown)) }
        (history(cx, view))
        (fingerprint(cx, shown))
    };
    let body = html! {
        (heading(ident::Name(&title), None, &html! { @if let Some(standing) = &standing { (standing) } }))
        (columns(&stack(&main), &stack(&aside)))
    };
    Page::new(cx, title.clone()).crumb(cx.t("records-title"), "/records").refreshing(30).body(body)
}

fn title(cx: &Cx, held: &Held) -> String {
    match Text::of(&held.version.kind, &held.version.content) {
        Some(text) => cx.lang.pick(&text.title_ar, &text.title_en).clone(),
        None => {
            own_page(&held.version.kind).map_or_else(|| held.version.kind.clone(), |key| cx.t(key))
        }
    }
}

/// Kinds whose content stands on a page of their own that leads here for the signatures.
fn own_page(kind: &str) -> Option<&'static str> {
    match kind {
        Outcome::KIND => Some("record-kind-outcome"),
        Published::KIND => Some("record-kind-indices"),
        plan::KIND => Some("record-kind-plan"),
        risks::KIND => Some("record-kind-risk"),
        alliances::KIND => Some("record-kind-alliance"),
        _ => None,
    }
}

fn words(cx: &Cx, view: &View, digest: &Hash) -> Markup {
    let Some((held, standing)) = view.at(digest) else { return html! {} };
    let number = [("n", Arg::from(held.version.number))];
    let key = match standing {
        Standing::InForce => "record-text-in-force",
        Standing::Open => "record-text-proposed",
        _ => "record-text-other",
    };
    let card = Card::new(cx.t_with(key, &number)).tag(list::state(cx, standing, false));
    let Some(text) = Text::of(&held.version.kind, &held.version.content) else {
        let note = match own_page(&held.version.kind) {
            Some(_) => Note::new("info", cx.t("record-kind-own"))
                .tone(Tone::Info)
                .says(cx.t("record-kind-own-text")),
            None => Note::new("question", cx.t("record-kind-unknown"))
                .tone(Tone::Warn)
                .says(cx.t("record-kind-unknown-text")),
        };
        return html! { (card.body(html! { (note) })) };
    };
    let (first, second) = cx.lang.pick(
        ((&text.text_ar, "ar"), (&text.text_en, "en")),
        ((&text.text_en, "en"), (&text.text_ar, "ar")),
    );
    html! {
        (card.body(html! {
            @if held.withdrawn && standing == Standing::Open {
                (Note::new("arrow-counter-clockwise", cx.t("record-withdrawn-note")).tone(Tone::Warn)
                    .says(cx.t("record-withdrawn-note-text")))
            }
            (paragraphs(first.0, first.1))
            details { summary { (cx.t("record-other-language")) } (paragraphs(second.0, second.1)) }
        }))
    }
}

fn paragraphs(text: &str, lang: &str) -> Markup {
    let dir = if lang == "ar" { "rtl" } else { "ltr" };
    html! {
        div lang=(lang) dir=(dir) {
            @for part in text.split('\n').filter(|part| !part.trim().is_empty()) { p { (part) } }
        }
    }
}

/// Who has signed, who has not, and when.
fn signatures(cx: &Cx, view: &View, digest: &Hash) -> Markup {
    let Some((held, _)) = view.at(digest) else { return html! {} };
    let rows: Vec<_> = held
        .version
        .parties
        .iter()
        .map(|party| {
            let name = html! { b { (ident::Name(&view.names.of(cx.lang, *party))) } };
            let said = view.voice(digest, *party);
            let (tone, key) = match said.map(|voice| voice.word) {
                Some(Word::Sign) => (Tone::Ok, "record-signed"),
                Some(_) => (Tone::Bad, "record-declined"),
                None if *party == view.me => (Tone::Gold, "record-awaits-us"),
                None => (Tone::Warn, "record-awaits-them"),
            };
            let when = said.map(|voice| dates::near(cx.lang, cx.now, voice.at));
            let under =
                html! { (cx.t(key)) @if let Some(when) = &when { " · " span.num { (when) } } };
            (tone, name, under, html! {})
        })
        .collect();
    html! {
        (Card::new(cx.t("record-signatures")).live("record-signatures", "agreements")
            .body(html! { (signers(&rows)) p.small.muted { (cx.t("record-all-needed")) } }))
    }
}

fn moves(cx: &Cx, view: &View, digest: &Hash) -> Markup {
    let shared = &view.loaded.shared;
    let may = |word| shared.may(view.me, digest, word).is_ok();
    let known = view
        .at(digest)
        .is_some_and(|(held, _)| Text::of(&held.version.kind, &held.version.content).is_some());
    let (sign, decline, withdraw) =
        (may(Word::Sign) && known, may(Word::Decline), may(Word::Withdraw));
    let amend = view.open().is_none() && shared.in_force().is_some() && known;
    if !(sign || decline || withdraw || amend) {
        return html! {};
    }
    let button = |word: &'static str, button: Button| button.sends("word", word);
    let inside = html! {
        @if sign { p { (cx.t("record-sign-text")) } }
        input type="hidden" name="version" value=(hex(digest));
        (acts(&html! {
            @if sign { (button("sign", Button::submit(cx.t("record-sign")).icon("signature"))) }
            @if decline { (button("decline", Button::submit(cx.t("record-decline")).soft())) }
            @if withdraw { (button("withdraw", Button::submit(cx.t("record-withdraw")).soft())) }
        }))
    };
    let path = format!("/records/{}", view.id);
    html! {
        (Card::new(cx.t("agreement-your-move")).body(html! {
            @if sign || decline || withdraw { (post(cx, &format!("{path}/word"), &inside)) }
            @if amend {
                p.muted { (cx.t("record-amend-text")) }
                (Button::link(cx.t("record-amend"), cx.url(&format!("{path}/amendment"))).line().icon("pencil-simple"))
            }
        }))
    }
}

/// The versions, the first first.
fn history(cx: &Cx, view: &View) -> Markup {
    let mut versions: Vec<(&Hash, &Held)> = view.loaded.shared.versions().collect();
    versions.sort_by_key(|(_, held)| (held.version.number, held.version.at));
    let links: Vec<ChainLink> = versions
        .iter()
        .filter_map(|(digest, held)| {
            let standing = view.loaded.shared.standing(digest)?;
            let (icon, state) = match standing {
                Standing::InForce | Standing::Replaced => ("seal-check", LinkState::Done),
                Standing::Dead => ("x", LinkState::Broken),
                _ => ("hourglass-medium", LinkState::Now),
            };
            let number = [("n", Arg::from(held.version.number))];
            let proposer = view.names.of(cx.lang, held.version.proposer);
            let link = ChainLink::new(icon, state, cx.t_with("record-version", &number));
            Some(link.seal(*digest).meta(html! {
                (cx.code("record-standing", standing.code())) " · " (ident::Name(&proposer)) " · "
                span.num { (dates::near(cx.lang, cx.now, held.version.at)) }
            }))
        })
        .collect();
    html! { (Card::new(cx.t("record-versions")).body(html! { (chain(cx, &links)) })) }
}

fn fingerprint(cx: &Cx, digest: &Hash) -> Markup {
    let text = hex(digest);
    html! {
        (Card::new(cx.t("record-fingerprint")).body(html! {
            p.muted { (cx.t("record-fingerprint-text")) }
            (copyable(cx, text.get(..24).unwrap_or_default()))
        }))
    }
}
