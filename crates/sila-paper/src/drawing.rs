//! Pages become a file.

mod meaning;
mod shapes;

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::geom::{Point, Transform};
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::{Document, SerializeSettings};

use crate::PaperError;
use crate::face::Faces;
use crate::lines::{Fold, Line, fold};
use crate::pages::{PAGE, Placed, SIDE, WIDTH};
use crate::paper::{Day, Paper};
use crate::setting::SetPaper;
use crate::strip::{Ink, Mark, Panel, Strip};
use crate::text::Text;

/// The size of the letters at the head and the foot of a page.
const MARGIN_SIZE: f32 = 8.5;
/// From the upper edge to the words at the head.
const HEAD: f32 = 50.0;
/// From the upper edge to the words at the foot.
const FOOT: f32 = PAGE.1 - 36.0;

/// What is drawn of a document, page after page, and where its words went.
struct Drawing<'a> {
    faces: &'a Faces,
    paper: &'a Paper,
    set: &'a SetPaper,
    /// The pieces of the file that belong to each node of the tree.
    leaves: Vec<Vec<Identifier>>,
}

/// Writes the file.
pub(crate) fn draw(
    faces: &Faces,
    paper: &Paper,
    set: &SetPaper,
    pages: &[Vec<Placed>],
) -> Result<Vec<u8>, PaperError> {
    let unwritten = |error: &dyn std::fmt::Debug| PaperError::Unwritten(format!("{error:?}"));
    let conforming = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish();
    let configuration = conforming.map_err(|error| unwritten(&error))?;
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let leaves = vec![Vec::new(); set.tree.nodes.len()];
    let mut drawing = Drawing { faces, paper, set, leaves };
    for (n, placed) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1)
            .ok_or_else(|| PaperError::Unwritten("the size of a page".into()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        drawing.page(&mut surface, placed, (n.saturating_add(1), pages.len()));
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(meaning::tree(paper, &set.tree, &drawing.leaves));
    document.set_outline(meaning::outline(paper, set, pages));
    document.set_metadata(metadata(paper));
    document.finish().map_err(|error| unwritten(&error))
}

fn metadata(paper: &Paper) -> Metadata {
    let Day { year, month, day } = paper.day;
    let date =
        DateTime::new(year).month(month).day(day).hour(0).minute(0).second(0).utc_offset_hour(0);
    let rtl = paper.language.is_rtl();
    Metadata::new()
        .title(paper.title.clone())
        .language(paper.language.tag().to_owned())
        .authors(vec![paper.margins.agency.clone()])
        .creator("Sila".to_owned())
        .producer("Sila".to_owned())
        .creation_date(date)
        .text_direction(if rtl { TextDirection::RightToLeft } else { TextDirection::LeftToRight })
}

impl Drawing<'_> {
    fn page(&mut self, surface: &mut Surface, placed: &[Placed], number: (usize, usize)) {
        if let Some(words) = &self.paper.watermark {
            artifact(surface, ArtifactType::Watermark, |surface| self.watermark(surface, words));
        }
        artifact(surface, ArtifactType::Header, |surface| self.head(surface));
        artifact(surface, ArtifactType::Layout, |surface| self.grounds(surface, placed));
        let set = self.set;
        for place in placed {
            if let Some(strip) = set.strips.get(place.strip) {
                self.strip(surface, strip, place);
            }
        }
        artifact(surface, ArtifactType::Layout, |surface| self.lines(surface, placed));
        artifact(surface, ArtifactType::Footer, |surface| self.foot(surface, number));
    }

    /// The words and squares of a strip.
    fn strip(&mut self, surface: &mut Surface, strip: &Strip, place: &Placed) {
        for mark in &strip.marks {
            match mark {
                Mark::Words { line, x, baseline, size, ink, node } => {
                    let at = Point::from_xy(SIDE + x, place.y + baseline);
                    if line.runs.is_empty() {
                        continue;
                    }
                    if place.again {
                        artifact(surface, ArtifactType::PaginationOther, |surface| {
                            self.words(surface, line, at, (*size, *ink));
                        });
                        continue;
                    }
                    let leaf = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                    self.words(surface, line, at, (*size, *ink));
                    surface.end_tagged();
                    self.belongs(node.0, leaf);
                }
                Mark::Square { square, x, y, side, node } => {
                    let leaf = surface.start_tagged(ContentTag::Other);
                    shapes::square(surface, square, (SIDE + x, place.y + y), *side);
                    surface.end_tagged();
                    self.belongs(node.0, leaf);
                }
                Mark::Rule { .. } | Mark::Dot { .. } => {}
            }
        }
    }

    fn belongs(&mut self, node: usize, leaf: Identifier) {
        if let Some(leaves) = self.leaves.get_mut(node) {
            leaves.push(leaf);
        }
    }

    fn words(&self, surface: &mut Surface, line: &Line, at: Point, (size, ink): (f32, Ink)) {
        shapes::fill(surface, ink);
        for run in &line.runs {
            let start = Point::from_xy(at.x + run.x, at.y);
            let font = self.faces.font(run.face);
            surface.draw_glyphs(start, &run.glyphs, font.clone(), &line.text, size, false);
            surface.draw_glyphs(start, &run.marks, font, &line.text, size, true);
        }
    }

    /// The coloured grounds, one rectangle for strips that follow each other.
    fn grounds(&self, surface: &mut Surface, placed: &[Placed]) {
        let mut open: Option<(Panel, f32, f32)> = None;
        for place in placed {
            let Some(strip) = self.set.strips.get(place.strip) else { continue };
            let end = place.y + strip.height;
            open = match (open, strip.panel) {
                (Some((panel, from, _)), Some(same)) if panel == same => Some((panel, from, end)),
                (before, panel) => {
                    self.ground(surface, before);
                    panel.map(|panel| (panel, place.y, end))
                }
            };
        }
        self.ground(surface, open);
    }

    fn ground(&self, surface: &mut Surface, panel: Option<(Panel, f32, f32)>) {
        let Some((panel, from, to)) = panel else { return };
        shapes::rectangle(surface, (SIDE, from), (WIDTH, to - from), panel.fill);
        if let Some(bar) = panel.bar {
            let x = if self.paper.language.is_rtl() { SIDE + WIDTH - 3.0 } else { SIDE };
            shapes::rectangle(surface, (x, from), (3.0, to - from), bar);
        }
    }

    /// Rules and dots.
    fn lines(&self, surface: &mut Surface, placed: &[Placed]) {
        let strips =
            |place: &Placed| self.set.strips.get(place.strip).map(|strip| (strip, place.y));
        for (strip, top) in placed.iter().filter_map(strips) {
            for mark in &strip.marks {
                match mark {
                    Mark::Rule { x, y, width, weight, ink } => {
                        shapes::rectangle(surface, (SIDE + x, top + y), (*width, *weight), *ink);
                    }
                    Mark::Dot { x, y, radius, ink } => {
                        shapes::dot(surface, (SIDE + x, top + y), *radius, *ink);
                    }
                    Mark::Words { .. } | Mark::Square { .. } => {}
                }
            }
        }
    }

    fn head(&self, surface: &mut Surface) {
        let (rtl, margins) = (self.paper.language.is_rtl(), &self.paper.margins);
        shapes::brand(surface, (if rtl { SIDE + WIDTH - 20.0 } else { SIDE }, HEAD - 14.0), 20.0);
        let agency = Text::new().strong(&margins.agency);
        self.margin(surface, &agency, (28.0, HEAD), Ink::Brand, false);
        if !margins.reference.is_empty() {
            let reference = Text::new().identifier(&margins.reference);
            self.margin(surface, &reference, (0.0, HEAD), Ink::Quiet, true);
        }
        shapes::rectangle(surface, (SIDE, HEAD + 14.0), (WIDTH, 0.6), Ink::Hairline);
    }

    fn foot(&self, surface: &mut Surface, (number, of): (usize, usize)) {
        let margins = &self.paper.margins;
        shapes::rectangle(surface, (SIDE, FOOT - 18.0), (WIDTH, 0.6), Ink::Hairline);
        self.margin(surface, &Text::from(margins.caution.as_str()), (0.0, FOOT), Ink::Quiet, false);
        let (page, between) = &margins.page_words;
        let words = Text::from(format!("{page} {number} {between} {of}"));
        self.margin(surface, &words, (0.0, FOOT), Ink::Quiet, true);
    }

    /// One line at the head or the foot of a page, so far from the edge.
    fn margin(
        &self,
        surface: &mut Surface,
        words: &Text,
        (from_edge, y): (f32, f32),
        ink: Ink,
        at_end: bool,
    ) {
        let how = Fold {
            width: WIDTH * if at_end { 0.4 } else { 0.58 },
            size: MARGIN_SIZE,
            heading: false,
            language: self.paper.language,
            both_edges: false,
            at_end,
        };
        let at_right = self.paper.language.is_rtl() != at_end;
        let x = if at_right { SIDE + WIDTH - how.width - from_edge } else { SIDE + from_edge };
        if let Some(line) = fold(self.faces, words, &how).first() {
            self.words(surface, line, Point::from_xy(x, y), (MARGIN_SIZE, ink));
        }
    }

    /// Words from corner to corner.
    fn watermark(&self, surface: &mut Surface, words: &str) {
        let (language, room) = (self.paper.language, 620.0);
        let fold_at = |size: f32| {
            let at_end = language.is_rtl();
            let how = Fold { width: 1e6, size, heading: true, language, both_edges: false, at_end };
            fold(self.faces, &Text::from(words), &how).into_iter().next()
        };
        let Some(small) = fold_at(1.0) else { return };
        let size = (room / small.width.max(1.0)).min(96.0);
        let Some(line) = fold_at(size) else { return };
        let (x, y) = (PAGE.0 / 2.0, PAGE.1 / 2.0);
        surface.push_transform(&Transform::from_rotate_at(-52.0, x, y));
        let at = Point::from_xy(x - line.width / 2.0, y + size * 0.34);
        self.words(surface, &line, at, (size, Ink::Watermark));
        surface.pop();
    }
}

/// Draws something that has no meaning of its own.
fn artifact(surface: &mut Surface, kind: ArtifactType, draw: impl FnOnce(&mut Surface)) {
    let _none = surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    draw(surface);
    surface.end_tagged();
}
