//! The study of the script: cases of the quarter before, an approval, and the table that its researcher was given.

use anyhow::ensure;
use sila_core::codes::{Category, Evidence, LawfulBasis, Urgency};
use sila_core::disclosure::{Disclosure, Safety};
use sila_core::experience::Quarter;
use sila_core::extract::{Axis, GROUP_MIN, Wanted};
use sila_core::partnership::Words;
use sila_core::permission::Permission;
use sila_core::residence::Residence;
use sila_core::time::Millis;

use super::stage::Stage;
use crate::app::App;
use crate::cases;
use crate::research::study::{Approval, Study};
use crate::research::{self, Decision, extract};

const RESEARCH: &str = include_str!("../../demo/research.json");

/// The study as it is written down.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    node: String,
    proposer: String,
    researcher: String,
    approver: String,
    /// Who worked on the cases of the quarter before.
    owner: String,
    title: [String; 2],
    question: [String; 2],
    institution: [String; 2],
    committee: String,
    number: String,
    decided_days_ago: i64,
    holds_days: i64,
    /// Closed cases of the quarter before, by category.
    past: Vec<(String, u16)>,
}

fn words([ar, en]: &[String; 2]) -> Words {
    Words { ar: ar.clone(), en: en.clone() }
}

/// Plays it.
///
/// # Errors
/// When a step is refused, or the table shows what it must not.
pub async fn study(stage: &Stage, now: Millis) -> anyhow::Result<()> {
    let told: Told = serde_json::from_str(RESEARCH)?;
    let app = stage.node(&told.node)?;
    let now = now.max(app.clock.now());
    let last = Quarter::from_number(Quarter::of(now).number().saturating_sub(1));
    past(app, stage, &told, last).await?;
    let scope = Wanted {
        from: last,
        to: last,
        axes: vec![Axis::Category, Axis::Told, Axis::Support],
        categories: [].into(),
        group_min: GROUP_MIN,
    };
    let study = Study {
        title: words(&told.title),
        question: words(&told.question),
        institution: words(&told.institution),
        scope: scope.clone(),
    };
    let researcher = stage.worker(&told.researcher)?;
    let proposer = stage.worker(&told.proposer)?;
    let id = research::propose(app, proposer, study, researcher.id, now).await?;
    let approval = Approval {
        committee: told.committee.clone(),
        number: told.number.clone(),
        at: now.plus_days(told.decided_days_ago.saturating_neg()),
    };
    let found = research::open(app, id).await?;
    let until = now.uae_date().plus_days(told.holds_days).at_minute(0);
    let yes = Decision::Approve(approval, until, GROUP_MIN);
    research::decide(app, stage.worker(&told.approver)?, found, yes, now).await?;
    let found = research::open(app, id).await?;
    let wanted = Wanted { axes: vec![Axis::Category], ..scope };
    extract::give(app, researcher, Some(&found), wanted, now).await?;
    let given = extract::given(app).await?;
    let small = |count: u64| count < u64::from(GROUP_MIN);
    let mut shown = given.iter().flat_map(|(_, table)| &table.lines);
    ensure!(!shown.any(|line| small(line.count)), "the table shows a small cell");
    Ok(())
}

/// The closed cases of the quarter before, of nobody: only their kinds are told.
async fn past(app: &App, stage: &Stage, told: &Told, quarter: Quarter) -> anyhow::Result<()> {
    let owner = stage.worker(&told.owner)?.id;
    for (category, count) in &told.past {
        let category: Category = category.parse()?;
        for nth in 0..*count {
            let opened = quarter.begins().plus_days(i64::from(nth).saturating_add(1));
            let known = nobody(app, opened);
            let urgency = Urgency::Routine;
            let case = cases::compose(app, &known, category, urgency, owner, None, opened)?;
            let case = cases::NewCase { status: "closed", reports: Vec::new(), ..case };
            app.store.write(move |tx| cases::store::insert(tx, &case).map(|_reference| ())).await?;
        }
    }
    Ok(())
}

fn nobody(app: &App, at: Millis) -> Disclosure {
    Disclosure {
        people: Vec::new(),
        residence: Residence {
            area: None,
            evidence: Evidence::Nothing,
            usual_home: false,
            present_area: None,
            stay_days: None,
            risk_near_home: false,
        },
        safety: Safety {
            immediate_danger: false,
            safe_to_talk: false,
            safe_contact: None,
            plan: None,
        },
        harm: Vec::new(),
        needs: Vec::new(),
        wishes: None,
        no_wishes: None,
        unwanted: None,
        account: None,
        permission: Permission {
            basis: LawfulBasis::SocialCare,
            form: None,
            recipient: app.node.id,
            purpose: Vec::new(),
            fields: Vec::new(),
            witness: None,
            given_at: at,
            expires_at: at,
            onward: Vec::new(),
        },
        documents: Vec::new(),
        salt: None,
    }
}
