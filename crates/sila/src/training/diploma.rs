//! `/training/enrolments/{id}/certificate.pdf`: a certificate as a file, in both languages.

use sila_core::training::Enrolment;
use sila_paper::{Margins, Paper, Text};

use super::certificate::{self, Held};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::{Cx, Lang, dates, paper};

/// The file, for the holder and for whoever keeps the course.
///
/// # Errors
/// `page.not_found` for anybody else, and where there is none.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let held = certificate::held(&ask).await?;
    let name = format!("certificate-{}", held.certificate.number());
    paper::file(&document(&ask.cx, &held), &name)
}

fn document(cx: &Cx, held: &Held) -> Paper {
    let of = |lang| Cx { lang, ..cx.clone() };
    let (ar, en) = (of(Lang::Ar), of(Lang::En));
    let Held { certificate, name, issuer: (issuer_ar, issuer_en), .. } = held;
    let number = certificate.number();
    let margins =
        Margins { agency: issuer_ar.clone(), ..paper::margins(&ar, &number, issuer_en.clone()) };
    let day = paper::day(certificate.given_at);
    let when = |cx: &Cx| {
        let long = dates::duration(cx.lang, i64::from(certificate.minutes));
        format!("{} · {long}", dates::day(cx.lang, certificate.held_at))
    };
    let twice = |key: &str| format!("{} · {}", ar.t(key), en.t(key));
    let given = |cx: &Cx| {
        format!("{} {}", cx.t("certificate-given"), dates::day(cx.lang, certificate.given_at))
    };
    let title = ar.t("certificate-title");
    let paper = Paper::new(paper::language(Lang::Ar), title, day, margins)
        .twin_title(en.t("certificate-title"))
        .parallel_heading(2, issuer_ar, issuer_en)
        .parallel(ar.t("certificate-says"), en.t("certificate-says"))
        .parallel_heading(1, name, name)
        .parallel(ar.t("certificate-attended"), en.t("certificate-attended"))
        .parallel_heading(1, &certificate.title.ar, &certificate.title.en)
        .parallel(when(&ar), when(&en))
        .parallel(given(&ar), given(&en))
        .space()
        .square(
            &held.text,
            &number,
            vec![
                Text::from(format!("{} ", twice("certificate-number"))).identifier(&number),
                ar.t("certificate-square").into(),
                Text::free(&en.t("certificate-square")),
            ],
        );
    match held.one.state {
        Enrolment::Revoked => paper.watermark(twice("training-enrolment-revoked")),
        _ => paper,
    }
}
