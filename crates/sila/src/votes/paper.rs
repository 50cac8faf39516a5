//! Papers for a hat: for those who vote without a telephone of their own.
//!
//! So many are printed as people are marked, in no order and without a name; the page that shows them is the only copy. Who drew
//! which is known to nobody if the hat is shaken. Whoever prints them could keep one: that is said on the page, and somebody
//! of another party should stand by.

use maud::html;

use super::{of_id, slips, store, token};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Page;
use crate::web::components::{Note, Tone, heading};

/// The most papers of one print.
const PAPERS_MAX: usize = 200;

/// Marks the chosen people and prints as many papers.
///
/// # Errors
/// `page.not_found`, `vote.closed`; `vote.nobody_chosen` when all of them had drawn.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let vote = of_id(&ask).await?;
    let key = token::key(&ask.app, &vote)?;
    let places: Vec<u32> =
        ask.form.all("elector").filter_map(|n| n.parse().ok()).take(PAPERS_MAX).collect();
    let id = vote.id;
    let told = super::fact(&ask.app, id, ask.worker()?.id, b"paper".to_vec(), ask.now);
    let marked = ask
        .app
        .store
        .write(move |tx| {
            let marked = store::draw_paper(tx, id, &places)?;
            if marked > 0 {
                crate::journal::store::insert(tx, &told)?;
            }
            Ok::<_, crate::db::DbError>(marked)
        })
        .await?;
    if marked == 0 {
        return Err(Problem::refused("vote.nobody_chosen").way_out(vote.path()));
    }
    let papers: Result<Vec<token::Token>, Problem> =
        (0..marked).map(|_| token::on_paper(&key)).collect();
    let cx = &ask.cx;
    let address = format!("{}{}", ask.origin(), cx.url(&vote.booth()));
    let body = html! {
        div.no-print {
            (heading(cx.t("vote-papers"), Some(&cx.t_with("vote-papers-lead", &[("n", marked.into())])), &html! {}))
            (Note::new("warning", cx.t("vote-papers-once")).tone(Tone::Warn).says(cx.t("vote-papers-once-text")))
        }
        div.slips { @for paper in papers? {
            (slips::one(cx, &vote, None, &format!("{address}#t-{}", paper.to_text()), &paper.to_text()))
        } }
    };
    let page = Page::new(cx, cx.t("vote-papers")).crumb(cx.t("votes-title"), "/votes");
    Ok(Reply::page(&page.crumb(vote.title(cx), &vote.path()).with("vote").body(body)))
}
