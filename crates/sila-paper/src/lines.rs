//! Words are folded to a width: where lines end, in which order their parts are seen, how far the gaps are stretched.

use std::ops::Range;
use std::rc::Rc;

use krilla::text::{GlyphId, KrillaGlyph};
use unicode_bidi::{Direction, Level, ParagraphBidiInfo, get_base_direction};

use crate::face::{Face, Faces};
use crate::shape::{self, Cluster};
use crate::text::{Language, Text, Written};

/// The widest a gap is stretched beyond its own width, in parts of the size of the letters. Beyond it a line ends where it ends.
const STRETCH_MAX: f32 = 0.45;

/// Glyphs of one face that follow each other.
#[derive(Debug)]
pub(crate) struct Run {
    pub face: Face,
    /// From the left edge of what the line was folded for, in points.
    pub x: f32,
    pub glyphs: Vec<KrillaGlyph>,
    /// Marks above and below letters from right to left: drawn, and not copied out.
    pub marks: Vec<KrillaGlyph>,
    /// Its width, in parts of the size of the letters.
    width: f32,
    /// Where it begins in the text.
    from: usize,
}

/// One line, ready to be drawn.
#[derive(Debug)]
pub(crate) struct Line {
    /// The text of which the glyphs' ranges tell.
    pub text: Rc<str>,
    /// In the order in which they are read.
    pub runs: Vec<Run>,
    /// Its width without the room after its last word, in points.
    pub width: f32,
}

/// How words are folded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fold {
    /// The room there is, in points.
    pub width: f32,
    /// The size of the letters, in points.
    pub size: f32,
    /// In the letters of headings.
    pub heading: bool,
    /// The language around the words.
    pub language: Language,
    /// Stretched to both edges.
    pub both_edges: bool,
    /// Set against the edge where lines end.
    pub at_end: bool,
}

/// Folds a text. A text without words is one line without runs.
pub(crate) fn fold(faces: &Faces, text: &Text, fold: &Fold) -> Vec<Line> {
    text.written().iter().flat_map(|written| one(faces, written, text.is_free(), fold)).collect()
}

fn one(faces: &Faces, written: &Written, free: bool, fold: &Fold) -> Vec<Line> {
    let rtl = match get_base_direction(written.text.as_str()) {
        Direction::Rtl if free => true,
        Direction::Ltr if free => false,
        _ => fold.language.is_rtl(),
    };
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    let bidi = ParagraphBidiInfo::new(&written.text, Some(base));
    let clusters = shape::clusters(faces, written, &bidi.levels, fold.heading);
    let text: Rc<str> = Rc::from(written.text.as_str());
    let cuts = cuts(&clusters, written, fold.width / fold.size);
    let last = cuts.len().saturating_sub(1);
    let line = |(n, cut): (usize, Range<usize>)| {
        let clusters = clusters.get(cut).unwrap_or_default();
        set(&bidi, &text, clusters, rtl, fold, n == last || free)
    };
    cuts.into_iter().enumerate().map(line).collect()
}

/// Which clusters stand on which line.
fn cuts(clusters: &[Cluster], written: &Written, width: f32) -> Vec<Range<usize>> {
    let (mut lines, mut from, mut at, mut used) = (Vec::new(), 0, 0, 0.0);
    let mut fits = None;
    while let Some(cluster) = clusters.get(at) {
        if !cluster.is_gap && used + cluster.advance > width && at > from {
            let to = fits.unwrap_or(at);
            lines.push(from..to);
            (from, at, used, fits) = (to, to, 0.0, None);
            continue;
        }
        used += cluster.advance;
        at = at.saturating_add(1);
        if may_end(cluster, clusters.get(at), written) {
            fits = Some(at);
        }
    }
    lines.push(from..at);
    lines
}

/// Whether a line may end after the cluster: after a gap, or after a dash or stroke that joins two words.
fn may_end(cluster: &Cluster, next: Option<&Cluster>, written: &Written) -> bool {
    let of = |cluster: &Cluster| written.text.get(cluster.range.clone()).unwrap_or_default();
    let Some(next) = next else { return false };
    match of(cluster) {
        " " => true,
        "-" | "–" | "—" | "/" => {
            let word = of(next).chars().next().is_some_and(char::is_alphabetic);
            word && !written.is_whole(cluster.range.start)
        }
        _ => false,
    }
}

fn set(
    bidi: &ParagraphBidiInfo,
    text: &Rc<str>,
    clusters: &[Cluster],
    rtl: bool,
    fold: &Fold,
    ragged: bool,
) -> Line {
    let after = clusters.iter().rev().take_while(|cluster| cluster.is_gap).count();
    let (words, room) = clusters.split_at(clusters.len().saturating_sub(after));
    let natural = advance(words) * fold.size;
    let gaps = words.iter().filter(|cluster| cluster.is_gap).count();
    let slack = fold.width - natural;
    let share = slack / f32::from(u16::try_from(gaps.max(1)).unwrap_or(u16::MAX));
    let stretched =
        fold.both_edges && !ragged && gaps > 0 && slack > 0.0 && share <= STRETCH_MAX * fold.size;
    let extra = if stretched { share } else { 0.0 };
    let width = if stretched { fold.width } else { natural };
    let mut x = if fold.language.is_rtl() == fold.at_end { 0.0 } else { fold.width - width };
    if rtl {
        // The room after the last word of a line from right to left lies at its left.
        x -= advance(room) * fold.size;
    }
    let end = words.last().map_or(0, |cluster| cluster.range.end);
    let runs = runs(bidi, clusters, x, |cluster| {
        let inner = cluster.is_gap && cluster.range.end <= end;
        (fold.size, if inner { extra / fold.size } else { 0.0 })
    });
    Line { text: Rc::clone(text), runs, width }
}

fn advance(clusters: &[Cluster]) -> f32 {
    clusters.iter().map(|cluster| cluster.advance).sum()
}

/// Places the clusters from left to right, and gives them back in the order of reading. `stretch` gives the size of the letters and what is
/// added to a cluster's width.
fn runs(
    bidi: &ParagraphBidiInfo,
    clusters: &[Cluster],
    mut x: f32,
    stretch: impl Fn(&Cluster) -> (f32, f32),
) -> Vec<Run> {
    let (Some(first), Some(last)) = (clusters.first(), clusters.last()) else { return Vec::new() };
    let (levels, visual) = bidi.visual_runs(first.range.start..last.range.end);
    let mut runs: Vec<Run> = Vec::new();
    for part in visual {
        let rtl = levels.get(part.start).is_some_and(Level::is_rtl);
        let mut inside: Vec<&Cluster> =
            clusters.iter().filter(|cluster| part.contains(&cluster.range.start)).collect();
        if rtl {
            inside.reverse();
        }
        let mut open = false;
        for cluster in inside {
            let (size, extra) = stretch(cluster);
            if !open || runs.last().is_none_or(|run| run.face != cluster.face) {
                runs.push(Run::new(cluster.face, x, cluster.range.start));
                open = true;
            }
            if let Some(run) = runs.last_mut() {
                run.draw(cluster, bidi.text, rtl, extra);
            }
            x += (cluster.advance + extra) * size;
        }
    }
    runs.sort_by_key(|run| run.from);
    runs
}

impl Run {
    fn new(face: Face, x: f32, from: usize) -> Run {
        Run { face, x, glyphs: Vec::new(), marks: Vec::new(), width: 0.0, from }
    }

    /// Adds a cluster at the right.
    ///
    /// Whoever copies words from right to left out of a file turns the glyphs around, and sorts them by their places. So every letter there
    /// has one glyph of its own, on the line and in order, the last letter first: a ligature stands for its last letter, and glyphs
    /// without a shape stand for those before it and for marks. The marks themselves are drawn without being words.
    fn draw(&mut self, cluster: &Cluster, text: &str, rtl: bool, extra: f32) {
        self.from = self.from.min(cluster.range.start);
        let letters = if rtl { letters(cluster, text) } else { None };
        let mut rest = letters.iter().flatten().rev();
        let first = letters.iter().flatten().next();
        for glyph in &cluster.glyphs {
            let mut place = (glyph.dx, glyph.dy, glyph.advance + extra);
            if letters.is_some() && glyph.advance <= 0.0 {
                place = (self.width + glyph.dx, glyph.dy, 0.0);
                self.marks.push(standing_for(glyph.id, place, cluster.range.clone()));
                continue;
            }
            let letter = rest.next().or(first);
            let range = letter.map_or(cluster.range.clone(), |(range, _)| range.clone());
            self.glyphs.push(standing_for(glyph.id, place, range));
            self.width += place.2;
        }
        for (range, unseen) in rest {
            self.glyphs.push(standing_for(*unseen, (0.0, 0.0, 0.0), range.clone()));
        }
    }
}

/// The letters of a cluster, each with the glyph without a shape that can stand for it; nothing when one has none.
fn letters(cluster: &Cluster, text: &str) -> Option<Vec<(Range<usize>, u32)>> {
    let words = text.get(cluster.range.clone())?;
    let one = |(at, letter): (usize, char)| {
        let from = cluster.range.start.saturating_add(at);
        Some((from..from.saturating_add(letter.len_utf8()), cluster.face.unseen(letter)?))
    };
    words.char_indices().map(one).collect()
}

fn standing_for(id: u32, (dx, dy, advance): (f32, f32, f32), range: Range<usize>) -> KrillaGlyph {
    KrillaGlyph::new(GlyphId::new(id), advance, dx, dy, 0.0, range, None)
}
