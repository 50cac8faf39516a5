//! Tables, and lists of names and values.

use super::rows::{Keep, Setter, Style};
use super::{CLOSE, QUIET};
use crate::pages::WIDTH;
use crate::paper::Column;
use crate::strip::{Ink, Mark, Meaning, Tree};
use crate::text::Text;
use crate::{COLUMNS_MAX, PaperError};

/// From the edge of a cell to its words.
const PAD: f32 = 6.0;
/// How much of the width the names of a list have.
const NAMES: f32 = 0.3;

impl Setter<'_> {
    pub(super) fn pairs(&mut self, pairs: &[(String, Text)]) {
        let list = self.tree.add(Tree::ROOT, Meaning::List);
        let (names, gap) = (WIDTH * NAMES, 12.0);
        for (name, value) in pairs {
            let item = self.tree.add(list, Meaning::Item);
            let (label, body) =
                (self.tree.add(item, Meaning::Label), self.tree.add(item, Meaning::Body));
            let name = Text::from(name.as_str());
            let cells = [
                self.cell(&name, QUIET, label).within(self, 0.0, names),
                self.cell(value, CLOSE, body).within(self, names + gap, WIDTH - names - gap),
            ];
            self.row(&cells, (4.0, 4.0), Keep::All);
            self.line_below();
        }
        self.room(8.0);
    }

    pub(super) fn table(
        &mut self,
        columns: &[Column],
        rows: &[Vec<Text>],
    ) -> Result<(), PaperError> {
        let odd = rows.iter().find(|row| row.len() != columns.len()).map(Vec::len);
        if let Some(cells) =
            odd.or((columns.is_empty() || columns.len() > COLUMNS_MAX).then_some(columns.len()))
        {
            return Err(PaperError::Table(cells));
        }
        let table = self.tree.add(Tree::ROOT, Meaning::Table);
        let heads: Vec<Text> =
            columns.iter().map(|column| Text::new().strong(&column.head)).collect();
        let style = Style { ink: Ink::Brand, size: 9.0, ..CLOSE };
        self.ground(Ink::Tint, None);
        let first = self.table_row(table, columns, &heads, style, (Meaning::Head, Keep::Next));
        self.no_ground();
        self.line_below();
        self.head = Some((first, self.strips.len()));
        for row in rows {
            self.table_row(table, columns, row, CLOSE, (Meaning::Cell, Keep::All));
            self.line_below();
        }
        self.head = None;
        self.room(10.0);
        Ok(())
    }

    fn table_row(
        &mut self,
        table: crate::strip::Node,
        columns: &[Column],
        words: &[Text],
        style: Style,
        (meaning, keep): (Meaning, Keep),
    ) -> usize {
        let row = self.tree.add(table, Meaning::Row);
        let shares: f32 = columns.iter().map(|column| f32::from(column.share.max(1))).sum();
        let (mut cells, mut start) = (Vec::new(), 0.0);
        for (column, words) in columns.iter().zip(words) {
            let width = WIDTH * f32::from(column.share.max(1)) / shares;
            let node = self.tree.add(row, meaning.clone());
            let cell = self.cell(words, style, node);
            cells.push(cell.within(self, start + PAD, (width - 2.0 * PAD).max(PAD)));
            start += width;
        }
        self.row(&cells, (5.0, 5.0), keep)
    }

    /// A hairline under the last strip.
    fn line_below(&mut self) {
        let y = self.strips.last().map_or(0.0, |strip| strip.height);
        self.mark_last(Mark::Rule {
            x: 0.0,
            y: y - 0.6,
            width: WIDTH,
            weight: 0.6,
            ink: Ink::Hairline,
        });
    }
}
