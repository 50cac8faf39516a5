//! Parts that several pages of research show: what can be counted, and a table.

use maud::{Markup, html};
use sila_core::area;
use sila_core::codes::Category;
use sila_core::experience::Quarter;
use sila_core::extract::{Axis, Table as Counts, Wanted};

use crate::web::components::{Card, Col, Note, Summary, Table, Tone, plain_tag, stack};
use crate::web::ident::Code;
use crate::web::{Arg, Cx, Form, Pairs};

/// Quarters that can be chosen.
const QUARTERS: usize = 12;

/// A quarter in words.
pub fn quarter(cx: &Cx, quarter: Quarter) -> String {
    let (year, n) = quarter.parts();
    cx.t_with("research-quarter", &[("n", n.into()), ("year", Arg::phrase(year.to_string()))])
}

/// A code of an axis in words.
pub fn code(cx: &Cx, axis: Axis, code: &str) -> String {
    match axis {
        Axis::Quarter => quarter(cx, Quarter::from_number(code.parse().unwrap_or_default())),
        Axis::Category => cx.code("category", code),
        Axis::Urgency => cx.code("urgency", code),
        Axis::Emirate => area::find(code).map_or_else(
            || cx.t("research-emirate-unknown"),
            |area| cx.lang.pick(area.name_ar, area.name_en).to_owned(),
        ),
        Axis::Told => cx.code("research-told", code),
        Axis::Support => cx.code("research-support", code),
    }
}

fn listed(cx: &Cx, words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(cx.lang.pick("، ", ", "))
}

/// From which quarter to which.
fn span(cx: &Cx, wanted: &Wanted) -> String {
    if wanted.from == wanted.to {
        return quarter(cx, wanted.from);
    }
    let ends = [("from", quarter(cx, wanted.from).into()), ("to", quarter(cx, wanted.to).into())];
    cx.t_with("research-span", &ends)
}

/// What may be counted, as rows of a summary.
pub fn scope(cx: &Cx, rows: Summary, scope: &Wanted) -> Summary {
    let categories = scope.categories.iter().map(|one| cx.code("category", one));
    let categories = match scope.categories.is_empty() {
        true => cx.t("research-categories-all"),
        false => listed(cx, categories),
    };
    let axes = listed(cx, scope.axes.iter().map(|axis| cx.code("axis", axis.code())));
    rows.row(cx.t("research-axes"), axes)
        .row(cx.t("research-quarters"), span(cx, scope))
        .row(cx.t("research-categories"), categories)
        .row(cx.t("research-group-min"), scope.group_min.to_string())
}

/// Quarters that are over, the newest first.
pub fn over(cx: &Cx) -> Vec<Quarter> {
    let now = Quarter::of(cx.now).number();
    let back = (1..).take(QUARTERS).filter_map(|n| now.checked_sub(n));
    back.map(Quarter::from_number).collect()
}

/// The fields of what is counted: from these quarters, by these axes, of these categories.
pub fn fields(
    cx: &Cx,
    form: &Form<'_>,
    quarters: &[Quarter],
    axes: &[Axis],
    categories: &[&str],
) -> Markup {
    let span = || quarters.iter().map(|one| (one.number().to_string(), quarter(cx, *one)));
    let by = axes.iter().map(|axis| (axis.code(), cx.code("axis", axis.code())));
    let of = categories.iter().map(|one| (*one, cx.code("category", one)));
    html! {
        (form.select("from", cx.t("research-from")).empty(cx.t("research-choose")).choices(span()))
        (form.select("to", cx.t("research-to")).empty(cx.t("research-choose")).choices(span()))
        (form.checks("axes", cx.t("research-axes")).choices(by))
        @if categories.len() > 1 {
            details.fold {
                summary { (cx.t("research-categories")) }
                (form.checks("categories", cx.t("research-categories")).hint(cx.t("research-categories-hint")).optional().choices(of))
            }
        }
    }
}

/// Every category there is.
pub fn categories() -> Vec<&'static str> {
    Category::ALL.iter().map(|one| one.code()).collect()
}

/// Reads [`fields`]: nothing when something is missing or is no code.
pub fn read(form: &Pairs, group_min: u32) -> Option<Wanted> {
    let number = |name: &str| form.get(name)?.parse().ok().map(Quarter::from_number);
    let axes = form.all("axes").map(Axis::from_code).collect::<Result<Vec<_>, _>>().ok()?;
    let category = |code: &str| Category::from_code(code).map(|one| one.code().to_owned());
    let categories = form.all("categories").map(category).collect::<Result<_, _>>().ok()?;
    Some(Wanted { from: number("from")?, to: number("to")?, axes, categories, group_min })
}

/// A table, with what is not shown in one line of its own.
pub fn table(cx: &Cx, counts: &Counts) -> Markup {
    let axes = &counts.wanted.axes;
    let columns = axes.iter().map(|axis| Col::text(cx.code("axis", axis.code())));
    let columns = columns.chain([Col::num(cx.t("research-cases"))]);
    let width = axes.len();
    let mut table = Table::new(cx.t("research-table"), columns);
    for line in &counts.lines {
        let words =
            axes.iter().zip(&line.codes).map(|(axis, one)| html! { (code(cx, *axis, one)) });
        table = table.row(words.chain([html! { span.num { (line.count) } }]));
    }
    let wide = |words: Markup, number: u64| {
        let blank = std::iter::repeat_n(html! {}, width.saturating_sub(1));
        [words].into_iter().chain(blank).chain([html! { span.num { (number) } }])
    };
    if counts.rest() > 0 {
        table = table.row(wide(html! { em { (cx.t("research-hidden")) } }, counts.rest()));
    }
    table = table.row(wide(html! { b { (cx.t("research-total")) } }, counts.total));
    let least = [("n", counts.wanted.group_min.into())];
    stack(&html! {
        (Card::new(cx.t("research-table")).tag(plain_tag(cx.t_with("research-least", &least))).body(html! { (table) }))
        @if counts.rest() > 0 {
            (Note::new("eye-slash", cx.t("research-hidden-why")).tone(Tone::Info).says(cx.t("research-hidden-why-text")))
        }
    })
}

/// The table as a file of comma-separated values; codes, because words change.
pub fn file(counts: &Counts) -> String {
    let heads = counts.wanted.axes.iter().map(|axis| axis.code());
    let mut out = heads.chain(["CASES"]).collect::<Vec<_>>().join(",");
    out.push_str("\r\n");
    let mut line = |codes: Vec<String>, count: u64| {
        out.push_str(&codes.join(","));
        out.push(',');
        out.push_str(&count.to_string());
        out.push_str("\r\n");
    };
    let named = |words: &str| {
        let blank = std::iter::repeat_n(String::new(), counts.wanted.axes.len().saturating_sub(1));
        [words.to_owned()].into_iter().chain(blank).collect::<Vec<_>>()
    };
    for one in &counts.lines {
        let axes = counts.wanted.axes.iter().zip(&one.codes);
        let words = axes.map(|(axis, code)| match axis {
            Axis::Quarter => {
                let (year, n) = Quarter::from_number(code.parse().unwrap_or_default()).parts();
                format!("{year}-Q{n}")
            }
            _ => code.clone(),
        });
        line(words.collect(), one.count);
    }
    if counts.rest() > 0 {
        line(named("SUPPRESSED"), counts.rest());
    }
    line(named("TOTAL"), counts.total);
    out
}

/// By what and when a table counts, in a line.
pub fn caption(cx: &Cx, wanted: &Wanted) -> String {
    let axes = listed(cx, wanted.axes.iter().map(|axis| cx.code("axis", axis.code())));
    format!("{axes} · {}", span(cx, wanted))
}

/// The number of a decision.
pub fn number(text: &str) -> Markup {
    html! { (Code(text)) }
}
