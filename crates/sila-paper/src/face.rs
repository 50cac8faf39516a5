//! The faces that the letters are taken from. They lie in the program, so that a document looks the same wherever it is made.

use harfrust::{
    BufferClusterLevel, BufferFlags, Direction, FontRef, ShapeOptions, ShaperData, UnicodeBuffer,
};
use krilla::text::Font;

/// Sila Sans, regular: Arabic and Latin.
const REGULAR: &[u8] = include_bytes!("../fonts/sila-400.ttf");
/// Sila Sans, semi-bold.
const STRONG: &[u8] = include_bytes!("../fonts/sila-600.ttf");
/// Alexandria, for headings.
const HEADING: &[u8] = include_bytes!("../fonts/alexandria-650.ttf");
/// Units of the letter's square: the same in all three.
const UNITS: f32 = 1000.0;

/// The first Arabic letter that has a glyph without a shape, and how many have one.
const ARABIC: u32 = 0x620;
const UNSEEN: u32 = 0xe0;

/// One of the faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Regular,
    Strong,
    Heading,
}

impl Face {
    /// The glyph without a shape that stands for this letter: the last glyphs of every face, in the order of their letters.
    pub fn unseen(self, letter: char) -> Option<u32> {
        let first = match self {
            Face::Regular => 777,
            Face::Strong => 776,
            Face::Heading => 636,
        };
        let at = u32::from(letter).checked_sub(ARABIC)?;
        (at < UNSEEN).then(|| at.saturating_add(first))
    }

    /// The faces for words, the best first.
    pub fn choice(heading: bool, strong: bool) -> &'static [Face] {
        match (heading, strong) {
            (true, _) => &[Face::Heading, Face::Strong],
            (false, true) => &[Face::Strong, Face::Heading],
            (false, false) => &[Face::Regular, Face::Heading],
        }
    }
}

/// A glyph with its place, in parts of the size of the letters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    /// 0 when the face has no such letter.
    pub id: u32,
    pub advance: f32,
    pub dx: f32,
    pub dy: f32,
}

struct Loaded {
    font: Font,
    letters: FontRef<'static>,
    shaper: ShaperData,
}

impl Loaded {
    fn load(bytes: &'static [u8]) -> Option<Loaded> {
        let font = Font::new(bytes.into(), 0)?;
        let letters = FontRef::new(bytes).ok()?;
        let shaper = ShaperData::new(&letters);
        Some(Loaded { font, letters, shaper })
    }
}

/// The faces, ready to shape and to be put into a file.
pub(crate) struct Faces {
    regular: Loaded,
    strong: Loaded,
    heading: Loaded,
}

impl Faces {
    /// Reads the faces. Nothing when one is broken.
    pub fn load() -> Option<Faces> {
        Some(Faces {
            regular: Loaded::load(REGULAR)?,
            strong: Loaded::load(STRONG)?,
            heading: Loaded::load(HEADING)?,
        })
    }

    fn of(&self, face: Face) -> &Loaded {
        match face {
            Face::Regular => &self.regular,
            Face::Strong => &self.strong,
            Face::Heading => &self.heading,
        }
    }

    /// The face as the file takes it.
    pub fn font(&self, face: Face) -> Font {
        self.of(face).font.clone()
    }

    /// The glyphs of words of one direction from left to right, each with the byte at which its cluster begins.
    pub fn shape(&self, face: Face, words: &str, rtl: bool) -> Vec<(usize, Glyph)> {
        let Loaded { letters, shaper, .. } = self.of(face);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(words);
        buffer.guess_segment_properties();
        buffer.set_direction(if rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        buffer.set_cluster_level(BufferClusterLevel::MonotoneCharacters);
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        let shaped = shaper.shaper(letters).build().shape(buffer, ShapeOptions::new());
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        let glyph = |(letter, at): (&harfrust::GlyphInfo, &harfrust::GlyphPosition)| {
            let glyph = Glyph {
                id: letter.glyph_id,
                advance: units(at.x_advance),
                dx: units(at.x_offset),
                dy: units(at.y_offset),
            };
            (usize::try_from(letter.cluster).unwrap_or(usize::MAX), glyph)
        };
        glyphs.map(glyph).collect()
    }
}

fn units(n: i32) -> f32 {
    let bounded = n.clamp(i32::from(i16::MIN), i32::from(i16::MAX));
    f32::from(i16::try_from(bounded).unwrap_or(0)) / UNITS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many glyphs a face has, as its table `maxp` says.
    fn glyphs(face: &[u8]) -> u32 {
        let four = |at: usize| u32::from_be_bytes(face[at..at + 4].try_into().unwrap());
        let entry = (12..).step_by(16).find(|at| &face[*at..at + 4] == b"maxp").unwrap();
        four(usize::try_from(four(entry + 8)).unwrap() + 4) >> 16
    }

    #[test]
    fn the_last_glyphs_of_a_face_stand_for_letters_without_a_shape() {
        for (face, bytes) in
            [(Face::Regular, REGULAR), (Face::Strong, STRONG), (Face::Heading, HEADING)]
        {
            assert_eq!(face.unseen('\u{6ff}'), Some(glyphs(bytes) - 1));
            assert_eq!((face.unseen('a'), face.unseen('\u{700}')), (None, None));
        }
    }

    #[test]
    fn lam_and_alef_melt_and_marks_stay_apart() {
        let faces = Faces::load().unwrap();
        let shaped = faces.shape(Face::Regular, "لا", true);
        assert_eq!(shaped.iter().map(|(at, _)| *at).collect::<Vec<usize>>(), [0]);
        let shaped = faces.shape(Face::Regular, "رّ", true);
        assert_eq!(shaped.iter().map(|(at, _)| *at).collect::<Vec<usize>>(), [2, 0]);
    }
}
