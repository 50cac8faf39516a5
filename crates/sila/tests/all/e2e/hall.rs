//! A hall in the browser, in Arabic: the projector, twenty telephones without account, the desk of whoever moderates. An idea of a
//! telephone is let through, supported by all, voted on, and becomes an initiative, from which the way leads back to the telephone.
//!
//! Every telephone is a tab of its own under a host name of its own (`p7.localhost`), so that none knows what another holds.

use fantoccini::wd::WindowHandle;
use serde_json::{Value, json};

use super::browser::{Browser, SIZES};
use crate::support::demo::Demo;
use crate::support::node::Node;

const PHONES: usize = 20;
const IDEA: &str = "رقم مناوبة واحد للإمارتين بعد الدوام";
const OTHERS: [&str; 2] = ["بطاقة للمترجمين المعتمدين", "ركن للأطفال في كل محكمة"];

/// The telephones and the projector, in one browser.
struct Hall {
    browser: Browser,
    port: u16,
    phones: Vec<WindowHandle>,
    wall: WindowHandle,
}

impl Hall {
    async fn open(node: &Node) -> Hall {
        let browser = Browser::open(node, SIZES[0]).await;
        let wall = browser.client.window().await.unwrap();
        Hall { browser, port: node.web.port(), phones: Vec::new(), wall }
    }

    async fn goto(&self, host: &str, path: &str) {
        self.browser.client.goto(&format!("http://{host}:{}{path}", self.port)).await.expect(path);
    }

    async fn at(&self, phone: usize) -> &Browser {
        self.browser.client.switch_to_window(self.phones[phone].clone()).await.unwrap();
        &self.browser
    }

    async fn at_wall(&self) -> &Browser {
        self.browser.client.switch_to_window(self.wall.clone()).await.unwrap();
        &self.browser
    }

    /// Another telephone comes in by the code.
    async fn join(&mut self, code: &str) {
        let opened = self.browser.client.new_window(true).await.unwrap().handle;
        self.phones.push(opened);
        let n = self.phones.len();
        let phone = self.at(n - 1).await;
        phone.resize(SIZES[1]).await;
        self.goto(&format!("p{n}.localhost"), &format!("/ar/join/{code}")).await;
        phone.type_in("#entity", &format!("جهة رقم {n}")).await;
        phone.click("main form button[type=submit]").await;
        phone.arrives(&format!("/ar/room/{code}")).await;
    }

    async fn say(&self, phone: usize, text: &'static str) {
        let phone = self.at(phone).await;
        phone.fill(&[("kind", "OPPORTUNITY"), ("text", text)]).await;
        phone.click("form[data-send] button[type=submit]").await;
        phone
            .comes("it has arrived", || async {
                phone.path().await.contains("sent=1").then_some(())
            })
            .await;
    }

    /// Where the words stand on the page that is shown: the identifier of their card.
    async fn card(&self, text: &str) -> String {
        let script = "const all = [...document.querySelectorAll('[data-cards] [data-idea]')];
            return all.find((li) => li.querySelector('[data-text]').textContent === arguments[0])?.dataset.idea ?? null";
        let look = || async {
            let found = self.browser.script(script, vec![json!(text)]).await;
            found.as_str().map(str::to_owned)
        };
        self.browser.comes(&format!("a card: {text}"), look).await
    }

    async fn support(&self, phone: usize, text: &str) {
        let page = self.at(phone).await;
        let id = self.card(text).await;
        page.click(&format!("[data-cards] [data-idea=\"{id}\"] button.vote")).await;
        page.find(&format!("[data-cards] [data-idea=\"{id}\"] button.vote.own")).await;
    }

    /// The wall says that all support it, without being loaded again.
    async fn counts_everybody(&self, id: &str) {
        let wall = self.at_wall().await;
        wall.comes("the wall counts everybody", || async {
            let count = wall.text(&format!("[data-idea=\"{id}\"] [data-n]")).await;
            (count == PHONES.to_string()).then_some(())
        })
        .await;
    }

    /// With its slip the telephone draws a token and casts a ballot.
    async fn vote(&self, phone: usize, booth: &str, slip: &str) {
        let page = self.at(phone).await;
        self.goto(&format!("p{}.localhost", phone + 1), &format!("{booth}#s-{slip}")).await;
        page.find("[data-own][data-now=ready]").await;
        page.click(if phone % 4 == 3 { "#m2" } else { "#m1" }).await;
        page.click(".booth-go button").await;
        page.find(".booth.done[data-leaf]").await;
    }
}

async fn list(browser: &Browser, script: &str) -> Vec<String> {
    let found: Value = browser.script(script, Vec::new()).await;
    let found = found.as_array().expect("a list").iter();
    found.map(|one| one.as_str().expect("a text").to_owned()).collect()
}

async fn one(browser: &Browser, script: &str) -> String {
    browser.script(script, Vec::new()).await.as_str().expect(script).to_owned()
}

/// Writes into a field, or chooses from a list, at once.
async fn write(browser: &Browser, field: &str, text: &str) {
    browser.find(&format!("#{field}")).await;
    let script = "document.getElementById(arguments[0]).value = arguments[1]";
    browser.script(script, vec![json!(field), json!(text)]).await;
}

/// A room for the four themes; its path and its code.
async fn room(desk: &Browser) -> (String, String) {
    desk.goto("/ar/ideas/new").await;
    desk.fill(&[("title_ar", "ما فرصتنا التالية؟"), ("title_en", "What is our next opportunity?")])
        .await;
    desk.click("main form[action$='/ideas'] button[type=submit]").await;
    desk.find(".join-code").await;
    let code =
        one(desk, "return document.querySelector('.join-code').textContent.replace(/\\D/g, '')")
            .await;
    (desk.path().await, code)
}

/// A vote of everybody in the hall; its path, the path of its booth, and the slips.
async fn opened(desk: &Browser) -> (String, String, Vec<String>) {
    desk.goto("/ar/votes/new").await;
    desk.fill(&[("title_ar", "بأي فكرة نبدأ؟"), ("title_en", "Where do we begin?")]).await;
    write(desk, "options_ar", "رقم المناوبة\nركن الأطفال").await;
    write(desk, "options_en", "Duty number\nCorner for children").await;
    let roll: Vec<String> = (1..=PHONES).map(|n| format!("عضو {n}، جهة رقم {n}")).collect();
    write(desk, "roll", &roll.join("\n")).await;
    desk.click("main form[action$='/votes'] button[type=submit]").await;
    desk.find(".door").await;
    let path = desk.path().await;
    desk.goto(&format!("{path}/slips")).await;
    let slips = list(
        desk,
        "return [...document.querySelectorAll('.slip-c')].map((p) => p.textContent.trim())",
    )
    .await;
    assert_eq!(slips.len(), PHONES);
    desk.goto(&path).await;
    let code = one(desk, "return document.querySelector('.code-box').textContent.trim()").await;
    (path, format!("/ar/vote/{code}"), slips)
}

/// The idea becomes an initiative, proposed to the other party of the first agreement; its path.
async fn converted(desk: &Browser, room: &str, idea: &str) -> String {
    desk.goto(&format!("{room}/ideas/{idea}")).await;
    desk.look("the idea").await;
    desk.click("a[href*='from_idea=']").await;
    desk.find("[name=title_en]").await;
    let first = |name: &str| {
        format!(
            "return [...document.querySelector('[name={name}]').options].map((o) => o.value).find(Boolean)"
        )
    };
    let (agreement, field) =
        (one(desk, &first("agreement")).await, one(desk, &first("field")).await);
    assert_eq!(one(desk, "return document.querySelector('[name=title_ar]').value").await, IDEA);
    write(desk, "agreement", &agreement).await;
    write(desk, "field", &field).await;
    let texts =
        ["objective", "need", "our_office", "their_office", "step1", "measure1", "measure1_source"];
    for name in texts {
        write(desk, &format!("{name}_ar"), "رقم واحد يرد ليلاً").await;
        write(desk, &format!("{name}_en"), "One number that answers at night").await;
    }
    desk.fill(&[
        ("groups", "CHILD"),
        ("title_en", "One duty number"),
        ("idea_en", "One duty number for both emirates after hours"),
        ("step1_due_d", "1"),
        ("step1_due_m", "3"),
        ("step1_due_y", "2027"),
        ("measure1_kind", "BETTER_OFF"),
        ("measure1_target", "90"),
    ])
    .await;
    desk.click("main form[action$='/initiatives'] button[type=submit]").await;
    desk.comes("the initiative is proposed", || async {
        let path = desk.path().await;
        (path.starts_with("/ar/initiatives/") && !path.contains("/new")).then_some(())
    })
    .await;
    desk.path().await
}

#[tokio::test]
async fn twenty_telephones_and_a_projector_lead_from_an_idea_to_an_initiative_and_back() {
    let demo = Demo::start().await;
    let node = demo.node("DANA");
    let desk = Browser::open(node, SIZES[0]).await;
    desk.enter("ar", "d-part", &demo.password).await;
    let (room, code) = room(&desk).await;
    let mut hall = Hall::open(node).await;
    hall.goto("wall.localhost", &format!("/ar/room/{code}/wall")).await;
    for _ in 0..PHONES {
        hall.join(&code).await;
    }
    // Said on three telephones; nobody sees it before the desk has let it through.
    for (phone, text) in [IDEA, OTHERS[0], OTHERS[1]].into_iter().enumerate() {
        hall.say(phone, text).await;
    }
    assert!(
        !hall.at_wall().await.has("[data-cards] [data-idea]").await,
        "seen before it was let through"
    );
    desk.goto(&room).await;
    desk.look("what waits").await;
    desk.click("form[action$='/review'] button[value=show]").await;
    // The projector shows it without being loaded again.
    hall.at_wall().await;
    let id = hall.card(IDEA).await;
    for text in OTHERS {
        hall.card(text).await;
    }
    hall.browser.look("the wall").await;
    for phone in 0..PHONES {
        hall.support(phone, IDEA).await;
    }
    hall.browser.look("a telephone").await;
    hall.counts_everybody(&id).await;

    let (vote, booth, slips) = opened(&desk).await;
    for (phone, slip) in slips.iter().enumerate() {
        hall.vote(phone, &booth, slip).await;
    }
    hall.browser.look("a ballot in the box").await;
    desk.goto(&vote).await;
    assert!(!desk.has(".outcome").await, "a result of an open vote");
    desk.click("details:has(form[action$='/closing']) summary").await;
    desk.click("form[action$='/closing'] button").await;
    desk.find(".outcome").await;
    let result = desk.text(".outcome").await;
    assert!(result.contains("رقم المناوبة"), "{result}");
    assert_eq!(
        desk.script("return document.querySelectorAll('[data-leaf]').length", Vec::new()).await,
        PHONES
    );
    desk.look("the result").await;

    // From the initiative back to the idea, its words and whoever said it on a telephone.
    let initiative = converted(&desk, &room, &id).await;
    desk.look("the initiative").await;
    desk.click(&format!("main a[href$=\"/ideas/{id}\"]")).await;
    desk.arrives(&format!("{room}/ideas/{id}")).await;
    let idea = desk.text("main").await;
    assert!(idea.contains(IDEA) && idea.contains("جهة رقم 1"), "{idea}");
    let forward = format!("main a[href=\"{initiative}\"]");
    assert!(desk.has(&forward).await, "the way forward again");
}
