//! What the parts of a file mean, for those who have it read to them; and its headings, to go to.

use std::num::NonZeroU16;

use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::{
    Identifier, ListNumbering, Node as Leaf, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

use crate::pages::{Placed, SIDE};
use crate::paper::Paper;
use crate::setting::SetPaper;
use crate::strip::{Meaning, Node, Tree};
use crate::text::Language;

/// The tree of meanings, with the pieces of the file at its leaves.
pub(super) fn tree(paper: &Paper, tree: &Tree, leaves: &[Vec<Identifier>]) -> TagTree {
    let mut tags = TagTree::new().with_lang(Some(paper.language.tag().to_owned()));
    if let Some((_, _, inside)) = tree.nodes.get(Tree::ROOT.0) {
        for node in inside {
            push(&mut tags.children, tree, *node, leaves);
        }
    }
    tags
}

fn push(into: &mut Vec<Leaf>, tree: &Tree, node: Node, leaves: &[Vec<Identifier>]) {
    let Some((meaning, language, inside)) = tree.nodes.get(node.0) else { return };
    let mut group = TagGroup::new(kind(meaning, *language));
    for child in inside {
        push(&mut group.children, tree, *child, leaves);
    }
    for leaf in leaves.get(node.0).into_iter().flatten() {
        group.push(*leaf);
    }
    into.push(Leaf::Group(group));
}

fn kind(meaning: &Meaning, language: Option<Language>) -> TagKind {
    let lang = language.map(|language| language.tag().to_owned());
    match meaning {
        Meaning::Root | Meaning::Note => Tag::Div.with_lang(lang).into(),
        Meaning::Title => Tag::Title.with_lang(lang).into(),
        Meaning::Heading { level, words } => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(words.clone())).with_lang(lang).into()
        }
        Meaning::Paragraph => Tag::P.with_lang(lang).into(),
        Meaning::List => Tag::L(ListNumbering::None).with_lang(lang).into(),
        Meaning::Item => Tag::LI.with_lang(lang).into(),
        Meaning::Label => Tag::Lbl.with_lang(lang).into(),
        Meaning::Body => Tag::LBody.with_lang(lang).into(),
        Meaning::Table => Tag::Table.with_lang(lang).into(),
        Meaning::Row => Tag::TR.with_lang(lang).into(),
        Meaning::Head => Tag::TH(TableHeaderScope::Column).with_lang(lang).into(),
        Meaning::Cell => Tag::TD.with_lang(lang).into(),
        Meaning::Figure(says) => Tag::Figure(Some(says.clone())).with_lang(lang).into(),
    }
}

/// The headings with their places, and the title when there is none.
pub(super) fn outline(paper: &Paper, set: &SetPaper, pages: &[Vec<Placed>]) -> Outline {
    let mut outline = Outline::new();
    let mut any = false;
    for (page, placed) in pages.iter().enumerate() {
        for place in placed {
            let strip = set.strips.get(place.strip);
            if let Some((level, words)) = strip.and_then(|strip| strip.heading.as_ref())
                && *level == 1
            {
                let to = XyzDestination::new(page, Point::from_xy(SIDE, place.y));
                outline.push_child(OutlineNode::new(words.clone(), to));
                any = true;
            }
        }
    }
    if !any {
        let to = XyzDestination::new(0, Point::from_xy(SIDE, 0.0));
        outline.push_child(OutlineNode::new(paper.title.clone(), to));
    }
    outline
}
