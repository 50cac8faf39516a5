//! Two records side by side, with what agrees and what differs. Whoever may not open a case sees masked numbers.

use maud::{Markup, Render, html};
use sila_core::codes::Sex;
use sila_names::{Level, Name, Phone, fold};

use crate::cases::list::area_name;
use crate::people::identity::{Identity, Sight};
use crate::people::show;
use crate::web::Cx;
use crate::web::components::{Card, Tone, tag};
use crate::web::ident::{self, EmiratesId, Reference};

/// How two answers stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agreement {
    Same,
    Spelling,
    Differs,
    OneSide,
    Neither,
}

struct Row {
    label: String,
    one: Option<Markup>,
    two: Option<Markup>,
    stands: Agreement,
}

/// The table of both.
pub fn card(cx: &Cx, one: &Identity, two: &Identity) -> Markup {
    let rows = rows(cx, one, two);
    html! {
        (Card::new(cx.t("beside-title")).body(html! {
            div.table-box tabindex="0" role="group" aria-label=(cx.t("beside-title")) {
                table.list.beside {
                    caption.vh { (cx.t("beside-title")) }
                    thead { tr {
                        th scope="col" { span.vh { (cx.t("beside-field")) } }
                        th scope="col" { (cx.t("beside-one")) }
                        th scope="col" { (cx.t("beside-two")) }
                        th scope="col" { span.vh { (cx.t("beside-stands")) } }
                    } }
                    tbody {
                        @for row in &rows { (line(cx, row)) }
                        (cases(cx, one, two))
                    }
                }
            }
        }))
    }
}

fn line(cx: &Cx, row: &Row) -> Markup {
    let cell = |answer: &Option<Markup>, label: String| {
        html! { td data-label=(label) { @match answer {
            Some(answer) => (answer),
            None => span.muted { (cx.t("not-known")) },
        } } }
    };
    html! {
        @if row.stands != Agreement::Neither {
            tr.differs[row.stands == Agreement::Differs] {
                th scope="row" { (row.label) }
                (cell(&row.one, cx.t("beside-one")))
                (cell(&row.two, cx.t("beside-two")))
                td.st { (mark(cx, row.stands)) }
            }
        }
    }
}

fn mark(cx: &Cx, stands: Agreement) -> Markup {
    match stands {
        Agreement::Same => tag(Tone::Ok, cx.t("beside-same")),
        Agreement::Spelling => tag(Tone::Info, cx.t("beside-spelling")),
        Agreement::Differs => tag(Tone::Warn, cx.t("beside-differs")),
        Agreement::OneSide | Agreement::Neither => tag(Tone::Plain, cx.t("beside-one-side")),
    }
}

fn stands<T: PartialEq>(one: Option<&T>, two: Option<&T>) -> Agreement {
    match (one, two) {
        (None, None) => Agreement::Neither,
        (Some(one), Some(two)) if one == two => Agreement::Same,
        (Some(_), Some(_)) => Agreement::Differs,
        _ => Agreement::OneSide,
    }
}

fn of_names(one: Option<&str>, two: Option<&str>) -> Agreement {
    let (Some(one), Some(two)) = (one, two) else { return stands(one.as_ref(), two.as_ref()) };
    if fold(one) == fold(two) {
        return Agreement::Same;
    }
    let like = sila_names::compare(&Name::parse(one), &Name::parse(two));
    let spelled = like.conflicts == 0 && like.given != Level::None && like.matched > 0;
    if spelled { Agreement::Spelling } else { Agreement::Differs }
}

fn rows(cx: &Cx, one: &Identity, two: &Identity) -> Vec<Row> {
    let (a, b) = (&one.person, &two.person);
    let name = |name: &Option<String>| name.as_deref().map(|name| ident::Name(name).render());
    let names = |label: &str, one: &Option<String>, two: &Option<String>| Row {
        label: cx.t(label),
        one: name(one),
        two: name(two),
        stands: of_names(one.as_deref(), two.as_deref()),
    };
    let birth = |of: &Identity| {
        of.person.ages(cx.now).map(|_| html! { span.num { (show::birth(cx, &of.person, cx.now)) } })
    };
    let (ages, known) = (
        |of: &Identity| of.person.ages(cx.now),
        |sex: Sex| Some(sex).filter(|sex| *sex != Sex::Unknown),
    );
    let (sex_a, sex_b) = (known(a.sex), known(b.sex));
    let sex = |sex: Option<Sex>| sex.map(|sex| html! { (cx.code("sex", sex.code())) });
    let nation = |code: &Option<String>| {
        code.as_deref().map(|code| html! { (cx.code("nationality", code)) })
    };
    let number =
        |number: &Option<String>| number.as_deref().map(|number| EmiratesId(number).render());
    let mut births = stands(ages(one).as_ref(), ages(two).as_ref());
    if births == Agreement::Same && a.birth != b.birth {
        births = Agreement::Differs;
    }
    vec![
        names("person-name-ar", &a.name_ar, &b.name_ar),
        names("person-name-latin", &a.name_latin, &b.name_latin),
        Row {
            label: cx.t("person-birth-or-age"),
            one: birth(one),
            two: birth(two),
            stands: births,
        },
        Row {
            label: cx.t("person-sex"),
            one: sex(sex_a),
            two: sex(sex_b),
            stands: stands(sex_a.as_ref(), sex_b.as_ref()),
        },
        Row {
            label: cx.t("person-nationality"),
            one: nation(&a.nationality),
            two: nation(&b.nationality),
            stands: stands(a.nationality.as_ref(), b.nationality.as_ref()),
        },
        Row {
            label: cx.t("person-emirates-id"),
            one: number(&a.emirates_id),
            two: number(&b.emirates_id),
            stands: stands(a.emirates_id.as_ref(), b.emirates_id.as_ref()),
        },
        Row {
            label: cx.t("person-phone"),
            one: phone(one),
            two: phone(two),
            stands: stands(a.phone.as_ref(), b.phone.as_ref()),
        },
    ]
}

/// The number; all but its last digits hidden for whoever may not open the case.
fn phone(of: &Identity) -> Option<Markup> {
    let number = of.person.phone.as_deref()?;
    if of.sight == Sight::Whole {
        return Some(ident::Phone(number).render());
    }
    Phone::parse(number).ok().map(|number| ident::Phone(&number.masked()).render())
}

/// The rows about the cases: only what their readers may see.
fn cases(cx: &Cx, one: &Identity, two: &Identity) -> Markup {
    let case = |of: &Identity| match of.sight {
        Sight::Whole => html! {
            a.ref href=(cx.url(&format!("/cases/{}", of.case.id))) { (Reference(&of.case.reference)) }
            span.sub { (cx.code("category", &of.case.category)) }
        },
        Sight::Identity => html! { span.muted { (cx.t("beside-case-closed")) } },
    };
    let area = |of: &Identity| match of.sight {
        Sight::Whole if !of.at_home => html! { span.muted { (cx.t("not-known")) } },
        Sight::Whole => html! { (area_name(cx, &of.case.area)) },
        Sight::Identity => html! { span.muted { (cx.t("beside-hidden")) } },
    };
    let place = |of: &Identity| match (of.concerned, of.person.relation) {
        (false, Some(relation)) => cx.code("relation", relation.code()),
        (false, None) => cx.t("beside-came-along"),
        (true, _) => cx.t("case-person"),
    };
    let line = |label: &str, one: Markup, two: Markup| {
        html! { tr {
            th scope="row" { (cx.t(label)) }
            td data-label=(cx.t("beside-one")) { (one) }
            td data-label=(cx.t("beside-two")) { (two) }
            td.st {}
        } }
    };
    html! {
        (line("case-area", area(one), area(two)))
        (line("beside-place", html! { (place(one)) }, html! { (place(two)) }))
        (line("beside-case", case(one), case(two)))
    }
}
