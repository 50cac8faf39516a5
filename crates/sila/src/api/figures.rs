//! The figures that the agency has published, as programs read them: tables without a small cell, as [`crate::research`] gave them out.

use serde_json::{Map, Value, json};
use sila_core::ExtractId;
use sila_core::experience::Quarter;
use sila_core::extract::{Axis, Line, Table};

use super::{Scope, admit, moment, paging, told};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::research::extract::given;
use crate::research::store::Given;

/// Every published table, the newest first.
///
/// # Errors
/// None: a problem is an answer.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let done = async {
        admit(&ask, Some(Scope::Figures), "figures").await?;
        let paging = paging(&ask.query)?;
        let all = published(&ask).await?;
        Ok(Reply::json(&paging.of(&all, |(one, table)| written(one, table))))
    };
    told(&ask, done.await)
}

/// One published table.
///
/// # Errors
/// None: a problem is an answer.
pub async fn one(ask: Ask) -> Result<Reply, Problem> {
    let done = async {
        admit(&ask, Some(Scope::Figures), "figures").await?;
        let id: ExtractId = ask.id("id")?;
        let found = published(&ask).await?.into_iter().find(|(one, _)| one.id == id);
        let (one, table) = found.ok_or_else(Problem::not_found)?;
        Ok(Reply::json(&written(&one, &table)))
    };
    told(&ask, done.await)
}

/// What was given to everybody; a study's tables are its researcher's.
async fn published(ask: &Ask) -> Result<Vec<(Given, Table)>, Problem> {
    let mut all = given(&ask.app).await?;
    all.retain(|(one, _)| one.study.is_none());
    Ok(all)
}

fn quarter(of: Quarter) -> String {
    let (year, nth) = of.parts();
    format!("{year}-Q{nth}")
}

fn written(one: &Given, table: &Table) -> Value {
    let axes = &table.wanted.axes;
    json!({
        "id": one.id.to_string(),
        "published_at": moment(one.at),
        "from": quarter(table.wanted.from),
        "to": quarter(table.wanted.to),
        "counted_by": axes.iter().map(|axis| axis.code()).collect::<Vec<_>>(),
        "group_min": table.wanted.group_min,
        "total": table.total,
        "rest": table.rest(),
        "lines": table.lines.iter().map(|line| cells(axes, line)).collect::<Vec<_>>(),
    })
}

fn cells(axes: &[Axis], line: &Line) -> Value {
    let code = |(axis, code): (&Axis, &String)| {
        let words = match axis {
            Axis::Quarter => quarter(Quarter::from_number(code.parse().unwrap_or_default())),
            _ => code.clone(),
        };
        (axis.code().to_owned(), Value::from(words))
    };
    let codes: Map<String, Value> = axes.iter().zip(&line.codes).map(code).collect();
    json!({ "codes": codes, "cases": line.count })
}
