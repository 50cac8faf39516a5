//! Step 4: who receives it, on what ground in law, for how long, and which parts go and which stay.

use std::str::FromStr;

use maud::{Markup, html};
use sila_core::codes::{Kind, LawfulBasis, OverrideReason, PermissionForm, ReturnCode};
use sila_core::field::Field;
use sila_core::ids::AgencyId;
use sila_core::law::Rule;
use sila_core::residence::Reason;

use crate::intake::route::Routing;
use crate::people::reading::Reading;
use crate::web::components::{Card, Note, Tone};
use crate::web::ident::{Code, Name};
use crate::web::{Arg, Cx, Form, Pairs};

/// Longest name of a witness, in characters.
pub const WITNESS_CHARS_MAX: usize = 120;
/// Days for which a permission may be given; the second is assumed.
pub const DAYS: [u16; 4] = [30, 90, 180, 365];
const DAYS_ASSUMED: u16 = 90;

/// Who is to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The case stays with us.
    Here,
    /// It is referred to this agency.
    Agency(AgencyId),
}

impl To {
    /// The value of the field.
    pub fn value(self) -> String {
        match self {
            To::Here => "here".to_owned(),
            To::Agency(agency) => agency.to_text(),
        }
    }
}

impl FromStr for To {
    type Err = sila_core::ids::NotAnId;

    fn from_str(text: &str) -> Result<To, Self::Err> {
        if text == "here" { Ok(To::Here) } else { AgencyId::parse(text).map(To::Agency) }
    }
}

/// A third agency as the form names it.
struct Third(AgencyId);

impl FromStr for Third {
    type Err = sila_core::ids::NotAnId;

    fn from_str(text: &str) -> Result<Third, Self::Err> {
        AgencyId::parse(text).map(Third)
    }
}

/// What allows sharing: the ground in law and, for consent, how it was given. One question instead of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// The value of the field.
    pub code: &'static str,
    /// The ground in law.
    pub basis: LawfulBasis,
    /// How permission was given, or why it was not sought.
    pub form: Option<PermissionForm>,
}

const fn ground(code: &'static str, basis: LawfulBasis, form: PermissionForm) -> Ground {
    Ground { code, basis, form: Some(form) }
}

/// Consent in its forms first, then the grounds that need none.
pub const GROUNDS: [Ground; 11] = [
    ground("WRITTEN", LawfulBasis::Consent, PermissionForm::Written),
    ground("VERBAL", LawfulBasis::Consent, PermissionForm::Verbal),
    ground("CARER", LawfulBasis::Consent, PermissionForm::Carer),
    ground("ASSENT", LawfulBasis::Consent, PermissionForm::Assent),
    ground("VITAL", LawfulBasis::VitalInterest, PermissionForm::NotSafe),
    ground("DUTY_REPORT", LawfulBasis::DutyToReport, PermissionForm::NotRequired),
    ground("SOCIAL_CARE", LawfulBasis::SocialCare, PermissionForm::NotRequired),
    ground("SOCIAL_PROT", LawfulBasis::SocialProtection, PermissionForm::NotRequired),
    ground("PUBLIC", LawfulBasis::PublicInterest, PermissionForm::NotRequired),
    ground("JUDICIAL", LawfulBasis::JudicialOrder, PermissionForm::NotRequired),
    ground("CLAIM", LawfulBasis::LegalClaim, PermissionForm::NotRequired),
];

impl Ground {
    /// Its words in the reader's language.
    pub fn words(self, cx: &Cx) -> String {
        match (self.basis, self.form) {
            (LawfulBasis::Consent, Some(form)) => cx.code("permission-form", form.code()),
            (basis, _) => cx.code("lawful-basis", basis.code()),
        }
    }

    /// The ground of a permission on file.
    pub fn of(basis: LawfulBasis, form: Option<PermissionForm>) -> Option<Ground> {
        let exact = GROUNDS.into_iter().find(|ground| ground.basis == basis && ground.form == form);
        exact.or_else(|| {
            let other = |ground: &Ground| ground.basis == basis && basis != LawfulBasis::Consent;
            GROUNDS.into_iter().find(other)
        })
    }
}

impl FromStr for Ground {
    type Err = ();

    fn from_str(code: &str) -> Result<Ground, ()> {
        GROUNDS.into_iter().find(|ground| ground.code == code).ok_or(())
    }
}

/// The answers of the step.
#[derive(Debug, Clone)]
pub struct SharingAnswers {
    /// Who is to act.
    pub to: Option<To>,
    /// Why another agency than the suggested one.
    pub why: Option<OverrideReason>,
    /// What allows sharing. Until it is answered: consent in writing, which then lacks everything.
    pub ground: Ground,
    /// Who was present when consent was given orally.
    pub witness: Option<String>,
    /// For how long, in days.
    pub days: u16,
    /// The other agency is to take the responsibility over.
    pub hand_over: bool,
    /// What is asked, where it is neither help nor a place: an assessment, or that somebody knows of it.
    pub kind: Option<Kind>,
    /// Why it goes back to the agency that it came from.
    pub back_why: Option<ReturnCode>,
    /// The parts that go.
    pub fields: Vec<Field>,
    /// The agencies to which the recipient may pass the person on.
    pub onward: Vec<AgencyId>,
}

/// The kinds that somebody has to choose; the others follow from what is needed, and from who answers for the person.
pub const CHOSEN: [Kind; 2] = [Kind::Assessment, Kind::Information];

/// Parts that go unless somebody says otherwise. Numbers, nationality, the account and papers are shared only when
/// they are ticked (Federal Decree-Law 45/2021, article 5: no more than the purpose needs).
pub const ASSUMED: [Field; 11] = [
    Field::Name,
    Field::Birth,
    Field::Sex,
    Field::Phone,
    Field::Residence,
    Field::Household,
    Field::Needs,
    Field::Safety,
    Field::SafeContact,
    Field::Wishes,
    Field::Harm,
];

/// Reads the step.
pub fn read(r: &mut Reading<'_>) -> SharingAnswers {
    let to = r.code("to");
    let to = r.need("to", "intake-wrong-to", to);
    let ground: Option<Ground> = r.code("ground");
    let ground = r.need("ground", "intake-wrong-ground", ground);
    let witness = r.text("witness", WITNESS_CHARS_MAX);
    let oral = ground.is_some_and(|ground| ground.form == Some(PermissionForm::Verbal));
    if oral && witness.is_none() {
        r.wrong("witness", "intake-wrong-witness");
    }
    let days = r.number("days", u16::MAX).filter(|days| DAYS.contains(days));
    let asked = r.raw("share_asked").is_some();
    let fields = if asked { r.codes("share") } else { ASSUMED.to_vec() };
    SharingAnswers {
        to,
        why: r.code("why"),
        ground: ground.unwrap_or(GROUNDS[0]),
        witness,
        days: days.unwrap_or(DAYS_ASSUMED),
        hand_over: r.raw("hand_over").is_some(),
        kind: r.code("kind").filter(|kind| CHOSEN.contains(kind)),
        back_why: r.code("back_why"),
        fields,
        onward: r.codes::<Third>("onward").into_iter().map(|third| third.0).collect(),
    }
}

/// What the step assumes until it is answered: the suggested agency, the usual time, the usual parts; a telephone number only
/// where there is a safe way to reach the person.
pub fn assume(values: &mut Pairs, routing: &Routing, safe: bool) {
    if values.get("to").is_none()
        && let Some(to) = routing.assumed()
    {
        values.set("to", to.value());
    }
    if values.get("why").is_none()
        && let Some(why) = routing.assumed_reason()
    {
        values.set("why", why.code());
    }
    if values.get("days").is_none() {
        values.set("days", DAYS_ASSUMED.to_string());
    }
    if values.get("share_asked").is_none() {
        for field in ASSUMED.into_iter().filter(|field| safe || *field != Field::Phone) {
            values.push("share", field.code());
        }
    }
}

/// The fields of the step. `held` are the parts that there is something to share of.
pub fn fields(
    cx: &Cx,
    form: &Form<'_>,
    routing: &Routing,
    held: &[Field],
    to: Option<AgencyId>,
) -> Markup {
    html! {
        (Card::new(cx.t("intake-to-title")).body(recipient(cx, form, routing)))
        (Card::new(cx.t("intake-ground-title")).body(permission(cx, form, routing)))
        (Card::new(cx.t("intake-share-title")).body(parts(cx, form, routing, held, to)))
    }
}

fn recipient(cx: &Cx, form: &Form<'_>, routing: &Routing) -> Markup {
    let field = routing
        .recipients(cx)
        .into_iter()
        .fold(form.radios("to", cx.t("intake-to")), |field, (to, name, hint)| {
            field.choice_hint(to.value(), name, hint)
        });
    let here = (cx.t("intake-here"), cx.t("intake-here-hint"));
    let field = field.choice_hint(To::Here.value(), here.0, here.1);
    let reasons =
        routing.reasons().into_iter().map(|why| (why.code(), cx.code("override", why.code())));
    let back =
        ReturnCode::ALL.iter().map(|why| (why.code(), cx.code("handover-returns", why.code())));
    html! {
        @if !routing.can_send() {
            (Note::new("prohibit", cx.t("intake-no-agreement")).tone(Tone::Warn).says(cx.t("intake-no-agreement-text")))
        }
        @for shut in routing.all_named() { (super::check::shut_note(cx, shut)) }
        (field)
        @if routing.can_send() {
            (form.select("why", cx.t("intake-why")).hint(cx.t("intake-why-hint")).choices(reasons).optional())
        }
        (kinds(cx, form, routing))
        @if routing.foresees_transfer() {
            (form.checks("hand_over", cx.t("intake-hand-over")).hint(cx.t("intake-hand-over-hint")).choice("yes", cx.t("intake-hand-over-yes")).optional())
        }
        @if let Some(party) = routing.came_from().and_then(|agency| routing.party(agency)) {
            @let hint = cx.t_with("handover-back-hint", &[("agency", cx.lang.pick(&party.name_ar, &party.name_en).as_str().into())]);
            (form.select("back_why", cx.t("handover-back-why")).hint(hint).choices(back).optional())
        }
    }
}

/// What is asked, where some agreement foresees more than help and a place.
fn kinds(cx: &Cx, form: &Form<'_>, routing: &Routing) -> Markup {
    let foreseen = CHOSEN.into_iter().filter(|kind| routing.foresees(*kind));
    let choices: Vec<(&str, String)> =
        foreseen.map(|kind| (kind.code(), cx.code("intake-kind", kind.code()))).collect();
    if choices.is_empty() {
        return html! {};
    }
    let short = routing.why().contains(&Reason::ShortStay) && routing.foresees(Kind::Information);
    let select = form.select("kind", cx.t("intake-kind")).hint(cx.t("intake-kind-hint"));
    html! {
        @if short {
            (Note::new("info", cx.t("intake-kind-short")).tone(Tone::Info).says(cx.t("intake-kind-short-text")))
        }
        (select.optional().empty(cx.t("intake-kind-usual")).choices(choices))
    }
}

fn permission(cx: &Cx, form: &Form<'_>, routing: &Routing) -> Markup {
    let third = routing.third_agencies();
    let third: Vec<(String, String)> = third
        .iter()
        .map(|one| (one.agency.to_text(), cx.lang.pick(&one.name_ar, &one.name_en).clone()))
        .collect();
    let (consent, other) = (cx.t("intake-with-consent"), cx.t("intake-without-consent"));
    let field = GROUNDS.iter().fold(
        form.select("ground", cx.t("intake-ground")).hint(cx.t("intake-ground-hint")),
        |field, ground| {
            let group = if ground.basis == LawfulBasis::Consent { &consent } else { &other };
            field.choice_in(group, ground.code, ground.words(cx), "")
        },
    );
    let days =
        DAYS.map(|days| (days.to_string(), cx.t_with("case-days", &[("n", Arg::from(days))])));
    html! {
        (field)
        p.hint { (cx.code("law-rule", Rule::DutyReport.code())) " " (crate::regulation::link(cx, Rule::DutyReport)) }
        div.row {
            (form.text("witness", cx.t("intake-witness")).hint(cx.t("intake-witness-hint")).max(WITNESS_CHARS_MAX).optional())
            (form.select("days", cx.t("intake-days")).hint(cx.t("intake-days-hint")).choices(days).optional())
        }
        @if !third.is_empty() {
            (form.checks("onward", cx.t("intake-onward")).hint(cx.t("intake-onward-hint")).choices(third).optional())
        }
        p.hint { (cx.t("intake-rights")) }
    }
}

/// A tick for every part that may go; what the agreement keeps back is named with its clause.
fn parts(
    cx: &Cx,
    form: &Form<'_>,
    routing: &Routing,
    held: &[Field],
    to: Option<AgencyId>,
) -> Markup {
    let barred = to.map(|to| routing.withheld(to)).unwrap_or_default();
    let words = |field: &Field| {
        let when = if field.is_in_preview() { "intake-part-preview" } else { "intake-part-sealed" };
        (field.code(), cx.code("field", field.code()), cx.t(when))
    };
    let free = held.iter().filter(|field| !barred.contains(field)).map(words).fold(
        form.checks("share", cx.t("intake-share")).hint(cx.t("intake-share-hint")).side_by_side(),
        |field, (code, label, hint)| field.choice_hint(code, label, hint),
    );
    let kept: Vec<&Field> = held.iter().filter(|field| barred.contains(field)).collect();
    html! {
        (form.hidden("share_asked", "yes"))
        (free.optional())
        @if let Some(agreement) = to.and_then(|to| routing.with(to)).filter(|_| !kept.is_empty()) {
            (Note::new("lock-key", cx.t("intake-barred")).tone(Tone::Plain).body(html! {
                p { @for (at, field) in kept.iter().enumerate() {
                    @if at > 0 { " · " }
                    (cx.code("field", field.code()))
                } }
                @if routing.is_information() { p { (cx.t("intake-information-least")) } }
                p.hint { (cx.t("intake-clause")) " " (Code(&agreement.agreement.cites.schedule)) " · " (Name(cx.lang.pick(&agreement.agreement.title_ar, &agreement.agreement.title_en))) }
            }))
        }
    }
}
