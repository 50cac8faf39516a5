//! Rectangles, dots, squares for scanners, and the mark of the house.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Rect};
use krilla::paint::{Fill, LineCap, Stroke};
use krilla::surface::Surface;

use crate::square::Square;
use crate::strip::Ink;

/// How far the handle of a curve lies from its end, that four of them make a circle.
const ROUND: f32 = 0.552_285;

fn colour(ink: Ink) -> rgb::Color {
    match ink {
        Ink::Words => rgb::Color::new(0x23, 0x25, 0x28),
        Ink::Quiet => rgb::Color::new(0x5f, 0x64, 0x6d),
        Ink::Brand => rgb::Color::new(0x24, 0x43, 0x2b),
        Ink::Gold => rgb::Color::new(0x92, 0x72, 0x2a),
        Ink::Hairline => rgb::Color::new(0xd9, 0xd5, 0xc8),
        Ink::Tint => rgb::Color::new(0xf4, 0xf3, 0xec),
        Ink::WarningTint => rgb::Color::new(0xfd, 0xf6, 0xe3),
        Ink::Watermark => rgb::Color::new(0xf0, 0xf0, 0xed),
        Ink::Warning => rgb::Color::new(0x90, 0x41, 0x11),
    }
}

pub(super) fn fill(surface: &mut Surface, ink: Ink) {
    paint(surface, colour(ink));
}

fn paint(surface: &mut Surface, colour: rgb::Color) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: colour.into(), ..Fill::default() }));
}

fn path(build: impl FnOnce(&mut PathBuilder)) -> Option<Path> {
    let mut builder = PathBuilder::new();
    build(&mut builder);
    builder.finish()
}

fn draw(surface: &mut Surface, path: Option<Path>) {
    if let Some(path) = path {
        surface.draw_path(&path);
    }
}

pub(super) fn rectangle(
    surface: &mut Surface,
    (x, y): (f32, f32),
    (width, height): (f32, f32),
    ink: Ink,
) {
    fill(surface, ink);
    let rectangle = Rect::from_xywh(x, y, width, height);
    draw(surface, rectangle.and_then(|rectangle| path(|builder| builder.push_rect(rectangle))));
}

fn circle(builder: &mut PathBuilder, (x, y): (f32, f32), r: f32) {
    let h = r * ROUND;
    builder.move_to(x + r, y);
    builder.cubic_to(x + r, y + h, x + h, y + r, x, y + r);
    builder.cubic_to(x - h, y + r, x - r, y + h, x - r, y);
    builder.cubic_to(x - r, y - h, x - h, y - r, x, y - r);
    builder.cubic_to(x + h, y - r, x + r, y - h, x + r, y);
    builder.close();
}

pub(super) fn dot(surface: &mut Surface, at: (f32, f32), radius: f32, ink: Ink) {
    fill(surface, ink);
    draw(surface, path(|builder| circle(builder, at, radius)));
}

/// A square for a scanner, dark on the white of the paper.
pub(super) fn square(surface: &mut Surface, square: &Square, (x, y): (f32, f32), side: f32) {
    paint(surface, rgb::Color::black());
    let field = side / f32::from(square.size.max(1));
    let fields = path(|builder| {
        for (column, row) in &square.dark {
            let (left, top) = (x + f32::from(*column) * field, y + f32::from(*row) * field);
            if let Some(rectangle) = Rect::from_xywh(left, top, field, field) {
                builder.push_rect(rectangle);
            }
        }
    });
    draw(surface, fields);
}

/// The mark of the product, as on its pages: two agencies joined inside an eight-pointed star.
pub(super) fn brand(surface: &mut Surface, (x, y): (f32, f32), side: f32) {
    let unit = side / 64.0;
    let at = |px: f32, py: f32| (x + px * unit, y + py * unit);
    let around = |builder: &mut PathBuilder, corners: [(f32, f32); 4]| {
        for (n, (px, py)) in corners.into_iter().enumerate() {
            let (px, py) = at(px, py);
            if n == 0 { builder.move_to(px, py) } else { builder.line_to(px, py) }
        }
        builder.close();
    };
    let (ground, gold) = (rgb::Color::new(0x1d, 0x40, 0x29), rgb::Color::new(0xe6, 0xd7, 0xa2));
    paint(surface, ground);
    let star = |builder: &mut PathBuilder| {
        around(builder, [(13.0, 13.0), (51.0, 13.0), (51.0, 51.0), (13.0, 51.0)]);
        around(builder, [(32.0, 5.2), (58.8, 32.0), (32.0, 58.8), (5.2, 32.0)]);
    };
    draw(surface, path(star));
    paint(surface, gold);
    draw(
        surface,
        path(|builder| {
            circle(builder, at(23.0, 42.0), 3.4 * unit);
            circle(builder, at(41.0, 22.0), 3.4 * unit);
        }),
    );
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: gold.into(),
        width: 4.6 * unit,
        line_cap: LineCap::Round,
        ..Stroke::default()
    }));
    draw(
        surface,
        path(|builder| {
            let ((ax, ay), (bx, by), (cx, cy)) = (at(23.0, 38.0), at(23.0, 32.0), at(28.0, 32.0));
            builder.move_to(ax, ay);
            let (dx, dy) = at(32.0, 32.0);
            builder.cubic_to(bx, by, cx, cy, dx, dy);
            let ((ex, ey), (fx, fy), (gx, gy)) = (at(36.0, 32.0), at(41.0, 32.0), at(41.0, 26.0));
            builder.cubic_to(ex, ey, fx, fy, gx, gy);
        }),
    );
    surface.set_stroke(None);
}
