//! The sum behind a pair as a page shows it: where it begins, what each field adds or takes away, where it ends. Every
//! bar has its sentence beside it.

use maud::{Markup, html};

use crate::duplicates::reasons::{Kinship, Part, Reasons, times};
use crate::web::Cx;
use crate::web::components::{Tone, tag};

/// Width of the drawing; heights are of one row.
const WIDE: i64 = 240;
/// Height of one row's drawing.
const TALL: i64 = 22;
/// A field that says less than this many hundredths of a bit says nothing.
const FAINT: i64 = 50;

/// One bar, from one sum to the next.
struct Bar<'a> {
    what: String,
    why: String,
    from: i64,
    to: i64,
    class: &'a str,
}

/// Bars, sentences, and the end in words.
pub fn waterfall(cx: &Cx, reasons: &Reasons) -> Markup {
    let bars = bars(cx, reasons);
    let ends = bars.iter().flat_map(|bar| [bar.from, bar.to]);
    let (low, high) = ends.fold((0, 0), |(low, high), at| (low.min(at), high.max(at)));
    html! {
        table.list.waterfall {
            caption.vh { (cx.t("why-caption")) }
            thead { tr {
                th scope="col" { (cx.t("why-field")) }
                th scope="col" { (cx.t("why-says")) }
                th scope="col" { span.vh { (cx.t("why-bar")) } }
                th.num scope="col" { (cx.t("why-bits")) }
            } }
            tbody { @for bar in &bars {
                tr.end[bar.class == "end"] {
                    th scope="row" { (bar.what) }
                    td { (bar.why) }
                    td.bar { (drawing(cx, bar, low, high)) }
                    td.num { bdi dir="ltr" { (signed(bar.to.saturating_sub(bar.from))) } }
                }
            } }
        }
    }
}

fn bars<'a>(cx: &Cx, reasons: &Reasons) -> Vec<Bar<'a>> {
    let start = Bar {
        what: cx.t("why-prior"),
        why: cx.t_with("why-prior-says", &[("n", times(reasons.prior).into())]),
        from: 0,
        to: reasons.prior,
        class: "start",
    };
    let mut bars = vec![start];
    let mut sum = reasons.prior;
    for part in &reasons.parts {
        let from = sum;
        sum = sum.saturating_add(part.bits).saturating_add(part.rarity);
        bars.push(Bar {
            what: cx.code("why-of", &part.field),
            why: sentence(cx, part),
            from,
            to: sum,
            class: if sum >= from { "for" } else { "against" },
        });
    }
    bars.push(Bar {
        what: cx.t("why-end"),
        why: outcome(cx, reasons),
        from: 0,
        to: sum,
        class: "end",
    });
    bars
}

/// "The given names are two spellings of one name. That makes it 31 times likelier that they are one person."
fn sentence(cx: &Cx, part: &Part) -> String {
    let found = cx.code(&format!("why-{}", part.field), &part.finding);
    let bits = part.bits.saturating_add(part.rarity);
    let weight = match bits {
        bits if bits.abs() < FAINT => cx.t("why-faint"),
        bits if bits > 0 => cx.t_with("why-for", &[("n", times(bits).into())]),
        bits => cx.t_with("why-against", &[("n", times(bits).into())]),
    };
    let rarity = match part.rarity {
        rarity if rarity >= FAINT => format!(" {}", cx.t("why-rare")),
        rarity if rarity <= -FAINT => format!(" {}", cx.t("why-common")),
        _ => String::new(),
    };
    format!("{found}{rarity} {weight}")
}

/// "Of 1,000 pairs like this one, about 970 are one person." And how many are two people of one household, where that
/// is not next to nothing.
pub fn outcome(cx: &Cx, reasons: &Reasons) -> String {
    let same = cx.t_with("why-outcome", &[("n", reasons.same.clamp(0, 999).into())]);
    if reasons.household < 20 {
        return same;
    }
    let household = cx.t_with("why-household", &[("n", reasons.household.clamp(0, 999).into())]);
    format!("{same} {household}")
}

/// How two records stand to each other, as a tag.
pub fn kinship(cx: &Cx, reasons: &Reasons) -> Markup {
    let (tone, key) = match reasons.kinship {
        Kinship::Same if reasons.is_certain() => (Tone::Ok, "alike-certain"),
        Kinship::Same if reasons.is_likely() => (Tone::Gold, "alike-likely"),
        Kinship::Same => (Tone::Plain, "alike-possible"),
        Kinship::Household => (Tone::Info, "alike-household"),
        Kinship::Unrelated => (Tone::Plain, "alike-unlikely"),
    };
    tag(tone, cx.t(key))
}

/// The strongest reasons in a few words: "same day of birth · another spelling of the name".
pub fn in_short(cx: &Cx, reasons: &Reasons) -> String {
    let mut parts: Vec<&Part> = reasons.parts.iter().filter(|part| speaks(reasons, part)).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.bits.saturating_add(part.rarity).abs()));
    let words = parts.iter().take(3).map(|part| {
        cx.code(&format!("why-{}", part.field), &part.finding).trim_end_matches('.').to_owned()
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// Whether a part is a reason in few words. For relatives that is what they share, not in what they differ.
fn speaks(reasons: &Reasons, part: &Part) -> bool {
    let shared = ["names", "phone", "place", "mother"].contains(&part.field.as_str())
        && !["different", "none", "one-digit"].contains(&part.finding.as_str());
    !reasons.is_household() || shared
}

fn drawing(cx: &Cx, bar: &Bar<'_>, low: i64, high: i64) -> Markup {
    let span = high.saturating_sub(low).max(1);
    let at = |bits: i64| (bits.saturating_sub(low)).saturating_mul(WIDE - 4) / span + 2;
    let (left, right) = (at(bar.from.min(bar.to)), at(bar.from.max(bar.to)));
    let wide = right.saturating_sub(left).max(2);
    let mirrored = |x: i64, wide: i64| if cx.lang.is_rtl() { WIDE - x - wide } else { x };
    let zero = mirrored(at(0), 0);
    html! {
        svg.w-bar viewBox={ "0 0 " (WIDE) " " (TALL) } preserveAspectRatio="none" aria-hidden="true" {
            line.w-zero x1=(zero) x2=(zero) y1="0" y2=(TALL) {}
            rect class={ "w-" (bar.class) } x=(mirrored(left, wide)) y="4" width=(wide) height=(TALL - 8) rx="3" {}
        }
    }
}

/// `+5.1`, `−13.0`: bits with one place.
fn signed(hundredths: i64) -> String {
    let tenths = hundredths.abs().saturating_add(5) / 10;
    let sign = if hundredths < 0 { "\u{2212}" } else { "+" };
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use sila_core::Millis;
    use sila_names::register::Field;

    use super::*;
    use crate::web::{Brand, Lang};

    fn cx(lang: Lang) -> Cx {
        Cx::new(lang, "/", Millis(0), Arc::new(Brand::default()))
    }

    #[test]
    fn every_finding_of_every_field_has_a_sentence_in_both_languages() {
        for lang in Lang::ALL {
            let cx = cx(lang);
            for field in Field::ALL {
                let name = cx.code("why-of", field.code());
                assert!(!name.starts_with("why-"), "{name}");
                for finding in field.findings().iter().filter(|finding| **finding != "missing") {
                    let words = cx.code(&format!("why-{}", field.code()), finding);
                    assert!(!words.starts_with("why-"), "{words}");
                    assert!(words.ends_with('.'), "{words} is no sentence");
                }
            }
        }
    }

    #[test]
    fn counts_are_said_in_all_six_arabic_forms() {
        let cx = cx(Lang::Ar);
        let said: std::collections::BTreeSet<String> = [0, 1, 2, 3, 11, 100]
            .map(|same| outcome(&cx, &reasons(same)).replace(|c: char| c.is_ascii_digit(), ""))
            .into();
        assert_eq!(said.len(), 6, "{said:?}");
    }

    fn reasons(same: i64) -> Reasons {
        let said = |field: &str, finding: &str, bits| Part {
            field: field.to_owned(),
            finding: finding.to_owned(),
            bits,
            rarity: 0,
        };
        Reasons {
            prior: -1_300,
            parts: vec![said("given", "exact", 700), said("birth", "far", -400)],
            same,
            household: 0,
            kinship: Kinship::Same,
            rules: 1,
            model: 1,
        }
    }

    #[test]
    fn the_bars_add_up_to_the_end() {
        let cx = cx(Lang::En);
        let reasons = reasons(20);
        let bars = bars(&cx, &reasons);
        let ends: Vec<(i64, i64)> = bars.iter().map(|bar| (bar.from, bar.to)).collect();
        assert_eq!(ends, [(0, -1_300), (-1_300, -600), (-600, -1_000), (0, -1_000)]);
        let page = waterfall(&cx, &reasons).into_string();
        assert!(page.contains("\u{2212}13.0") && page.contains("+7.0"), "{page}");
    }

    #[test]
    fn signs_stand_before_the_digits() {
        assert_eq!(
            [signed(512), signed(-4), signed(-1_300)],
            ["+5.1", "\u{2212}0.0", "\u{2212}13.0"]
        );
    }
}
