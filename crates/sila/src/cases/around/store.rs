//! All SQL of what stands around a case: its referrals, where it came from, and who can read it and who did.

use sila_core::ids::{AgencyId, CaseId, ReferralId};
use sila_core::time::Millis;

use crate::accounts::{Permission, roles};
use crate::cases::readers::Reader;
use crate::cases::scope::store::barred;
use crate::db::{DbError, Row, Tx, p};

crate::db::sql! {
    pub MEMBERS = concat!("select w.id, w.name_ar, w.name_en, w.roles, m.since from case_member m join worker w on w.id = m.worker where m.case_id = $1 and w.active and not ", barred!("$1", "w.id"), " order by m.since, w.id");
    pub TEAM_READERS = concat!("select distinct w.id, w.name_ar, w.name_en, w.roles from case_file c join team_member tm on tm.worker = c.owner join team_member ts on ts.team = tm.team join worker w on w.id = ts.worker where c.id = $1 and ts.reads and w.active and not ", barred!("$1", "w.id"), " order by w.name_ar, w.id");
    pub ROLES = "select distinct roles from worker where active";
    pub READ_ALL = concat!("select w.id, w.name_ar, w.name_en, w.roles from worker w where w.roles = $2 and w.active and not ", barred!("$1", "w.id"), " order by w.name_ar, w.id");
    pub REFERRALS = "select r.id, r.reference, r.direction, r.peer, coalesce(l.code, ''), coalesce(l.name_ar, ''), coalesce(l.name_en, ''), r.state, r.urgency, r.offered_at, r.decide_by from referral r left join (select peer, code, name_ar, name_en from link union all select id, code, name_ar, name_en from partner) l on l.peer = r.peer where r.case_id = $1 order by r.offered_at desc, r.id desc limit 100";
    pub ORIGIN = "select r.id, r.reference, r.offered_at, coalesce(l.code, ''), coalesce(l.name_ar, ''), coalesce(l.name_en, '') from referral r left join link l on l.peer = r.peer where r.id = $1";
}

/// A referral of a case.
#[derive(Debug, Clone)]
pub struct CaseReferral {
    /// Identifier.
    pub id: ReferralId,
    /// Reference number.
    pub reference: String,
    /// `out` or `in`.
    pub direction: String,
    /// The other agency.
    pub peer: AgencyId,
    /// Its code.
    pub code: String,
    /// Its Arabic name.
    pub name_ar: String,
    /// Its English name.
    pub name_en: String,
    /// State code.
    pub state: String,
    /// Urgency code.
    pub urgency: String,
    /// When it was offered.
    pub offered_at: Millis,
    /// The agreed time to answer.
    pub decide_by: Millis,
}

/// Referrals of the case, newest first.
pub fn referrals(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<CaseReferral>, DbError> {
    let one = |row: &Row| {
        Ok(CaseReferral {
            id: row.get(0)?,
            reference: row.get(1)?,
            direction: row.get(2)?,
            peer: row.get(3)?,
            code: row.get(4)?,
            name_ar: row.get(5)?,
            name_en: row.get(6)?,
            state: row.get(7)?,
            urgency: row.get(8)?,
            offered_at: row.get(9)?,
            decide_by: row.get(10)?,
        })
    };
    tx.query(&REFERRALS, &p![case])?.iter().map(one).collect()
}

/// The referral by which a case came, and from whom.
pub fn origin(
    tx: &mut dyn Tx,
    referral: ReferralId,
) -> Result<Option<crate::cases::Origin>, DbError> {
    let row = tx.opt(&ORIGIN, &p![referral])?;
    row.map(|row| {
        Ok(crate::cases::Origin {
            referral: row.get(0)?,
            reference: row.get(1)?,
            at: row.get(2)?,
            code: row.get(3)?,
            name_ar: row.get(4)?,
            name_en: row.get(5)?,
        })
    })
    .transpose()
}

/// Everybody at this agency who can read the case: its members, and the roles that read every case.
pub fn readers(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<Reader>, DbError> {
    let mut found: Vec<Reader> = Vec::new();
    for row in tx.query(&MEMBERS, &p![case])? {
        let (roles, since): (String, Millis) = (row.get(3)?, row.get(4)?);
        let who = (row.get(0)?, row.get(1)?, row.get(2)?);
        found.push(Reader::new(who, &roles, Some(since)));
    }
    let mut by_scope = tx.query(&TEAM_READERS, &p![case])?;
    let by_team = by_scope.len();
    for row in tx.query(&ROLES, &[])? {
        let roles: String = row.get(0)?;
        if reads_all(&roles) {
            by_scope.extend(tx.query(&READ_ALL, &p![case, roles])?);
        }
    }
    for (n, row) in by_scope.iter().enumerate() {
        let roles: String = row.get(3)?;
        let who = (row.get(0)?, row.get(1)?, row.get(2)?);
        let reader = Reader { by_team: n < by_team, ..Reader::new(who, &roles, None) };
        if !found.iter().any(|known| known.worker == reader.worker) {
            found.push(reader);
        }
    }
    found.retain(Reader::reads);
    Ok(found)
}

/// Whether somebody with these roles reads every case.
fn reads_all(roles: &str) -> bool {
    let roles: Vec<String> = roles.split_whitespace().map(str::to_owned).collect();
    roles::allow(&roles, Permission::CaseReadAll)
}

/// Who read the case, newest first: when, role, screen, and the name in both languages.
pub fn reads(tx: &mut dyn Tx, case: CaseId) -> Result<Vec<crate::cases::readers::Read>, DbError> {
    let one = |row: &Row| {
        Ok(crate::cases::readers::Read {
            at: row.get(0)?,
            role: row.get(2)?,
            screen: row.get(3)?,
            name_ar: row.get(4)?,
            name_en: row.get(5)?,
        })
    };
    tx.query(&crate::journal::store::ACCESS_OF, &p![case])?.iter().map(one).collect()
}
