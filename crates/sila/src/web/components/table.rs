//! Tables that become lists on a phone.

use maud::{Markup, Render, html};

/// A column of a [`Table`].
#[derive(Clone, Debug)]
pub struct Col {
    label: String,
    kind: &'static str,
    hidden_label: bool,
}

impl Col {
    /// Words. The first column of a table names its row.
    pub fn text(label: impl Into<String>) -> Col {
        Col { label: label.into(), kind: "", hidden_label: false }
    }

    /// Numbers, aligned under each other.
    pub fn num(label: impl Into<String>) -> Col {
        Col { label: label.into(), kind: "num", hidden_label: false }
    }

    /// A tag; on a phone it stands at the end of the row's first line.
    pub fn status(label: impl Into<String>) -> Col {
        Col { label: label.into(), kind: "st", hidden_label: false }
    }

    /// Links or buttons; the label is only spoken.
    pub fn acts(label: impl Into<String>) -> Col {
        Col { label: label.into(), kind: "acts-c", hidden_label: true }
    }
}

/// A table with a caption, spoken but not seen unless asked for.
#[derive(Clone, Debug)]
#[must_use]
pub struct Table {
    caption: String,
    caption_seen: bool,
    columns: Vec<Col>,
    rows: Vec<Vec<Markup>>,
    empty: Markup,
}

impl Table {
    /// A table of `columns`, told apart by its caption.
    pub fn new(caption: impl Into<String>, columns: impl IntoIterator<Item = Col>) -> Table {
        Table {
            caption: caption.into(),
            caption_seen: false,
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            empty: html! {},
        }
    }

    /// Shows the caption above the table.
    pub fn caption_seen(mut self) -> Table {
        self.caption_seen = true;
        self
    }

    /// Adds a row, one cell for each column.
    pub fn row(mut self, cells: impl IntoIterator<Item = Markup>) -> Table {
        self.rows.push(cells.into_iter().collect());
        self
    }

    /// Adds rows.
    pub fn rows<R: IntoIterator<Item = Markup>>(self, rows: impl IntoIterator<Item = R>) -> Table {
        rows.into_iter().fold(self, Table::row)
    }

    /// What is shown instead of a table without rows; see [`super::empty_state`].
    pub fn when_empty(mut self, empty: Markup) -> Table {
        self.empty = empty;
        self
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        if self.rows.is_empty() && !self.empty.0.is_empty() {
            return self.empty.clone();
        }
        html! {
            // In a narrow window the box scrolls sideways, by keyboard too.
            div.table-box tabindex="0" role="group" aria-label=(self.caption) {
                table.list {
                    caption.vh[!self.caption_seen] { (self.caption) }
                    thead { tr {
                        @for col in &self.columns {
                            th scope="col" class=[Some(col.kind).filter(|kind| !kind.is_empty())] {
                                span.vh[col.hidden_label] { (col.label) }
                            }
                        }
                    } }
                    tbody { @for row in &self.rows { (tr(&self.columns, row)) } }
                }
            }
        }
    }
}

fn tr(columns: &[Col], row: &[Markup]) -> Markup {
    html! {
        tr {
            @for (at, (col, cell)) in columns.iter().zip(row).enumerate() {
                @let class = Some(col.kind).filter(|kind| !kind.is_empty());
                @if at == 0 {
                    th scope="row" class=[class] { (cell) }
                } @else {
                    td class=[class] data-label=[(!col.hidden_label).then_some(&col.label)] { (cell) }
                }
            }
        }
    }
}
