//! What the people say who were helped (رأي المستفيد). At the end of a case a worker may give the person a paper with an address and a
//! code. Whoever types the code there answers four questions, once.
//!
//! Paper and page name neither the agency nor what it does; the address is the same for everybody, and neither code nor case stands in
//! it: browsers print the address on the paper. A
//! paper is made only where there is a safe way to reach the person and the person says that it is safe to hold it. Nothing is sent. The
//! answer is kept without the code, the case and the time, and shown only in sums of five people or more of a quarter that is over.

pub mod answer;
pub mod paper;
pub mod store;
#[cfg(test)]
mod tests;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes of papers and answers. The address that strangers see is a letter.
pub fn routes(r: &mut Routes) {
    r.post("/{lang}/q/new", Permission::CaseRead, paper::create);
    r.get("/{lang}/q", Permission::Public, answer::page);
    r.post("/{lang}/q", Permission::Public, answer::create);
}
