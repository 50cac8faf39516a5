//! The report of a meeting says what its rooms brought: who stands together, how far each kind goes along, whose words may be
//! quoted, and how far what came of ideas is, at the meeting and half a year later.

use sila_core::agreement::Sector;
use sila_core::{AgencyId, IdeaId, MeetingId};

use crate::ideas::board::tests::{Hall, hall};
use crate::meetings::tests::{called, id_of};
use crate::partners::{self, Level, Partner};
use crate::testing::{NOW, check_page};

const TOGETHER: &str = "أرقام المناوبة";
const QUOTED: &str = "رقم مناوبة موحد خارج الدوام";
const SILENT: &str = "رقم واحد يرد بعد الدوام";
const TAKEN_BACK: &str = "سوق أسر منتجة";

async fn partner(hall: &Hall, n: u8, name: &str, sector: Sector) {
    let one = Partner {
        id: AgencyId([n; 32]),
        code: format!("P{n}"),
        name_ar: name.to_owned(),
        name_en: format!("Partner {n}"),
        sector,
        level: Level::Listed,
        contact: String::new(),
        updated_at: NOW,
    };
    hall.node.write(move |tx| partners::store::insert(tx, &one)).await.unwrap();
}

/// Nine of a local entity, five of an association, four of a company, six of whom nothing is known.
async fn people(hall: &Hall) -> Vec<String> {
    partner(hall, 1, "هيئة الواحة", Sector::Local).await;
    partner(hall, 2, "جمعية الندى", Sector::PublicBenefit).await;
    partner(hall, 3, "شركة المرفأ", Sector::Private).await;
    let mut phones = Vec::new();
    for (name, people) in
        [("هيئة الواحة", 9), ("جمعية الندى", 5), ("شركة المرفأ", 4), ("جهة لا نعرفها", 6)]
    {
        for _ in 0..people {
            phones.push(hall.phone(name).await);
        }
    }
    phones
}

/// Says it, ticked that the report may quote it or not, and lets it through.
async fn said(hall: &Hall, phone: &str, text: &str, quote: &str) -> IdeaId {
    let form = [("kind", "OPPORTUNITY"), ("text", text), ("key", text), ("quote", quote)];
    hall.node.post_as_phone(&format!("/ar{}/ideas", hall.room.door()), phone, &form).await;
    let id = hall.queue().await.last().unwrap().id;
    assert_eq!(hall.review(id, "show", "").await.status, 303);
    id
}

/// The room belongs to the meeting, two ideas stand together in it, and one of them became an action.
async fn played(hall: &Hall, meeting: &str, phones: &[String]) -> MeetingId {
    let id = id_of(meeting);
    let of_meeting = format!("update idea_room set meeting = x'{}'", id.0.simple());
    hall.node.write(move |tx| tx.exec_text(&of_meeting, &[]).map(|_| ())).await.unwrap();
    let a = said(hall, &phones[0], QUOTED, "yes").await;
    let b = said(hall, &phones[9], SILENT, "").await;
    let c = said(hall, &phones[1], TAKEN_BACK, "yes").await;
    // Nobody else decides about it; who said it may take it back.
    assert_eq!(hall.act(&phones[2], c, "quote", &[("yes", "0")]).await.status, 404);
    assert_eq!(hall.act(&phones[1], c, "quote", &[("yes", "0")]).await.status, 303);
    for phone in phones[..5].iter().chain(&phones[9..13]) {
        hall.act(phone, a, "endorsement", &[("yes", "1")]).await;
    }
    let (one, two) = (a.to_string(), b.to_string());
    let form = [("idea", one.as_str()), ("idea", two.as_str()), ("name", TOGETHER)];
    let path = format!("/ar{}/clusters", hall.room.path());
    assert_eq!(hall.node.post(&path, &hall.officer, &form).await.status, 303);
    let (owner, meeting) = (hall.node.app.node.id.to_text(), id.to_string());
    let form = [
        ("into", "ACTION"),
        ("meeting", meeting.as_str()),
        ("action_ar", "جدول مناوبة مشترك"),
        ("owner", owner.as_str()),
        ("due_d", "1"),
        ("due_m", "12"),
        ("due_y", "2026"),
    ];
    let path = format!("/ar/contributions/idea/{a}/0");
    assert_eq!(hall.node.post(&path, &hall.officer, &form).await.status, 303);
    id
}

fn plain(text: &str) -> String {
    text.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "")
}

#[tokio::test]
async fn the_report_says_what_stands_together_who_supports_it_what_may_be_quoted_and_what_became_of_it()
 {
    let hall = hall("ENTITY").await;
    let meeting = called(&hall.node, &hall.officer).await;
    let phones = people(&hall).await;
    let empty = hall.node.get(&format!("{meeting}/report.pdf"), &hall.officer).await.body.len();
    let id = played(&hall, &meeting, &phones).await;
    let page = hall.node.get(&format!("{meeting}/report"), &hall.officer).await.body;
    check_page(&page, "ar");
    let table = hall.node.get(&format!("{meeting}/report.csv"), &hall.officer).await.body;
    let (page, table) = (plain(&page), plain(&table));
    for told in [
        TOGETHER,
        "جمعية الندى",
        "هيئة الواحة",
        // Nine different people; five of nine and four of five; four people of a company are not told apart.
        "9 أشخاص مختلفين",
        "حكومية محلية: 55%",
        "نفع عام: 80%",
        "قطاع خاص: أقل من خمسة",
        QUOTED,
        "جدول مناوبة مشترك",
    ] {
        assert!(page.contains(told), "the page: {told}");
        assert!(table.contains(told), "the table: {told}");
    }
    for withheld in [SILENT, TAKEN_BACK] {
        assert!(!page.contains(withheld) && !table.contains(withheld), "{withheld}: no consent");
    }
    assert!(page.contains("أفكار القاعة: 3، منها في مجموعات: 2"), "they are counted all the same");
    let fates = page.split("data-fates").nth(1).unwrap();
    assert!(!fates.split("</table>").next().unwrap().contains("أُنجز"), "nobody has done it yet");
    let english = meeting.replace("/ar/", "/en/");
    check_page(&hall.node.get(&format!("{english}/report"), &hall.officer).await.body, "en");
    for at in [&meeting, &english] {
        let file = hall.node.get(&format!("{at}/report.pdf"), &hall.officer).await;
        assert_eq!(file.status, 200, "{at}");
        assert!(file.body.len() > empty + 500, "{at}: the tables and the words are in it");
    }
    half_a_year_later(&hall, &meeting, id).await;
    hall.node.end().await;
}

/// The action is done: the report and the follow-up say so, each from the minutes.
async fn half_a_year_later(hall: &Hall, meeting: &str, id: MeetingId) {
    let before = hall.node.get(&format!("{meeting}/followup"), &hall.officer).await.body;
    let kept = |page: &str| {
        let page = plain(page);
        page.split("تحقق منها: ").nth(1).unwrap().chars().next().unwrap()
    };
    assert_eq!(kept(&before), '0');
    let done = [("end", "DONE"), ("words_1", "صدر الجدول")];
    let path = format!("/ar/minutes/{id}/points/1");
    assert_eq!(hall.node.post(&path, &hall.officer, &done).await.status, 303);
    hall.node.app.clock.set(Some(NOW.plus_days(181)));
    let later = hall.node.worker("later", &["PARTNERSHIP"]).await;
    let cookie = hall.node.sign_in(&later).await;
    let report = plain(&hall.node.get(&format!("{meeting}/report"), &cookie).await.body);
    let fates = report.split("data-fates").nth(1).unwrap();
    assert!(fates.split("</table>").next().unwrap().contains("أُنجز"));
    let page = hall.node.get(&format!("{meeting}/followup"), &cookie).await.body;
    check_page(&page, "ar");
    assert!(plain(&page).contains("جدول مناوبة مشترك · أُنجز"), "with the idea it came from");
    assert_eq!(kept(&page), '2', "the action, and the idea it came from");
}
