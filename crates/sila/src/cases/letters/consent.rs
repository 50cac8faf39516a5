//! What the person allows before a letter is written: to whom, for what, which of what is known, how it was said, and until when. It is hers to take
//! back; what was printed stays told, and nothing more is.

use maud::{Markup, html};
use sila_core::codes::{Category, LawfulBasis, PermissionForm, Withdrawal};
use sila_core::field::Field;
use sila_core::ids::AgencyId;
use sila_core::permission::Permission as Given;
use sila_core::time::Millis;
use uuid::Uuid;

use super::{
    CONSENT, Consent, Desk, PURPOSES, case, commit, offered, page, path, place, purpose, refused,
    store,
};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, icon, post, tag};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Pairs};

/// How somebody says yes; without it there is no letter.
const FORMS: [PermissionForm; 4] = [
    PermissionForm::Written,
    PermissionForm::Verbal,
    PermissionForm::Assent,
    PermissionForm::Carer,
];
/// How somebody takes it back.
const SAID: [Withdrawal; 2] = [Withdrawal::Spoken, Withdrawal::Written];
/// For how many days it may hold.
const DAYS: [i64; 3] = [7, 30, 90];
/// The longest name of a witness, in characters.
const WITNESS_CHARS_MAX: usize = 120;

/// What somebody allows.
#[derive(Debug, Clone)]
pub struct Wish {
    /// To whom.
    pub to: AgencyId,
    /// What for.
    pub purpose: &'static str,
    /// What may be said.
    pub fields: Vec<Field>,
    /// How it was said.
    pub form: PermissionForm,
    /// Who heard it.
    pub witness: Option<String>,
    /// For how many days.
    pub days: i64,
}

/// Writes down what the person allows.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; as [`give`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let desk = Desk::of_case(&ask.app, &record).await?;
    let mut errors = Errors::none();
    let Some(wish) = read(&ask.cx, &ask.form, (&record, &desk), &mut errors) else {
        return page::document(&ask, &record, (&ask.form, &errors)).await;
    };
    let id = give(&ask.app, ask.worker()?, &record, wish, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, &format!("/consents/{id}")))))
}

/// The act itself. The caller has found the case through the worker.
///
/// # Errors
/// As [`Desk::way_to`]; `letter.field` for what no letter says or the person keeps back; what the rules of permissions refuse.
pub async fn give(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    wish: Wish,
    now: Millis,
) -> Result<Uuid, Problem> {
    let desk = Desk::of_case(app, record).await?;
    let (way, around) = desk.way_to(record, wish.to)?;
    let may = offered(record, desk.code_name);
    if wish.fields.is_empty() || wish.fields.iter().any(|one| !may.contains(one)) {
        return Err(refused(record, "letter.field"));
    }
    let given = Given {
        basis: LawfulBasis::Consent,
        form: Some(wish.form),
        recipient: wish.to,
        purpose: Vec::new(),
        fields: wish.fields,
        witness: wish.witness,
        given_at: now,
        expires_at: now.plus_days(wish.days),
        onward: Vec::new(),
    };
    let back = |no| Problem::from(no).way_out(path(record.row.id, ""));
    let category = Category::from_code(&record.row.category).unwrap_or(Category::Other);
    let ages = record.disclosure.people.first().and_then(|person| person.ages(now));
    given.is_given_by(ages, category).map_err(back)?;
    given.covers(wish.to, &given.fields, now).map_err(back)?;
    let (id, case) = (app.clock.new_id(), record.row.id);
    let body = record.seal(app, place(CONSENT, id), &given.to_cbor())?;
    let about = (wish.to, wish.purpose, way, around.map(|one| one.id));
    let (by, words) = ((worker.id, now), format!("CONSENT {}", wish.purpose));
    commit(app, (worker, record), Some(&desk.stood), &words, now, move |tx| {
        store::add_consent(tx, (id, case), about, by, &body)?;
        Ok(true)
    })
    .await?;
    Ok(id)
}

/// The person takes it back: nothing more is printed.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `letter.moved` when it was taken back before.
pub async fn withdraw(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let why = ask.form.get("why").and_then(|code| Withdrawal::from_code(code).ok());
    let why = why.filter(|why| SAID.contains(why));
    let why = why.ok_or_else(|| Problem::bad_request("form.broken"))?;
    let one: Uuid = ask.id("one")?;
    Desk::of_case(&ask.app, &record).await?.consent(one)?;
    take_back(&ask.app, ask.worker()?, &record, (one, why), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// The act itself. Saying it is enough, also where the case is closed or was handed over.
///
/// # Errors
/// As [`withdraw`].
pub async fn take_back(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (id, why): (Uuid, Withdrawal),
    now: Millis,
) -> Result<(), Problem> {
    let (case, by) = (record.row.id, (worker.id, now));
    let words = format!("WITHDRAW {}", why.code());
    commit(app, (worker, record), None, &words, now, move |tx| {
        store::end_consent(tx, (id, case), why, by)
    })
    .await
}

fn read(
    cx: &Cx,
    form: &Pairs,
    (record, desk): (&CaseRecord, &Desk),
    errors: &mut Errors,
) -> Option<Wish> {
    let to = form.get("to").and_then(|text| AgencyId::parse(text).ok());
    let to = to.filter(|one| desk.recipients(record).contains(one));
    let purpose = form.get("purpose").and_then(purpose);
    let may = offered(record, desk.code_name);
    let ticked = form.all("fields").filter_map(|code| Field::from_code(code).ok());
    let fields: Vec<Field> = ticked.filter(|one| may.contains(one)).collect();
    let how = form.get("given").and_then(|code| PermissionForm::from_code(code).ok());
    let how = how.filter(|one| FORMS.contains(one));
    let witness = form.get("witness").unwrap_or_default().trim();
    let heard = how != Some(PermissionForm::Verbal) || !witness.is_empty();
    let days = form.get("days").and_then(|text| text.parse::<i64>().ok());
    let days = days.filter(|one| DAYS.contains(one));
    let rules = [
        ("to", to.is_some(), "case-letter-to-missing"),
        ("purpose", purpose.is_some(), "case-letter-purpose-missing"),
        ("fields", !fields.is_empty(), "case-letter-fields-missing"),
        ("given", how.is_some(), "case-letter-form-missing"),
        (
            "witness",
            heard && witness.chars().count() <= WITNESS_CHARS_MAX,
            "case-letter-witness-missing",
        ),
        ("days", days.is_some(), "case-letter-days-missing"),
    ];
    for (name, kept, key) in rules {
        if !kept {
            errors.add(name, cx.t(key));
        }
    }
    let witness = Some(witness.to_owned()).filter(|name| !name.is_empty());
    let filled = to.zip(purpose).zip(how.zip(days)).filter(|_| !errors.any());
    let ((to, purpose), (form, days)) = filled?;
    Some(Wish { to, purpose, fields, form, witness, days })
}

/// The form; a note where no body is reached by a letter.
pub(super) fn form(cx: &Cx, record: &CaseRecord, desk: &Desk, form: &Form<'_>) -> Markup {
    let recipients = desk.recipients(record);
    if recipients.is_empty() {
        return html! {
            (Note::new("info", cx.t("case-letter-nobody-listed")).tone(Tone::Info).says(cx.t("case-letter-nobody-listed-text")))
        };
    }
    let to = recipients.iter().map(|one| (one.to_text(), desk.names.of(cx.lang, *one).to_owned()));
    let purposes = PURPOSES.map(|code| (code, cx.code("case-letter-purpose", code)));
    let fields = offered(record, desk.code_name);
    let fields = fields.iter().map(|one| (one.code(), cx.code("field", one.code())));
    let forms = FORMS.map(|one| (one.code(), cx.code("permission-form", one.code())));
    let days = DAYS.map(|n| (n.to_string(), cx.t_with("case-days", &[("n", n.into())])));
    html! {
        (Card::new(cx.t("case-letter-consent-new")).id("consent").body(html! {
            p.hint { (cx.t("case-letter-consent-text")) }
            (post(cx, &path(record.row.id, "/consents"), &html! {
                (form.select("to", cx.t("case-letter-to")).empty(cx.t("scope-choose")).choices(to))
                (form.select("purpose", cx.t("case-letter-purpose")).empty(cx.t("scope-choose")).choices(purposes))
                (form.checks("fields", cx.t("case-letter-fields")).hint(cx.t("case-letter-fields-hint")).side_by_side().choices(fields))
                (form.radios("given", cx.t("case-letter-form")).choices(forms))
                (form.text("witness", cx.t("case-letter-witness")).hint(cx.t("case-letter-witness-hint")).max(WITNESS_CHARS_MAX).optional())
                (form.radios("days", cx.t("case-letter-days")).side_by_side().choices(days))
                (acts(&html! { (Button::submit(cx.t("case-letter-consent-act")).icon("signature")) }))
            }))
        }))
    }
}

/// What the person allowed, each with what can be done with it now.
pub(super) fn list(cx: &Cx, record: &CaseRecord, desk: &Desk) -> Markup {
    if desk.consents.is_empty() {
        return html! {};
    }
    html! {
        (Card::new(cx.t("case-letter-consents")).id("consents").count(desk.consents.len()).body(html! {
            ul.people { @for one in &desk.consents { li { (icon("signature")) div {
                b { (Name(desk.names.of(cx.lang, one.recipient))) } " · " (cx.code("case-letter-purpose", one.purpose)) " " (standing(cx, one))
                div.sub { (page::fields(cx, &one.given.fields)) }
                div.sub {
                    (cx.t("letter-until")) " " (cx.at(one.given.expires_at))
                    " · " (cx.t("case-letter-written-by")) " " (Name(cx.lang.pick(&one.by.0, &one.by.1))) " · " (cx.at(one.at))
                }
                @if one.holds(cx.now) { (turns(cx, record, one)) }
            } } } }
        }))
    }
}

fn standing(cx: &Cx, one: &Consent) -> Markup {
    match one.ended {
        Some((at, why)) => html! {
            (tag(Tone::Bad, cx.t("case-letter-taken-back"))) " "
            span.sub { (cx.code("withdrawal", why.code())) " · " (cx.at(at)) }
        },
        None if one.holds(cx.now) => tag(Tone::Ok, cx.t("case-letter-holds")),
        None => tag(Tone::Plain, cx.t("case-letter-ran-out")),
    }
}

fn turns(cx: &Cx, record: &CaseRecord, one: &Consent) -> Markup {
    let to = path(record.row.id, &format!("/consents/{}", one.id));
    html! {
        div.joint-acts {
            @if record.is_ours() { (Button::link(cx.t("case-letter-write"), cx.url(&to)).small().icon("pencil-simple")) }
            (post(cx, &format!("{to}/withdrawal"), &html! {
                @for why in SAID {
                    (Button::submit(cx.t_with("case-letter-take-back", &[("how", crate::web::Arg::phrase(cx.code("withdrawal", why.code())))])).soft().small().sends("why", why.code()))
                    " "
                }
            }))
        }
    }
}
