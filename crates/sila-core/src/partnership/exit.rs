//! The end of an agreement before its time: notice, what is left at each party, and the end that both have signed. Nobody who was
//! referred is dropped by it: the end is complete only when nothing is left that nobody has taken over.

use super::deed::{Act, Deed, Said};
use super::ledger::Ledger;
use crate::codes::code_list;
use crate::ids::{AgencyId, RecordId};
use crate::refusal::Refusal;
use crate::time::Millis;

/// For so many days a notice may be on its way, and still counts from the day on which it was signed.
const NOTICE_WAY_DAYS: i64 = 7;

code_list! {
    /// What is left when an agreement ends, to be done or taken over at each party.
    ExitItem, "exit_item" {
        Referrals = "REFERRALS": "Referrals under it that are open.",
        Places = "PLACES": "Places in homes that are held or taken.",
        Obligations = "OBLIGATIONS": "Obligations that are due or open.",
        Documents = "DOCUMENTS": "Documents of the other party: returned, destroyed or kept by law.",
        Keys = "KEYS": "Keys and the link: kept for another agreement, or closed.",
        Tokens = "TOKENS": "Accounts and tokens that the other party has here.",
    }
}

impl ExitItem {
    /// Its number in deeds, from 1.
    pub fn number(self) -> u16 {
        let (_, before) = self.spoken();
        u16::try_from(before).unwrap_or(u16::MAX).saturating_add(1)
    }

    /// The item with this number.
    pub fn of(number: u16) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.number() == number)
    }
}

/// One kind of things at one party.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The party.
    pub party: AgencyId,
    /// What.
    pub item: ExitItem,
    /// What the party says about it: confirmed by the other, else the last.
    pub said: Option<&'a Said>,
}

impl Item<'_> {
    /// Whether it is done or taken over, as both have signed.
    pub fn is_closed(&self) -> bool {
        self.said.is_some_and(|said| said.confirmed().is_some())
    }
}

/// The end of an agreement of which notice was given.
#[derive(Clone, Debug)]
pub struct Exit<'a> {
    /// The notice.
    pub notice: &'a Said,
    /// From when nothing new is sent.
    pub ends_at: Millis,
    /// What is left, at each party.
    pub items: Vec<Item<'a>>,
    /// What both have signed when nothing was left.
    pub ended: Option<&'a Said>,
}

impl Exit<'_> {
    /// How many kinds of things are left that are neither done nor taken over.
    pub fn open(&self) -> usize {
        self.items.iter().filter(|item| !item.is_closed()).count()
    }
}

impl Ledger {
    /// What deeds about the end of the agreement are about.
    pub fn exit_record(&self) -> RecordId {
        RecordId(self.agreement.id.0)
    }

    fn exit_deeds(&self) -> impl Iterator<Item = &Said> {
        let about = self.exit_record();
        self.deeds.iter().filter(move |said| said.deed.about == about && said.deed.act.is_of_exit())
    }

    /// The end of the agreement, once a party has given notice in time. It needs no consent: the clause gives each the right.
    pub fn exit(&self) -> Option<Exit<'_>> {
        let valid = |said: &&Said| {
            said.deed.act == Act::Notice
                && said.deed.due_at.is_some_and(|ends| self.in_time(ends, said.at).is_ok())
        };
        let notice = self.exit_deeds().find(valid)?;
        let mut exit = Exit { notice, ends_at: self.ends(notice)?, items: Vec::new(), ended: None };
        for party in &self.agreement.parties {
            let items = ExitItem::ALL.iter().copied();
            exit.items.extend(items.map(|item| Item {
                party: party.agency,
                item,
                said: self.settled(party.agency, item),
            }));
        }
        let ended = |said: &&Said| said.deed.act == Act::End && said.confirmed().is_some();
        exit.ended = self.exit_deeds().find(ended).filter(|_| exit.open() == 0);
        Some(exit)
    }

    /// When the agreement is over: at the end of its term, or sooner where a notice ends it.
    pub fn until(&self) -> Millis {
        let term = self.agreement.until;
        self.exit().map_or(term, |exit| exit.ends_at.min(term))
    }

    /// When a notice ends the agreement: on the day that it names. Where it was dated back, or was long on its way, whoever heard of it
    /// has the days of the clause from then.
    fn ends(&self, notice: &Said) -> Option<Millis> {
        let (ends, clause) = (notice.deed.due_at?, self.agreement.notice.as_ref()?);
        let known = notice.heard_at.map_or(notice.at, |heard| heard.plus_days(-NOTICE_WAY_DAYS));
        Some(ends.max(known.plus_days(i64::from(clause.days))))
    }

    /// What a party says about one kind of things: confirmed by the other, else the last.
    fn settled(&self, party: AgencyId, item: ExitItem) -> Option<&Said> {
        let about = |said: &&Said| {
            said.deed.act == Act::Settle && said.by == party && said.deed.number == item.number()
        };
        let confirmed = self.exit_deeds().filter(about).find(|said| said.confirmed().is_some());
        confirmed.or_else(|| self.exit_deeds().filter(about).last())
    }

    /// Whether the agreement holds at `now`: within its dates, and not ended by notice.
    ///
    /// # Errors
    /// [`Refusal::AgreementNotYet`] or [`Refusal::AgreementEnded`], with the clause: of the term, or of the notice.
    pub fn holds(&self, now: Millis) -> Result<(), Refusal> {
        self.agreement.in_force(now)?;
        let clause = self.agreement.notice.as_ref().map(|clause| clause.number.clone());
        match self.exit().zip(clause) {
            Some((exit, clause)) if exit.ends_at <= now => {
                Err(Refusal::AgreementEnded { until: exit.ends_at, clause })
            }
            _ => Ok(()),
        }
    }

    /// Whether a notice that was given at `at` may end the agreement at `ends`.
    fn in_time(&self, ends: Millis, at: Millis) -> Result<(), &'static str> {
        let clause = self.agreement.notice.as_ref().ok_or("exit.no_clause")?;
        if ends < at.plus_days(i64::from(clause.days)) {
            return Err("exit.too_soon");
        }
        if self.agreement.until <= ends { Err("exit.too_late") } else { Ok(()) }
    }

    pub(super) fn allows_exit(
        &self,
        deed: &Deed,
        by: AgencyId,
        now: Millis,
    ) -> Result<(), &'static str> {
        if deed.about != self.exit_record() {
            return Err("deed.elsewhere");
        }
        let exit = self.exit();
        if deed.act == Act::Notice {
            let ends = deed.due_at.ok_or("deed.malformed")?;
            return if exit.is_some() { Err("exit.given") } else { self.in_time(ends, now) };
        }
        let exit = exit.ok_or("exit.none")?;
        if exit.ended.is_some() {
            return Err("exit.ended");
        }
        if deed.act == Act::End {
            return match exit.open() {
                0 if now < exit.ends_at => Err("exit.early"),
                0 => Ok(()),
                _ => Err("exit.open"),
            };
        }
        let item = ExitItem::of(deed.number).ok_or("deed.malformed")?;
        let mut own = exit.items.iter().filter(|one| one.party == by && one.item == item);
        if own.any(Item::is_closed) { Err("exit.settled") } else { Ok(()) }
    }
}
