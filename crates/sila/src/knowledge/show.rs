//! One item: its text, who wrote it, how it was judged, who uses it, and what the reader can do with it.

use maud::{Markup, html};
use sila_core::Millis;
use sila_core::agreement::Party;

use super::item::{Adoption, CRITERIA, NOTE_MAX, Review, Text, persistent};
use super::list::{agency, tier};
use super::store::{self, Reviewed};
use super::{DRAFT, Open, PUBLISHED, SUBMITTED, WITHDRAWN, open, path, share};
use crate::accounts::Permission;
use crate::agreements;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::links::Peer;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, copyable, empty_state, heading, plain_tag,
    post, stack, tag,
};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, Errors, Form, Lang, Page, dates};

/// What the page is drawn from.
struct View {
    found: Open,
    reviews: Vec<Reviewed>,
    adoptions: Vec<(sila_core::AgencyId, Adoption)>,
    shares: Vec<sila_core::AgencyId>,
    names: Names,
    partners: Vec<(Peer, share::Basis)>,
    code: String,
    waits_for_me: bool,
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.worker()?, ask.id("id")?).await?;
    let view = view(&ask, found).await?;
    Ok(Reply::page(&document(&ask, &view, &Errors::none())))
}

/// The page again, with what is wrong in the form of an adoption.
pub(super) async fn with_errors(ask: &Ask, found: Open, errors: &Errors) -> Result<Reply, Problem> {
    let view = view(ask, found).await?;
    Ok(Reply::page_with_errors(&document(ask, &view, errors)))
}

async fn view(ask: &Ask, found: Open) -> Result<View, Problem> {
    let (id, me, origin) = (found.stored.id, ask.app.node.id, found.stored.origin);
    let worker = ask.worker()?.id;
    let query = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let waits = store::to_review(tx, worker, me)?.iter().any(|one| one.id == id);
        let all = agreements::store::of_peer(tx, origin)?;
        Ok((store::reviews(tx, id)?, store::adoptions(tx, id)?, store::shares(tx, id)?, waits, all))
    };
    let (reviews, adoptions, shares, waits, agreed) = ask.app.store.read(query).await?;
    let read = |(agency, body, _): (sila_core::AgencyId, Vec<u8>, Millis)| {
        Some((agency, minicbor::decode::<Adoption>(&body).ok()?))
    };
    let party = |party: &Party| party.code.clone();
    let theirs = agreed.iter().find_map(|one| one.agreement.party(origin).map(party));
    let code =
        if origin == me { ask.app.node.agency.code.clone() } else { theirs.unwrap_or_default() };
    Ok(View {
        reviews,
        adoptions: adoptions.into_iter().filter_map(read).collect(),
        shares: shares.into_iter().map(|(peer, _)| peer).collect(),
        names: Names::all(&ask.app).await?,
        partners: share::partners(&ask.app, ask.now).await?,
        waits_for_me: waits && ask.may(Permission::KnowledgeReview),
        code,
        found,
    })
}

fn document(ask: &Ask, view: &View, errors: &Errors) -> Page {
    let (cx, stored) = (&ask.cx, &view.found.stored);
    let blank = Text::default();
    let text = view.found.text().unwrap_or(&blank);
    let (in_words, lang) = text.words(cx.lang);
    let own = stored.author.is_some() && stored.author == ask.worker().ok().map(|worker| worker.id);
    let top = html! {
        (tier(cx, &stored.tier))
        @if stored.state == WITHDRAWN { (tag(Tone::Bad, cx.t("knowledge-withdrawn"))) }
        @if stored.stage == SUBMITTED { (tag(Tone::Info, cx.t("knowledge-under-review"))) }
        @if own && stored.stage == DRAFT {
            (Button::link(cx.t("knowledge-go-on-writing"), cx.url(&format!("{}/draft", path(stored.id)))).line().icon("pencil-simple"))
        }
        @if view.waits_for_me {
            (Button::link(cx.t("knowledge-review"), cx.url(&format!("{}/review", path(stored.id)))).icon("scales"))
        }
    };
    let main = html! {
        @if stored.state == WITHDRAWN {
            (Note::new("prohibit", cx.t("knowledge-withdrawn")).tone(Tone::Warn).says(cx.t("knowledge-withdrawn-text")))
        }
        (words(cx, text))
        (used(cx, ask, view, errors))
        (reviews(cx, ask, view))
    };
    let aside = html! {
        (facts(cx, ask, view, text))
        (citation(cx, ask, view, text))
        @if stored.origin == ask.app.node.id { (publishing(cx, ask, view)) (author(cx, view, own)) }
    };
    let title = html! { span lang=(lang.code()) dir="auto" { (in_words.title) } };
    let body = html! {
        (heading(title, Some(&in_words.summary), &top))
        (columns(&stack(&main), &stack(&aside)))
    };
    Page::new(cx, in_words.title.clone())
        .crumb(cx.t("knowledge-title"), "/knowledge")
        .errors(errors.any())
        .refreshing(60)
        .body(body)
}

/// The text, in the reader's language first and in the other, if it is there, folded away.
pub(super) fn words(cx: &Cx, text: &Text) -> Markup {
    let (first, lang) = text.words(cx.lang);
    let other = if lang == Lang::Ar { &text.en } else { &text.ar };
    html! {
        (Card::new(cx.t("knowledge-text")).body(html! {
            (parts(cx, first, lang))
            @if other.is_whole() {
                details.fold { summary { (cx.t("knowledge-other-language")) } (parts(cx, other, lang.twin())) }
            }
        }))
    }
}

fn parts(cx: &Cx, words: &super::item::Words, lang: Lang) -> Markup {
    let all = [
        ("knowledge-done", &words.done),
        ("knowledge-result", &words.result),
        ("knowledge-failed", &words.failed),
    ];
    html! {
        div.prose {
            @for (key, text) in all {
                @if !text.trim().is_empty() {
                    h3 { (cx.t(key)) }
                    @for line in text.lines().filter(|line| !line.trim().is_empty()) {
                        p lang=(lang.code()) dir="auto" { (line) }
                    }
                }
            }
        }
    }
}

/// Who uses it, and the form to say that we do.
fn used(cx: &Cx, ask: &Ask, view: &View, errors: &Errors) -> Markup {
    let stored = &view.found.stored;
    if stored.published_at.is_none() {
        return html! {};
    }
    let me = ask.app.node.id;
    let none = empty_state(
        "thumbs-up",
        cx.t("knowledge-unused"),
        cx.t("knowledge-unused-text"),
        &html! {},
    );
    let form = Form::new(cx, &ask.form, errors);
    let ours = view.adoptions.iter().any(|(agency, _)| *agency == me);
    let may = ask.may(Permission::KnowledgePublish) && stored.state == PUBLISHED;
    html! {
        (Card::new(cx.t("knowledge-used-by")).count(view.adoptions.len()).live("knowledge-used", "agreements").body(html! {
            @if view.adoptions.is_empty() { (none) }
            ul.uses { @for (who, adoption) in &view.adoptions {
                li {
                    div { b { (Name(agency(cx, &view.names, me, *who))) } " · "
                        (cx.t_with("knowledge-since", &[("day", Arg::phrase(dates::day(cx.lang, adoption.since)))])) }
                    @if !adoption.outcome.is_empty() { p dir="auto" { (adoption.outcome) } }
                }
            } }
        }))
        @if may {
            section.card { div.card-b {
                details.fold open[errors.any()] {
                    summary { (cx.t(if ours { "knowledge-adopt-again" } else { "knowledge-adopt" })) }
                    (post(cx, &format!("{}/adoption", path(stored.id)), &html! {
                        (form.date("since", cx.t("knowledge-adopt-since")))
                        (form.area("outcome", cx.t("knowledge-adopt-outcome")).hint(cx.t("knowledge-adopt-outcome-hint")).max(NOTE_MAX).rows(3).optional())
                        (acts(&html! { (Button::submit(cx.t("knowledge-adopt-act")).icon("thumbs-up")) }))
                    }))
                }
            } }
        }
    }
}

/// How it was judged: for its agency's staff who see it.
fn reviews(cx: &Cx, ask: &Ask, view: &View) -> Markup {
    let me = ask.app.node.id;
    let own = |one: &&Reviewed| view.found.stored.origin == me || one.agency == me;
    let all: Vec<&Reviewed> = view.reviews.iter().filter(own).collect();
    html! {
        @if !all.is_empty() {
            (Card::new(cx.t("knowledge-reviews")).count(all.len()).live("knowledge-reviews", "agreements").body(html! {
                @for one in all { (review(cx, one, agency(cx, &view.names, me, one.agency))) }
            }))
        }
    }
}

fn review(cx: &Cx, one: &Reviewed, whose: &str) -> Markup {
    let Ok(said) = minicbor::decode::<Review>(&one.body) else { return html! {} };
    let number = [("n", Arg::from(one.number))];
    html! {
        details.fold {
            summary {
                (Name(whose)) " · " (cx.t_with("knowledge-version", &number)) " · "
                span.num { (dates::day(cx.lang, one.at)) } " " (tier(cx, one.tier.code()))
            }
            dl.rubric { @for ((criterion, score), reason) in CRITERIA.iter().zip(&said.scores).zip(&said.reasons) {
                dt { (cx.code("knowledge-criterion", criterion)) " " span.points aria-label=(cx.t(&format!("knowledge-score-{score}"))) {
                    @for n in 1..=super::item::SCORE_MAX { i.on[n <= *score] {} }
                } }
                dd dir="auto" { (reason) }
            } }
        }
    }
}

fn facts(cx: &Cx, ask: &Ask, view: &View, text: &Text) -> Markup {
    let stored = &view.found.stored;
    let whose = agency(cx, &view.names, ask.app.node.id, stored.origin);
    let shared = view.shares.iter().map(|peer| view.names.of(cx.lang, *peer).to_owned());
    let shared: Vec<String> = shared.collect();
    let rows = Summary::new()
        .row(cx.t("knowledge-origin"), Name(whose))
        .row(cx.t("knowledge-authors"), Name(&text.authors))
        .row(cx.t("knowledge-kind"), cx.code("knowledge-kind", &text.kind))
        .row(cx.t("knowledge-field"), cx.code("knowledge-field", &text.field))
        .row(cx.t("knowledge-version-title"), stored.number.to_string())
        .row_if(cx.t("knowledge-published"), stored.published_at.map(|at| dates::day(cx.lang, at)))
        .row_if(
            cx.t("knowledge-shared-with"),
            (!shared.is_empty()).then(|| html! { (Name(&shared.join(cx.lang.pick("، ", ", ")))) }),
        );
    let keys = text.keywords.split(['،', ',']).map(str::trim).filter(|key| !key.is_empty());
    html! {
        (Card::new(cx.t("knowledge-facts")).body(html! {
            (rows)
            div.keys { @for key in keys { (plain_tag(html! { bdi { (key) } })) " " } }
        }))
    }
}

/// How it is cited, in both languages.
fn citation(cx: &Cx, ask: &Ask, view: &View, text: &Text) -> Markup {
    let stored = &view.found.stored;
    let Some(at) = stored.published_at else { return html! {} };
    let id = persistent(&view.code, stored.id);
    let whose = agency(cx, &view.names, ask.app.node.id, stored.origin);
    let words = text.words(cx.lang).0;
    let args = [
        ("authors", Arg::from(text.authors.as_str())),
        ("year", Arg::ident(at.uae_date().year.to_string())),
        ("title", Arg::from(words.title.as_str())),
        ("n", Arg::ident(stored.number.to_string())),
        ("agency", Arg::from(whose)),
    ];
    html! {
        (Card::new(cx.t("knowledge-cite")).body(html! {
            p { (cx.t_with("knowledge-citation", &args)) }
            (copyable(cx, &id))
        }))
    }
}

/// Asking partners for a review, publishing and withdrawing: for whoever may publish.
fn publishing(cx: &Cx, ask: &Ask, view: &View) -> Markup {
    let (stored, path) = (&view.found.stored, path(view.found.stored.id));
    if !ask.may(Permission::KnowledgePublish)
        || (stored.stage != SUBMITTED && stored.state != PUBLISHED)
    {
        return html! {};
    }
    let errors = Errors::none();
    let form = Form::new(cx, &ask.form, &errors);
    let choices = || {
        let names = view.partners.iter().map(|(peer, basis)| {
            let clause = [
                ("agreement", Arg::ident(&basis.agreement)),
                ("clause", Arg::ident(&basis.clause)),
            ];
            let name = cx.lang.pick(&peer.name_ar, &peer.name_en).clone();
            (peer.agency.to_text(), name, cx.t_with("knowledge-under", &clause))
        });
        names
            .fold(form.checks("partners", cx.t("knowledge-partners")), |field, (id, name, hint)| {
                field.choice_hint(id, name, hint)
            })
    };
    let done = view.reviews.iter().filter(|one| one.number == stored.number).count();
    html! {
        @if stored.stage == SUBMITTED && !view.partners.is_empty() {
            (Card::new(cx.t("knowledge-ask-review")).body(html! {
                p.muted { (cx.t("knowledge-ask-review-text")) }
                (post(cx, &format!("{path}/request"), &html! { (choices()) (acts(&html! { (Button::submit(cx.t("knowledge-ask-review-act")).line().small()) })) }))
            }))
        }
        (Card::new(cx.t("knowledge-publish")).tag(plain_tag(cx.t_with("knowledge-reviews-done", &[("n", done.into())]))).body(html! {
            p.muted { (cx.t("knowledge-publish-text")) }
            (post(cx, &format!("{path}/publication"), &html! {
                @if !view.partners.is_empty() { (choices()) }
                (acts(&html! { (Button::submit(cx.t("knowledge-publish-act")).icon("megaphone")) }))
            }))
            @if stored.state == PUBLISHED {
                (post(cx, &format!("{path}/withdrawal"), &acts(&html! { (Button::submit(cx.t("knowledge-withdraw")).soft().small()) })))
            }
        }))
    }
}

/// A next version, for whoever wrote it.
fn author(cx: &Cx, view: &View, own: bool) -> Markup {
    let stored = &view.found.stored;
    html! {
        @if own && stored.stage.is_empty() && stored.state == PUBLISHED {
            (Card::new(cx.t("knowledge-revise")).body(html! {
                p.muted { (cx.t("knowledge-revise-text")) }
                (post(cx, &format!("{}/revision", path(stored.id)), &acts(&html! { (Button::submit(cx.t("knowledge-revise-act")).line().small().icon("pencil-simple")) })))
            }))
        }
    }
}
