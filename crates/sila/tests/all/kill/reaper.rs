//! Kills nodes at moments that a seed chooses, and starts them again.

use std::collections::VecDeque;
use std::time::Duration;

use crate::support::node::Node;

/// Latest moment after the last one, in milliseconds.
const MOMENT_MS_MAX: usize = 450;

/// A kill: which node, and how long after the one before.
#[derive(Debug, Clone, Copy)]
struct Kill {
    node: usize,
    after: Duration,
}

/// All kills that are still to come, for each part of a story.
pub struct Reaper {
    /// What the moments follow from.
    pub seed: u64,
    plan: VecDeque<Vec<Kill>>,
    done: Vec<usize>,
}

/// SplitMix64 (Steele, Lea, Flood 2014): enough to choose moments.
struct Moments(u64);

impl Moments {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap();
        usize::try_from(self.next() % end).unwrap()
    }
}

/// `SILA_SEED`, or a new one.
fn seed() -> u64 {
    match std::env::var("SILA_SEED") {
        Ok(text) => text.parse().expect("SILA_SEED is a number"),
        Err(_) => {
            let mut bytes = [0; 8];
            getrandom::fill(&mut bytes).unwrap();
            u64::from_le_bytes(bytes) % 1_000_000
        }
    }
}

impl Reaper {
    /// Kills each of `nodes` nodes `times` times, spread over `parts` parts of a story: in every part at least once.
    pub fn new(nodes: usize, times: usize, parts: usize) -> Reaper {
        let seed = seed();
        eprintln!("the moments follow from SILA_SEED={seed}");
        let mut moments = Moments(seed);
        let mut plan: Vec<Vec<Kill>> = vec![Vec::new(); parts];
        for node in 0..nodes {
            for n in 0..times {
                let part = if n < parts { n } else { moments.below(parts) };
                let after =
                    Duration::from_millis(u64::try_from(moments.below(MOMENT_MS_MAX)).unwrap());
                plan[part].push(Kill { node, after });
            }
        }
        for kills in &mut plan {
            for at in (1..kills.len()).rev() {
                kills.swap(at, moments.below(at + 1));
            }
        }
        Reaper { seed, plan: plan.into(), done: vec![0; nodes] }
    }

    /// Does the kills of the next part. A killed node is started again at once and waited for, so that every kill meets
    /// a node that works.
    pub async fn next_part(&mut self, nodes: &mut [&mut Node]) {
        for kill in self.plan.pop_front().expect("the plan has as many parts as the story") {
            tokio::time::sleep(kill.after).await;
            let node = &mut nodes[kill.node];
            node.kill();
            node.start().await;
            self.done[kill.node] += 1;
        }
    }

    /// How often each node was killed.
    pub fn done(&self) -> &[usize] {
        &self.done
    }
}
