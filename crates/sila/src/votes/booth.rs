//! `/vote/{code}`: the page on a telephone. While the vote is open it is the ballot; after the closing it is the result.

use maud::{Markup, html};
use sila_core::ballot::{Method, SCORE_MAX, Stance};
use sila_seal::Hash;

use super::{Choice, Vote, draw, of_code, result, store, token};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, icon};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Page, Pairs};

/// The page. Whoever has the code sees what is asked; only a token votes.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let vote = of_code(&ask).await?;
    if vote.closed_at.is_none() {
        return Ok(Reply::page(&open(&ask, &vote, &Errors::none()).await?));
    }
    let shown = result::public(&ask, &vote).await?;
    let body = html! {
        div.booth data-vote=(vote.code) data-closed="1" {
            (asked(&ask.cx, &vote))
            (own(&ask.cx))
            (shown)
        }
    };
    Ok(Reply::page(&framed(&ask.cx, &vote).body(body)))
}

fn framed(cx: &Cx, vote: &Vote) -> Page {
    Page::new(cx, vote.title(cx)).bare().with("vote")
}

fn asked(cx: &Cx, vote: &Vote) -> Markup {
    html! {
        p.booth-c { (icon("check-square-offset")) (cx.t("vote-one")) " " (Code(&vote.code)) }
        h1.booth-q { (Name(vote.title(cx))) }
    }
}

/// What this telephone has to say, filled in by its script.
fn own(cx: &Cx) -> Markup {
    html! {
        div.booth-own hidden data-own role="status"
            data-ready=(cx.t("vote-own-ready")) data-drawing=(cx.t("vote-own-drawing"))
            data-drawn=(cx.t("vote-own-drawn")) data-unknown=(cx.t("vote-own-unknown"))
            data-offline=(cx.t("vote-own-offline")) data-unsafe=(cx.t("vote-own-unsafe"))
            data-cheat=(cx.t("vote-own-cheat")) data-cast=(cx.t("vote-own-cast"))
            data-found=(cx.t("vote-own-found")) data-lost=(cx.t("vote-own-lost")) {
            p data-words {}
            button.btn.soft.sm type="button" hidden data-forget { (cx.t("vote-own-forget")) }
        }
    }
}

/// The ballot.
///
/// # Errors
/// When the store cannot be read.
pub async fn open(ask: &Ask, vote: &Vote, errors: &Errors) -> Result<Page, Problem> {
    let id = vote.id;
    let choices = ask.app.store.read(move |tx| store::choices(tx, id)).await?;
    let cx = &ask.cx;
    let token = ask.form.get("token").unwrap_or_default();
    let body = html! {
        div.booth data-vote=(vote.code) data-key=(draw::text(&vote.public)) data-token=(cx.url(&format!("{}/token", vote.booth()))) {
            (asked(cx, vote))
            p.booth-how { (how(cx, vote)) }
            (own(cx))
            (errors.summary(cx))
            form method="post" action=(cx.url(&format!("{}/ballot", vote.booth()))) autocomplete="off" data-method=(vote.paper.method().code()) {
                ol.choices { @for choice in &choices { (one(cx, vote, choice, &ask.form)) } }
                @if vote.paper.method() == Method::Dots {
                    p.booth-left hidden data-dots=(vote.paper.dots()) { (cx.t("vote-dots-left")) " " b {} }
                }
                div.field data-token-field {
                    label for="token" { (cx.t("vote-token")) }
                    p.hint { (cx.t("vote-token-hint")) }
                    input.in.ltr id="token" name="token" dir="ltr" value=(token) autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="60";
                }
                div.booth-go { (Button::submit(cx.t("vote-cast-act")).icon("check")) }
            }
            p.booth-f { (icon("eye-slash")) (cx.t("vote-nobody-knows")) }
        }
    };
    Ok(framed(cx, vote).errors(errors.any()).body(body))
}

/// How the paper is marked, in a sentence.
pub fn how(cx: &Cx, vote: &Vote) -> String {
    let n = match vote.paper.method() {
        Method::Dots => vote.paper.dots(),
        Method::Score => SCORE_MAX,
        _ => vote.paper.options(),
    };
    cx.t_with(
        &format!("vote-how-{}", vote.paper.method().code().to_lowercase()),
        &[("n", u32::from(n).into())],
    )
}

fn one(cx: &Cx, vote: &Vote, choice: &Choice, typed: &Pairs) -> Markup {
    let name = format!("m{}", choice.n);
    let words = html! { span.choice-w { (Name(cx.lang.pick(&choice.ar, &choice.en))) } };
    let given = typed.get(&name).unwrap_or_default();
    match vote.paper.method() {
        Method::Support => html! {
            li.choice { label.choice-l {
                input type="checkbox" id=(name) name=(name) value="1" checked[given == "1"];
                (words)
            } }
        },
        Method::Dots => html! {
            li.choice.row { label for=(name) { (words) }
                span.stepper {
                    button type="button" hidden data-step="-1" aria-label=(cx.t("vote-less")) { "−" }
                    input.in.num id=(name) name=(name) inputmode="numeric" maxlength="2" value=(given) placeholder="0";
                    button type="button" hidden data-step="1" aria-label=(cx.t("vote-more")) { "+" }
                } }
        },
        Method::Ranked => html! {
            li.choice.row { label for=(name) { (words) }
                select.in.num id=(name) name=(name) {
                    option value="" { (cx.t("vote-no-place")) }
                    @for place in 1..=vote.paper.options() {
                        option value=(place) selected[given == place.to_string()] { (place) }
                    }
                } }
        },
        Method::Score => marks(&name, &words, given, (0..=SCORE_MAX).map(|n| (n, n.to_string()))),
        Method::Consent => {
            let word = |stance: &Stance| (stance.mark(), cx.code("vote-stance", stance.code()));
            marks(&name, &words, given, Stance::ALL.iter().map(word))
        }
    }
}

fn marks(
    name: &str,
    words: &Markup,
    given: &str,
    all: impl Iterator<Item = (u8, String)>,
) -> Markup {
    html! {
        li.choice { fieldset {
            legend { (words) }
            div.marks { @for (n, (mark, word)) in all.enumerate() {
                @let id = if n == 0 { name.to_owned() } else { format!("{name}-{n}") };
                label.mark { input type="radio" id=(id) name=(name) value=(mark) checked[given == mark.to_string()]; span { (word) } }
            } }
        } }
    }
}

/// What is seen once the ballot lies in the box.
pub fn thanks(cx: &Cx, vote: &Vote, leaf: &Hash) -> Page {
    let body = html! {
        div.booth.done data-vote=(vote.code) data-leaf=(draw::text(leaf)) {
            (asked(cx, vote))
            p.booth-big { (icon("check-circle")) }
            h2 { (cx.t("vote-in-the-box")) }
            p { (cx.t("vote-in-the-box-text")) }
            p.booth-n { (cx.t("vote-number")) " " (Code(&number(leaf))) }
            p.muted { (cx.t("vote-number-text")) }
            (own(cx))
            p { (Button::link(cx.t("vote-see-later"), cx.url(&vote.booth())).soft()) }
        }
    };
    framed(cx, vote).body(body)
}

/// The number of a ballot, by which its voter finds it in the list: the beginning of its leaf.
pub fn number(leaf: &Hash) -> String {
    let beginning = leaf.get(..10).unwrap_or_default();
    token::grouped(&sila_seal::code::base32_encode(beginning))
}
