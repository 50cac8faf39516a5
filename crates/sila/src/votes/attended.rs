//! The roll of a vote as the attendance of a meeting gives it: the people who are there, or the entities of which somebody is. It is read when
//! the vote is opened, and frozen with it: whoever comes later is not on it.

use maud::{Markup, html};

use crate::ask::Ask;
use crate::meetings;
use crate::problem::Problem;
use crate::web::components::{Note, Tone};
use crate::web::ident::Name;
use crate::web::{Cx, Pairs};

/// The fields that name the meeting, and whom of it.
pub(super) const FIELDS: [&str; 2] = ["meeting", "whom"];
/// One entry for each entity.
const ENTITIES: &str = "ENTITIES";

/// Who is on the roll, and of which meeting.
pub(super) struct Roll {
    meeting: meetings::Open,
    whom: String,
    pub(super) people: Vec<(String, String)>,
}

/// The roll of the meeting that a form names; nothing when it names none.
///
/// # Errors
/// `page.not_found` for a meeting that is not kept here.
pub(super) async fn roll(ask: &Ask, form: &Pairs) -> Result<Option<Roll>, Problem> {
    let [meeting, whom] = FIELDS.map(|name| form.get(name).unwrap_or_default());
    if meeting.is_empty() {
        return Ok(None);
    }
    let id = meeting.parse().ok().ok_or_else(Problem::not_found)?;
    let meeting = meetings::open(&ask.app, id).await?;
    let people = meetings::attended(ask, &meeting, whom == ENTITIES).await?;
    Ok(Some(Roll { meeting, whom: whom.to_owned(), people }))
}

impl Roll {
    /// What the form shows in the place of a list to be typed.
    pub(super) fn shown(&self, cx: &Cx) -> Markup {
        let key = match self.whom == ENTITIES {
            true => "vote-roll-entities",
            false => "vote-roll-present",
        };
        let [meeting, whom] = FIELDS;
        html! {
            input type="hidden" name=(meeting) value=(self.meeting.row.id);
            input type="hidden" name=(whom) value=(self.whom);
            div id="roll" {
                (Note::new("users", cx.t_with(key, &[("n", self.people.len().into())])).tone(Tone::Info).says(html! { (Name(self.meeting.title(cx))) }))
            }
        }
    }
}
