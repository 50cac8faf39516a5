//! The pieces of which pages are made, and the tree that says what they mean.

use crate::lines::Line;
use crate::square::Square;
use crate::text::Language;

/// A colour, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Words,
    Quiet,
    Brand,
    Gold,
    Hairline,
    Tint,
    WarningTint,
    Warning,
    Watermark,
}

/// A node of the tree of meanings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node(pub usize);

/// What a node means.
#[derive(Debug, Clone)]
pub(crate) enum Meaning {
    Root,
    Title,
    Heading { level: u8, words: String },
    Paragraph,
    List,
    Item,
    Label,
    Body,
    Table,
    Row,
    Head,
    Cell,
    Figure(String),
    Note,
}

/// The tree of meanings. A node has nodes or words in it, never both.
#[derive(Debug)]
pub(crate) struct Tree {
    /// What each means, in which language, and the nodes in it.
    pub nodes: Vec<(Meaning, Option<Language>, Vec<Node>)>,
}

impl Tree {
    pub const ROOT: Node = Node(0);

    pub fn new() -> Tree {
        Tree { nodes: vec![(Meaning::Root, None, Vec::new())] }
    }

    pub fn add(&mut self, parent: Node, meaning: Meaning) -> Node {
        self.add_in(parent, meaning, None)
    }

    /// With a language other than that of the document.
    pub fn add_in(&mut self, parent: Node, meaning: Meaning, language: Option<Language>) -> Node {
        let node = Node(self.nodes.len());
        self.nodes.push((meaning, language, Vec::new()));
        if let Some((_, _, inside)) = self.nodes.get_mut(parent.0) {
            inside.push(node);
        }
        node
    }
}

/// Something drawn, from the top left corner of its strip, in points.
#[derive(Debug)]
pub(crate) enum Mark {
    Words { line: Line, x: f32, baseline: f32, size: f32, ink: Ink, node: Node },
    Rule { x: f32, y: f32, width: f32, weight: f32, ink: Ink },
    Dot { x: f32, y: f32, radius: f32, ink: Ink },
    Square { square: Square, x: f32, y: f32, side: f32, node: Node },
}

/// A coloured ground behind strips that follow each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Panel {
    /// The same for strips on the same ground.
    pub id: usize,
    pub fill: Ink,
    /// A bar at the edge where reading begins.
    pub bar: Option<Ink>,
}

/// The smallest piece that is not divided between pages.
#[derive(Debug, Default)]
pub(crate) struct Strip {
    pub height: f32,
    pub marks: Vec<Mark>,
    pub panel: Option<Panel>,
    /// It stays on the page of the strip after it.
    pub holds: bool,
    /// It is only room: left out at the head of a page.
    pub is_room: bool,
    /// The strips of the table's head, which come again where a page begins in the table.
    pub head: Option<(usize, usize)>,
    /// It begins a heading: the level, the words.
    pub heading: Option<(u8, String)>,
}
