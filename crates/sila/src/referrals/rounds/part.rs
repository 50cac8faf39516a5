//! `/referrals/{id}/part`: of several services that are asked for, some are given and the others are not, each with its reason.

use maud::html;
use sila_core::codes::{DeclineCode, Service};
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, Left};
use sila_core::time::Millis;

use super::asking;
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::referrals::back_to;
use crate::referrals::claim::free_for;
use crate::referrals::entry::{self, Deed, Then};
use crate::referrals::record::{self, Record};
use crate::reply::Reply;
use crate::shelter::stays::accepting;
use crate::shelter::waiting::Wanted;
use crate::web::components::{Note, Tone};
use crate::web::{Errors, Form, Page, Pairs};

/// Asks about each service.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&form(&ask, &record, &Errors::none())?))
}

/// Takes the person for a part of it.
///
/// # Errors
/// What the rules refuse: all or nothing of it is left, or the place itself; decided, too late.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    let worker = ask.worker()?;
    let record = Record::through(&ask.app, worker, id).await?;
    let services = record.thread()?.offer().services.clone();
    let left = read(&ask.form, &services);
    if left.is_empty() || left.len() == services.len() {
        let mut errors = Errors::none();
        for service in &services {
            errors.add(name(*service), ask.cx.t("rounds-part-missing"));
        }
        return Ok(Reply::page_with_errors(&form(&ask, &record, &errors)?));
    }
    accept(&ask.app, worker, id, &left, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself; where a place is asked for, with the best one.
///
/// # Errors
/// As `create`.
pub async fn accept(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    left: &[Left],
    now: Millis,
) -> Result<(), Problem> {
    let record = Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralDecide)?;
    // Who is taken for the rest alone goes into no home.
    let hold = match record.thread()?.offer().gives_shelter(left) {
        true => accepting::hold_for(app, worker, &record, Wanted::default(), now).await?,
        false => None,
    };
    entry::write(app, id, now, |record| {
        free_for(record, worker.id, now)?;
        let act = Act::AcceptPart { left: left.to_vec() };
        let deed = Deed::of(act, by.clone(), worker.id).then(Then::Claim);
        Ok(Deed { hold: hold.clone(), ..deed })
    })
    .await?;
    if hold.is_some() {
        app.changed(Topic::Shelter);
    }
    Ok(())
}

/// The box of one service.
fn name(service: Service) -> String {
    format!("left-{}", service.code())
}

fn read(form: &Pairs, services: &[Service]) -> Vec<Left> {
    let one = |service: &Service| {
        let code = form.get(&name(*service)).and_then(|code| DeclineCode::from_code(code).ok())?;
        Some(Left { service: *service, code })
    };
    services.iter().filter_map(one).collect()
}

fn form(ask: &Ask, record: &Record, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let fields = Form::new(cx, &ask.form, errors);
    // Each service could be declined for the same reasons as the whole, but not for another area: that is about the person.
    let codes = || DeclineCode::ALL.iter().filter(|code| **code != DeclineCode::V3);
    let reasons = || codes().map(|one| (one.code(), cx.code("decline", one.code())));
    let services = &record.thread()?.offer().services;
    let inside = html! {
        @for service in services {
            (fields.select(&name(*service), cx.code("service", service.code()))
                .optional().empty(cx.t("rounds-part-given")).choices(reasons()))
        }
        (Note::new("list-checks", cx.t("rounds-part-rest")).tone(Tone::Info)
            .says(cx.t("rounds-part-rest-text")))
    };
    Ok(asking(ask, record, ("/part", "part"), &inside, errors))
}
