//! Which strip stands on which page.

use crate::PAGES_MAX;
use crate::strip::Strip;

/// A4, in points.
pub(crate) const PAGE: (f32, f32) = (595.276, 841.89);
/// From the edge of the paper to the words at both sides.
pub(crate) const SIDE: f32 = 56.0;
/// From the upper edge to the first strip.
pub(crate) const TOP: f32 = 92.0;
/// From the last strip to the lower edge.
pub(crate) const BOTTOM: f32 = 72.0;
/// The width of the words.
pub(crate) const WIDTH: f32 = PAGE.0 - 2.0 * SIDE;
/// The height of what stands between head and foot.
const HEIGHT: f32 = PAGE.1 - TOP - BOTTOM;

/// A strip on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Placed {
    pub strip: usize,
    /// From the upper edge of the page.
    pub y: f32,
    /// The head of a table, come again: it was read before.
    pub again: bool,
}

struct Dividing<'a> {
    strips: &'a [Strip],
    pages: Vec<Vec<Placed>>,
    y: f32,
}

/// Divides the strips over pages: what holds together stays together where a page can hold it.
pub(crate) fn divide(strips: &[Strip]) -> Vec<Vec<Placed>> {
    let mut dividing = Dividing { strips, pages: vec![Vec::new()], y: 0.0 };
    let mut from = 0;
    while from < strips.len() {
        let to = end_of_group(strips, from);
        let group = strips.get(from..to).unwrap_or_default();
        let height: f32 = group.iter().map(|strip| strip.height).sum();
        if dividing.y + height > HEIGHT && height <= HEIGHT - dividing.head_height(from) {
            dividing.turn(from);
        }
        for strip in from..to {
            dividing.place(strip);
        }
        from = to;
    }
    let mut pages = dividing.pages;
    if pages.len() > 1 && pages.last().is_some_and(Vec::is_empty) {
        pages.pop();
    }
    pages
}

fn end_of_group(strips: &[Strip], from: usize) -> usize {
    let held = strips.iter().skip(from).take_while(|strip| strip.holds).count();
    from.saturating_add(held).saturating_add(1).min(strips.len())
}

impl Dividing<'_> {
    fn place(&mut self, index: usize) {
        let Some(strip) = self.strips.get(index) else { return };
        if self.y + strip.height > HEIGHT && self.y > 0.0 {
            self.turn(index);
        }
        if strip.is_room && self.y <= 0.0 && self.pages.len() > 1 {
            return;
        }
        self.put(index, false);
    }

    fn put(&mut self, index: usize, again: bool) {
        let height = self.strips.get(index).map_or(0.0, |strip| strip.height);
        if let Some(page) = self.pages.last_mut() {
            page.push(Placed { strip: index, y: TOP + self.y, again });
        }
        self.y += height;
    }

    /// Begins a page, with the head of the table in which `next` stands.
    fn turn(&mut self, next: usize) {
        // One page too many is told; what comes after it is not divided any more.
        if self.pages.last().is_some_and(Vec::is_empty) || self.pages.len() > PAGES_MAX {
            return;
        }
        self.pages.push(Vec::new());
        self.y = 0.0;
        if let Some((from, to)) = self.strips.get(next).and_then(|strip| strip.head) {
            for head in from..to {
                self.put(head, true);
            }
        }
    }

    fn head_height(&self, next: usize) -> f32 {
        let head = self.strips.get(next).and_then(|strip| strip.head);
        let (from, to) = head.unwrap_or_default();
        self.strips.get(from..to).unwrap_or_default().iter().map(|strip| strip.height).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strips(heights: &[(f32, bool)]) -> Vec<Strip> {
        let strip = |(height, holds): &(f32, bool)| Strip {
            height: *height,
            holds: *holds,
            ..Strip::default()
        };
        heights.iter().map(strip).collect()
    }

    fn on_pages(strips: &[Strip]) -> Vec<Vec<usize>> {
        divide(strips).iter().map(|page| page.iter().map(|placed| placed.strip).collect()).collect()
    }

    #[test]
    fn what_holds_together_stays_together() {
        let heading_and_lines =
            strips(&[(650.0, false), (20.0, true), (20.0, false), (20.0, false)]);
        assert_eq!(on_pages(&heading_and_lines), [vec![0], vec![1, 2, 3]]);
    }

    #[test]
    fn what_no_page_can_hold_is_divided() {
        let tall = strips(&[(400.0, true), (400.0, true), (400.0, false)]);
        assert_eq!(on_pages(&tall), [[0], [1], [2]]);
    }

    #[test]
    fn the_head_of_a_table_comes_again() {
        let mut table = strips(&[(20.0, true), (300.0, false), (300.0, false), (300.0, false)]);
        for strip in table.iter_mut().skip(1) {
            strip.head = Some((0, 1));
        }
        assert_eq!(on_pages(&table), [vec![0, 1, 2], vec![0, 3]]);
        assert!(divide(&table)[1][0].again);
    }

    #[test]
    fn no_page_is_empty_and_none_begins_with_room() {
        let mut gap = strips(&[(670.0, false), (30.0, false), (670.0, false), (30.0, false)]);
        gap[1].is_room = true;
        gap[3].is_room = true;
        assert_eq!(on_pages(&gap), [vec![0], vec![2]]);
        assert_eq!(divide(&[]).len(), 1);
    }
}
