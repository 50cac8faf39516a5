//! Charts drawn by the server as SVG: no script, no inline style. Time runs in the direction of reading.

use maud::{Markup, html};

use crate::web::Cx;

/// A small line of the last counts, oldest first; decorative, the number beside it says it.
/// `line` is one of `gold`, `green`, `blue`, `ink`.
pub fn spark(counts: &[i64], line: &str, rtl: bool) -> Markup {
    let points = spark_points(counts, rtl);
    let path = points.iter().enumerate().map(|(i, (x, y))| {
        format!("{}{} {}", if i == 0 { "M" } else { "L" }, tenths(*x), tenths(*y))
    });
    let path: String = path.collect();
    html! {
        svg class={ "spark " (line) } viewBox="0 0 96 28" aria-hidden="true" {
            path d=(path) {}
            @if let Some((x, y)) = points.last() { circle cx=(tenths(*x)) cy=(tenths(*y)) r="2.6" {} }
        }
    }
}

/// Points in tenths of a unit, in a box of 96 × 28.
fn spark_points(counts: &[i64], rtl: bool) -> Vec<(i64, i64)> {
    let low = counts.iter().min().copied().unwrap_or(0);
    let span = counts.iter().max().map_or(1, |high| high.saturating_sub(low).max(1));
    let steps = i64::try_from(counts.len()).unwrap_or(i64::MAX).saturating_sub(1).max(1);
    let place = |(i, count): (usize, &i64)| {
        let at = 900 * i64::try_from(i).unwrap_or(0) / steps;
        let x = if rtl { 930 - at } else { 30 + at };
        (x, 240 - count.saturating_sub(low).saturating_mul(200) / span)
    };
    counts.iter().enumerate().map(place).collect()
}

/// `164` tenths are written `16.4`.
fn tenths(n: i64) -> String {
    format!("{}.{}", n / 10, (n % 10).abs())
}

/// How much of `of` is taken and how much more is held. `said` is read aloud.
pub fn meter(cx: &Cx, taken: u32, held: u32, of: u32, said: &str) -> Markup {
    let wide = |n: u32| 2_400 * i64::from(n.min(of)) / i64::from(of.max(1));
    let tone = match (taken, of) {
        _ if taken >= of => "full",
        _ if u64::from(taken) * 100 >= u64::from(of) * 85 => "warn",
        _ => "ok",
    };
    let both = wide(taken.saturating_add(held));
    let from = |width: i64| if cx.lang.is_rtl() { tenths(2_400 - width) } else { "0.0".to_owned() };
    html! {
        svg class={ "meter " (tone) } viewBox="0 0 240 10" preserveAspectRatio="none" role="img" aria-label=(said) {
            rect.m-bg width="240" height="10" rx="5" {}
            rect.m-res x=(from(both)) width=(tenths(both)) height="10" rx="5" {}
            rect.m-on x=(from(wide(taken))) width=(tenths(wide(taken))) height="10" rx="5" {}
        }
    }
}

/// Stacked bars, with a legend and the same numbers as a table behind a fold.
#[derive(Clone, Debug)]
#[must_use]
pub struct Bars {
    id: &'static str,
    title: String,
    series: Vec<String>,
    groups: Vec<(String, Vec<u32>)>,
}

const LEFT: i64 = 340;
const RIGHT: i64 = 6_320;
const TOP: i64 = 100;
const FLOOR: i64 = 2_080;
/// Most groups of which each has its name under it.
const NAMED_MAX: usize = 14;
const CHART_WIDTH: i64 = 6_660;

impl Bars {
    /// A chart; `id` must be the only one of its page; `series` are stacked from the floor.
    pub fn new(id: &'static str, title: impl Into<String>, series: &[String]) -> Bars {
        Bars { id, title: title.into(), series: series.to_vec(), groups: Vec::new() }
    }

    /// Adds a bar: its label and a count for each series.
    pub fn bar(mut self, label: impl Into<String>, counts: Vec<u32>) -> Bars {
        self.groups.push((label.into(), counts));
        self
    }

    /// The colours and their words.
    pub fn legend(&self) -> Markup {
        html! { ul.legend { @for (i, name) in self.series.iter().enumerate() { li { i class={ "l" (i) } {} (name) } } } }
    }

    /// The drawing, with its table.
    pub fn draw(&self, cx: &Cx) -> Markup {
        html! {
            (self.drawing(cx))
            details.twin { summary { (cx.t("show-as-table")) } (self.table()) }
        }
    }

    /// The drawing alone, where the same numbers stand beside it as a table.
    pub fn drawing(&self, cx: &Cx) -> Markup {
        let ceiling = self.ceiling();
        html! {
            svg.chart viewBox="0 -14 640 252" role="img" aria-labelledby={ (self.id) "-t" } direction="ltr" {
                title id={ (self.id) "-t" } { (self.title) }
                @for quarter in 0..=4 { (self.grid_line(cx, ceiling, quarter)) }
                @for at in 0..self.groups.len() { (self.group(cx, ceiling, at)) }
            }
        }
    }

    /// A round number that no bar passes and that four parts divide.
    fn ceiling(&self) -> i64 {
        let sum = |counts: &Vec<u32>| counts.iter().map(|n| i64::from(*n)).sum::<i64>();
        let high = self.groups.iter().map(|(_, counts)| sum(counts)).max().unwrap_or(0);
        let steps = [4, 8, 20, 40, 80, 100, 200, 400, 800, 1_000, 2_000, 4_000, 8_000];
        steps.into_iter().find(|step| *step >= high).unwrap_or_else(|| (high / 4 + 1) * 4)
    }

    fn grid_line(&self, cx: &Cx, ceiling: i64, quarter: i64) -> Markup {
        let y = FLOOR - (FLOOR - TOP) * quarter / 4;
        let (tick_x, anchor) = if cx.lang.is_rtl() { ("614", "start") } else { ("26", "end") };
        let (from, to) = if cx.lang.is_rtl() { ("8", "606") } else { ("34", "632") };
        html! {
            line.grid x1=(from) x2=(to) y1=(tenths(y)) y2=(tenths(y)) {}
            text.tick x=(tick_x) y=(tenths(y + 40)) text-anchor=(anchor) { (ceiling * quarter / 4) }
        }
    }

    fn group(&self, cx: &Cx, ceiling: i64, at: usize) -> Markup {
        let Some((label, counts)) = self.groups.get(at) else { return html! {} };
        let slots = i64::try_from(self.groups.len()).unwrap_or(1).max(1);
        let slot = (RIGHT - LEFT) / slots;
        let width = (slot * 45 / 100).min(480);
        let left = LEFT + slot * i64::try_from(at).unwrap_or(0) + (slot - width) / 2;
        let mut floor = FLOOR;
        let mut parts = Vec::new();
        for (series, count) in counts.iter().enumerate() {
            let tall = (FLOOR - TOP) * i64::from(*count) / ceiling.max(1);
            floor -= tall;
            let name = self.series.get(series).map_or("", String::as_str);
            parts.push((series, floor, tall, format!("{label}: {name} {count}")));
        }
        let x = if cx.lang.is_rtl() { CHART_WIDTH - left - width - 260 } else { left };
        let top = parts.iter().rposition(|(_, _, tall, _)| *tall > 0);
        html! {
            @for (at, (series, y, tall, said)) in parts.iter().enumerate() {
                path class={ "s" (series) } d=(block(x, *y, width, *tall, Some(at) == top)) { title { (said) } }
            }
            @if self.is_named(at) { text.tick x=(tenths(x + width / 2)) y="228" text-anchor="middle" { (label) } }
        }
    }

    /// Many groups are named every other one, the last for certain: names beside each other would run into one.
    fn is_named(&self, at: usize) -> bool {
        let count = self.groups.len();
        count <= NAMED_MAX || count.saturating_sub(at) % 2 == 1
    }

    fn table(&self) -> Markup {
        html! {
            table.list {
                caption.vh { (self.title) }
                thead { tr { th scope="col" {} @for name in &self.series { th.num scope="col" { (name) } } } }
                tbody { @for (label, counts) in &self.groups {
                    tr { th scope="row" { (label) } @for (i, count) in counts.iter().enumerate() {
                        td.num data-label=[self.series.get(i)] { (count) }
                    } }
                } }
            }
        }
    }
}

/// A part of a bar, in tenths; the topmost has round corners.
fn block(x: i64, y: i64, width: i64, tall: i64, topmost: bool) -> String {
    let r = if topmost { 50.min(tall).min(width / 2) } else { 0 };
    let [x, floor, up, r, inner] = [x, y + tall, tall - r, r, width - 2 * r].map(tenths);
    format!("M{x} {floor}v-{up}q0-{r} {r}-{r}h{inner}q{r} 0 {r} {r}v{up}z")
}

/// A ring of shares with the first share in its middle, and their names and counts beside it.
pub fn donut(cx: &Cx, said: &str, middle: &str, under: &str, parts: &[(String, u32)]) -> Markup {
    let total: u64 = parts.iter().map(|(_, n)| u64::from(*n)).sum::<u64>().max(1);
    let mut before = 0_u64;
    let mut arcs = Vec::new();
    for (label, n) in parts {
        arcs.push((share(u64::from(*n), total), share(before, total), format!("{label} {n}")));
        before += u64::from(*n);
    }
    let turn = if cx.lang.is_rtl() { "matrix(-1 0 0 1 150 0)" } else { "matrix(1 0 0 1 0 0)" };
    html! {
        div.split {
            svg.donut viewBox="0 0 150 150" role="img" aria-label=(said) {
                g transform=(turn) {
                    @for (i, (long, start, words)) in arcs.iter().enumerate() {
                        circle class={ "d" (i) } cx="75" cy="75" r="54" fill="none" stroke-width="18"
                            stroke-dasharray={ (tenths((long - 15).max(0))) " 339.3" } stroke-dashoffset=(format!("-{}", tenths(*start)))
                            transform="rotate(-90 75 75)" { title { (words) } }
                    }
                }
                text.d-n x="75" y="76" text-anchor="middle" { (middle) }
                text.d-s x="75" y="95" text-anchor="middle" { (under) }
            }
            ul.keys { @for (i, (label, n)) in parts.iter().enumerate() {
                li { i class={ "c" (i) } {} (label) b.num { (n) } }
            } }
        }
    }
}

/// A share of the ring's circumference (2π·54 = 339.3), in tenths.
fn share(n: u64, total: u64) -> i64 {
    i64::try_from(n * 3_393 / total).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_counts_is_mirrored_for_arabic() {
        let ltr = spark_points(&[1, 5, 3], false);
        let rtl = spark_points(&[1, 5, 3], true);
        assert_eq!(ltr, [(30, 240), (480, 40), (930, 140)]);
        assert_eq!(rtl, [(930, 240), (480, 40), (30, 140)]);
        assert_eq!(spark_points(&[7, 7], false), [(30, 240), (930, 240)]);
    }

    #[test]
    fn no_bar_passes_the_ceiling() {
        let bars = |n| Bars::new("b", "t", &[]).bar("x", vec![n]).ceiling();
        assert_eq!([bars(0), bars(5), bars(38), bars(67), bars(9_001)], [4, 8, 40, 80, 9_004]);
    }
}
