//! The letter as a file, and the paper that tells the person what was said about her, to whom and until when. Each print is written down before
//! the file is made: it is a disclosure.

use maud::html;
use sila_core::field::Field;
use sila_core::time::Millis;
use sila_paper::{Paper, Text, Tone};
use uuid::Uuid;

use super::{Consent, Desk, Letter, Way, case, commit, number, offered, refused, shut, store};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::cases::record::CaseRecord;
use crate::journal::access::{self, Subject};
use crate::people::show as people;
use crate::problem::Problem;
use crate::referrals::print as referral;
use crate::referrals::summary::joined;
use crate::reply::Reply;
use crate::web::components::Summary;
use crate::web::ident::{EmiratesId, EmiratesIdInFull, Name, Reference};
use crate::web::{Arg, Cx, dates, paper};

/// Prints the letter.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and for a letter of another; as [`put`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let id: Uuid = ask.id("one")?;
    let worker = ask.worker()?;
    let desk = Desk::of_case(&ask.app, &record).await?;
    put(&ask.app, worker, (&record, &desk), id, ask.now).await?;
    let letter = desk.letter(id)?;
    let consent = desk.consent(letter.consent)?;
    let cx = Cx { lang: letter.lang, masked: false, ..ask.cx.clone() };
    paper::file(&written(&cx, &record, (&desk, letter, consent), worker), &number(id))
}

/// Writes a print down, where the letter may be printed now by what was read.
///
/// # Errors
/// As [`Desk::may_print`]; `letter.shut` for words that no letter may say by now; `letter.moved` where what was read does not stand any more.
pub async fn put(
    app: &App,
    worker: &Worker,
    (record, desk): (&CaseRecord, &Desk),
    id: Uuid,
    now: Millis,
) -> Result<(), Problem> {
    let letter = desk.letter(id)?;
    desk.may_print(record, letter, now)?;
    if shut::says(app, worker, record, &letter.said.words).await? {
        return Err(refused(record, "letter.shut"));
    }
    let (case, by) = (record.row.id, worker.clone());
    let (row, seen) = (app.clock.new_id(), app.clock.new_id());
    commit(app, (worker, record), Some(&desk.stood), "PRINT", now, move |tx| {
        access::in_tx(tx, seen, &by, Subject::Case(case.0), "case.letter-print", now)?;
        store::add_print(tx, row, (case, id), (by.id, now))?;
        Ok(true)
    })
    .await
}

/// What a letter says of the person: the fields of the consent that may still be said. A number stands in full on paper alone, each print of which is on
/// record.
pub(super) fn about(
    cx: &Cx,
    record: &CaseRecord,
    (fields, code_name, on_paper): (&[Field], bool, bool),
    now: Millis,
) -> Summary {
    let may = offered(record, code_name);
    let fields: Vec<Field> = fields.iter().copied().filter(|one| may.contains(one)).collect();
    let known = record.disclosure.clone().limited_to(&fields);
    let rows = Summary::new().wide();
    let Some(person) = known.people.first() else { return rows };
    let has = |field: Field| fields.contains(&field);
    let label = |field: Field| cx.code("field", field.code());
    let nation = person.nationality.as_deref().map(|code| cx.code("nationality", code));
    let number = person.emirates_id.as_deref().map(|number| match on_paper {
        true => html! { (EmiratesIdInFull(number)) },
        false => html! { (EmiratesId(number)) },
    });
    let papers = known.documents.iter().map(|paper| cx.code("document", paper.code()));
    let papers = Some(joined(cx, papers)).filter(|words| !words.is_empty());
    rows.row_if(label(Field::Name), has(Field::Name).then(|| people::both_names(cx, person)))
        .row_if(label(Field::Birth), has(Field::Birth).then(|| people::birth(cx, person, now)))
        .row_if(label(Field::Sex), has(Field::Sex).then(|| cx.code("sex", person.sex.code())))
        .row_if(label(Field::Nationality), nation)
        .row_if(label(Field::EmiratesId), number)
        .row_if(label(Field::Documents), papers)
}

pub(super) fn written(
    cx: &Cx,
    record: &CaseRecord,
    (desk, letter, consent): (&Desk, &Letter, &Consent),
    worker: &Worker,
) -> Paper {
    let officer = letter.said.officer.as_ref();
    let to = desk.names.of(cx.lang, letter.recipient);
    let head = Summary::new()
        .row(cx.t("case-letter-to"), Name(to))
        .row_if(
            cx.t("case-letter-in-person"),
            officer.map(|one| html! { b { (Name(&one.name)) } " · " (Name(&one.office)) }),
        )
        .row(cx.t("case-letter-purpose"), cx.code("case-letter-purpose", consent.purpose))
        .row(cx.t("case-letter-day"), dates::day(cx.lang, letter.at))
        .row(cx.t("case-letter-number"), Reference(&number(letter.id)));
    let margins = paper::margins(cx, &number(letter.id), cx.t("case-letter-caution"));
    let day = paper::day(letter.at);
    let paper = Paper::new(paper::language(cx.lang), cx.t("case-letter-paper"), day, margins)
        .pairs(paper::pairs(&head));
    let paper = match letter.way {
        Way::Officer => {
            paper.note(Tone::Warning, cx.t("case-letter-sealed"), cx.t("case-letter-sealed-text"))
        }
        Way::Handed | Way::Carried => paper,
    };
    let fields = (letter.said.fields.as_slice(), desk.code_name, true);
    let paper = paper
        .heading(1, cx.t("case-letter-about"))
        .pairs(paper::pairs(&about(cx, record, fields, letter.at)))
        .heading(1, cx.t("case-letter-words"));
    let lines = letter.said.words.lines().map(str::trim).filter(|line| !line.is_empty());
    let paper = lines.fold(paper, |paper, line| paper.paragraph(Text::free(line)));
    signed(cx, (desk, letter, consent), worker, paper)
}

/// What allows it, who signs it, and the line for a name in her own hand where we know her by another.
fn signed(
    cx: &Cx,
    (desk, letter, consent): (&Desk, &Letter, &Consent),
    worker: &Worker,
    paper: Paper,
) -> Paper {
    let until = [("day", Arg::phrase(dates::day(cx.lang, consent.given.expires_at)))];
    let own = desk.code_name && letter.said.fields.contains(&Field::Name);
    let paper = match own {
        true => paper
            .note(Tone::Calm, cx.t("case-letter-own-hand"), cx.t("case-letter-own-hand-text"))
            .blanks(vec![cx.t("case-letter-own-name"), cx.t("case-letter-signature")]),
        false => paper,
    };
    let name = cx.lang.pick(&worker.name_ar, &worker.name_en).as_str();
    let made = [("name", Arg::from(name)), ("at", Arg::phrase(cx.at(cx.now)))];
    paper
        .note(Tone::Calm, cx.t("case-letter-rests"), cx.t_with("case-letter-rests-text", &until))
        .blanks(vec![cx.t("case-letter-signature"), cx.t("case-letter-stamp")])
        .small(cx.t_with("pdf-made", &made))
}

/// The receipt for the person. It names nobody.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and for a letter that was never printed.
pub async fn receipt(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let id: Uuid = ask.id("one")?;
    let desk = Desk::of_case(&ask.app, &record).await?;
    let letter = desk.letter(id)?;
    if letter.prints.is_empty() {
        return Err(Problem::not_found());
    }
    let (worker, case) = (ask.worker()?, Subject::Case(record.row.id.0));
    access::record(&ask.app, worker, case, "case.letter-receipt", ask.now).await?;
    let paper = told(&ask.cx, &record, &desk, letter)?;
    paper::file(&paper, &format!("{}-receipt", number(id)))
}

pub(super) fn told(
    cx: &Cx,
    record: &CaseRecord,
    desk: &Desk,
    letter: &Letter,
) -> Result<Paper, Problem> {
    let consent = desk.consent(letter.consent)?;
    let printed = letter.prints.iter().map(|at| cx.at(*at));
    let ended = consent.ended.map(|(at, why)| {
        html! { (cx.at(at)) " · " (cx.code("withdrawal", why.code())) }
    });
    let head = Summary::new()
        .row(cx.t("receipt-by"), Name(cx.agency()))
        .row(cx.t("receipt-with"), Name(desk.names.of(cx.lang, letter.recipient)))
        .row(cx.t("case-letter-purpose"), cx.code("case-letter-purpose", consent.purpose))
        .row(cx.t("case-letter-reaches"), cx.code("case-letter-reach", letter.way.code()))
        .row(cx.t("case-letter-printed"), joined(cx, printed))
        .row_if(cx.t("case-letter-taken-back"), ended)
        .row(cx.t("case-letter-number"), Reference(&number(letter.id)));
    let known = record.disclosure.fields();
    let kept: Vec<Field> =
        known.into_iter().filter(|one| !letter.said.fields.contains(one)).collect();
    let margins = paper::margins(cx, &number(letter.id), cx.t("receipt-caution"));
    let day = paper::day(letter.at);
    let paper = Paper::new(paper::language(cx.lang), cx.t("receipt-title"), day, margins)
        .paragraph(cx.t("case-letter-receipt-text"))
        .pairs(paper::pairs(&head))
        .pairs(paper::pairs(&referral::permission(cx, &consent.given)))
        .heading(1, cx.t("receipt-shared"))
        .items(referral::names(cx, &letter.said.fields))
        .heading(1, cx.t("receipt-kept"));
    let paper = match kept.as_slice() {
        [] => paper.paragraph(cx.t("receipt-kept-nothing")),
        kept => paper.items(referral::names(cx, kept)),
    };
    let paper = paper
        .note(Tone::Warning, cx.t("receipt-safe"), cx.t("receipt-safe-text"))
        .note(Tone::Calm, cx.t("receipt-rights"), cx.t("intake-rights"))
        .blanks(vec![cx.t("receipt-blank-worker"), cx.t("receipt-blank-day")]);
    Ok(referral::interpreted(cx, &record.disclosure, paper))
}
