//! `/shelter/stays/{id}`: one hold or stay: what comes next, the gates, and every step with who did it.

use maud::{Markup, html};
use uuid::Uuid;

use super::gates::{OVERRIDE_CODES, missing};
use super::store::{self, Passed, Told};
use super::{
    AFTER_CODES, EXIT_CODES, EXTENSION_CODES, EXTENSIONS_MAX, PROLONG_CODES, RELEASE_CODES, Stay,
    blind, hold, moves, path,
};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::DbError;
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::escorts;
use crate::shelter::homes::{Home, Room};
use crate::web::components::{
    Button, Card, ChainLink, ClockBox, LinkState, Summary, Tone, acts, chain, columns, heading,
    icon, post, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

/// Everything the page shows.
struct Sight {
    stay: Stay,
    homes: Vec<Home>,
    steps: Vec<Told>,
    passed: Vec<Passed>,
    beside: escorts::Beside,
    place: bool,
    keep: bool,
}

/// The page. The reading is written down before anything is shown.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let stay = hold::one(&ask).await?;
    shown(&ask, stay, &Errors::none()).await
}

/// The page with what is wrong, and with what was typed.
///
/// # Errors
/// When the reading cannot be written down, and `vault.unreadable`.
pub async fn shown(ask: &Ask, stay: Stay, errors: &Errors) -> Result<Reply, Problem> {
    let id = stay.id;
    access::record(&ask.app, ask.worker()?, Subject::Stay(id), "shelter.stay", ask.now).await?;
    let read = move |tx: &mut dyn crate::db::Tx| {
        Ok::<_, DbError>((store::steps(tx, id)?, store::gates(tx, id)?))
    };
    let (steps, passed) = ask.app.store.read(read).await?;
    let homes = hold::homes(&ask.app).await?;
    let place = ask.may(Permission::ShelterPlace);
    let keep = ask.may(Permission::ShelterKeep);
    let beside = escorts::Beside::of(&ask.app, id).await?;
    let values = beside.values(&ask.form);
    let sight = Sight { stay, homes, steps, passed, beside, place, keep };
    let page = document(&ask.cx, &sight, &Form::new(&ask.cx, &values, errors));
    let page = page.errors(errors.any());
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

impl Sight {
    fn home(&self) -> Option<&Home> {
        self.homes.iter().find(|home| home.id == self.stay.home)
    }

    /// The rooms they have beds in, each with how many.
    fn rooms(&self) -> Vec<(&Room, usize)> {
        let of = |room: &Room| {
            let ours = |taken: &crate::shelter::homes::Taken| taken.stay == self.stay.id;
            room.beds.iter().filter(|bed| bed.taken.as_ref().is_some_and(ours)).count()
        };
        let rooms = self.homes.iter().flat_map(|home| &home.rooms);
        rooms.map(|room| (room, of(room))).filter(|(_, beds)| *beds > 0).collect()
    }

    fn missing(&self) -> Vec<&str> {
        self.home().map(|home| missing(home, &self.passed)).unwrap_or_default()
    }
}

/// The colour of a stay's state.
pub fn tone(state: &str) -> Tone {
    match state {
        "HELD" => Tone::Gold,
        "STAYING" => Tone::Ok,
        "AWAY" => Tone::Info,
        _ => Tone::Plain,
    }
}

fn document(cx: &Cx, sight: &Sight, form: &Form<'_>) -> Page {
    let stay = &sight.stay;
    let title = html! { (cx.t("stay-title")) " " (Reference(&stay.reference)) };
    let top = html! {
        (tag(tone(&stay.state), cx.code("stay-state", &stay.state)))
        @if let Some(case) = stay.case { (Button::link(cx.t("stay-case"), cx.url(&format!("/cases/{case}"))).soft().icon("folders")) }
        @if let Some(referral) = stay.referral { (Button::link(cx.t("stay-referral"), cx.url(&format!("/referrals/{referral}"))).soft().icon("tray-arrow-down")) }
    };
    let main = html! {
        @if sight.place && stay.state == "HELD" {
            (gates_card(cx, sight)) (blind::card(cx, stay.id, &sight.steps))
            (escorts::planning(cx, stay, &sight.beside, form)) (arrival(cx, sight, form))
        }
        @if sight.place && stay.state != "HELD" && stay.state != "ENDED" { (living(cx, sight)) (unsaid(cx, sight, form)) }
        @if sight.place && stay.state == "ENDED" && stay.look_after_at.is_some() { (after(cx, sight)) }
        (steps_card(cx, sight))
    };
    let aside = html! { (facts(cx, sight)) @if sight.place && stay.state == "HELD" { (holding(cx, sight)) } };
    let body = html! { (form.summary()) (heading(title, None, &top)) (columns(&main, &aside)) };
    Page::new(cx, format!("{} {}", cx.t("stay-title"), stay.reference))
        .crumb(cx.t("shelter-title"), "/shelter")
        .body(body)
}

fn facts(cx: &Cx, sight: &Sight) -> Markup {
    let stay = &sight.stay;
    let day = |at| dates::day(cx.lang, at);
    let rooms = html! { @for (room, beds) in sight.rooms() {
        (Name(&room.name)) " · " (cx.t_with("shelter-beds-n", &[("n", beds.into())])) br;
    } };
    let rows = Summary::new()
        .row_if(cx.t("shelter-home"), sight.home().map(|home| html! { (Name(home.name(cx.lang))) }))
        .row(cx.t("stay-rooms"), rooms)
        .row(cx.t("stay-people"), html! { span.num { (stay.people) } })
        .row_if(cx.t("stay-arrived"), stay.arrived_at.map(|at| cx.at(at)))
        .row_if(cx.t("stay-leaves"), stay.leaves_at.map(day))
        .row_if(cx.t("stay-back"), stay.back_at.map(day))
        .row_if(cx.t("stay-ended"), stay.ended_at.map(|at| cx.at(at)))
        .row_if(cx.t("stay-end-code"), stay.end_code.as_ref().map(|code| cx.code("stay-end", code)))
        .row_if(cx.t("stay-look-after"), stay.look_after_at.map(day));
    let rows = escorts::facts(cx, &sight.beside, rows);
    let late = stay.hold_until <= cx.now;
    let clock = ClockBox {
        label: cx.t("stay-held"),
        value: cx.deadline(stay.hold_until),
        source: html! { (cx.at(stay.hold_until)) },
        tone: if late { Tone::Bad } else { Tone::Warn },
    };
    html! {
        (Card::new(cx.t("stay-about")).body(html! {
            @if stay.state == "HELD" { (clock) }
            (rows)
        }))
    }
}

/// One small form with a list of reasons.
fn choose(
    cx: &Cx,
    act: &str,
    name: &str,
    (label, family): (&str, &str),
    codes: &[&str],
    button: &Button,
) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let choices = codes.iter().map(|code| ((*code).to_owned(), cx.code(family, code)));
    post(
        cx,
        act,
        &html! { (form.select(name, cx.t(label)).choices(choices)) (acts(&html! { (button) })) },
    )
}

fn holding(cx: &Cx, sight: &Sight) -> Markup {
    let id = sight.stay.id;
    let extend = Button::submit(cx.t("stay-extend")).line().icon("clock");
    let release = Button::submit(cx.t("stay-release")).soft().icon("x");
    html! {
        (Card::new(cx.t("stay-hold")).body(html! {
            @if sight.stay.extended < EXTENSIONS_MAX {
                (choose(cx, &path(id, "/extension"), "why", ("stay-extend-why", "stay-extend"), &EXTENSION_CODES, &extend))
            }
            details.fold {
                summary { (cx.t("stay-release-other")) }
                (choose(cx, &path(id, "/release"), "why", ("stay-release-why", "stay-end"), &RELEASE_CODES, &release))
            }
        }))
    }
}

fn gates_card(cx: &Cx, sight: &Sight) -> Markup {
    let id = sight.stay.id;
    let gates = sight.home().map(|home| home.gates.as_slice()).unwrap_or_default();
    let left = sight.missing().len();
    let card = Card::new(cx.t("shelter-gates")).count(left);
    html! {
        (card.body(html! { ul.gates { @for gate in gates {
            @let passed = sight.passed.iter().find(|one| one.gate == *gate);
            li.done[passed.is_some()] {
                (icon(if passed.is_some() { "check-circle" } else { "hourglass-medium" }))
                div {
                    b { (cx.code("shelter-gate", gate)) }
                    @if let Some(one) = passed { (passed_line(cx, one)) }
                }
                @if passed.is_none() { (gate_acts(cx, id, gate, sight.keep)) }
            }
        } } }))
    }
}

fn passed_line(cx: &Cx, one: &Passed) -> Markup {
    html! { div.sub {
        @if one.state == "OVERRIDDEN" { (tag(Tone::Warn, cx.code("stay-override", &one.code))) " " }
        (Name(cx.lang.pick(&one.by.0, &one.by.1))) " · " (cx.at(one.at))
    } }
}

fn gate_acts(cx: &Cx, id: Uuid, gate: &str, keep: bool) -> Markup {
    let act = path(id, "/gates");
    let hidden = html! { input type="hidden" name="gate" value=(gate); };
    html! {
        div.gate-acts {
            (post(cx, &act, &html! { (hidden) (Button::submit(cx.t("stay-gate-done")).small().line().icon("check")) }))
            @if keep {
                details.fold {
                    summary { (cx.t("stay-gate-without")) }
                    (post(cx, &act, &html! { (hidden) div.acts-row { @for code in OVERRIDE_CODES {
                        (Button::submit(cx.code("stay-override", code)).small().soft().sends("why", code))
                    } } }))
                }
            }
        }
    }
}

fn arrival(cx: &Cx, sight: &Sight, form: &Form<'_>) -> Markup {
    let left = sight.missing().len();
    html! {
        (Card::new(cx.t("stay-arrival")).body(html! {
            @if left > 0 { p.muted { (cx.t_with("stay-gates-left", &[("n", left.into())])) } }
            @else {
                (post(cx, &path(sight.stay.id, "/admission"), &html! {
                    (escorts::arrival(cx, &sight.beside, form))
                    (form.date("leaves", cx.t("stay-leaves-when")).optional())
                    (acts(&html! { (Button::submit(cx.t("stay-admit")).icon("check")) }))
                }))
            }
        }))
    }
}

/// Nobody has said yet how they came.
fn unsaid(cx: &Cx, sight: &Sight, form: &Form<'_>) -> Markup {
    html! { @if sight.beside.is_unsaid() {
        (Card::new(cx.t("escort-came")).body(html! { details.fold {
            summary { (cx.t("escort-write")) }
            (post(cx, &path(sight.stay.id, "/arrival"), &html! {
                (escorts::arrival(cx, &sight.beside, form))
                (acts(&html! { (Button::submit(cx.t("escort-write")).line().icon("check")) }))
            }))
        } }))
    } }
}

fn living(cx: &Cx, sight: &Sight) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let (form, id) = (Form::new(cx, &values, &errors), sight.stay.id);
    let away = sight.stay.state == "AWAY";
    let exits = EXIT_CODES.map(|code| (code, cx.code("stay-end", code)));
    let after = moves::LOOK_AFTER_DAYS.map(|days| (days, cx.t(&format!("stay-look-after-{days}"))));
    html! {
        (Card::new(cx.t("stay-days")).body(html! {
            @if away { (post(cx, &path(id, "/return"), &acts(&html! { (Button::submit(cx.t("stay-return")).icon("check")) }))) }
            @else { details.fold { summary { (cx.t("stay-leave")) } (post(cx, &path(id, "/leave"), &html! {
                (form.date("back", cx.t("stay-back-when")))
                (acts(&html! { (Button::submit(cx.t("stay-leave-act")).line()) }))
            })) } }
            (other_room(cx, sight, &form))
            details.fold { summary { (cx.t("stay-prolong")) } (post(cx, &path(id, "/prolongation"), &html! {
                (form.select("why", cx.t("stay-prolong-why")).choices(PROLONG_CODES.map(|code| (code, cx.code("stay-prolong", code)))))
                (form.date("until", cx.t("stay-leaves-when")))
                (acts(&html! { (Button::submit(cx.t("stay-prolong-act")).line().icon("clock")) }))
            })) }
            details.fold { summary { (cx.t("stay-exit")) } (post(cx, &path(id, "/exit"), &html! {
                (form.select("to", cx.t("stay-exit-to")).choices(exits))
                (form.radios("look_after", cx.t("stay-look-after-when")).side_by_side().choices(after))
                (acts(&html! { (Button::submit(cx.t("stay-exit-act")).line().icon("sign-out")) }))
            })) }
        }))
    }
}

/// After they left: somebody asks how they are, in the safe way.
fn after(cx: &Cx, sight: &Sight) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let how = AFTER_CODES.map(|code| (code, cx.code("stay-after", code)));
    let again = moves::LOOK_AFTER_DAYS.map(|days| (days, cx.t(&format!("stay-look-after-{days}"))));
    html! {
        (Card::new(cx.t("stay-after")).body(post(cx, &path(sight.stay.id, "/look-after"), &html! {
            p.hint { (cx.t("stay-after-text")) }
            (form.radios("how", cx.t("stay-after-how")).side_by_side().choices(how))
            (form.radios("look_after", cx.t("stay-look-after-when")).side_by_side().choices(again))
            (acts(&html! { (Button::submit(cx.t("stay-after-act")).line().icon("heartbeat")) }))
        })))
    }
}

fn other_room(cx: &Cx, sight: &Sight, form: &Form<'_>) -> Markup {
    let free = moves::rooms_for(&sight.stay, &sight.homes, cx.now);
    let named = free.iter().filter_map(|(id, _)| {
        let home = sight.homes.iter().find(|home| home.rooms.iter().any(|room| room.id == *id))?;
        let room = home.rooms.iter().find(|room| room.id == *id)?;
        Some((id.to_string(), format!("{} · {}", home.name(cx.lang), room.name)))
    });
    html! {
        details.fold { summary { (cx.t("stay-transfer")) }
            @if free.is_empty() { p.muted { (cx.t("stay-transfer-none")) } }
            @else { (post(cx, &path(sight.stay.id, "/transfer"), &html! {
                (form.select("room", cx.t("stay-transfer-to")).choices(named))
                (acts(&html! { (Button::submit(cx.t("stay-transfer-act")).line()) }))
            })) }
        }
    }
}

fn steps_card(cx: &Cx, sight: &Sight) -> Markup {
    let links: Vec<ChainLink> = sight.steps.iter().map(|step| one_step(cx, step)).collect();
    html! { (Card::new(cx.t("stay-steps")).body(chain(cx, &links))) }
}

fn one_step(cx: &Cx, step: &Told) -> ChainLink {
    let mark = match step.act.as_str() {
        "HOLD" | "EXTEND" | "PROLONG" => "clock-countdown",
        "AFTER" => "heartbeat",
        "GATE" => "list-checks",
        blind::ACT => "shield-check",
        "ESCORT" | "CAME" => "users-three",
        "ADMIT" => "house-line",
        "LEAVE" | "RETURN" | "TRANSFER" => "arrows-left-right",
        _ => "sign-out",
    };
    let code = match (step.act.as_str(), step.code.as_str()) {
        (_, "") => None,
        ("EXTEND", code) => Some(cx.code("stay-extend", code)),
        ("ESCORT" | "CAME", code) => Some(cx.code("escort-kind", code)),
        ("PAST", code) => Some(cx.code("waiting-past", code)),
        ("PROLONG", code) => Some(cx.code("stay-prolong", code)),
        ("AFTER", code) => Some(cx.code("stay-after", code)),
        (blind::ACT, code) => Some(cx.code("blind", code)),
        ("GATE", code) => Some(cx.code("shelter-gate", code)),
        (_, code) => Some(cx.code("stay-end", code)),
    };
    let by = cx.lang.pick(&step.by.0, &step.by.1);
    let by = if by.is_empty() { cx.t("stay-by-node") } else { by.clone() };
    ChainLink::new(
        mark,
        LinkState::Done,
        html! { (cx.code("stay-act", &step.act)) @if let Some(code) = &code { " · " (code) } },
    )
    .meta(html! { (Name(&by)) " · " (cx.at(step.at)) })
}
