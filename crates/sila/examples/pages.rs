//! Writes sample pages of the components into a folder, for the eye: `cargo run -p sila --example pages -- FOLDER`,
//! then `python3 -m http.server` in it. The people and agencies are invented; the samples are no part of the product.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use maud::{Markup, html};
use sila::web::components::*;
use sila::web::ident::{Code, EmiratesId, Name, Reference};
use sila::web::{Brand, Cx, Errors, Form, Lang, NavItem, Page, Pairs, Who, assets, dates};
use sila_core::Millis;

/// 22 November 2026, 10:42 in Dubai.
const NOW: Millis = Millis(1_795_329_720_000);

fn main() -> Result<(), Box<dyn Error>> {
    let folder =
        PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/pages".to_owned()));
    write_assets(&folder)?;
    for lang in Lang::ALL {
        let cx = |path: &str| context(lang, path);
        let pages = [
            ("home", home(&cx("/"))),
            ("referral", referral(&cx("/referrals/in/1"))),
            ("form", form(&cx("/referrals/out/new"))),
            ("list", list(&cx("/referrals/in?page=2"))),
            ("parts", parts(&cx("/links"))),
            ("sign-in", sign_in(&cx("/sign-in"))),
        ];
        for (name, page) in pages {
            fs::write(folder.join(format!("{name}-{lang}.html")), page.render())?;
        }
    }
    Ok(())
}

fn write_assets(folder: &Path) -> Result<(), Box<dyn Error>> {
    for (path, bytes) in assets::all() {
        let to = folder.join(assets::url(path).trim_start_matches('/'));
        fs::create_dir_all(to.parent().ok_or("no folder")?)?;
        fs::write(to, bytes)?;
    }
    Ok(())
}

fn context(lang: Lang, path: &str) -> Cx {
    let brand = Brand {
        name_ar: "هيئة دانة للرعاية الاجتماعية".into(),
        name_en: "Dana Social Care Authority".into(),
    };
    let mut cx = Cx::new(lang, path, NOW, Arc::new(brand));
    cx.worker = Some(Who {
        name: lang.pick("مريم الكتبي", "Maryam Alketbi").into(),
        role_key: lang.pick("مكتب الإحالات", "Referral desk"),
    });
    cx.unread = 5;
    cx.demo = true;
    let item = |ar, en, path, icon, group: &'static str, count, hot, tab| NavItem {
        key: lang.pick(ar, en),
        path,
        icon,
        group,
        count,
        hot,
        tab,
    };
    let partnerships = lang.pick("الشراكات", "Partnerships");
    let oversight = lang.pick("المتابعة", "Oversight");
    cx.nav = Arc::from([
        item("يومي", "My day", "/", "sun-horizon", "", None, false, true),
        item("الوارد", "Incoming", "/referrals/in", "tray-arrow-down", "", Some(12), true, true),
        item("إحالة", "Refer", "/referrals/new", "plus", "", None, false, true),
        item("الصادر", "Outgoing", "/referrals/out", "paper-plane-tilt", "", None, false, false),
        item("الحالات", "Cases", "/cases", "folders", "", Some(128), false, true),
        item(
            "الاتفاقيات",
            "Agreements",
            "/agreements",
            "handshake",
            partnerships,
            Some(2),
            false,
            false,
        ),
        item(
            "الجهات المرتبطة",
            "Linked agencies",
            "/links",
            "arrows-left-right",
            partnerships,
            None,
            false,
            false,
        ),
        item("سجل التدقيق", "Audit trail", "/audit", "seal-check", oversight, None, false, false),
        item("الإدارة", "Administration", "/accounts", "gear-six", oversight, None, false, false),
    ]);
    cx
}

fn home(cx: &Cx) -> Page {
    let p = |ar: &str, en: &str| cx.lang.pick(ar, en).to_owned();
    let bars = ["أبريل/Apr", "مايو/May", "يونيو/Jun", "يوليو/Jul", "أغسطس/Aug", "سبتمبر/Sep"]
        .iter()
        .zip([22_u32, 27, 24, 31, 35, 33])
        .fold(
            Bars::new(
                "c1",
                p("الإحالات الشهرية", "Referrals by month"),
                &[p("واردة", "Received"), p("صادرة", "Sent")],
            ),
            |bars, (label, n)| {
                let (ar, en) = label.split_once('/').unwrap_or((label, label));
                bars.bar(p(ar, en), vec![n, n / 2 + 4])
            },
        );
    let main = html! {
        (Card::new(p("بحاجة إلى إجراء منك", "Needs your action")).count(2).link(p("كل المهام", "All tasks"), "#").live("todo", "referrals").body(html! {
            ul.tasks {
                (Task::new("siren", Tone::Bad, p("ردّ على إحالة عاجلة: أم وطفلان يحتاجون إلى إيواء", "Reply to urgent referral: mother and two children need shelter"), "#")
                    .meta(p("من مؤسسة مرسى · وُجّهت حسب الإقامة", "From Marsa Foundation · routed by residence"))
                    .end(tag(Tone::Bad, cx.deadline(Millis(NOW.0 - 40 * 60_000)))))
                (Task::new("signature", Tone::Gold, html! { (p("اعتماد مشاركة التقييم للحالة", "Approve sharing the assessment of case")) " " (Reference("C-26-00417")) }, "#")
                    .meta(p("طلبتها هند سالم", "Asked by Hind Salem"))
                    .end(tag(Tone::Warn, cx.deadline(Millis(NOW.0 + 200 * 60_000)))))
            }
        }))
        (Card::new(p("الإحالات الشهرية", "Referrals by month")).tag(bars.legend()).body(bars.draw(cx)))
    };
    let aside = html! {
        (Card::new(p("إشغال دور الإيواء", "Shelter occupancy")).body(html! { ul.occ {
            li { div.o-h { b { (p("دار الأمان", "Safe House")) } span.muted.num { "21 / 24" } } (meter(cx, 21, 2, 24, "21 / 24")) }
            li { div.o-h { b { (p("دار الرعاية", "Family Home")) } span.muted.num { "14 / 22" } } (meter(cx, 14, 1, 22, "14 / 22")) }
            li { div.o-h { b { (p("بيت الفتيات", "Girls’ Home")) } span.muted.num { "10 / 10" } } (meter(cx, 10, 0, 10, "10 / 10")) }
        } }))
        (Card::new(p("نتائج الإحالات هذا العام", "Outcomes this year")).body(donut(cx, &p("نتائج الإحالات", "Outcomes"), "76%", &p("قُبلت", "accepted"),
            &[(p("مقبولة", "Accepted"), 212), (p("قيد المراجعة", "In review"), 34), (p("حُوّلت", "Re-routed"), 21), (p("معتذر عنها", "Declined"), 13)])))
        (Card::new(p("حالة الربط", "Link status")).body(links(&[
            (Tone::Ok, html! { (Name(&p("مؤسسة مرسى", "Marsa Foundation"))) }, html! { (dates::ago(cx.lang, NOW, Millis(NOW.0 - 130_000))) }, tag(Tone::Ok, p("الربط يعمل", "Working"))),
            (Tone::Bad, html! { (Name(&p("بلدية", "Municipality"))) }, html! { (dates::ago(cx.lang, NOW, Millis(NOW.0 - 10_800_000))) }, tag(Tone::Bad, p("الربط منقطع", "Interrupted"))),
        ])))
    };
    Page::new(cx, p("يومي", "My day")).body(html! {
        (Hero::new(cx, p("صباح الخير، مريم", "Good morning, Maryam"))
            .line(dates::both_calendars(cx.lang, NOW))
            .line(p("لديك 3 إحالات تجاوزت مهلة الرد.", "3 referrals are past their reply time."))
            .acts(html! {
                (Button::link(p("إحالة جديدة", "New referral"), "#").icon("plus"))
                (Button::link(p("هل الشخص معروف؟", "Known to us?"), "#").icon("user-focus").ghost())
            }))
        div.kpis {
            (Kpi::new(cx, p("إحالات بانتظار ردّنا", "Referrals awaiting us"), &12, "#").icon("tray-arrow-down", Tone::Gold).warning(p("3 تجاوزت المهلة", "3 past reply time")).trend(vec![4, 6, 5, 8, 7, 9, 12]))
            (Kpi::new(cx, p("حالات مفتوحة", "Open cases"), &128, "#").icon("folders", Tone::Ok).note(p("6 جديدة", "6 new this week")).trend(vec![100, 108, 104, 118, 112, 122, 128]))
            (Kpi::new(cx, p("أسرّة شاغرة الآن", "Beds free now"), &15, "#").icon("bed", Tone::Info).small(p("من 64", "of 64")).note(p("آخر تحديث قبل 4 دقائق", "Updated 4 minutes ago")).trend(vec![20, 22, 19, 15, 16, 15]))
            (Kpi::new(cx, p("مهامي اليوم", "My tasks today"), &9, "#").icon("check-square-offset", Tone::Plain).warning(p("مهمتان متأخرتان", "2 overdue")).trend(vec![5, 9, 7, 3, 9, 11, 9]))
        }
        (columns(&main, &aside))
    })
}

fn referral(cx: &Cx) -> Page {
    let p = |ar: &str, en: &str| cx.lang.pick(ar, en).to_owned();
    let main = html! {
        (Card::new(p("ما شاركته الجهة المحيلة", "What the sender shared")).tag(tag(Tone::Ok, p("الموافقة مسجلة", "Consent recorded"))).body(html! {
            (Summary::new().wide()
                .row(p("الشخص", "Person"), html! { (Name(&p("ف. أ. س.", "F. A. S."))) })
                .row(p("الهوية", "Emirates ID"), EmiratesId("784199012345671"))
                .row(p("الإقامة", "Residence"), p("الشارقة، المجاز", "Sharjah, Al Majaz"))
                .row(p("لم يُشارك", "Not shared"), html! { span.muted { (p("تقرير الشرطة (خارج الغرض)", "Police report (outside purpose)")) } }))
        }))
        (Card::new(p("المحادثة مع الجهة", "Conversation with the sender")).body(html! {
            (talk(&[(p("سارة، الجهة المحيلة", "Sara, sender"), "08:30".into(), p("الأم تفضّل غرفة مع طفليها. هل لديكم غرفة عائلية؟", "She prefers one room with the children. Do you have a family room?"))]))
            form { label.vh for="rep" { "x" } textarea.in id="rep" rows="2" placeholder=(p("اكتب رداً…", "Write a reply…")) {} }
        }))
    };
    let done = |icon, ar: &str, en: &str, meta: &str| {
        ChainLink::new(icon, LinkState::Done, p(ar, en))
            .meta(meta.to_owned())
            .seal(&[0xa9, 0x1f, 7, 9, 0x3c, 7])
    };
    let aside = html! {
        (Card::new(p("سلسلة الإثبات", "Chain of attestation")).tag(tag(Tone::Ok, p("سليمة", "Intact"))).body(chain(cx, &[
            done("pencil-simple", "أُنشئت ووُقّعت", "Created and signed", &p("سارة ن. · 08:09", "Sara N. · 08:09")),
            done("paper-plane-tilt", "أُرسلت مشفّرة", "Sent encrypted", "08:11"),
            done("tray-arrow-down", "استُلمت مرة واحدة", "Received exactly once", "08:12"),
            ChainLink::new("hourglass-medium", LinkState::Now, p("بانتظار القرار", "Awaiting decision")).meta(p("المهلة انتهت 10:12", "Reply time ended 10:12")),
            ChainLink::new("check-circle", LinkState::Todo, p("إغلاق الحلقة", "Loop closed")),
        ])))
    };
    Page::new(cx, "R-MARSA-26-00012").crumb(p("الوارد", "Incoming"), "/referrals/in").body(html! {
        section.card.mb-5 {
            div.card-b.head-card {
                div {
                    div.tags { (tag(Tone::Bad, p("عاجلة", "Urgent"))) (tag(Tone::Gold, p("بانتظار الرد", "Awaiting reply"))) (plain_tag(p("سرّي: فريق الحماية فقط", "Restricted: protection team only"))) }
                    h1 { (p("أم وطفلان يحتاجون إلى إيواء آمن", "Mother and two children need safe shelter")) }
                    p.muted { (p("من مؤسسة مرسى · وصلت ", "From Marsa Foundation · arrived ")) (dates::near(cx.lang, NOW, Millis(NOW.0 - 9_000_000))) }
                }
                (ClockBox { label: p("مهلة الرد المتفق عليها", "Agreed reply time"), value: cx.deadline(Millis(NOW.0 - 40 * 60_000)), source: html! { (p("ساعتان · البند ", "2 hours · clause ")) (Code("5.1")) }, tone: Tone::Bad })
            }
            div.card-b.acts-in {
                (Button::link(p("قبول", "Accept"), "#").icon("check"))
                (Button::link(p("طلب معلومات", "Ask for information"), "#").line())
                (Button::link(p("اعتذار مع السبب", "Decline with reason"), "#").soft())
                (Button::link(p("طباعة", "Print"), "#").soft().icon("printer"))
            }
        }
        (columns(&main, &aside))
    })
}

fn form(cx: &Cx) -> Page {
    let p = |ar: &str, en: &str| cx.lang.pick(ar, en).to_owned();
    let values: Pairs = [
        ("name_ar", "فاطمة أحمد سالم النقبي"),
        ("name_latin", "Fatima Ahmed Salem Alnaqbi"),
        ("eid", "784-1990-12345"),
        ("birth_d", "14"),
        ("birth_m", "3"),
        ("birth_y", "1990"),
        ("area", "AE-DU-QUSAIS"),
        ("safe", "yes"),
        ("needs", "shelter"),
    ]
    .into_iter()
    .collect();
    let mut errors = Errors::none();
    errors.add(
        "eid",
        p("أدخل رقم الهوية مكوّناً من 15 رقماً", "Enter an Emirates ID number of 15 digits"),
    );
    errors.add("needs", p("اختر الاحتياجات", "Choose what is needed"));
    let f = Form::new(cx, &values, &errors);
    let step = |ar: &str, en: &str| StepItem { label: p(ar, en), href: Some("#".into()) };
    Page::new(cx, p("مكان إقامة الشخص وهويته", "Where the person lives and who they are"))
        .crumb(p("الصادر", "Outgoing"), "/referrals/out")
        .errors(errors.any())
        .draft_form("draft")
        .body(html! {
            h1 { (p("مكان إقامة الشخص وهويته", "Where the person lives and who they are")) }
            (steps(cx, 2, &[step("السلامة الآن", "Safety now"), step("الشخص والإقامة", "Person & residence"), step("الاحتياج والخدمة", "Need & service"), step("الموافقة والمشاركة", "Consent & sharing"), step("مراجعة وإرسال", "Check & send")]))
            div.form-wrap {
                form id="draft" method="post" action="#" novalidate data-autosave="#" {
                    (f.summary())
                    section.card { div.card-b {
                        (f.text("name_ar", p("الاسم الكامل بالعربية", "Full name in Arabic")).hint(p("كما في الهوية. إن لم يُعرف الاسم الكامل فاكتب ما تعرفه.", "As on the ID. Write what is known.")).lang("ar"))
                        (f.text("name_latin", p("الاسم بالأحرف اللاتينية", "Name in Latin letters")).optional().lang("en"))
                        (f.text("eid", p("رقم الهوية الإماراتية", "Emirates ID number")).hint(p("15 رقماً. لا حاجة إلى الشرطات.", "15 digits. No dashes needed.")).numeric().optional())
                        (f.date("birth", p("تاريخ الميلاد", "Date of birth")).hint(p("يوم ثم شهر ثم سنة، مثل 28 9 1990", "Day, month, year, such as 28 9 1990")))
                        div.row {
                            (f.select("area", p("مكان الإقامة", "Place of residence")).combo()
                                .choice_in(p("دبي", "Dubai"), "AE-DU-QUSAIS", p("القصيص", "Al Qusais"), "Qusais;قصيص")
                                .choice_in(p("الشارقة", "Sharjah"), "AE-SH-MAJAZ", p("المجاز", "Al Majaz"), "Majaz"))
                            (f.select("urgency", p("الأولوية", "Urgency")).choices([("URGENT", p("عاجلة", "Urgent")), ("ROUTINE", p("عادية", "Routine"))]))
                        }
                        (f.radios("safe", p("هل من الآمن الاتصال بهذا الشخص؟", "Is it safe to contact this person?")).side_by_side()
                            .choice_hint("yes", p("نعم، برقم آمن", "Yes, on a safe number"), p("في أوقات محددة فقط", "Only at set times"))
                            .choice_hint("no", p("لا، لا تتصلوا", "No, do not call"), p("التواصل عبر الأخصائية", "Contact through the worker")))
                        (f.checks("needs", p("ما المطلوب؟", "What is needed?")).choice("shelter", p("إيواء طارئ", "Emergency shelter")).choice("school", p("مدرسة", "School place")))
                        (f.area("account", p("بكلماتها", "In her own words")).max(500).optional())
                    } }
                    (acts(&html! { (Button::next(cx)) (Button::later(cx)) (saved(cx, Some(NOW))) }))
                }
                aside.stack {
                    (Note::new("signpost", p("التوجيه المقترح: مؤسسة مرسى، دبي", "Suggested: Marsa Foundation, Dubai")).says(p("لأن الإقامة في دبي. البند 4.2 من اتفاقية الربط الإلكتروني.", "Because residence is in Dubai. Clause 4.2 of the link agreement.")))
                    (Note::new("user-focus", p("قد تكون معروفة لدينا", "May be known to us")).tone(Tone::Gold).says(p("سجلّان متشابهان محلياً.", "Two similar records here.")))
                    (Card::new(p("ملخص الإحالة", "Referral summary")).body(html! { (Summary::new().row(p("الأولوية", "Urgency"), tag(Tone::Warn, p("خلال 24 ساعة", "Within 24 hours"))).row(p("المُحيل", "Sender"), Name("مريم الكتبي"))) }))
                }
            }
        })
}

fn list(cx: &Cx) -> Page {
    let p = |ar: &str, en: &str| cx.lang.pick(ar, en).to_owned();
    let query: Pairs = [("page", "2"), ("state", "open")].into_iter().collect();
    let paging = Paging::asked(&query, 20, 67);
    let row = |reference: &str, tone, ar: &str, en: &str| -> [Markup; 5] {
        [
            html! { a.ref.num href="#" { (Reference(reference)) } span.sub { (p("حماية · إيواء", "Protection · shelter")) } },
            html! { (Name(&p("مؤسسة مرسى", "Marsa Foundation"))) },
            html! { (p("الشارقة", "Sharjah")) },
            tag(tone, p(ar, en)),
            html! { (cx.deadline(Millis(NOW.0 + 200 * 60_000))) },
        ]
    };
    let columns = [
        Col::text(p("الإحالة", "Referral")),
        Col::text(p("من", "From")),
        Col::text(p("الإقامة", "Residence")),
        Col::status(p("الحالة", "Status")),
        Col::num(p("مهلة الرد", "Reply by")),
    ];
    Page::new(cx, p("الوارد", "Incoming")).body(html! {
        (heading(p("الوارد", "Incoming"), Some(&paging.count(cx)), &html! { (Button::link(p("إحالة جديدة", "New referral"), "#").icon("plus")) }))
        (banner(Tone::Ok, p("قُبلت الإحالة، وأُبلغت الجهة المحيلة.", "The referral was accepted and the sender told.")))
        (Card::new(p("بانتظار الرد", "Awaiting reply")).count(3).live("inbox", "referrals").body(html! {
            (Table::new(p("الإحالات الواردة", "Referrals received"), columns.clone())
                .row(row("R-MARSA-26-00042", Tone::Bad, "عاجلة", "Urgent"))
                .row(row("R-MARSA-26-00040", Tone::Gold, "جديدة", "New"))
                .row(row("R-MARSA-26-00037", Tone::Info, "قيد المراجعة", "In review"))
                .row(row("R-MARSA-26-00035", Tone::Ok, "مقبولة", "Accepted")))
            (paging.links(cx, "/referrals/in", &query))
        }))
        div.mt-4 {
            (Card::new(p("متأخرة", "Overdue")).body(html! { (Table::new(p("متأخرة", "Overdue"), columns)
                .when_empty(empty_state("check-circle", p("لا شيء متأخر", "Nothing is late"), p("تظهر هنا الإحالات التي تجاوزت مهلة الرد.", "Referrals past their reply time appear here."), &html! {}))) }))
        }
    })
}

fn parts(cx: &Cx) -> Page {
    let p = |ar: &str, en: &str| cx.lang.pick(ar, en).to_owned();
    Page::new(cx, p("إنهاء الربط", "End the link")).crumb(p("الجهات المرتبطة", "Linked agencies"), "/links").body(html! {
        (heading(p("إنهاء الربط", "End the link"), None, &html! {}))
        div.stack {
            (banner(Tone::Bad, p("لم تُحفظ.", "Not saved.")))
            (banner(Tone::Warn, p("الربط منقطع منذ 3 ساعات.", "The link has been down for 3 hours.")))
            (banner(Tone::Info, p("للعلم.", "For your information.")))
            (Card::new(p("رمز التحقق", "Verification code")).body(html! { (copyable(cx, "1234 5678 9012")) }))
            (Card::new(p("مراجعة قبل الإرسال", "Check before sending")).body(html! {
                (Summary::new().wide().row_change(cx, p("الاسم", "Name"), Name("فاطمة أحمد"), "#").row_change(cx, p("الهوية", "Emirates ID"), EmiratesId("784199012345671"), "#"))
            }))
            (Card::new(p("هل تريد إنهاء الربط؟", "End the link?")).body(html! {
                p { (p("لن تُرسل إحالات جديدة إلى هذه الجهة.", "No new referrals will be sent to this agency.")) }
                (ask_first(cx, "/links/1/end", "/links", &p("إنهاء الربط", "End the link"), &html! {}))
            }))
        }
    })
}

fn sign_in(cx: &Cx) -> Page {
    let p = |ar: &str, en: &str| cx.lang.pick(ar, en).to_owned();
    let (values, errors) = (Pairs::default(), Errors::none());
    let f = Form::new(cx, &values, &errors);
    let mut outside = cx.clone();
    outside.worker = None;
    Page::new(&outside, p("تسجيل الدخول", "Sign in")).bare().body(html! {
        section.card { div.card-b {
            h1.mb-5 { (p("تسجيل الدخول", "Sign in")) }
            (post(cx, "/sign-in", &html! {
                (f.text("login", p("اسم المستخدم", "User name")).ltr().autocomplete("username"))
                (f.password("password", p("كلمة المرور", "Password")).autocomplete("current-password"))
                (acts(&html! { (Button::submit(p("دخول", "Sign in")).icon("sign-in").flipped()) }))
            }))
        } }
        p.muted.small { (p("هذا النظام للعاملين المخوّلين. كل اطلاع يُسجَّل.", "For authorised staff. Every access is recorded.")) }
    })
}
