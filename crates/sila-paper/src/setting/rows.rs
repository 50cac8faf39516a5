//! Cells beside each other become strips, line by line.

use crate::face::Faces;
use crate::lines::{Fold, Line, fold};
use crate::pages::WIDTH;
use crate::strip::{Ink, Mark, Node, Panel, Strip, Tree};
use crate::text::{Language, Text};

/// A row of more lines may be divided between pages even where it would rather stay together.
const TOGETHER_MAX: usize = 24;
/// From the middle of a line to its baseline, in parts of the size of the letters.
const TO_BASELINE: f32 = 0.34;

/// How words look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// In the letters of headings.
    pub heading: bool,
    pub size: f32,
    /// From one line to the next.
    pub leading: f32,
    pub ink: Ink,
}

/// What may be divided between pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Not the first line from the second, nor the last from the one before.
    Ends,
    /// No line from another.
    All,
    /// No line from another, nor the last from what follows.
    Next,
}

/// Words and where they stand.
pub(super) struct Cell<'t> {
    words: &'t Text,
    style: Style,
    x: f32,
    width: f32,
    language: Language,
    both_edges: bool,
    node: Node,
}

impl<'t> Cell<'t> {
    /// Over the whole width.
    pub fn new(words: &'t Text, style: Style, node: Node, language: Language) -> Cell<'t> {
        Cell { words, style, x: 0.0, width: WIDTH, language, both_edges: false, node }
    }

    /// So far from the edge where reading begins, and so wide.
    pub fn within(self, setter: &Setter, start: f32, width: f32) -> Cell<'t> {
        Cell { x: setter.at_start(start, width), width, ..self }
    }

    /// In a language of its own, so far from the left edge.
    pub fn speaks(self, language: Language, x: f32, width: f32) -> Cell<'t> {
        Cell { language, x, width, ..self }
    }

    pub fn both_edges(self) -> Cell<'t> {
        Cell { both_edges: true, ..self }
    }

    /// A line of it, so far below the upper edge of its strip.
    pub fn mark(&self, line: Line, y: f32, leading: f32) -> Mark {
        let Style { size, ink, .. } = self.style;
        let baseline = y + leading / 2.0 + size * TO_BASELINE;
        Mark::Words { line, x: self.x, baseline, size, ink, node: self.node }
    }
}

/// Where strips are collected.
pub(super) struct Setter<'f> {
    faces: &'f Faces,
    pub language: Language,
    pub strips: Vec<Strip>,
    pub tree: Tree,
    /// The level of the last heading.
    pub depth: u8,
    /// The head of the table in which we are.
    pub head: Option<(usize, usize)>,
    ground: Option<Panel>,
    grounds: usize,
}

impl<'f> Setter<'f> {
    pub fn new(faces: &'f Faces, language: Language) -> Setter<'f> {
        let (strips, tree) = (Vec::new(), Tree::new());
        Setter { faces, language, strips, tree, depth: 0, head: None, ground: None, grounds: 0 }
    }

    /// From the left edge, what is so far from the edge where reading begins.
    pub fn at_start(&self, start: f32, width: f32) -> f32 {
        if self.language.is_rtl() { WIDTH - start - width } else { start }
    }

    /// What follows stands on a coloured ground.
    pub fn ground(&mut self, fill: Ink, bar: Option<Ink>) {
        self.grounds = self.grounds.saturating_add(1);
        self.ground = Some(Panel { id: self.grounds, fill, bar });
    }

    pub fn no_ground(&mut self) {
        self.ground = None;
    }

    /// Room before what follows.
    pub fn room(&mut self, height: f32) {
        self.strips.push(Strip { height, is_room: true, ..Strip::default() });
    }

    pub fn mark(&mut self, strip: usize, mark: Mark) {
        if let Some(strip) = self.strips.get_mut(strip) {
            strip.marks.push(mark);
        }
    }

    pub fn mark_last(&mut self, mark: Mark) {
        self.mark(self.strips.len().saturating_sub(1), mark);
    }

    /// The strip begins a heading that readers can go to.
    pub fn outline(&mut self, strip: usize, level: u8, words: &str) {
        if let Some(strip) = self.strips.get_mut(strip) {
            strip.heading = Some((level, words.to_owned()));
        }
    }

    pub fn fold(&self, cell: &Cell) -> Vec<Line> {
        let how = Fold {
            width: cell.width,
            size: cell.style.size,
            heading: cell.style.heading,
            language: cell.language,
            both_edges: cell.both_edges,
            at_end: false,
        };
        fold(self.faces, cell.words, &how)
    }

    /// Sets cells beside each other, with room above and below. Gives the number of the first strip.
    pub fn row(&mut self, cells: &[Cell], (before, after): (f32, f32), keep: Keep) -> usize {
        let first = self.strips.len();
        let leading = cells.iter().map(|cell| cell.style.leading).fold(0.0, f32::max);
        let mut columns: Vec<(&Cell, std::vec::IntoIter<Line>)> =
            cells.iter().map(|cell| (cell, self.fold(cell).into_iter())).collect();
        let count = columns.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        for n in 0..count {
            let (is_first, is_last) = (n == 0, n.saturating_add(1) == count);
            let above = if is_first { before } else { 0.0 };
            let below = if is_last { after } else { 0.0 };
            let lines = columns.iter_mut().filter_map(|(cell, lines)| {
                lines.next().map(|line| cell.mark(line, above, leading))
            });
            let marks = lines.collect();
            self.strips.push(Strip {
                height: above + leading + below,
                marks,
                panel: self.ground,
                holds: holds(keep, n, count),
                head: self.head,
                ..Strip::default()
            });
        }
        first
    }
}

fn holds(keep: Keep, n: usize, count: usize) -> bool {
    let is_last = n.saturating_add(1) == count;
    let ends = !is_last && (n == 0 || n.saturating_add(2) == count);
    match keep {
        Keep::Ends => ends,
        Keep::All if count > TOGETHER_MAX => ends,
        Keep::All => !is_last,
        Keep::Next => true,
    }
}
