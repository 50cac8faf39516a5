//! What each column of the file is: guessed, corrected by whoever sent it, remembered for the next file; then every row is
//! read once without writing anything.

use maud::{Markup, html};
use sila_core::codes::Category;
use sila_core::time::Millis;

use super::file::{self, Import};
use super::plan::{Head, Plan};
use super::sheet::Row;
use super::show::again;
use super::store::{self, State};
use super::target::Target;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, acts, heading};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Rows of the file shown beside each heading.
const SAMPLES: usize = 3;
/// Longest beginning of a cell that is shown, in characters.
const SAMPLE_CHARS_MAX: usize = 40;

/// The form.
///
/// # Errors
/// `page.not_found` for anybody but the worker who sent the file.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let import = file::open(&ask, "import.mapping").await?;
    if !matches!(import.row.state, State::Mapping | State::Checked) {
        return Ok(Reply::see_other(ask.cx.url(&format!("/imports/{}", import.row.id))));
    }
    let sample = import.part(&ask.app, 0).await?;
    let before = import.brought_in(&ask.app).await?;
    let values = match &import.head.plan {
        Some(plan) => values_of(plan),
        None => guessed(&ask, &import).await?,
    };
    Ok(Reply::page(&document(&ask.cx, &import, (&sample, before), (&values, &Errors::none()))))
}

fn values_of(plan: &Plan) -> Pairs {
    let mut values = of_targets(&plan.targets);
    values.set("category", plan.category.code());
    values.set("shelter", if plan.is_shelter { "yes" } else { "no" });
    values
}

fn of_targets(targets: &[Target]) -> Pairs {
    let named = targets.iter().enumerate().map(|(at, target)| (format!("c{at}"), target.code()));
    named.collect()
}

/// What the headings say, and what was said of the same headings the last time.
async fn guessed(ask: &Ask, import: &Import) -> Result<Pairs, Problem> {
    let worker = ask.worker()?.id;
    let before = ask.app.store.read(move |tx| store::all(tx, worker)).await?;
    let others = before.into_iter().filter(|one| one.id != import.row.id);
    let heads: Result<Vec<Head>, Problem> =
        others.map(|one| Ok(file::unseal(&ask.app, one)?.head)).collect();
    Ok(of_targets(&import.head.guess(&heads?)))
}

/// `POST /{lang}/imports/{id}/mapping`: keeps the plan; every row is then read beside the requests.
///
/// # Errors
/// `import.moved` once rows were brought in.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let import = file::open(&ask, "import.mapping").await?;
    let plan = match read(&ask.cx, &import.head, &ask.form) {
        Ok(plan) => plan,
        Err(errors) => {
            let sample = import.part(&ask.app, 0).await?;
            let before = import.brought_in(&ask.app).await?;
            let page = document(&ask.cx, &import, (&sample, before), (&ask.form, &errors));
            return Ok(Reply::page_with_errors(&page));
        }
    };
    let head = import.sealed(&Head { plan: Some(plan), ..import.head.clone() })?;
    let (of, now) = ((import.row.worker, import.row.id), ask.now);
    let kept = ask.app.store.write(move |tx| store::plan(tx, of, &head, now)).await?;
    let back = format!("/imports/{}", import.row.id);
    if kept {
        Ok(Reply::see_other(ask.cx.url(&back)))
    } else {
        Err(Problem::refused("import.moved").way_out(back))
    }
}

/// Reads the form.
fn read(cx: &Cx, head: &Head, form: &Pairs) -> Result<Plan, Errors> {
    let mut errors = Errors::none();
    let mut targets: Vec<Target> = Vec::new();
    for at in 0..head.headings.len() {
        let name = format!("c{at}");
        let said = form.get(&name).map_or(Some(Target::Skip), Target::of_code);
        let target = said.unwrap_or(Target::Skip);
        if said.is_none() {
            errors.add(name, cx.t("wrong-choice"));
        } else if !target.is_of_parts() && targets.contains(&target) {
            errors.add(name, cx.t("import-wrong-twice"));
        }
        targets.push(target);
    }
    let names = [Target::NameAr, Target::NameLatin, Target::EmiratesId, Target::Phone];
    if !names.iter().any(|name| targets.contains(name)) {
        errors.add("c0", cx.t("import-wrong-nameless"));
    }
    let category = form.get("category").and_then(|code| code.parse::<Category>().ok());
    if category.is_none() {
        errors.add("category", cx.t("import-wrong-category"));
    }
    let shelter = form.get("shelter").filter(|said| ["yes", "no"].contains(said));
    if shelter.is_none() {
        errors.add("shelter", cx.t("import-wrong-shelter"));
    }
    match (category, errors.any()) {
        (Some(category), false) => {
            Ok(Plan { targets, category, is_shelter: shelter == Some("yes") })
        }
        _ => Err(errors),
    }
}

fn document(
    cx: &Cx,
    import: &Import,
    (sample, before): (&[Row], Option<Millis>),
    (values, errors): (&Pairs, &Errors),
) -> Page {
    let form = Form::new(cx, values, errors);
    let path = format!("/imports/{}/mapping", import.row.id);
    let categories = Category::ALL.iter().map(|one| (one.code(), cx.code("category", one.code())));
    let yes_no = [("yes", cx.t("intake-yes")), ("no", cx.t("intake-no"))];
    let body = html! {
        (heading(cx.t("import-mapping"), Some(&cx.t("import-mapping-lead")), &html! {}))
        (form.summary())
        (again(cx, before))
        form.stack method="post" action=(cx.url(&path)) novalidate {
            (Card::new(cx.t("import-columns")).count(import.head.headings.len())
                .body(html! { (columns(cx, import, sample, (values, errors))) }))
            (Card::new(cx.t("import-kind")).body(html! {
                (form.select("category", cx.t("case-category")).hint(cx.t("import-category-hint")).choices(categories))
                (form.radios("shelter", cx.t("import-shelter")).hint(cx.t("import-shelter-hint")).choices(yes_no).side_by_side())
                (acts(&html! {
                    (Button::submit(cx.t("import-check")).icon("list-checks"))
                    (Button::back(cx, "/imports"))
                }))
            }))
        }
    };
    Page::new(cx, cx.t("import-mapping"))
        .crumb(cx.t("import-title"), "/imports")
        .errors(errors.any())
        .body(body)
}

fn columns(
    cx: &Cx,
    import: &Import,
    sample: &[Row],
    (values, errors): (&Pairs, &Errors),
) -> Markup {
    let cols = [
        Col::text(cx.t("import-column")),
        Col::text(cx.t("import-sample")),
        Col::text(cx.t("import-target")),
    ];
    let rows = import.head.headings.iter().enumerate().map(|(at, heading)| {
        let name = format!("c{at}");
        let taken = values.get(&name).unwrap_or("skip");
        let wrong = errors.get(&name);
        [
            html! {
                @if heading.is_empty() { (Code(&format!("#{}", at.saturating_add(1)))) } @else { (Name(heading)) }
            },
            html! { @for (_, cells) in sample.iter().take(SAMPLES) { div.sub { (Name(&beginning(cells, at))) } } },
            html! {
                @if let Some(wrong) = wrong { p.msg id={ (name) "-e" } { (wrong) } }
                select.in id=(name) name=(name) aria-label=(label(cx, at, heading))
                    aria-invalid=[wrong.map(|_| "true")] {
                    @for target in Target::ALL {
                        option value=(target.code()) selected[target.code() == taken] { (name_of(cx, target)) }
                    }
                }
            },
        ]
    });
    html! { (Table::new(cx.t("import-columns"), cols).rows(rows)) }
}

fn label(cx: &Cx, at: usize, heading: &str) -> String {
    cx.t_with(
        "import-column-is",
        &[("n", at.saturating_add(1).into()), ("heading", heading.into())],
    )
}

/// What a column may be, in the reader's language.
pub fn name_of(cx: &Cx, target: Target) -> String {
    cx.t(&format!("import-is-{}", target.code()))
}

fn beginning(cells: &[String], at: usize) -> String {
    let cell = cells.get(at).map_or("", String::as_str);
    let mut shown: String = cell.chars().take(SAMPLE_CHARS_MAX).collect();
    if shown.len() < cell.len() {
        shown.push('…');
    }
    shown
}
