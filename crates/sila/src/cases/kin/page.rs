//! `/cases/{id}/kin`: the people by generations, the same as a table, and apart from them who is said to have done harm.

use maud::{Markup, html};
use sila_core::codes::Relation;
use sila_core::ids::PersonId;
use sila_core::person::Person;
use uuid::Uuid;

use super::{Alleged, Said, Tie, care, case, commit, generation, of_case, path, store};
use crate::ask::Ask;
use crate::cases::handover::only_read;
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::people::show as people;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, acts, columns, heading, post, stack, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Errors, Form, Pairs};

/// Longest name and longest words, in characters.
const CHARS_MAX: [usize; 2] = [120, 500];

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    document(&ask, &record, (&Pairs::default(), &Errors::none())).await
}

/// Writes down how two people belong together.
///
/// # Errors
/// As [`show`]; `case.closed`.
pub async fn relate(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let person = |name: &str| -> Option<PersonId> {
        let id: PersonId = ask.form.get(name)?.parse().ok()?;
        record.disclosure.people.iter().map(|one| one.id).find(|one| *one == id)
    };
    let relation = ask.form.get("relation").and_then(|code| Relation::from_code(code).ok());
    let pair = person("one").zip(person("other")).filter(|(one, other)| one != other);
    let Some(((one, other), relation)) = pair.zip(relation) else {
        let mut errors = Errors::none();
        errors.add("one", ask.cx.t("kin-tie-wrong"));
        return document(&ask, &record, (&ask.form, &errors)).await;
    };
    let (case, by) = (record.row.id, (ask.worker()?.id, ask.now));
    let (tie, words) = (Tie { one, relation, other }, format!("TIE {relation}"));
    commit(&ask.app, &record, (words, by), move |tx| store::set_tie(tx, case, tie, by)).await?;
    Ok(Reply::see_other(ask.cx.url(&path(case))))
}

/// Writes down who is said to have done harm.
///
/// # Errors
/// As [`relate`].
pub async fn allege(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let typed = |name: &str| ask.form.get(name).unwrap_or_default().trim().to_owned();
    let relation = ask.form.get("related").and_then(|code| Relation::from_code(code).ok());
    let (name, words) = (typed("name"), typed("words"));
    let fits = [&name, &words].iter().zip(CHARS_MAX).all(|(text, max)| text.chars().count() <= max);
    let Some(relation) = relation.filter(|_| fits) else {
        let mut errors = Errors::none();
        errors.add("related", ask.cx.t("alleged-wrong"));
        return document(&ask, &record, (&ask.form, &errors)).await;
    };
    let at_home = ask.form.has("at_home", "yes");
    let said = Said { name, relation, at_home, words };
    super::allege(&ask.app, ask.worker()?, &record, said, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id))))
}

/// Ends an entry; it stays readable.
///
/// # Errors
/// As [`relate`].
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let (id, case, now): (Uuid, _, _) = (ask.id("one")?, record.row.id, ask.now);
    let words = (format!("ENDED {id}"), (ask.worker()?.id, now));
    commit(&ask.app, &record, words, move |tx| store::end(tx, case, id, now)).await?;
    Ok(Reply::see_other(ask.cx.url(&path(case))))
}

/// The page with what was typed and what is wrong with it.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn document(
    ask: &Ask,
    record: &CaseRecord,
    (values, errors): (&Pairs, &Errors),
) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let (ties, alleged) = of_case(&ask.app, record).await?;
    let id = record.row.id;
    let cared = ask.app.store.read(move |tx| store::care(tx, id)).await?;
    let form = Form::new(cx, values, errors);
    let known = &record.disclosure.people;
    let open = record.is_ours();
    let main = html! {
        (Card::new(cx.t("kin-title")).count(known.len()).body(html! {
            (drawn(cx, known))
            (table(cx, known, &ties))
        }))
        (care::card(cx, known, &cared))
        (said_of(cx, record, &alleged))
    };
    let aside = html! {
        (only_read(cx, record))
        @if open && known.len() > 1 { (tie_form(cx, record, &form)) }
        @if open { (care::form(cx, record, &form)) (alleged_form(cx, record, &form)) }
    };
    let title = html! { (cx.t("kin-title")) " " (Reference(&record.row.reference)) };
    let body = html! {
        (form.summary())
        (heading(title, Some(&cx.t("kin-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = frame(cx, record, cx.t("kin-title")).errors(errors.any()).body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

/// The generations one under the other; the person concerned stands among her own.
fn drawn(cx: &Cx, known: &[Person]) -> Markup {
    let of = |person: &Person| person.relation.map_or(1, generation);
    let row = |nth: usize| known.iter().filter(move |person| of(person) == nth);
    html! {
        div.kin aria-hidden="true" {
            @for nth in 0..4_usize {
                @if row(nth).next().is_some() {
                    div.kin-row {
                        @for person in row(nth) {
                            div.kin-one.self[person.relation.is_none()] {
                                b { (people::name(cx, person)) }
                                span.sub { (who(cx, person)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn who(cx: &Cx, person: &Person) -> String {
    person.relation.map_or_else(|| cx.t("kin-self"), |one| cx.code("relation", one.code()))
}

/// The same as words: who, what of the person concerned, what of the others.
fn table(cx: &Cx, known: &[Person], ties: &[Tie]) -> Markup {
    let heads = [
        Col::text(cx.t("person-name")),
        Col::text(cx.t("kin-of-self")),
        Col::text(cx.t("kin-of-others")),
        Col::text(cx.t("person-birth-or-age")),
    ];
    let of = |id: PersonId| known.iter().find(|person| person.id == id);
    let rows = known.iter().map(|person| {
        let own = ties.iter().filter(|tie| tie.one == person.id);
        [
            html! { b { (people::name(cx, person)) } },
            html! { (who(cx, person)) },
            html! { @for tie in own { @if let Some(other) = of(tie.other) {
                div { (cx.code("relation", tie.relation.code())) " · " (people::name(cx, other)) }
            } } },
            html! { span.num { (people::birth(cx, person, cx.now)) } },
        ]
    });
    html! { (Table::new(cx.t("kin-title"), heads).rows(rows)) }
}

fn said_of(cx: &Cx, record: &CaseRecord, all: &[Alleged]) -> Markup {
    let end = |one: &Alleged| {
        let act = format!("/cases/{}/alleged/{}/end", record.row.id, one.id);
        post(cx, &act, &html! { (Button::submit(cx.t("alleged-end")).soft().small()) })
    };
    html! {
        (Card::new(cx.t("alleged-title")).count(all.len()).body(html! {
            (Note::new("prohibit", cx.t("alleged-never")).tone(Tone::Warn).says(cx.t("alleged-never-text")))
            ul.joint { @for one in all { li {
                div.joint-h {
                    b { @if cx.masked { (people::masked(cx)) } @else if one.said.name.is_empty() { (cx.t("person-name-unknown")) } @else { (Name(&one.said.name)) } }
                    @if one.ended_at.is_some() { (tag(Tone::Plain, cx.t("alleged-ended"))) }
                    @else if one.said.at_home { (tag(Tone::Bad, cx.t("alleged-at-home"))) }
                }
                div.joint-who { (cx.code("relation", one.said.relation.code())) " · " (cx.at(one.at)) }
                @if !one.said.words.is_empty() { p.typed { (Name(&one.said.words)) } }
                @if one.ended_at.is_none() && record.is_ours() { div.joint-acts { (end(one)) } }
            } } }
        }))
    }
}

fn tie_form(cx: &Cx, record: &CaseRecord, form: &Form<'_>) -> Markup {
    let known = || {
        let name = |person: &Person| {
            people::name_words(cx, person).unwrap_or_else(|| cx.t("person-name-unknown"))
        };
        record.disclosure.people.iter().map(move |person| (person.id.to_string(), name(person)))
    };
    let relations = Relation::ALL.iter().map(|one| (one.code(), cx.code("relation", one.code())));
    html! {
        (Card::new(cx.t("kin-tie")).body(post(cx, &path(record.row.id), &html! {
            (form.select("one", cx.t("kin-one")).choices(known()))
            (form.select("relation", cx.t("kin-is")).choices(relations))
            (form.select("other", cx.t("kin-other")).choices(known()))
            (acts(&html! { (Button::save(cx)) }))
        })))
    }
}

fn alleged_form(cx: &Cx, record: &CaseRecord, form: &Form<'_>) -> Markup {
    let [name, words] = CHARS_MAX;
    let relations = Relation::ALL.iter().map(|one| (one.code(), cx.code("relation", one.code())));
    html! {
        (Card::new(cx.t("alleged-new")).body(post(cx, &format!("/cases/{}/alleged", record.row.id), &html! {
            (form.text("name", cx.t("alleged-name")).hint(cx.t("alleged-name-hint")).max(name).autocomplete("off").optional())
            (form.select("related", cx.t("alleged-relation")).choices(relations))
            (form.checks("at_home", cx.t("alleged-home")).choice("yes", cx.t("alleged-at-home")))
            (form.area("words", cx.t("alleged-words")).max(words).rows(2).optional())
            (acts(&html! { (Button::save(cx)) }))
        })))
    }
}
