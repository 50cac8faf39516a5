//! Partners of the script without a node: what is agreed with them is signed on paper; somebody of theirs answers a referral at the
//! portal, or a slip comes back that a worker types in.

use anyhow::{Context, bail, ensure};
use sila_core::agreement::{self, Aims, Objective};
use sila_core::codes::Category;
use sila_core::ids::{AgencyId, AgreementId, ReferralId, WorkerId};
use sila_core::referral::Act;
use sila_core::time::Millis;
use sila_seal::sha256;

use super::calendar::When;
use super::deed::Said;
use super::linking::officer;
use super::pact::{DAYS, Terms};
use super::script::{Script, coded_list};
use super::stage::Stage;
use super::staging;
use crate::accounts::{self, Permission, Worker, roles};
use crate::agreements::{calendar, signing, template};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::partners::{self, Partner};
use crate::portal;
use crate::referrals::hosted::{self, PORTAL, Word};
use crate::referrals::paper::{self, Answer, Typed};
use crate::referrals::{self, Record, words};

/// For so many days the code of an invitation opens an account.
const CODE_DAYS: i64 = 3;

/// An agreement with a partner that has no node.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accord {
    /// Reference, such as `AGR-D-04`.
    pub code: String,
    /// The agency that offers it.
    pub node: String,
    /// The partner's code.
    pub partner: String,
    /// When it was signed, or printed.
    pub at: When,
    /// Who signed the printed text for the partner; nobody yet where it waits.
    pub signed_by: Option<String>,
    /// Title in Arabic.
    title_ar: String,
    /// Title in English.
    title_en: String,
    #[serde(deserialize_with = "coded_list")]
    categories: Vec<Category>,
    #[serde(deserialize_with = "coded_list")]
    objectives: Vec<Objective>,
    goals: Vec<u8>,
    /// What the partner offers.
    services: Vec<Terms>,
    /// Somebody of the partner who signs in at the portal.
    pub guest: Option<Guest>,
}

/// Somebody of a partner.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guest {
    /// What they type at sign-in.
    pub user: String,
    ar: String,
    en: String,
}

impl Accord {
    /// The text that is signed.
    pub(super) fn text(
        &self,
        ours: agreement::Party,
        partner: &Partner,
        (id, from): (AgreementId, Millis),
    ) -> agreement::Agreement {
        let until = from.plus_days(DAYS);
        let theirs = agreement::Party {
            agency: partner.id,
            code: partner.code.clone(),
            name_ar: partner.name_ar.clone(),
            name_en: partner.name_en.clone(),
            covers: ours.covers.clone(),
            services: self.services.iter().map(Terms::signed).collect(),
            calendar: calendar::of(calendar::usual_week(&ours.covers), from, until),
            sector: Some(partner.sector),
        };
        template::without_node(template::agreement(template::Terms {
            id,
            code: self.code.clone(),
            title_ar: self.title_ar.clone(),
            title_en: self.title_en.clone(),
            parties: [ours, theirs],
            categories: self.categories.clone(),
            from,
            until,
            known: false,
            onward: Vec::new(),
            expertise: false,
            seats: None,
            aims: Aims {
                number: template::AIMS.to_owned(),
                objectives: self.objectives.clone(),
                groups: self.categories.clone(),
                goals: self.goals.clone(),
            },
            private: false,
        }))
    }
}

/// Offers an agreement to a partner, which signs the printed text or has not yet; whoever answers for it at the portal has an account from then on.
///
/// # Errors
/// When a step is refused.
pub(super) async fn agree(stage: &Stage, script: &Script, accord: &Accord) -> anyhow::Result<()> {
    let app = stage.node(&accord.node)?;
    let (now, partner) = (app.clock.now(), listed(app, &accord.partner).await?);
    let worker = stage.worker(officer(script, &accord.node, Permission::AgreementSign)?)?.id;
    partners::file::allows(app, partner.id, now).await?;
    let id = AgreementId(app.clock.new_id());
    let ours = script.agreements.party(&app.node.agency, app.node.id, now);
    let by = signing::By { worker: Some(worker), now };
    signing::propose(app, accord.text(ours, &partner, (id, now)), by).await?;
    if let Some(who) = &accord.signed_by {
        let read = signing::one(app, id).await?.digest;
        signing::on_paper(app, id, read, who, by).await?;
    }
    if let Some(guest) = &accord.guest {
        join(app, guest, partner.id, now).await?;
    }
    Ok(())
}

/// Somebody of a partner is invited to the portal, and opens the account.
pub(super) async fn join(
    app: &App,
    told: &Guest,
    partner: AgencyId,
    now: Millis,
) -> anyhow::Result<Worker> {
    let guest = Worker {
        id: WorkerId(app.clock.new_id()),
        user_name: told.user.clone(),
        name_ar: told.ar.clone(),
        name_en: told.en.clone(),
        roles: vec![roles::GUEST.code.to_owned()],
        active: true,
    };
    let (made, hash) = (guest.clone(), staging::hashed().await?);
    let code = sha256(&[b"sila/demo/guest", made.id.0.as_bytes()]);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        portal::store::insert(tx, (&made, partner), (code, now.plus_days(CODE_DAYS)), now)?;
        portal::store::join(tx, made.id, (code, &hash), now)
    };
    ensure!(app.store.write(write).await?, "the invitation does not open the account");
    Ok(guest)
}

/// A partner as it is on record.
pub(super) async fn listed(app: &App, code: &str) -> anyhow::Result<Partner> {
    let all = app.store.read(partners::store::all).await?;
    let found = all.into_iter().find(|one| one.code == code);
    found.with_context(|| format!("{code} is not on record"))
}

/// A node of the script, or a partner without one.
pub(super) async fn agency(stage: &Stage, app: &App, code: &str) -> anyhow::Result<AgencyId> {
    match stage.node(code) {
        Ok(node) => Ok(node.node.id),
        Err(_) => Ok(listed(app, code).await?.id),
    }
}

/// Who may be sent something about a person: a node of the script, or a partner without one that is more than listed.
pub(super) async fn addressee(stage: &Stage, app: &App, code: &str) -> anyhow::Result<AgencyId> {
    match stage.node(code) {
        Ok(node) => Ok(node.node.id),
        Err(_) => Ok(listed(app, code).await?.addressee()?.agency()),
    }
}

/// What somebody of the partner says at the portal, after reading the referral there.
pub(super) async fn answer(
    app: &App,
    code: &str,
    id: ReferralId,
    said: &Said,
) -> anyhow::Result<()> {
    let (user, now) = (code.to_lowercase(), app.clock.now());
    let found = app.store.read(move |tx| accounts::store::by_name(tx, &user)).await?;
    let guest = found.with_context(|| format!("nobody is {code}"))?.worker;
    let account = guest.id;
    let partner = app.store.read(move |tx| portal::store::partner_of(tx, account)).await?;
    let partner = partner.with_context(|| format!("{code} is of no partner"))?.0.id;
    let record = Record::addressed_to(app, partner, id).await?;
    access::record(app, &guest, Subject::Referral(id.0), "portal.show", now).await?;
    hosted::delivered(app, &record, None, now).await?;
    let (act, said) = match said {
        Said::Accept => (Act::Accept, None),
        Said::Outcome { code } => (Act::Outcome { code: code.parse()? }, None),
        Said::Report { code, words } => {
            let report = words::salted(words).context("a report says nothing")?;
            let act = Act::Report { code: code.parse()?, words: report.commitment() };
            (act, Some(report))
        }
    };
    let word = Word { role: PORTAL, worker: account, slip: None, said };
    Ok(hosted::act(app, partner, id, &act, &word, now).await?)
}

/// What a slip says, with the code of the papers that the partner holds.
pub(super) async fn slip(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    (answer, word): (&str, &str),
) -> anyhow::Result<()> {
    let record = Record::through(app, worker, id).await?;
    let body = referrals::body_of(app, &record)?.context("nothing was printed")?;
    let codes = paper::codes(&record.row.reference, &body).context("no codes were printed")?;
    let (answer, code) = match answer {
        "RECEIVED" => (Answer::Received, codes.cover),
        "ACCEPTED" => (Answer::Accepted, codes.inside),
        other => bail!("no slip says {other} here"),
    };
    let (reason, outcome, report, way) = (None, None, None, "PAPER");
    let typed = Typed { answer, code, reason, outcome, report, way, word: word.to_owned() };
    Ok(paper::type_in(app, worker, id, &typed, app.clock.now()).await?)
}
