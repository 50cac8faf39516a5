//! What people say, beside what is measured and never mixed with it: partners of each other, the people helped of us, and how much of
//! the register of needs is answered. Nothing of fewer than five is here: those who keep the answers do not give it.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::care::Voices;
use sila_core::experience::{MARK_MAX, Quarter, Report};

use crate::ask::Ask;
use crate::cases::voice::store as voices;
use crate::db::{DbError, Tx};
use crate::feedback::store as feedback;
use crate::meetings::entity;
use crate::partners::Names;
use crate::problem::Problem;
use crate::themes::store as themes;
use crate::web::components::{Card, Col, Table};
use crate::web::{Arg, Cx, ident};

/// Days of the quarters that are looked at.
const LOOKED_DAYS: i64 = 365;

/// What was said.
#[derive(Debug, Clone)]
pub struct Said {
    partner: AgencyId,
    reports: Vec<feedback::Said>,
    voices: Vec<(Quarter, Voices)>,
    needs: (usize, usize),
}

/// Reads it.
///
/// # Errors
/// When the store cannot be read.
pub async fn read(ask: &Ask, partner: AgencyId) -> Result<Said, Problem> {
    let now = ask.now;
    let quarters = (Quarter::of(now.plus_days(-LOOKED_DAYS)), Quarter::of(now));
    let read = move |tx: &mut dyn Tx| -> Result<Said, DbError> {
        let needs = themes::needs(tx)?;
        let met = needs.iter().filter(|need| need.opportunities > 0).count();
        Ok(Said {
            partner,
            reports: feedback::reports_of(tx, partner)?,
            voices: voices::sums(tx, quarters)?,
            needs: (met, needs.len()),
        })
    };
    Ok(ask.app.store.read(read).await?)
}

impl Said {
    /// The newest that may be told of what one says of the other: the mean in hundredths, and how many people.
    fn of(&self, author: AgencyId) -> Option<(u32, u32)> {
        let mut own = self.reports.iter().filter(|(by, _, _)| *by == author);
        let cell =
            own.find_map(|(_, _, report): &(AgencyId, AgencyId, Report)| report.all.as_ref())?;
        Some((cell.score()?, cell.people))
    }

    /// What people who were helped say: the mean of everything asked in hundredths, and how many people.
    fn helped(&self) -> Option<(u32, u32)> {
        let (_, last) = self.voices.iter().max_by_key(|(quarter, _)| *quarter)?;
        let means: Vec<u32> = (0..4).filter_map(|n| last.mean(n)).collect();
        let sum = means.iter().fold(0_u32, |sum, mean| sum.saturating_add(*mean));
        Some((sum.checked_div(u32::try_from(means.len()).ok()?)?, last.people()))
    }
}

/// The card.
pub fn card(cx: &Cx, said: &Said, names: &Names, me: AgencyId) -> Markup {
    let columns = [
        Col::text(cx.t("satisfaction-who")),
        Col::num(cx.t("satisfaction-score")),
        Col::num(cx.t("standard-sample")),
    ];
    let row = |who: Markup, said: Option<(u32, u32)>| {
        let few = || html! { span.muted { (cx.t("feedback-too-few")) } };
        let score =
            |mean: u32| html! { (format!("{}.{:02}", mean / 100, mean % 100)) " / " (MARK_MAX) };
        [
            who,
            said.map_or_else(few, |(mean, _)| score(mean)),
            said.map_or_else(|| html! { "–" }, |(_, people)| html! { (people) }),
        ]
    };
    let of = |author: AgencyId, key: &str| {
        let name = entity(cx, names, me, author);
        row(html! { (cx.t(key)) div.sub { (ident::Name(name)) } }, said.of(author))
    };
    let rows = [
        row(html! { (cx.t("satisfaction-helped")) }, said.helped()),
        of(me, "satisfaction-ours"),
        of(said.partner, "satisfaction-theirs"),
    ];
    let (met, all) = said.needs;
    html! {
        (Card::new(cx.t("satisfaction-title")).id("satisfaction").body(html! {
            p.muted { (cx.t("satisfaction-lead")) }
            (Table::new(cx.t("satisfaction-title"), columns).rows(rows))
            p.small {
                a.link href=(cx.url("/themes")) {
                    (cx.t_with("satisfaction-needs", &[("met", Arg::from(met)), ("all", Arg::from(all))]))
                }
            }
        }))
    }
}
