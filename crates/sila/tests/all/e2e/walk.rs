//! H01 walks from Marsa to Dana in the browser: five steps, the suggestion with its clause, exactly what leaves, the
//! referral that appears without reload, the preview without a name, acceptance, the identity, the case, the outcome.

use fantoccini::Locator;

use super::browser::{Browser, SIZES};
use crate::support::demo::Demo;
use crate::support::h01;

/// Where a page is that has loaded.
const LOADED: &str =
    "return document.readyState === 'complete' && location.pathname + location.hash";

/// The two officers at their screens.
struct Desks {
    marsa: Browser,
    dana: Browser,
    lang: &'static str,
}

impl Desks {
    async fn open(demo: &Demo, lang: &'static str, size: (u32, u32)) -> Desks {
        let marsa = Browser::open(demo.node("MARSA"), size).await;
        marsa.enter(lang, "m-int1", &demo.password).await;
        let dana = Browser::open(demo.node("DANA"), size).await;
        dana.enter(lang, "d-ref", &demo.password).await;
        Desks { marsa, dana, lang }
    }

    /// An address in the language of the walk.
    fn at(&self, path: &str) -> String {
        format!("/{}{path}", self.lang)
    }

    /// Five steps at Marsa, each looked at; the address of the referral that was sent.
    async fn refer(&self) -> String {
        let marsa = &self.marsa;
        marsa.look("my day").await;
        marsa.goto(&self.at("/intake/new")).await;
        assert!(!marsa.has("#route .suggestion").await, "a route before safety was asked");
        marsa.look("step 1").await;
        marsa.fill(h01::SAFETY).await;
        marsa.step(2).await;
        marsa.look("step 2").await;
        marsa.fill(h01::PERSON).await;
        for (n, child) in (1..).zip(h01::CHILDREN) {
            marsa.click("button[name=act][value=add]").await;
            marsa.find(&format!("[name=o{n}_name]")).await;
            marsa.fill(child).await;
        }
        marsa.fill(h01::RESIDENCE).await;
        marsa.look("step 2, filled in").await;
        marsa.step(3).await;
        marsa.says("#route", "4.2").await;
        marsa.look("step 3").await;
        marsa.fill(h01::NEED).await;
        marsa.step(4).await;
        marsa.look("step 4").await;
        marsa.fill(h01::SHARING).await;
        marsa.step(5).await;
        self.check_what_leaves().await;
        marsa.click("button[name=act][value=send]").await;
        marsa.arrives(&self.at("/referrals/")).await;
        marsa.look("the referral at Marsa").await;
        marsa.path().await
    }

    /// Step 5: what goes, what stays, the clause.
    async fn check_what_leaves(&self) {
        let marsa = &self.marsa;
        marsa.look("step 5").await;
        let body = marsa.text("main").await;
        assert!(body.contains("4.2") && body.contains(h01::UNWANTED), "{body}");
        let (leaves, stays) = (marsa.text("#leaves").await, marsa.text("#stays").await);
        assert!(!leaves.is_empty() && !stays.is_empty(), "{leaves}\n{stays}");
        assert!(marsa.has("#stays .leaves.not li").await, "nothing stays: {stays}");
    }

    /// The list at Dana is open before; the referral appears on it without reload. Then preview, claim, acceptance.
    async fn decide(&self, path: &str) {
        let dana = &self.dana;
        let row = format!("main a[href=\"{path}\"]");
        dana.find(&row).await;
        assert!(dana.stayed().await, "the list was loaded anew");
        dana.look("what comes in").await;
        dana.goto(path).await;
        let preview = dana.client.source().await.unwrap();
        assert!(
            !preview.contains("المرجاني") && !preview.contains("Marjani"),
            "a name in the preview"
        );
        assert!(
            !preview.contains(h01::UNWANTED) && !preview.contains("0000001"),
            "more than a preview"
        );
        dana.look("the preview").await;
        dana.click("form[action$=\"/claim\"] button").await;
        dana.gone("form[action$=\"/claim\"]").await;
        dana.look("claimed").await;
        dana.click("form[action$=\"/acceptance\"] button").await;
        dana.find("main a[href*=\"/cases/\"]").await;
        dana.says("#referral-shared", "المرجاني").await;
        dana.look("accepted").await;
    }

    /// The case is there with everything that was told at Marsa.
    async fn open_case(&self) {
        let dana = &self.dana;
        dana.click("main a[href*=\"/cases/\"]").await;
        dana.arrives(&self.at("/cases/")).await;
        let case = dana.text("main").await;
        for told in [h01::NAME, h01::UNWANTED, "حمدان", "مهرة"] {
            assert!(case.contains(told), "{told} must be asked again: {case}");
        }
        assert!(dana.has(".given").await, "nothing is marked as given at Marsa");
        dana.look("the case").await;
    }

    /// Dana tells the outcome; the page at Marsa moves by itself.
    async fn tell_outcome(&self, path: &str) {
        let dana = &self.dana;
        dana.goto(&format!("{path}/outcome")).await;
        dana.look("outcome").await;
        dana.fill(&[("code", "O1")]).await;
        dana.click("form[action$=\"/outcome\"] button[type=submit]").await;
        dana.arrives(path).await;
        dana.look("told").await;
        self.marsa.find("form[action$=\"/acknowledgement\"]").await;
        assert!(self.marsa.stayed().await, "the page at Marsa was loaded anew");
        self.marsa.look("the outcome at Marsa").await;
    }
}

impl Browser {
    /// On to the next step, which must come. Whoever looks like somebody on file is shown once before it; the walker goes on.
    pub(super) async fn step(&self, number: u8) {
        // Beside people on file there is one more button, unseen, for the Enter key.
        let next = "button[name=act][value=next]:not(.vh)";
        self.click(next).await;
        let what = format!("step {number} comes");
        let look = || async {
            let here = self.client.execute(LOADED, Vec::new()).await.ok()?;
            let come = here.as_str()?.contains(&format!("/{number}"));
            (come || here.as_str()?.ends_with("#alike")).then_some(!come)
        };
        if self.comes(&what, look).await {
            self.look("people on file").await;
            self.click(next).await;
            self.arrives_at_step(number).await;
        }
        self.find("main form, main .form-wrap").await;
    }

    async fn arrives_at_step(&self, number: u8) {
        self.comes(&format!("step {number} comes after people on file"), || async {
            self.path().await.contains(&format!("/{number}")).then_some(())
        })
        .await;
    }

    /// The text of an element as a person reads it.
    pub async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    /// Waits until an element says something.
    pub(super) async fn says(&self, css: &str, words: &str) {
        self.comes(&format!("{css} says {words}"), || async {
            let element = self.client.find(Locator::Css(css)).await.ok()?;
            element.text().await.ok()?.contains(words).then_some(())
        })
        .await;
    }

    /// Waits until an element is no longer there.
    pub(super) async fn gone(&self, css: &str) {
        self.comes(&format!("{css} is gone"), || async { (!self.has(css).await).then_some(()) })
            .await;
    }

    /// Marks the page, to see later that it was not loaded anew.
    async fn stay(&self) {
        self.script("window.silaStays = true", Vec::new()).await;
    }

    async fn stayed(&self) -> bool {
        self.script("return window.silaStays === true", Vec::new()).await == true
    }
}

async fn walk(demo: &Demo, lang: &'static str, size: (u32, u32)) {
    let desks = Desks::open(demo, lang, size).await;
    desks.dana.goto(&desks.at("/referrals/in")).await;
    desks.dana.stay().await;
    let path = desks.refer().await;
    desks.marsa.stay().await;
    desks.decide(&path).await;
    desks.open_case().await;
    desks.tell_outcome(&path).await;
    desks.dana.goto(&format!("{path}/proof")).await;
    desks.dana.look("proof").await;
}

#[tokio::test]
async fn h01_is_referred_in_arabic_at_a_desk_and_on_a_phone() {
    let demo = Demo::start().await;
    for size in SIZES {
        walk(&demo, "ar", size).await;
    }
}

#[tokio::test]
async fn h01_is_referred_in_english_at_a_desk_and_on_a_phone() {
    let demo = Demo::start().await;
    for size in SIZES {
        walk(&demo, "en", size).await;
    }
}
