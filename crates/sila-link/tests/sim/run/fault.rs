//! What a seed lets happen.

use super::crime::Crime;
use super::dice::Dice;

pub struct Faults {
    pub loss: u64,
    pub twice: u64,
    pub corrupt: u64,
    pub delay_ms: i64,
    pub crash: u64,
    pub cut: u64,
    /// How many messages may run out on their way, in percent.
    pub expiring: u64,
    /// In how many of a hundred links only one side can call.
    pub one_way: u64,
    pub slow_ms: i64,
    pub jumps: u64,
    pub rotations: u64,
    /// Keys are erased before they should be, in percent of rotations.
    pub erased: u64,
    pub restore: bool,
    pub newer: u64,
    pub quantum: bool,
    pub crime: Option<Crime>,
    pub messages: u64,
    pub until: i64,
}

impl Faults {
    /// Everything may happen; how much of it, the dice say.
    pub fn storm(dice: &mut Dice) -> Self {
        let some = |dice: &mut Dice, chance, most| {
            if dice.percent(chance) { 1 + dice.below(most) } else { 0 }
        };
        Self {
            loss: some(dice, 70, 35),
            twice: some(dice, 70, 35),
            corrupt: some(dice, 60, 25),
            delay_ms: if dice.percent(60) { dice.ms(1, 20_000) } else { 1 },
            crash: some(dice, 70, 12),
            cut: some(dice, 60, 60),
            expiring: 10,
            one_way: some(dice, 50, 40),
            slow_ms: if dice.percent(30) { dice.ms(1_000, 15_000) } else { 0 },
            jumps: some(dice, 25, 3),
            rotations: some(dice, 60, 4),
            erased: some(dice, 30, 60),
            restore: dice.percent(35),
            newer: some(dice, 25, 50),
            quantum: dice.percent(3),
            crime: dice.percent(30).then(|| Crime::any(dice)),
            messages: 4 + dice.below(20),
            until: dice.ms(30_000, 120_000),
        }
    }
}
