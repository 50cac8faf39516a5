//! What must be true when all is quiet: both disks of every link tell the same story.

use sila_link::{Disposition, LinkError};

use super::crime::Crime;
use super::disk::Rows;
use super::node::Node;
use super::world::World;

pub fn at_the_end(world: &mut World) {
    let links: Vec<_> = world.links.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
    for (from, to) in links {
        if world.crime_of(from).is_none() && world.crime_of(to).is_none() {
            arrived(world, from, to);
            same_story(world, from, to);
        }
    }
    convicted(world);
}

/// Nothing is left behind, whatever happened to the keys meanwhile.
fn arrived(world: &mut World, from: usize, to: usize) {
    let rows = world.nodes[from].rows(to).clone();
    let keys = world.current_keys(to, from);
    let stranded = rows.outbox.values().any(|row| row.disposition.is_none() && row.keys != keys);
    let n = world.nodes[from].disk.ring.n();
    // What the other says it knows may have come late; what it holds counts.
    let known = world.nodes[to].rows(from).known.told.n;
    let told = format!(
        "from {from} to {to}: statement {n}, known {known}; alarm {:?}; opening {:?}; {} unsealed; sent {:?}",
        rows.alarm,
        rows.opening,
        rows.drafts.len(),
        rows.sent
            .values()
            .map(|(cursor, receipted)| (cursor.place(), receipted))
            .collect::<Vec<_>>(),
    );
    world.tally.check(10, !stranded && known == n, &told);
    world.tally.check(8, rows.alarm.is_none() && rows.is_drained(), &told);
}

fn same_story(world: &mut World, from: usize, to: usize) {
    let sender = world.nodes[from].rows(to).clone();
    let receiver = world.nodes[to].rows(from).clone();
    let rewritten = world.nodes[from].restored || world.nodes[to].restored;
    for (place, row) in &sender.outbox {
        let there = receiver.inbox.get(place);
        let told = format!(
            "{from} to {to}: {place:?} {:?} is gone; restored {rewritten}; sent {:?}; received {:?}, closed {:?}",
            row.disposition,
            sender.sent(place.stream),
            receiver.received.get(&place.stream).map(|cursor| cursor.place()),
            receiver.closed.get(&place.stream),
        );
        world.tally.check(3, there.is_some(), &told);
        let there = there.unwrap();
        world.tally.check(4, there.hash == row.hash, "both hold another message");
        let same = Some(&there.disposition) == row.disposition.as_ref();
        world.tally.check(3, same || rewritten, "both know another fate");
    }
    let mut applied: Vec<_> = receiver.applied.iter().map(|(_, id, _)| *id).collect();
    let count = applied.len();
    applied.sort_unstable();
    applied.dedup();
    world.tally.check(1, applied.len() == count, "applied twice");
    let again = world.nodes[to].restored;
    for (place, row) in &sender.outbox {
        let told = row.disposition == Some(Disposition::Applied);
        // A receiver that was restored judged it again, perhaps too late, and has told so.
        let kept = !again || receiver.inbox[place].disposition == Disposition::Applied;
        if told && kept {
            let found = applied.binary_search(&row.draft.1.id).is_ok();
            world.tally.check(1, found, "told applied, and was not");
        }
    }
}

/// Two stories about one log are found out by those who talk with each other.
fn convicted(world: &mut World) {
    if world.faults.crime != Some(Crime::SplitView) {
        return;
    }
    // Whoever was restored and has suspended the link with the liar asks it no more.
    let talks = |rows: &Rows| rows.alarm != Some(LinkError::Rollback);
    let seen = |j: &usize| {
        let rows = world.nodes[*j].disk.rows.get(&0);
        rows.is_some_and(|rows| rows.view.cosigned.is_some() && talks(rows))
    };
    let victims: Vec<_> = (1..world.nodes.len()).filter(seen).collect();
    let split = victims.iter().any(|a| {
        victims.iter().any(|b| a % 2 != b % 2 && world.links.contains(&(*a.min(b), *a.max(b))))
    });
    if split {
        // A contradiction under a revoked key stops the link, and convinces nobody else.
        let stopped = |rows: &Rows| rows.alarm == Some(LinkError::SplitView);
        let rows = |node: &Node| node.disk.rows.get(&0).is_some_and(stopped);
        let caught = !world.convicted.is_empty() || world.nodes.iter().any(rows);
        // Who falls silent cannot be convicted; but its officers' partners see what it owes them.
        let owed = |j: &usize| !world.nodes[*j].disk.rows[&0].view.heard.is_empty();
        let silent = !world.nodes[0].may_show() && victims.iter().any(owed);
        if silent && !caught {
            world.tally.strike("two stories, and silence");
        }
        world.tally.check(7, caught || silent, "two stories about one log, and no evidence");
    }
}
