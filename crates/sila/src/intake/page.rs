//! The steps of the form: keeping what was typed, and going on.

use crate::ask::Ask;
use crate::cases;
use crate::intake::alike;
use crate::intake::answers::{self, Answers};
use crate::intake::draft::{self, Draft};
use crate::intake::route::{self, Routing};
use crate::intake::view::{STAMP, View};
use crate::intake::{Step, check, finish, listed, sharing};
use crate::journal::access::{self, Subject};
use crate::people::form as people;
use crate::problem::Problem;
use crate::referrals;
use crate::reply::Reply;
use crate::web::components::saved_text;
use crate::web::{Errors, Pairs};

/// One step of the form.
///
/// # Errors
/// `page.not_found` when the draft is somebody else's.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let draft = draft::open(&ask).await?;
    let step = Step::of(ask.param("step")).ok_or_else(Problem::not_found)?;
    if let Some(case) = draft.case {
        // The draft holds what the case holds: whoever may no longer read the case may not read it here.
        cases::open_record(&ask.app, ask.worker()?, case).await?;
        access::record(&ask.app, ask.worker()?, Subject::Case(case.0), "case.refer", ask.now)
            .await?;
    }
    render(&ask, draft, step, None, None).await
}

/// Keeps what was typed, and then does what the pressed button says.
///
/// # Errors
/// `page.not_found` when the draft is somebody else's; whatever stops the sending.
pub async fn save(ask: Ask) -> Result<Reply, Problem> {
    let step = Step::of(ask.param("step")).ok_or_else(Problem::not_found)?;
    let draft = match kept(&ask, step).await? {
        Kept::Yes(draft) => draft,
        Kept::Crossed(draft, there) => return render(&ask, draft, step, None, Some(there)).await,
    };
    let here = draft.path(step);
    if ask.session.as_ref().is_some_and(|session| session.locked) {
        return Ok(Reply::see_other(ask.cx.url(&here)));
    }
    if let Some(lang) = ask.form.language_switch() {
        return Ok(Reply::see_other(format!("/{lang}{here}")));
    }
    if ask.form.get("_later").is_some() {
        return Ok(Reply::see_other(ask.cx.url("/intake")));
    }
    match ask.form.get("act").unwrap_or("next") {
        "add" => {
            let row = people::others_shown(&draft.values);
            Ok(Reply::see_other(format!(
                "{}#{}",
                ask.cx.url(&here),
                people::other_field(row, "name")
            )))
        }
        people::PROPOSE => Ok(Reply::see_other(format!("{}#name_latin", ask.cx.url(&here)))),
        "look" => Ok(Reply::see_other(format!("{}#route", ask.cx.url(&here)))),
        act if act.starts_with("drop-") => Ok(Reply::see_other(ask.cx.url(&here))),
        act if alike::is_answer(act) => {
            Ok(Reply::see_other(format!("{}#alike", ask.cx.url(&here))))
        }
        "open" | "send" if step == Step::Check && crossed(&ask, &draft, step)? => {
            let there = draft.values.clone();
            render(&ask, draft, step, None, Some(there)).await
        }
        "open" if step == Step::Check => finish::open_here(&ask, draft).await,
        "send" if step == Step::Check => finish::send(&ask, draft).await,
        _ => onward(&ask, draft, step).await,
    }
}

/// Keeps what was typed and says when, with the new stamp on the next line: what the autosave asks for.
///
/// # Errors
/// `page.not_found` when the draft is somebody else's; `draft.crossed` when another window has changed it.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let step = Step::of(ask.param("step")).ok_or_else(Problem::not_found)?;
    match kept(&ask, step).await? {
        Kept::Yes(draft) => {
            let stamp = draft::stamp(&draft.values, step)?;
            Ok(Reply::text(format!("{}\n{stamp}", saved_text(&ask.cx, ask.now))))
        }
        Kept::Crossed(draft, _) => Err(Problem::refused("draft.crossed").way_out(draft.path(step))),
    }
}

/// Whether what was typed could be kept.
enum Kept {
    /// It is.
    Yes(Draft),
    /// Another window has kept something else meanwhile: the draft as typed here, not kept, and what is kept.
    Crossed(Draft, Pairs),
}

/// Whether the form was made from something else than what is kept now.
fn crossed(ask: &Ask, draft: &Draft, step: Step) -> Result<bool, Problem> {
    let stamp = draft::stamp(&draft.values, step)?;
    Ok(ask.form.get(STAMP).is_some_and(|made_from| made_from != stamp))
}

async fn kept(ask: &Ask, step: Step) -> Result<Kept, Problem> {
    let mut draft = draft::open(ask).await?;
    if step == Step::Check {
        return Ok(Kept::Yes(draft));
    }
    let (crossed, there) = (crossed(ask, &draft, step)?, draft.values.clone());
    draft.take(step, &ask.form);
    pressed(ask, &mut draft).await?;
    // A locked session is shown nothing; what was typed last is kept. The same form sent again, because its answer was lost,
    // comes to what is there already.
    let locked = ask.session.as_ref().is_some_and(|session| session.locked);
    if crossed && !locked && draft::stamp(&draft.values, step)? != draft::stamp(&there, step)? {
        return Ok(Kept::Crossed(draft, there));
    }
    draft.keep(&ask.app, ask.worker()?.id, step, ask.now).await?;
    Ok(Kept::Yes(draft))
}

/// What the pressed button does to the answers themselves.
async fn pressed(ask: &Ask, draft: &mut Draft) -> Result<(), Problem> {
    match ask.form.get("act") {
        Some("add") => {
            let rows = people::others_shown(&draft.values).saturating_add(1);
            draft.values.set("others", rows.min(people::OTHERS_MAX).to_string());
        }
        Some(people::PROPOSE) => people::take_proposed(&mut draft.values),
        Some(act) if alike::is_answer(act) => alike::say(ask, &mut draft.values, act).await?,
        Some(act) => {
            if let Some(n) = act.strip_prefix("drop-").and_then(|n| n.parse().ok()) {
                people::drop_other(&mut draft.values, n);
                alike::forget_rows(&mut draft.values, n);
            }
        }
        None => {}
    }
    Ok(())
}

/// To the next step, unless this one has mistakes.
async fn onward(ask: &Ask, mut draft: Draft, step: Step) -> Result<Reply, Problem> {
    let mut answers = answers::read(&ask.cx, &draft.values, ask.now);
    let routing = routing(ask, &draft, &answers).await?;
    if let Some(routing) = &routing {
        check::reason(&ask.cx, &mut answers, routing);
    }
    let errors = answers.errors(step);
    if errors.any() {
        return render(ask, draft, step, Some(errors), None).await;
    }
    if step == Step::Person {
        let found = alike::candidates(ask, &draft, &answers).await?;
        if alike::asks_first(&mut draft.values, &found) {
            draft.keep(&ask.app, ask.worker()?.id, step, ask.now).await?;
            return Ok(Reply::see_other(format!("{}#alike", ask.cx.url(&draft.path(step)))));
        }
    }
    Ok(Reply::see_other(ask.cx.url(&draft.path(step.next()))))
}

/// The suggestion, once safety was asked.
///
/// # Errors
/// When the agreements or the referrals of the case cannot be read.
pub async fn routing(
    ask: &Ask,
    draft: &Draft,
    answers: &Answers,
) -> Result<Option<Routing>, Problem> {
    if !answers.safety_is_answered() {
        return Ok(None);
    }
    let services = &answers.need.services;
    let routing = route::of(&ask.app, &answers.residence, services, ask.now).await?;
    let routing = routing.handing_over(answers.sharing.hand_over).asking(answers.sharing.kind);
    let routing = routing.about(answers.need.category);
    let Some(case) = draft.case else { return Ok(Some(routing)) };
    let came = referrals::came_from(&ask.app, case).await?;
    Ok(Some(routing.coming_from(came.map(|(_, agency)| agency))))
}

async fn render(
    ask: &Ask,
    mut draft: Draft,
    step: Step,
    errors: Option<Errors>,
    there: Option<Pairs>,
) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let stamp = draft::stamp(there.as_ref().unwrap_or(&draft.values), step)?;
    let mut answers = answers::read(cx, &draft.values, ask.now);
    let routing = routing(ask, &draft, &answers).await?;
    if step > Step::Safety && routing.is_none() {
        return Ok(Reply::see_other(cx.url(&draft.path(Step::Safety))));
    }
    if let Some(routing) = &routing {
        check::reason(cx, &mut answers, routing);
        if step == Step::Sharing {
            sharing::assume(&mut draft.values, routing, answers.safety.safe_contact.is_some());
        }
    }
    let alike = match step {
        Step::Person => alike::candidates(ask, &draft, &answers).await?,
        Step::Check => alike::said_of(ask, &draft, &answers).await?,
        _ => Vec::new(),
    };
    alike::log(ask, &alike).await?;
    let asked = listed::of_draft(&ask.app, &draft.values).await?;
    let view = View {
        cx,
        draft: &draft,
        answers: &answers,
        routing: routing.as_ref(),
        me: ask.app.node.id,
        writer: ask.worker()?.name(cx.lang),
        may_send: ask.may(crate::accounts::Permission::ReferralOffer),
        listed: asked.as_ref(),
        alike: &alike,
        stamp: &stamp,
        there: there.as_ref(),
    };
    let has_errors = errors.is_some() || there.is_some();
    let page = view.page(step, &errors.unwrap_or_default(), ask.now);
    Ok(if has_errors { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}
