//! Letters become glyphs.

use std::ops::Range;

use unicode_bidi::Level;

use crate::face::{Face, Faces, Glyph};
use crate::text::{Written, is_isolate};

/// What cannot be taken apart: a letter with its marks, or letters that melt into one.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    /// Its bytes in the text.
    pub range: Range<usize>,
    pub face: Face,
    /// From left to right.
    pub glyphs: Vec<Glyph>,
    /// Its width, in parts of the size of the letters.
    pub advance: f32,
    /// Room between words, which may be stretched.
    pub is_gap: bool,
}

/// Letters that are shaped together.
struct Item {
    range: Range<usize>,
    level: Level,
    strong: bool,
}

/// The clusters of a text in logical order. A letter that none of the faces has is drawn as a question mark; what is copied out of the file
/// is still the letter.
pub(crate) fn clusters(
    faces: &Faces,
    written: &Written,
    levels: &[Level],
    heading: bool,
) -> Vec<Cluster> {
    let mut found = Vec::new();
    for item in items(written, levels) {
        let choice = Face::choice(heading, item.strong);
        let rtl = item.level.is_rtl();
        shape(faces, &written.text, item.range, rtl, choice, &mut found);
    }
    found
}

fn items(written: &Written, levels: &[Level]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for (at, c) in written.text.char_indices() {
        if is_isolate(c) {
            continue;
        }
        let level = levels.get(at).copied().unwrap_or_else(Level::ltr);
        let (strong, end) = (written.is_strong(at), at.saturating_add(c.len_utf8()));
        match items.last_mut() {
            Some(last) if last.range.end == at && last.level == level && last.strong == strong => {
                last.range.end = end;
            }
            _ => items.push(Item { range: at..end, level, strong }),
        }
    }
    items
}

fn shape(
    faces: &Faces,
    text: &str,
    range: Range<usize>,
    rtl: bool,
    choice: &[Face],
    found: &mut Vec<Cluster>,
) {
    let Some(words) = text.get(range.clone()) else { return };
    let Some((face, others)) = choice.split_first() else {
        found.extend(unknown(faces, words, range.start));
        return;
    };
    let mut lacking: Option<Range<usize>> = None;
    for cluster in shaped(faces, *face, words, &range, rtl, text) {
        if cluster.glyphs.iter().any(|glyph| glyph.id == 0) {
            let from = lacking.map_or(cluster.range.start, |range| range.start);
            lacking = Some(from..cluster.range.end);
            continue;
        }
        if let Some(range) = lacking.take() {
            shape(faces, text, range, rtl, others, found);
        }
        found.push(cluster);
    }
    if let Some(range) = lacking {
        shape(faces, text, range, rtl, others, found);
    }
}

/// The clusters of one item in one face, in logical order.
fn shaped(
    faces: &Faces,
    face: Face,
    words: &str,
    range: &Range<usize>,
    rtl: bool,
    text: &str,
) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for (at, glyph) in faces.shape(face, words, rtl) {
        let start = range.start.saturating_add(at);
        match clusters.last_mut() {
            Some(last) if last.range.start == start => {
                last.advance += glyph.advance;
                last.glyphs.push(glyph);
            }
            _ => clusters.push(Cluster {
                range: start..start,
                face,
                advance: glyph.advance,
                glyphs: vec![glyph],
                is_gap: false,
            }),
        }
    }
    if rtl {
        clusters.reverse();
    }
    let mut end = range.end;
    for cluster in clusters.iter_mut().rev() {
        cluster.range.end = end;
        end = cluster.range.start;
        let letters = text.get(cluster.range.clone()).unwrap_or_default();
        cluster.is_gap = matches!(letters, " " | "\u{a0}");
    }
    clusters
}

/// What stands for letters that no face has.
fn unknown(faces: &Faces, words: &str, from: usize) -> Vec<Cluster> {
    let glyphs: Vec<Glyph> =
        faces.shape(Face::Regular, "?", false).into_iter().map(|(_, glyph)| glyph).collect();
    let advance = glyphs.iter().map(|glyph| glyph.advance).sum();
    let cluster = |(at, c): (usize, char)| {
        let start = from.saturating_add(at);
        let range = start..start.saturating_add(c.len_utf8());
        Cluster { range, face: Face::Regular, glyphs: glyphs.clone(), advance, is_gap: false }
    };
    words.char_indices().map(cluster).collect()
}
