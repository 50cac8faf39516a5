//! `/agreements/{id}/changes`: a proposed text beside the one it follows, clause by clause. Whoever it waits for takes or leaves each
//! change: all taken is a signature, anything else is an answer that goes back signed.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::AgreementId;
use sila_core::agreement::Agreement;
use sila_core::agreement::compare::{Change, changes, taken};
use sila_seal::{Hash, hex};

use super::texts::{self, Standing};
use super::{State, amendment, signing, text};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, empty_state, heading, tag};
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, ident};

/// A text and the one before it.
struct View {
    id: AgreementId,
    before: Agreement,
    after: Agreement,
    digest: Hash,
    /// It is an amendment of an agreement in force.
    amends: bool,
    /// It waits for our word.
    waits: bool,
}

/// The page.
///
/// # Errors
/// `page.not_found` where nothing was changed; when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let view = view(&ask).await?;
    Ok(Reply::page(&drawn(&ask, &view)))
}

/// Takes and leaves.
///
/// # Errors
/// `agreement.changed` when it is another text by now; what [`amendment::sign`] and [`amendment::propose`] refuse.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let view = view(&ask).await?;
    let path = format!("/agreements/{}", view.id);
    if ask.form.get("digest") != Some(hex(&view.digest).as_str()) || !view.waits {
        return Err(Problem::refused("agreement.changed").way_out(path));
    }
    let by = signing::By { worker: Some(ask.worker()?.id), now: ask.now };
    let all = changes(&view.before, &view.after);
    let accepted: BTreeSet<String> =
        all.iter().map(|one| one.number.clone()).filter(|n| takes(&ask.form, n)).collect();
    if accepted.len() == all.len() && view.amends {
        amendment::sign(&ask.app, view.id, view.digest, by).await?;
    } else if accepted.len() == all.len() {
        signing::sign(&ask.app, view.id, view.digest, by).await?;
    } else {
        let answer = taken(&view.before, &view.after, &accepted);
        amendment::propose(&ask.app, view.id, answer, by).await?;
    }
    Ok(Reply::see_other(ask.cx.url(&path)))
}

fn takes(form: &Pairs, number: &str) -> bool {
    form.get(&text::name(number, "take")) == Some("yes")
}

async fn view(ask: &Ask) -> Result<View, Problem> {
    let id: AgreementId = ask.id("id")?;
    let stored = signing::one(&ask.app, id).await?;
    let read = move |tx: &mut dyn Tx| -> Result<Option<View>, DbError> {
        let waiting = texts::pending(tx, id)?;
        let (after, digest, waits, amends) = match waiting {
            Some(text) => {
                let waits = text.standing == Standing::Offered;
                (text.agreement, text.digest, waits, true)
            }
            None => {
                let waits = stored.state == State::Offered;
                (stored.agreement.clone(), stored.digest, waits, false)
            }
        };
        let Some(follows) = after.follows.as_ref().map(|one| one.digest) else { return Ok(None) };
        // An amendment is read beside what is in force, whatever was proposed in between.
        let from = if amends { stored.digest } else { follows };
        let before = texts::find(tx, &stored, from)?;
        Ok(before.map(|before| View { id, before, after, digest, amends, waits }))
    };
    ask.app.store.read(read).await?.ok_or_else(Problem::not_found)
}

fn drawn(ask: &Ask, view: &View) -> Page {
    let cx = &ask.cx;
    let all = changes(&view.before, &view.after);
    let may = view.waits && ask.may(Permission::AgreementSign);
    let title = cx.t("changes-title");
    let path = format!("/agreements/{}", view.id);
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let cards = html! {
        @if all.is_empty() { (empty_state("check", cx.t("changes-none"), cx.t("changes-none-text"), &html! {})) }
        @for change in &all { (one(cx, view, change, may.then_some(&form))) }
    };
    let body = html! {
        (heading(title.clone(), Some(&cx.t("changes-lead")), &html! { (ident::Code(&view.after.code)) (tag(Tone::Plain, cx.t_with("text-number-n", &[("n", Arg::Num(i64::from(view.after.number())))]))) }))
        @if may {
            form method="post" action=(cx.url(&format!("{path}/changes"))) {
                input type="hidden" name="digest" value=(hex(&view.digest));
                div.stack { (cards) }
                (acts(&html! { (Button::submit(cx.t("changes-answer")).icon("seal-check")) }))
            }
        } @else { div.stack { (cards) } }
    };
    Page::new(cx, title).crumb(view.after.code.clone(), &path).body(body)
}

fn one(cx: &Cx, view: &View, change: &Change, form: Option<&Form<'_>>) -> Markup {
    let clause = view.after.clause(&change.number).or_else(|| view.before.clause(&change.number));
    let title = clause.map_or("", |clause| cx.lang.pick(&clause.title_ar, &clause.title_en));
    let words = |of: &Agreement, arabic: bool| {
        let clause = of.clause(&change.number);
        clause.map_or_else(String::new, |one| {
            if arabic { one.text_ar.clone() } else { one.text_en.clone() }
        })
    };
    html! {
        (Card::new(format!("{} {title}", change.number)).body(html! {
            @for warning in change.warnings() {
                (Note::new("warning", text::said(cx, &change.number, warning)).tone(Tone::Warn))
            }
            @if change.arabic { (marked(&words(&view.before, true), &words(&view.after, true), "ar", "rtl")) }
            @if change.english { (marked(&words(&view.before, false), &words(&view.after, false), "en", "ltr")) }
            @if !change.rules.is_empty() {
                p { (cx.t("changes-rules")) " " @for part in &change.rules { (tag(Tone::Info, cx.code("agreement-part", part.code()))) " " } }
            }
            @if change.binds {
                p { (cx.t("changes-binding")) " " @match clause.and_then(|one| one.binds) { None => (cx.t("clause-unsaid")), said => (text::binding_tag(cx, said)) } }
            }
            @if let Some(form) = form {
                (form.checks(&text::name(&change.number, "take"), cx.t("changes-take")).optional().choice("yes", cx.t("changes-take-yes")))
            }
        }))
    }
}

/// The words before and after in one paragraph: what went is struck, what came is underlined.
fn marked(before: &str, after: &str, lang: &str, dir: &str) -> Markup {
    html! {
        p lang=(lang) dir=(dir) {
            @for (kind, words) in differences(before, after) {
                @match kind {
                    Kind::Same => { (words) " " }
                    Kind::Gone => { del { (words) } " " }
                    Kind::New => { ins { (words) } " " }
                }
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Gone,
    New,
}

/// Words that stay, go and come. Longer texts than this are shown whole, one after the other.
const WORDS_MAX: usize = 600;

fn differences(before: &str, after: &str) -> Vec<(Kind, String)> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_whitespace().collect(), after.split_whitespace().collect());
    if old.len() > WORDS_MAX || new.len() > WORDS_MAX {
        return vec![(Kind::Gone, before.to_owned()), (Kind::New, after.to_owned())];
    }
    let longest = lengths(&old, &new);
    let at = |i: usize, j: usize| longest.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0);
    let (mut i, mut j, mut runs) = (0, 0, Vec::<(Kind, String)>::new());
    loop {
        let (kind, word) = match (old.get(i), new.get(j)) {
            (None, None) => break,
            (Some(one), Some(other)) if one == other => {
                (i, j) = (i.saturating_add(1), j.saturating_add(1));
                (Kind::Same, *one)
            }
            (Some(one), other)
                if other.is_none() || at(i.saturating_add(1), j) >= at(i, j.saturating_add(1)) =>
            {
                i = i.saturating_add(1);
                (Kind::Gone, *one)
            }
            (_, Some(other)) => {
                j = j.saturating_add(1);
                (Kind::New, *other)
            }
            (Some(_), None) => break,
        };
        match runs.last_mut() {
            Some((last, words)) if *last == kind => {
                words.push(' ');
                words.push_str(word);
            }
            _ => runs.push((kind, word.to_owned())),
        }
    }
    runs
}

/// Of every pair of ends, how many words they share in order.
fn lengths(old: &[&str], new: &[&str]) -> Vec<Vec<u16>> {
    let mut below = vec![0_u16; new.len().saturating_add(1)];
    let mut rows = vec![below.clone()];
    for one in old.iter().rev() {
        let mut row = vec![0_u16; new.len().saturating_add(1)];
        for (j, other) in new.iter().enumerate().rev() {
            let next = j.saturating_add(1);
            let of = |row: &[u16], at: usize| row.get(at).copied().unwrap_or(0);
            let best = if one == other {
                of(&below, next).saturating_add(1)
            } else {
                of(&below, j).max(of(&row, next))
            };
            if let Some(cell) = row.get_mut(j) {
                *cell = best;
            }
        }
        rows.push(row.clone());
        below = row;
    }
    rows.reverse();
    rows
}

#[cfg(test)]
mod tests {
    use sila_core::agreement::PrevailingText;

    use super::super::{prevail, template};
    use super::*;
    use crate::web::Lang;

    #[test]
    fn another_prevailing_text_is_marked_in_both_languages_with_its_rule() {
        let [before, after] = [PrevailingText::Arabic, PrevailingText::English]
            .map(|text| prevail::saying(template::tests::sample(), text));
        let (id, digest) = (after.id, [0; 32]);
        let view = View { id, before, after, digest, amends: true, waits: false };
        let found = changes(&view.before, &view.after);
        assert_eq!(found.len(), 1);
        let cx = Cx::new(Lang::En, "", sila_core::Millis(0), Default::default());
        let drawn = one(&cx, &view, &found[0], None).into_string();
        for marked in [
            "<del>Arabic</del> <ins>English</ins>",
            "<del>العربي.</del> <ins>الإنجليزي.</ins>",
            "Prevailing text</span>",
        ] {
            assert!(drawn.contains(marked), "{marked}: {drawn}");
        }
    }

    #[test]
    fn what_stays_what_goes_and_what_comes_is_marked_word_by_word() {
        let told =
            differences("Either party may stop it at once", "Each party may stop it within a day");
        let expected = [
            (Kind::Gone, "Either"),
            (Kind::New, "Each"),
            (Kind::Same, "party may stop it"),
            (Kind::Gone, "at once"),
            (Kind::New, "within a day"),
        ];
        assert_eq!(told, expected.map(|(kind, words)| (kind, words.to_owned())));
        assert_eq!(differences("", "new words"), [(Kind::New, "new words".to_owned())]);
        assert_eq!(differences("old", ""), [(Kind::Gone, "old".to_owned())]);
        assert_eq!(differences("", ""), []);
    }
}
