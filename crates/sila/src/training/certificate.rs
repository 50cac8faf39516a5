//! Certificates: given to whoever was in all of a course of ours, taken back, printed, and checked.
//!
//! A certificate is signed with the node's signing key ([`sila_link::certificate`]). The paper shows the name; the square and
//! its text do not. It is checked on any machine that has the issuer's file of keys, with `sila verify` or on the page of
//! any node that is linked with the issuer.

use maud::{Markup, html};
use sila_core::Millis;
use sila_core::ids::EnrolmentId;
use sila_core::training::{Enrolment, Step};
use sila_link::certificate::{Certificate, Issuer, Revoked, holder};
use sila_seal::statement::SignedStatement;

use super::store::{self, Enrolled};
use super::{COMPLETED, Open, course, fact, open, opened, path};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::links;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Note, Tone, acts, copyable, qr};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Lang, Page, dates};

/// Gives everybody who was in all of a course of ours the certificate.
///
/// # Errors
/// As [`give`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let id = found.stored.id;
    give(&ask.app, ask.worker()?, &found, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Signs the certificates. Says how many.
///
/// # Errors
/// `page.not_found` for a partner's course; `training.not_held` before it was held.
pub async fn give(app: &App, worker: &Worker, found: &Open, now: Millis) -> Result<usize, Problem> {
    let course = found.stored.id;
    if found.stored.origin != app.node.id {
        return Err(Problem::not_found());
    }
    if found.stored.state != COMPLETED {
        return Err(Problem::refused("training.not_held").way_out(path(course)));
    }
    let all = app.store.read(move |tx| store::of_course(tx, course)).await?;
    let mut signed = Vec::new();
    for one in all.into_iter().filter(|one| one.state == Enrolment::FullyAttended) {
        let text = sign(app, found, &one, now)?;
        signed.push((one, text));
    }
    let count = signed.len();
    let told = fact(app, course, Some(worker), "certified", now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        for (one, text) in &signed {
            if store::step(tx, one, Step::Certify, now)? {
                store::certify(tx, one.id, text)?;
            }
        }
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(count)
}

fn sign(app: &App, found: &Open, one: &Enrolled, now: Millis) -> Result<String, Problem> {
    let mark = app.vault.mark(format!("certificate\n{}", one.id).as_bytes());
    let mut salt = [0; 16];
    salt.iter_mut().zip(mark).for_each(|(to, from)| *to = from);
    let certificate = Certificate {
        id: one.id,
        issuer: app.node.id,
        course: one.course,
        title: found.course.title.clone(),
        held_at: found.course.starts_at,
        minutes: found.course.minutes,
        holder: holder(&salt, &super::name(app, one)?),
        salt,
        given_at: now,
    };
    Ok(certificate.sign(app.keys().sign()))
}

/// Takes a certificate back.
///
/// # Errors
/// As [`take_back`].
pub async fn revoke(ask: Ask) -> Result<Reply, Problem> {
    let id: EnrolmentId = ask.id("id")?;
    let course = take_back(&ask.app, ask.worker()?, id, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(course))))
}

/// Takes it back: its holder's node and every partner to whom the course was open hear of it.
///
/// # Errors
/// `page.not_found`; `training.crossed` where there is none.
pub async fn take_back(
    app: &App,
    worker: &Worker,
    id: EnrolmentId,
    now: Millis,
) -> Result<sila_core::CourseId, Problem> {
    let one = app.store.read(move |tx| store::enrolment(tx, id)).await?;
    let one = one.ok_or_else(Problem::not_found)?;
    let Open { stored, mut course } = open(app, one.course).await?;
    if stored.origin != app.node.id {
        return Err(Problem::not_found());
    }
    let (course_id, before) = (stored.id, stored.updated_at);
    course.revoked.push(id);
    let updated_at = Millis(now.0.max(before.0.saturating_add(1)));
    let row = store::Stored { body: course::to_cbor(&course), updated_at, ..stored };
    let told = fact(app, course_id, Some(worker), "revoked", now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::step(tx, &one, Step::Revoke, now)? || !store::update(tx, &row, before)? {
            return Err(DbError::Type { what: "crossed".to_owned() });
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    let crossed = |_| Problem::refused("training.crossed").way_out(path(course_id));
    app.store.write(write).await.map_err(crossed)?;
    app.changed(Topic::Agreements);
    Ok(course_id)
}

/// A certificate as its holder has it.
pub(super) struct Held {
    /// The enrolment.
    pub one: Enrolled,
    /// What it says.
    pub certificate: Certificate,
    /// Of the holder.
    pub name: String,
    /// The issuer in Arabic and in English.
    pub issuer: (String, String),
    /// What is signed.
    pub text: String,
}

/// The certificate of the address.
///
/// # Errors
/// `page.not_found` for anybody but its holder and whoever keeps the course, and where there is none.
pub(super) async fn held(ask: &Ask) -> Result<Held, Problem> {
    let id: EnrolmentId = ask.id("id")?;
    let one = ask.app.store.read(move |tx| store::enrolment(tx, id)).await?;
    let one = one.ok_or_else(Problem::not_found)?;
    let found = open(&ask.app, one.course).await?;
    let own = one.worker == Some(ask.worker()?.id);
    let keeps = found.stored.origin == ask.app.node.id && ask.may(Permission::TrainingKeep);
    let text = one.token.clone().filter(|_| own || keeps).ok_or_else(Problem::not_found)?;
    let certificate = Certificate::read(&text);
    let certificate =
        certificate.map_err(|error| Problem::internal("training.unreadable").because(error))?;
    let names = Names::all(&ask.app).await?;
    let issuer = |lang: Lang| match certificate.issuer == ask.app.node.id {
        true => {
            let own = &ask.app.node.agency;
            lang.pick(&own.name_ar, &own.name_en).clone()
        }
        false => names.of(lang, certificate.issuer).to_owned(),
    };
    let (issuer, name) = ((issuer(Lang::Ar), issuer(Lang::En)), super::name(&ask.app, &one)?);
    Ok(Held { one, certificate, name, issuer, text })
}

/// The certificate to print, in both languages: for its holder, and for whoever keeps the course.
///
/// # Errors
/// `page.not_found` for anybody else, and where there is none.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let held = held(&ask).await?;
    let cx = &ask.cx;
    let body = html! {
        div.no-print {
            @if held.one.state == Enrolment::Revoked {
                (Note::new("warning", cx.t("training-enrolment-revoked")).tone(Tone::Bad).says(cx.t("training-next-revoked")))
            }
            (Note::new("printer", cx.t("certificate-how")).tone(Tone::Info).says(cx.t("certificate-how-text")))
            (acts(&html! {
                (Button::link(cx.t("certificate-pdf"), cx.url(&format!("/training/enrolments/{}/certificate.pdf", held.one.id))).icon("download-simple"))
                (Button::link(cx.t("certificate-check-title"), cx.url("/training/check")).line().icon("seal-check"))
            }))
        }
        (sheet(cx, &held))
    };
    let page = Page::new(cx, cx.t("certificate-title")).crumb(cx.t("training-title"), "/training");
    Ok(Reply::page(&page.body(body)))
}

/// The sheet: one half in each language, then the square.
fn sheet(cx: &Cx, held: &Held) -> Markup {
    let Held { certificate: read, name, issuer: (issuer_ar, issuer_en), text, .. } = held;
    let half = |lang: Lang, issuer: &str| {
        let said = |key: &str| crate::web::i18n::text(lang, key, &[]);
        html! {
            div.cert-half lang=(lang.code()) dir=(lang.dir()) {
                p.cert-by { (Name(issuer)) }
                p.cert-t { (said("certificate-title")) }
                p { (said("certificate-says")) }
                p.cert-name { (Name(name)) }
                p { (said("certificate-attended")) }
                p.cert-course { (Name(lang.pick(&read.title.ar, &read.title.en))) }
                p.cert-when { (dates::day(lang, read.held_at)) " · " (dates::duration(lang, i64::from(read.minutes))) }
            }
        }
    };
    let number = read.number();
    html! {
        article.sheet.cert {
            h1.vh { (cx.t("certificate-title")) }
            div.cert-both { (half(Lang::Ar, issuer_ar)) (half(Lang::En, issuer_en)) }
            div.sheet-seal {
                (qr(text, &number))
                div {
                    p { (cx.t("certificate-number")) " " (Code(&number)) }
                    p.sub { (cx.t("certificate-given")) " " (dates::day(cx.lang, read.given_at)) }
                    p.sub { (cx.t("certificate-square")) }
                }
            }
            details.fold.no-print { summary { (cx.t("certificate-text")) } (copyable(cx, text)) }
        }
    }
}

/// Our file of keys, with which anybody checks what we have signed.
///
/// # Errors
/// None of its own.
pub async fn keys(ask: Ask) -> Result<Reply, Problem> {
    let ring = ask.app.keys();
    let all: Vec<SignedStatement> = ring.stated().iter().map(|one| one.signed.clone()).collect();
    let name = format!("{}.sila-keys", ask.app.node.agency.code);
    Ok(Reply::file("application/octet-stream", name, Issuer::file(&all)))
}

/// The list of the certificates that we have taken back, signed.
///
/// # Errors
/// When the store cannot be read.
pub async fn revoked(ask: Ask) -> Result<Reply, Problem> {
    let list = taken_back(&ask.app, ask.now).await?;
    let text = list.sign(ask.app.keys().sign());
    let name = format!("{}.sila-revoked", ask.app.node.agency.code);
    Ok(Reply::file("text/plain", name, text.into_bytes()))
}

/// The certificates of our courses that were taken back.
///
/// # Errors
/// When the store cannot be read.
pub async fn taken_back(app: &App, now: Millis) -> Result<Revoked, Problem> {
    let me = app.node.id;
    let mut ids = Vec::new();
    for stored in app.store.read(store::courses).await? {
        let open = opened(stored)?;
        if open.stored.origin == me {
            ids.extend(open.course.revoked);
        }
    }
    Ok(Revoked { issuer: me, at: now, ids })
}

/// What is known here of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What it says.
    pub certificate: Certificate,
    /// Its issuer has taken it back, as far as is known here.
    pub revoked: bool,
}

/// Checks a text with the keys that this node knows: its own, and those of the agencies it is linked with. Nothing when it does not
/// hold, or comes from an agency that is not known here.
///
/// # Errors
/// When the store cannot be read.
pub async fn check(app: &App, text: &str) -> Result<Option<Checked>, Problem> {
    let Ok(claimed) = Certificate::read(text) else { return Ok(None) };
    let Some(issuer) = issuer(app, claimed.issuer).await? else { return Ok(None) };
    let Ok(certificate) = Certificate::open(text, &issuer) else { return Ok(None) };
    let (course, id) = (certificate.course, certificate.id);
    let stored = app.store.read(move |tx| store::find(tx, course)).await?;
    let course = stored.map(opened).transpose()?;
    let revoked = course.is_some_and(|open| open.course.revoked.contains(&id));
    Ok(Some(Checked { certificate, revoked }))
}

/// The keys of an agency that is known here.
async fn issuer(app: &App, agency: sila_core::AgencyId) -> Result<Option<Issuer>, Problem> {
    if agency == app.node.id {
        let ring = app.keys();
        let all: Vec<SignedStatement> =
            ring.stated().iter().map(|one| one.signed.clone()).collect();
        return Ok(Issuer::of(&all).ok());
    }
    let peer = app.store.read(move |tx| links::store::peer_of(tx, agency)).await?;
    Ok(peer.and_then(|peer| {
        let mut issuer = Issuer::of(std::slice::from_ref(&peer.statement)).ok()?;
        let earlier = peer.earlier.iter().map(|one| one.key);
        issuer.keys.extend(earlier.filter(|key| !peer.keys.custody.is_revoked(&key.id())));
        Some(issuer)
    }))
}
