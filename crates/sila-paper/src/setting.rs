//! The parts of a document become strips.

mod rows;
mod tables;

use rows::{Cell, Keep, Setter, Style};

use crate::PaperError;
use crate::face::Faces;
use crate::pages::WIDTH;
use crate::paper::{Block, Paper, Tone};
use crate::square;
use crate::strip::{Ink, Mark, Meaning, Node, Strip, Tree};
use crate::text::{Language, Text};

/// A document as strips, with the tree of what they mean.
pub(crate) struct SetPaper {
    pub strips: Vec<Strip>,
    pub tree: Tree,
}

const TITLE: Style = Style { heading: true, size: 20.0, leading: 30.0, ink: Ink::Brand };
const HEADINGS: [Style; 3] = [
    Style { heading: true, size: 13.0, leading: 21.0, ink: Ink::Brand },
    Style { heading: true, size: 11.0, leading: 18.0, ink: Ink::Brand },
    Style { heading: true, size: 10.0, leading: 17.0, ink: Ink::Words },
];
/// The letters of most words.
const WORDS: Style = Style { heading: false, size: 10.5, leading: 17.0, ink: Ink::Words };
/// The letters of lists of names and values, and of tables.
const CLOSE: Style = Style { heading: false, size: 9.5, leading: 14.5, ink: Ink::Words };
const QUIET: Style = Style { heading: false, size: 9.5, leading: 14.5, ink: Ink::Quiet };
const SMALL: Style = Style { heading: false, size: 8.5, leading: 13.0, ink: Ink::Quiet };
/// The side of a square for a scanner: at least, at most, and for each of its fields, so that a telephone tells them apart.
const SQUARE: (f32, f32, f32) = (96.0, 180.0, 1.7);
/// Between two columns of the same words in two languages.
const GUTTER: f32 = 28.0;

/// Sets a whole document.
pub(crate) fn set(faces: &Faces, paper: &Paper) -> Result<SetPaper, PaperError> {
    let mut setter = Setter::new(faces, paper.language);
    setter.title(&paper.title, paper.twin_title.as_deref());
    for block in &paper.blocks {
        setter.block(block)?;
    }
    Ok(SetPaper { strips: setter.strips, tree: setter.tree })
}

impl Setter<'_> {
    fn title(&mut self, words: &str, twin: Option<&str>) {
        let node = self.tree.add(Tree::ROOT, Meaning::Title);
        let (words, second) = (Text::from(words), Text::from(twin.unwrap_or_default()));
        let mut style = TITLE;
        let mut cells = Vec::new();
        if twin.is_some() {
            style = Style { size: 15.0, leading: 24.0, ..TITLE };
            let other = if self.language.is_rtl() { Language::English } else { Language::Arabic };
            let theirs = self.tree.add_in(Tree::ROOT, Meaning::Title, Some(other));
            let (half, [own, beside]) = (self.half(), self.sides());
            cells.push(self.cell(&words, style, node).speaks(self.language, own, half));
            cells.push(self.cell(&second, style, theirs).speaks(other, beside, half));
        } else {
            cells.push(self.cell(&words, style, node));
        }
        self.row(&cells, (0.0, 0.0), Keep::All);
        let (x, y) = (self.at_start(0.0, 44.0), style.leading + 6.0);
        self.mark_last(Mark::Rule { x, y, width: 44.0, weight: 2.0, ink: Ink::Gold });
        self.room(18.0);
    }

    /// The width of one of two columns in two languages.
    fn half(&self) -> f32 {
        (WIDTH - GUTTER) / 2.0
    }

    /// From the left edge, the column of our own language and that of the other. Arabic stands at the right, always.
    fn sides(&self) -> [f32; 2] {
        let right = self.half() + GUTTER;
        if self.language.is_rtl() { [right, 0.0] } else { [0.0, right] }
    }

    fn block(&mut self, block: &Block) -> Result<(), PaperError> {
        match block {
            Block::Heading { level, words } => self.heading(*level, words),
            Block::Paragraph { words, quiet } => self.paragraph(words, *quiet),
            Block::Items(items) => self.items(items),
            Block::Clause { number, words } => self.clause(number, words),
            Block::Pairs(pairs) => self.pairs(pairs),
            Block::Table { columns, rows } => return self.table(columns, rows),
            Block::Note { tone, title, words } => self.note(*tone, title, words),
            Block::Square { holds, says, beside } => return self.square(holds, says, beside),
            Block::Blanks(labels) => self.blanks(labels),
            Block::Parallel { arabic, english, heading } => {
                self.parallel(arabic, english, *heading)
            }
            Block::Space => self.room(12.0),
        }
        Ok(())
    }

    /// The style and the level of a heading; none is skipped on the way down, whatever was asked for.
    fn level(&mut self, asked: u8) -> (Style, u8) {
        let level = asked.clamp(1, self.depth.saturating_add(1)).min(3);
        self.depth = level;
        let [first, second, third] = HEADINGS;
        (
            match level {
                1 => first,
                2 => second,
                _ => third,
            },
            level,
        )
    }

    fn heading(&mut self, asked: u8, words: &str) {
        let (style, level) = self.level(asked);
        self.room(if level == 1 { 16.0 } else { 10.0 });
        let node = self.tree.add(Tree::ROOT, Meaning::Heading { level, words: words.to_owned() });
        let first = self.row(&[self.cell(&Text::from(words), style, node)], (0.0, 3.0), Keep::Next);
        self.outline(first, level, words);
    }

    fn paragraph(&mut self, words: &Text, quiet: bool) {
        let node = self.tree.add(Tree::ROOT, Meaning::Paragraph);
        let style = if quiet { SMALL } else { WORDS };
        self.row(&[self.cell(words, style, node).both_edges()], (0.0, 0.0), Keep::Ends);
        self.room(if quiet { 4.0 } else { 7.0 });
    }

    fn items(&mut self, items: &[Text]) {
        let list = self.tree.add(Tree::ROOT, Meaning::List);
        for item in items {
            let node = self.tree.add(list, Meaning::Item);
            let body = self.tree.add(node, Meaning::Body);
            let cell = self.cell(item, WORDS, body).within(self, 16.0, WIDTH - 16.0);
            let first = self.row(&[cell], (0.0, 3.0), Keep::Ends);
            let x = self.at_start(3.0, 5.0) + 2.5;
            self.mark(
                first,
                Mark::Dot { x, y: WORDS.leading * 0.5 + 0.5, radius: 1.9, ink: Ink::Gold },
            );
        }
        self.room(5.0);
    }

    fn clause(&mut self, number: &str, words: &Text) {
        let node = self.tree.add(Tree::ROOT, Meaning::Paragraph);
        let number = Text::new().identifier(number);
        let label = Style { ink: Ink::Gold, heading: true, size: 9.5, ..WORDS };
        let cells = [
            self.cell(&number, label, node).within(self, 0.0, 34.0),
            self.cell(words, WORDS, node).within(self, 34.0, WIDTH - 34.0).both_edges(),
        ];
        self.row(&cells, (0.0, 6.0), Keep::Ends);
    }

    fn note(&mut self, tone: Tone, title: &str, words: &Text) {
        let (fill, bar) = match tone {
            Tone::Calm => (Ink::Tint, Ink::Brand),
            Tone::Warning => (Ink::WarningTint, Ink::Warning),
        };
        self.room(4.0);
        self.ground(fill, Some(bar));
        let note = self.tree.add(Tree::ROOT, Meaning::Note);
        let (inner, title) = (WIDTH - 32.0, Text::new().strong(title));
        let ends = if words.bytes() == 0 { 9.0 } else { 1.0 };
        let node = self.tree.add(note, Meaning::Paragraph);
        let cell = self.cell(&title, Style { ink: bar, ..WORDS }, node).within(self, 18.0, inner);
        self.row(&[cell], (9.0, ends), if words.bytes() == 0 { Keep::All } else { Keep::Next });
        if words.bytes() > 0 {
            let node = self.tree.add(note, Meaning::Paragraph);
            let cell = self.cell(words, CLOSE, node).within(self, 18.0, inner);
            self.row(&[cell], (0.0, 10.0), Keep::All);
        }
        self.no_ground();
        self.room(10.0);
    }

    fn square(&mut self, holds: &str, says: &str, beside: &[Text]) -> Result<(), PaperError> {
        let square = square::of(holds)?;
        let (least, most, field) = SQUARE;
        let side = (f32::from(square.size) * field).clamp(least, most);
        let figure = self.tree.add(Tree::ROOT, Meaning::Figure(says.to_owned()));
        let x = self.at_start(0.0, side);
        let mark = Mark::Square { square, x, y: 0.0, side, node: figure };
        let mut strip = Strip { height: side, marks: vec![mark], ..Strip::default() };
        let mut y = 2.0;
        for (n, words) in beside.iter().enumerate() {
            let node = self.tree.add(Tree::ROOT, Meaning::Paragraph);
            let style = if n == 0 { CLOSE } else { SMALL };
            let cell = self.cell(words, style, node).within(self, side + 18.0, WIDTH - side - 18.0);
            for line in self.fold(&cell) {
                strip.marks.push(cell.mark(line, y, style.leading));
                y += style.leading;
            }
            y += 3.0;
        }
        strip.height = strip.height.max(y);
        self.room(8.0);
        self.strips.push(strip);
        self.room(10.0);
        Ok(())
    }

    fn blanks(&mut self, labels: &[String]) {
        let half = (WIDTH - GUTTER) / 2.0;
        for pair in labels.chunks(2) {
            let texts: Vec<Text> = pair.iter().map(|label| Text::from(label.as_str())).collect();
            let starts = [0.0, half + GUTTER];
            let mut cells = Vec::new();
            for (words, start) in texts.iter().zip(starts) {
                let node = self.tree.add(Tree::ROOT, Meaning::Paragraph);
                cells.push(self.cell(words, SMALL, node).within(self, start, half));
            }
            self.row(&cells, (4.0, 34.0), Keep::All);
            let height = self.strips.last().map_or(0.0, |strip| strip.height);
            for (_, start) in pair.iter().zip(starts) {
                let x = self.at_start(start, half);
                self.mark_last(Mark::Rule {
                    x,
                    y: height - 8.0,
                    width: half,
                    weight: 0.6,
                    ink: Ink::Quiet,
                });
            }
        }
    }

    fn parallel(&mut self, arabic: &Text, english: &Text, heading: Option<u8>) {
        let level = heading.map(|asked| self.level(asked));
        let (style, after, keep) = match level {
            Some((style, _)) => (Style { size: style.size - 1.0, ..style }, 2.0, Keep::Next),
            None => (CLOSE, 6.0, Keep::Ends),
        };
        if heading.is_some() {
            self.room(8.0);
        }
        let half = (WIDTH - GUTTER) / 2.0;
        let said = |words: &Text| {
            words.written().iter().map(|line| line.bare()).collect::<Vec<String>>().join(" ")
        };
        let sides = [(arabic, Language::Arabic, half + GUTTER), (english, Language::English, 0.0)];
        let mut cells = Vec::new();
        for (words, language, x) in sides {
            let meaning = match level {
                Some((_, level)) => Meaning::Heading { level, words: said(words) },
                None => Meaning::Paragraph,
            };
            let node = self.tree.add_in(Tree::ROOT, meaning, Some(language));
            cells.push(self.cell(words, style, node).speaks(language, x, half));
        }
        let first = self.row(&cells, (0.0, after), keep);
        for strip in first..self.strips.len() {
            let weight = self.strips.get(strip).map_or(0.0, |strip| strip.height);
            self.mark(
                strip,
                Mark::Rule { x: WIDTH / 2.0 - 0.3, y: 0.0, width: 0.6, weight, ink: Ink::Hairline },
            );
        }
        if let Some((_, level)) = level {
            let own = if self.language.is_rtl() { arabic } else { english };
            self.outline(first, level, &said(own));
        }
    }

    fn cell<'t>(&self, words: &'t Text, style: Style, node: Node) -> Cell<'t> {
        Cell::new(words, style, node, self.language)
    }
}
