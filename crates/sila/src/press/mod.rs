//! Public statements (التصريحات): what the agency says to the press: words that the guard has looked through, figures that the node
//! has counted and that are of five people or more, and no number beside them. One writes it, somebody else approves it; what was
//! approved does not change, and can be taken back. Nothing in it comes from a case.

pub mod figures;
mod form;
mod list;
mod show;
pub mod store;
#[cfg(test)]
mod tests;

use minicbor::{Decode, Encode};
use uuid::Uuid;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::meetings::text::Words;
use crate::meetings::unsealed;
use crate::problem::Problem;
use figures::Figure;
use store::Stored;

pub use form::keep;

/// It waits for somebody else.
pub const WRITTEN: &str = "WRITTEN";
/// It may be said.
pub const APPROVED: &str = "APPROVED";
/// It was taken back.
pub const WITHDRAWN: &str = "WITHDRAWN";
/// The table whose rows hold the words.
const TABLE: &str = "press_extract";

/// The routes of public statements.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign, IdeaModerate};
    r.get("/{lang}/press", AgreementRead, list::page);
    r.get("/{lang}/press/new", IdeaModerate, form::page);
    r.post("/{lang}/press", IdeaModerate, form::create);
    r.get("/{lang}/press/{id}", AgreementRead, show::page);
    r.post("/{lang}/press/{id}/approval", AgreementSign, show::approve);
    r.post("/{lang}/press/{id}/withdrawal", AgreementSign, show::withdraw);
}

/// What is said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Extract {
    /// The headline.
    #[n(0)]
    pub title: Words,
    /// The words.
    #[n(1)]
    pub text: Words,
    /// The figures, as they were when it was written.
    #[n(2)]
    pub figures: Vec<Figure>,
}

impl Extract {
    /// The first number in its words that is none of its figures.
    pub fn stray(&self) -> Option<u64> {
        let words = [&self.title.ar, &self.title.en, &self.text.ar, &self.text.en];
        figures::stray(&words.map(String::as_str), &self.figures)
    }
}

/// An extract with its words.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn open(app: &App, id: Uuid) -> Result<(Stored, Extract), Problem> {
    let row = app.store.read(move |tx| store::find(tx, id)).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    let extract = unsealed(app, TABLE, id, &row.body)?;
    Ok((row, extract))
}

/// The address of an extract, with `rest` behind it, without language.
pub fn path(id: Uuid, rest: &str) -> String {
    format!("/press/{id}{rest}")
}
