//! Judging a call in parts, side by side: whoever has several cores opens a long call sooner.
//!
//! Each part is judged as if everything before it took its place. That is nearly always so, and then the result is that of
//! judging one after the other; otherwise the whole call is judged again.

use super::{Admission, parse, place};
use crate::stream::Cursor;

/// The cursors as they will be if each of these envelopes takes its place. Nothing is verified: what is judged by them counts
/// only if [`joined`] says so. `None` when one is no envelope, or does not follow the one before.
#[must_use]
pub fn expected(cursors: &[Cursor], envelopes: &[Vec<u8>]) -> Option<Vec<Cursor>> {
    let mut cursors = cursors.to_vec();
    for bytes in envelopes {
        let parsed = parse(bytes).ok()?;
        let place = place(&parsed.header).ok()?;
        let (stream, epoch, upto) = (place.stream, place.epoch, place.seq);
        let last = cursors.iter().find(|cursor| cursor.stream == stream);
        let last = last.copied().unwrap_or_else(|| Cursor::start(stream));
        let begun = epoch > last.epoch && upto == 1;
        if !begun && (epoch, upto) != (last.epoch, last.next_seq()) {
            return None;
        }
        cursors.retain(|cursor| cursor.stream != stream);
        cursors.push(Cursor { stream, epoch, upto, head: parsed.header_hash() });
    }
    Some(cursors)
}

/// Puts the parts of a call of `count` envelopes together: what [`super::admit_batch`] would have said of the whole. `None`
/// when one envelope did not take its place, so that what was judged behind it counts for nothing.
#[must_use]
pub fn joined(parts: Vec<Vec<Admission>>, count: usize) -> Option<Vec<Admission>> {
    let mut whole = Vec::with_capacity(count);
    for mut admission in parts.into_iter().flatten() {
        match &mut admission {
            Admission::New(message) | Admission::SetAside(message, _) => message.at = whole.len(),
            Admission::Duplicate | Admission::Refused(_) | Admission::Alarm(_) => return None,
        }
        whole.push(admission);
    }
    (whole.len() == count).then_some(whole)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::tests::{NOW, bytes, draft, sealed, sender};
    use super::*;
    use crate::testing::me;
    use crate::{Stream, admit_batch};

    fn judged(cursors: &[Cursor], envelopes: &[Vec<u8>]) -> Vec<Admission> {
        admit_batch(&me(2), &sender(), cursors, envelopes, &BTreeMap::new(), NOW)
    }

    fn in_parts(envelopes: &[Vec<u8>], at: usize) -> Option<Vec<Admission>> {
        let start = [Cursor::start(Stream::URGENT)];
        let (first, second) = envelopes.split_at(at);
        let middle = expected(&start, first)?;
        joined(vec![judged(&start, first), judged(&middle, second)], envelopes.len())
    }

    #[test]
    fn parts_that_follow_each_other_say_what_the_whole_says() {
        let expired = crate::OutboxDraft { expires: Some(sila_core::Millis(950)), ..draft(3) };
        let all = bytes(&sealed(&[draft(1), draft(2), expired, draft(4), draft(5)], 1));
        let whole = judged(&[Cursor::start(Stream::URGENT)], &all);
        for at in 0..=all.len() {
            let parts = in_parts(&all, at).unwrap();
            assert_eq!(format!("{parts:?}"), format!("{whole:?}"), "parted at {at}");
        }
    }

    #[test]
    fn a_gap_a_repetition_and_a_forgery_in_either_part_leave_nothing() {
        let all = bytes(&sealed(&[draft(1), draft(2), draft(3), draft(4)], 1));
        let other = bytes(&sealed(&[draft(1), draft(9)], 2));
        let gap = [&all[..1], &all[2..]].concat();
        let twice = [&all[..3], &all[1..]].concat();
        let fork = [&all[..3], &other[1..]].concat();
        let mut forged = all.clone();
        *forged[1].last_mut().unwrap() ^= 1;
        for (name, call) in [("gap", gap), ("twice", twice), ("fork", fork), ("forged", forged)] {
            for at in 1..call.len() {
                assert!(in_parts(&call, at).is_none(), "{name}, parted at {at}");
            }
        }
        assert!(expected(&[], &[vec![0x80]]).is_none());
    }
}
