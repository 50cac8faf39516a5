//! Tasks of the plan: each has an agency that is to do it, and a day. Only that agency moves it; the one that gave it may take it
//! back while it is open.

use maud::{Markup, html};
use sila_core::ids::AgencyId;
use sila_core::joint::{Deed, LineId, Task, TaskState};

use super::desk::{Desk, end_of};
use super::parts::{Sheet, day, members};
use super::{Wish, act, checked, field, words};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Tone, acts, empty_state, post, tag};
use crate::web::ident::Name;
use crate::web::{Arg, Errors, dates};

/// Gives a task.
///
/// # Errors
/// As [`super::write`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    act(&ask, read).await
}

/// Moves a task, or hands it to a colleague.
///
/// # Errors
/// As [`super::write`].
pub async fn move_on(ask: Ask) -> Result<Reply, Problem> {
    let task: LineId = ask.id("line")?;
    act(&ask, |ask, desk| read_move(ask, desk, task)).await
}

fn read(ask: &Ask, desk: &Desk) -> Result<Wish, Errors> {
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = Errors::none();
    let what = words(ask, "task", "joint-task-missing", &mut errors);
    let to = form.get("task_to").and_then(|to| doer(desk, to));
    if to.is_none() {
        errors.add("task_to", cx.t("joint-task-to-missing"));
    }
    let due = day(form, "task_due", ask.now.uae_date());
    if due.is_none() {
        errors.add("task_due", cx.t("joint-day-wrong"));
    }
    let chosen = |name| form.get(name).and_then(|line| line.parse::<LineId>().ok());
    let (goal, meeting) = (chosen("task_goal"), chosen("task_meeting"));
    match (to, due) {
        (Some((agency, member)), Some(due)) => {
            checked(errors, Wish::new(Deed::Task { agency, member, due, goal, meeting }, what))
        }
        _ => Err(errors),
    }
}

/// Who is to do it: a member, or an agency where nobody is named.
fn doer(desk: &Desk, to: &str) -> Option<(AgencyId, Option<u32>)> {
    match to {
        "ours" => Some((desk.me, None)),
        "theirs" => Some((desk.peer.agency, None)),
        line => {
            let line: LineId = line.parse().ok()?;
            desk.plan().member(line).map(|member| (member.id.author, Some(member.id.n)))
        }
    }
}

fn read_move(ask: &Ask, desk: &Desk, task: LineId) -> Result<Wish, Errors> {
    let mut errors = Errors::none();
    let why = field("why", task, desk);
    let hand = field("hand", task, desk);
    let colleague = ask.form.get(&hand).and_then(|line| line.parse::<LineId>().ok());
    let asked = ask.form.get("to");
    if asked == Some("HAND") {
        return match colleague {
            Some(line) => Ok(Wish::new(Deed::Hand { task, member: line.n }, "")),
            None => {
                errors.add(hand, ask.cx.t("joint-task-to-missing"));
                Err(errors)
            }
        };
    }
    let to = asked.and_then(|code| TaskState::from_code(code).ok()).unwrap_or(TaskState::Open);
    let deed = Deed::Move { task, to };
    let said = if deed.needs_words() {
        words(ask, &why, "joint-task-why-missing", &mut errors)
    } else {
        String::new()
    };
    checked(errors, Wish::new(deed, said))
}

/// The tasks, open ones first by day, and the form to give one.
pub fn card(sheet: &Sheet<'_>) -> Markup {
    let cx = sheet.cx;
    let mut tasks: Vec<&Task> = sheet.plan().tasks.iter().collect();
    tasks.sort_by_key(|task| (!task.state.is_open(), task.due));
    let none = empty_state(
        "list-checks",
        cx.t("joint-tasks-none"),
        cx.t("joint-tasks-none-text"),
        &html! {},
    );
    html! {
        (Card::new(cx.t("joint-tasks")).count(tasks.len()).live("joint-tasks", "referrals").body(html! {
            @if tasks.is_empty() { (none) }
            ul.joint { @for task in tasks { (one(sheet, task)) } }
        }))
        @if sheet.is_open() { section.card { div.card-b { (form(sheet)) } } }
    }
}

fn tone(sheet: &Sheet<'_>, task: &Task) -> Tone {
    match task.state {
        TaskState::Open | TaskState::Begun if end_of(task.due) < sheet.cx.now => Tone::Bad,
        TaskState::Open => Tone::Gold,
        TaskState::Begun => Tone::Info,
        TaskState::Done => Tone::Ok,
        TaskState::NotDone => Tone::Warn,
        TaskState::Dropped => Tone::Plain,
    }
}

fn one(sheet: &Sheet<'_>, task: &Task) -> Markup {
    let cx = sheet.cx;
    let member = task.member.map(|n| LineId { author: task.agency, n });
    let day = Arg::phrase(dates::day(cx.lang, end_of(task.due)));
    let late = task.state.is_open() && end_of(task.due) < cx.now;
    html! {
        li id={ "task-" (sheet.field("t", task.id)) } {
            div.joint-h {
                (sheet.typed(task.id))
                (tag(tone(sheet, task), cx.code("task-state", task.state.code())))
            }
            div.joint-who {
                @match member {
                    Some(member) => { b { (Name(sheet.member(member))) } " · " (Name(sheet.agency(task.agency))) }
                    None => { b { (Name(sheet.agency(task.agency))) } " · " (cx.t("joint-task-owner")) }
                }
                " · " (cx.t_with("joint-task-due", &[("day", day)]))
                @if late { " · " (cx.t("joint-task-late")) }
            }
            div.sub { (cx.t("joint-task-by")) " " (sheet.signed(task.id)) }
            @if let Some(moved) = task.moved {
                div.sub { (cx.t("joint-task-moved")) " " (sheet.signed(moved)) }
                @if !sheet.desk.words(moved).is_empty() { (sheet.typed(moved)) }
            }
            @if sheet.is_open() && task.state.is_open() { (moves(sheet, task)) }
        }
    }
}

/// What can be done with an open task here.
fn moves(sheet: &Sheet<'_>, task: &Task) -> Markup {
    let cx = sheet.cx;
    let rest = format!("/tasks/{}/moves", task.id);
    let to = |words, to: TaskState| Button::submit(cx.t(words)).small().sends("to", to.code());
    if task.agency != sheet.desk.me {
        return html! {
            @if task.id.author == sheet.desk.me {
                div.joint-acts { (sheet.button(&rest, &to("joint-task-drop", TaskState::Dropped).soft())) }
            }
        };
    }
    let (why, hand) = (sheet.field("why", task.id), sheet.field("hand", task.id));
    let open = sheet.errors.get(&why).is_some() || sheet.errors.get(&hand).is_some();
    let reason = sheet.form().area(&why, cx.t("joint-task-why")).max(super::WORDS_MAX).rows(2);
    let colleague = members(sheet, sheet.form().select(&hand, cx.t("joint-task-hand")), true);
    let action = super::path(sheet.desk.record.row.id, &rest);
    html! {
        div.joint-acts {
            (sheet.button(&rest, &to("joint-task-done", TaskState::Done).icon("check")))
            @if task.state == TaskState::Open {
                (sheet.button(&rest, &to("joint-task-begin", TaskState::Begun).line()))
            }
            @if task.id.author == sheet.desk.me {
                (sheet.button(&rest, &to("joint-task-drop", TaskState::Dropped).soft()))
            }
        }
        details.fold open[open] {
            summary { (cx.t("joint-task-other")) }
            (post(cx, &action, &html! {
                (colleague)
                (acts(&html! { (Button::submit(cx.t("joint-task-hand-act")).line().small().sends("to", "HAND")) }))
                (reason)
                (acts(&html! { (to("joint-task-not-done", TaskState::NotDone).soft()) }))
            }))
        }
    }
}

fn form(sheet: &Sheet<'_>) -> Markup {
    let (cx, fields) = (sheet.cx, sheet.form());
    let of = |key, agency: AgencyId| cx.t_with(key, &[("agency", Arg::from(sheet.agency(agency)))]);
    let to = fields
        .select("task_to", cx.t("joint-task-to"))
        .choice("theirs", of("joint-task-to-agency", sheet.desk.peer.agency))
        .choice("ours", of("joint-task-to-agency", sheet.desk.me));
    let short = |line: LineId| sheet.desk.words(line).chars().take(60).collect::<String>();
    let goals = sheet.plan().goals.iter().filter(|goal| goal.end.is_none());
    let goals = goals.map(|goal| (goal.id.to_string(), short(goal.id)));
    let meetings = sheet.plan().meetings.iter();
    let meetings = meetings.map(|meeting| (meeting.id.to_string(), cx.at(meeting.at)));
    let inside = html! {
        (fields.area("task", cx.t("joint-task")).max(super::WORDS_MAX).rows(2))
        (members(sheet, to, false))
        (fields.date("task_due", cx.t("joint-task-due-day")))
        (fields.select("task_goal", cx.t("joint-task-goal")).optional().choices(goals))
        (fields.select("task_meeting", cx.t("joint-task-meeting")).optional().choices(meetings))
    };
    sheet.fold_out("joint-task-new", &["task", "task_to", "task_due"], "/tasks", &inside)
}
