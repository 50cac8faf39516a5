//! A document as its parts, before it has pages.

use crate::text::{Language, Text};

/// A civil day: what a file says of its age. It comes from the content, never from a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// What stands at the head and the foot of every page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Margins {
    /// Who has written it.
    pub agency: String,
    /// The number by which it is found again; an identifier. May be empty.
    pub reference: String,
    /// At the foot: how it is to be handled. May be empty.
    pub caution: String,
    /// The words around the numbers of a page: "Page" and "of".
    pub page_words: (String, String),
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Its share of the width, beside those of the other columns.
    pub share: u16,
}

impl Column {
    /// A column.
    #[must_use]
    pub fn new(head: impl Into<String>, share: u16) -> Column {
        Column { head: head.into(), share }
    }
}

/// What a note is about. Its colour never speaks alone: the words say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Calm,
    /// Something to heed.
    Warning,
}

/// One part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    Heading { level: u8, words: String },
    Paragraph { words: Text, quiet: bool },
    Items(Vec<Text>),
    Clause { number: String, words: Text },
    Pairs(Vec<(String, Text)>),
    Table { columns: Vec<Column>, rows: Vec<Vec<Text>> },
    Note { tone: Tone, title: String, words: Text },
    Square { holds: String, says: String, beside: Vec<Text> },
    Blanks(Vec<String>),
    Parallel { arabic: Text, english: Text, heading: Option<u8> },
    Space,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub(crate) language: Language,
    pub(crate) title: String,
    pub(crate) twin_title: Option<String>,
    pub(crate) day: Day,
    pub(crate) margins: Margins,
    pub(crate) watermark: Option<String>,
    pub(crate) blocks: Vec<Block>,
}

impl Paper {
    /// A document without content, of this day.
    #[must_use]
    pub fn new(language: Language, title: impl Into<String>, day: Day, margins: Margins) -> Paper {
        let title = title.into();
        Paper {
            language,
            title,
            twin_title: None,
            day,
            margins,
            watermark: None,
            blocks: Vec::new(),
        }
    }

    /// The title in the other language, beside the first.
    #[must_use]
    pub fn twin_title(mut self, title: impl Into<String>) -> Paper {
        self.twin_title = Some(title.into());
        self
    }

    /// Words across every page: that it is a draft, or for whom the copy was made.
    #[must_use]
    pub fn watermark(mut self, words: impl Into<String>) -> Paper {
        self.watermark = Some(words.into());
        self
    }

    fn with(mut self, block: Block) -> Paper {
        self.blocks.push(block);
        self
    }

    /// A heading of level 1 (the largest under the title) to 3.
    #[must_use]
    pub fn heading(self, level: u8, words: impl Into<String>) -> Paper {
        self.with(Block::Heading { level, words: words.into() })
    }

    /// A paragraph, set to both edges.
    #[must_use]
    pub fn paragraph(self, words: impl Into<Text>) -> Paper {
        self.with(Block::Paragraph { words: words.into(), quiet: false })
    }

    /// A paragraph in small letters.
    #[must_use]
    pub fn small(self, words: impl Into<Text>) -> Paper {
        self.with(Block::Paragraph { words: words.into(), quiet: true })
    }

    /// A list without numbers.
    #[must_use]
    pub fn items(self, items: Vec<Text>) -> Paper {
        self.with(Block::Items(items))
    }

    /// A paragraph beside its number.
    #[must_use]
    pub fn clause(self, number: impl Into<String>, words: impl Into<Text>) -> Paper {
        self.with(Block::Clause { number: number.into(), words: words.into() })
    }

    /// Names of things with what they are.
    #[must_use]
    pub fn pairs(self, pairs: Vec<(String, Text)>) -> Paper {
        self.with(Block::Pairs(pairs))
    }

    /// A table. Its head comes again on every page.
    #[must_use]
    pub fn table(self, columns: Vec<Column>, rows: Vec<Vec<Text>>) -> Paper {
        self.with(Block::Table { columns, rows })
    }

    /// A note in a box.
    #[must_use]
    pub fn note(self, tone: Tone, title: impl Into<String>, words: impl Into<Text>) -> Paper {
        self.with(Block::Note { tone, title: title.into(), words: words.into() })
    }

    /// A square for a scanner that holds `holds`, with words beside it. `says` tells those who do not see it what it is.
    #[must_use]
    pub fn square(
        self,
        holds: impl Into<String>,
        says: impl Into<String>,
        beside: Vec<Text>,
    ) -> Paper {
        self.with(Block::Square { holds: holds.into(), says: says.into(), beside })
    }

    /// Lines to be filled in by hand, two in a row.
    #[must_use]
    pub fn blanks(self, labels: Vec<String>) -> Paper {
        self.with(Block::Blanks(labels))
    }

    /// The same words in both languages beside each other, Arabic at the right.
    #[must_use]
    pub fn parallel(self, arabic: impl Into<Text>, english: impl Into<Text>) -> Paper {
        let (arabic, english) = (arabic.into(), english.into());
        self.with(Block::Parallel { arabic, english, heading: None })
    }

    /// A heading in both languages beside each other.
    #[must_use]
    pub fn parallel_heading(self, level: u8, arabic: &str, english: &str) -> Paper {
        let (arabic, english) = (Text::from(arabic), Text::from(english));
        self.with(Block::Parallel { arabic, english, heading: Some(level) })
    }

    /// A little room.
    #[must_use]
    pub fn space(self) -> Paper {
        self.with(Block::Space)
    }

    /// How many bytes each text of it has.
    pub(crate) fn lengths(&self) -> Vec<usize> {
        let margins = &self.margins;
        let (page, of) = &margins.page_words;
        let words = [&self.title, &margins.agency, &margins.reference, &margins.caution, page, of];
        let fixed =
            words.into_iter().chain(&self.watermark).chain(&self.twin_title).map(String::len);
        fixed.chain(self.blocks.iter().flat_map(Block::lengths)).collect()
    }
}

impl Block {
    fn lengths(&self) -> Vec<usize> {
        let all = |texts: &[Text]| texts.iter().map(Text::bytes).collect::<Vec<usize>>();
        match self {
            Block::Heading { words, .. } => vec![words.len()],
            Block::Paragraph { words, .. } => vec![words.bytes()],
            Block::Items(items) => all(items),
            Block::Clause { number, words } => vec![number.len(), words.bytes()],
            Block::Pairs(pairs) => {
                pairs.iter().flat_map(|(key, words)| [key.len(), words.bytes()]).collect()
            }
            Block::Table { columns, rows } => {
                let heads = columns.iter().map(|column| column.head.len());
                heads.chain(rows.iter().flat_map(|row| all(row))).collect()
            }
            Block::Note { title, words, .. } => vec![title.len(), words.bytes()],
            Block::Square { holds, says, beside } => {
                [vec![holds.len(), says.len()], all(beside)].concat()
            }
            Block::Blanks(labels) => labels.iter().map(String::len).collect(),
            Block::Parallel { arabic, english, .. } => vec![arabic.bytes(), english.bytes()],
            Block::Space => Vec::new(),
        }
    }
}
