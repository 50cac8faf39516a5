//! The clause library: clauses that agreements often need, each with a milder one to fall back on and the obligation that follows
//! from it. The words are our own and meant to be adapted.

use sila_core::agreement::{Agreement, Clause, NoticeClause};

use crate::web::Cx;

/// What a clause is good for in an agreement: who, why, what, how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its number in agreements.
    pub number: &'static str,
    /// Titles, Arabic before English.
    pub title: [&'static str; 2],
    /// The clause as it should be.
    pub text: [&'static str; 2],
    /// The clause to fall back on.
    pub fallback: [&'static str; 2],
    /// What is owed by it and what shows that it was done, Arabic before English each; nothing where nothing is owed.
    pub duty: Option<[&'static str; 4]>,
    /// How often it falls due, in months.
    pub months: u16,
}

/// Ends the name of a choice of the fallback.
const FALLBACK: &str = "-B";

/// Every clause.
pub static ALL: [Entry; 15] = [
    Entry {
        number: "8.1",
        title: ["ضابط الاتصال وفريق العمل", "Focal points and joint team"],
        text: [
            "يسمّي كل طرف ضابط اتصال ونائباً عنه خلال أسبوعين من التوقيع، ويجتمع فريق العمل المشترك كل ثلاثة أشهر، ويُملأ ما يشغر خلال خمسة أيام عمل.",
            "Each party names a focal point and a deputy within two weeks of signing; the joint team meets every three months; a vacancy is filled within five working days.",
        ],
        fallback: [
            "يسمّي كل طرف ضابط اتصال، ويجتمع الطرفان مرتين في السنة.",
            "Each party names a focal point; the parties meet twice a year.",
        ],
        duty: Some([
            "عقد اجتماع فريق العمل المشترك",
            "Hold the meeting of the joint team",
            "محضر معتمد من الطرفين",
            "Minutes approved by both",
        ]),
        months: 3,
    },
    Entry {
        number: "8.2",
        title: ["التكاليف", "Costs"],
        text: [
            "يتحمل كل طرف تكاليف ما يؤديه، ولا ينشأ عن هذا الاتفاق التزام مالي إلا بملحق يوقّعه الطرفان.",
            "Each party bears the cost of what it does; no financial obligation arises except by an annex signed by both.",
        ],
        fallback: [
            "يتفق الطرفان على تكاليف كل مبادرة قبل بدئها.",
            "The parties agree on the costs of each initiative before it begins.",
        ],
        duty: None,
        months: 0,
    },
    Entry {
        number: "8.3",
        title: ["المتابعة والتقييم", "Monitoring and evaluation"],
        text: [
            "يقيّم الطرفان الشراكة سنوياً تقييماً متبادلاً، وتُحسب المؤشرات من الوقائع التي وقّعاها، ويُعرض التقرير السنوي على الإدارتين.",
            "The parties evaluate the partnership every year, each the other; indicators are counted from the facts both have signed; the yearly report goes to both heads.",
        ],
        fallback: [
            "يقيّم الطرفان الشراكة مرة قبل نهاية المدة.",
            "The parties evaluate the partnership once before the term ends.",
        ],
        duty: Some([
            "إصدار التقييم السنوي المتبادل",
            "Complete the yearly two-way evaluation",
            "نتيجة التقييم موقّعة من الطرفين",
            "The outcome signed by both",
        ]),
        months: 12,
    },
    Entry {
        number: "8.4",
        title: ["التعديل", "Amendment"],
        text: [
            "لا يُعدَّل هذا الاتفاق إلا بنص يوقّعه الطرفان، ويبقى النص السابق محفوظاً، ويستمر التبادل بموجبه حتى نفاذ التعديل.",
            "This agreement is amended only by a text that both sign; the text before is kept, and the exchange goes on under it until the amendment takes effect.",
        ],
        fallback: [
            "يكون التعديل كتابةً وبتوقيع الطرفين.",
            "An amendment is in writing and signed by both.",
        ],
        duty: None,
        months: 0,
    },
    Entry {
        number: "8.5",
        title: ["تسوية الخلافات", "Settlement of differences"],
        text: [
            "تُسوّى الخلافات ودياً بين ضابطي الاتصال خلال عشرة أيام عمل، ثم بين رئيسي الطرفين خلال عشرين يوماً، ولا توقف الخلافات خدمة حالة قائمة.",
            "Differences are settled between the focal points within ten working days, then between the heads within twenty days; no difference stops the service of a running case.",
        ],
        fallback: [
            "تُسوّى الخلافات ودياً بين رئيسي الطرفين.",
            "Differences are settled amicably between the heads.",
        ],
        duty: None,
        months: 0,
    },
    Entry {
        number: "8.6",
        title: ["الإنهاء وآثاره", "Termination and its effects"],
        text: [
            "لكل طرف إنهاء الاتفاق بإشعار قبل تسعين يوماً. وتستمر خدمة الحالات المحالة قبل الإنهاء حتى تكتمل أو تنتقل مسؤوليتها، وتُعاد البيانات أو تُتلف بشهادة، ولا تُترك مقيمة في دار دون بديل آمن.",
            "Either party may end the agreement with ninety days’ notice. Cases referred before the end are served until they are complete or taken over; records are returned or destroyed with a certificate; no resident of a home is left without a safe place.",
        ],
        fallback: [
            "لكل طرف إنهاء الاتفاق بإشعار قبل ثلاثين يوماً، وتستمر خدمة الحالات القائمة.",
            "Either party may end the agreement with thirty days’ notice; running cases continue to be served.",
        ],
        duty: None,
        months: 0,
    },
    Entry {
        number: "8.7",
        title: ["الإبلاغ عن الخرق", "Notice of a breach"],
        text: [
            "يُبلغ كل طرف الآخر بأي إفشاء أو خرق للبيانات خلال أربع وعشرين ساعة من علمه به، وتبقى السرية خمس سنوات بعد انتهاء الاتفاق.",
            "Each party tells the other of any disclosure or breach within twenty-four hours of knowing; confidentiality outlives the agreement by five years.",
        ],
        fallback: [
            "يُبلغ كل طرف الآخر بأي خرق للبيانات دون تأخير.",
            "Each party tells the other of any breach without delay.",
        ],
        duty: None,
        months: 0,
    },
    Entry {
        number: "8.8",
        title: ["الإعلام والنشر", "Media and publication"],
        text: [
            "لا يُنشر عن الشراكة إلا ما وافق عليه الطرفان كتابةً، ولا يُذكر شخص ولا ما يدل عليه، ولا عنوان دار.",
            "Nothing is published about the partnership but what both have agreed in writing; no person, nothing that points at one, and no address of a home is told.",
        ],
        fallback: [
            "يُخطر كل طرف الآخر قبل النشر عن الشراكة، ولا يُذكر شخص.",
            "Each party tells the other before it publishes about the partnership; no person is told of.",
        ],
        duty: None,
        months: 0,
    },
    Entry {
        number: "8.10",
        title: ["الجداول والملاحق", "Schedules and annexes"],
        text: [
            "الجداول والملاحق التي يوقّعها الطرفان جزء من هذا الاتفاق وتُقرأ معه، ويُعرف كل ملحق ببصمته، ولا يُعمل بملحق وقّعه طرف واحد.",
            "The schedules and annexes that both parties sign are part of this agreement and are read with it; each annex is known by its hash, and none holds that one party alone has signed.",
        ],
        fallback: [
            "الملاحق التي يوقّعها الطرفان جزء من هذا الاتفاق.",
            "Annexes signed by both parties are part of this agreement.",
        ],
        duty: None,
        months: 0,
    },
    Entry {
        number: "8.11",
        title: ["الدراسات والبحوث", "Studies and research"],
        text: [
            "يتعاون الطرفان في الدراسات والبحوث بعد موافقة أخلاقية، ولا يخرج منها إلا أعداد لفئات لا تقل الواحدة منها عن خمسة أشخاص، ولا تُنشر نتيجة مشتركة إلا بموافقة الطرفين كتابةً.",
            "The parties work together on studies and research after an ethical approval; only counts of groups of five people or more leave, and no joint result is published without the written consent of both.",
        ],
        fallback: [
            "لا تُنشر نتيجة بحث مشترك إلا بموافقة الطرفين.",
            "No result of joint research is published without the consent of both.",
        ],
        duty: None,
        months: 0,
    },
    Entry {
        number: "8.12",
        title: ["الحملات والفعاليات المشتركة", "Joint campaigns and events"],
        text: [
            "يعدّ الطرفان معاً الحملات التوعوية والفعاليات المشتركة، ولا يُستعمل شعار طرف إلا في مادة وافق عليها، ويُذكر الطرفان فيما أعدّاه معاً.",
            "The parties prepare joint awareness campaigns and events together; the logo of a party is used only on material that it has approved, and both are named on what both have made.",
        ],
        fallback: [
            "لا يُستعمل شعار طرف دون موافقته.",
            "The logo of a party is not used without its consent.",
        ],
        duty: None,
        months: 0,
    },
    Entry {
        number: "8.13",
        title: ["الملكية الفكرية", "Intellectual property"],
        text: [
            "يبقى لكل طرف ما أعدّه قبل هذا الاتفاق أو خارجه. وما أعدّه الطرفان معاً ملك لهما، ولكل منهما أن يستعمله في عمله ويذكر الآخر، ولا يُتاح لغيرهما إلا باتفاقهما.",
            "Each party keeps what it made before this agreement or outside it. What both made together belongs to both; each may use it in its work and names the other, and it is given to others only when both agree.",
        ],
        fallback: [
            "يبقى لكل طرف ما أعدّه، ويتفق الطرفان على ما أعدّاه معاً.",
            "Each party keeps what it made; the parties agree on what they made together.",
        ],
        duty: None,
        months: 0,
    },
    Entry {
        number: "8.14",
        title: ["القوة القاهرة", "Force majeure"],
        text: [
            "لا يُسأل طرف عن تأخّر سببه قوة قاهرة أبلغ بها الآخر دون إبطاء. وتستمر الحالات العاجلة بالملفات المختومة والنماذج المطبوعة، وإذا طالت القوة القاهرة ثلاثين يوماً نظر الطرفان في أثرها على الاتفاق.",
            "No party answers for a delay caused by force majeure of which it tells the other at once. Urgent cases go on by sealed files and printed forms; when it lasts for thirty days the parties look at what it means for the agreement.",
        ],
        fallback: [
            "لا يُسأل طرف عن تأخّر سببه قوة قاهرة أبلغ بها الآخر.",
            "No party answers for a delay caused by force majeure of which it has told the other.",
        ],
        duty: None,
        months: 0,
    },
    Entry {
        number: "8.15",
        title: ["التشريعات النافذة", "Applicable legislation"],
        text: [
            "يُطبَّق هذا الاتفاق وفق التشريعات الاتحادية والمحلية النافذة في الدولة. وإذا خالفها بند منه عُمل بالتشريع وبقيت سائر البنود، وعدّل الطرفان ذلك البند.",
            "This agreement is applied under the federal and local legislation in force in the State. Where a clause is against it the legislation is followed, the other clauses stand, and the parties amend that clause.",
        ],
        fallback: [
            "يُطبَّق هذا الاتفاق وفق التشريعات النافذة في الدولة.",
            "This agreement is applied under the legislation in force in the State.",
        ],
        duty: None,
        months: 0,
    },
    Entry {
        number: "8.16",
        title: ["الإخطارات والإقرار بالاستلام", "Notices and receipts"],
        text: [
            "العنوان الرسمي لكل طرف هو خادمه المربوط بخادم الآخر. والإقرار الموقّع بالاستلام إثبات لوصول المستند ووقته، ولا يُعدّ إقراراً بمضمونه ولا قبولاً لإحالة.",
            "The official address of each party is its node that is linked to the node of the other. A signed receipt proves that a document arrived and when; it is neither agreement with what it says nor acceptance of a referral.",
        ],
        fallback: [
            "تُرسل الإخطارات كتابةً إلى ضابط الاتصال، والإقرار بالاستلام ليس قبولاً.",
            "Notices are sent in writing to the focal point; a receipt is no acceptance.",
        ],
        duty: None,
        months: 0,
    },
];

/// The number of the clause by which a party ends an agreement.
pub const NOTICE: &str = "8.6";
/// The number of the clause that asks for approval before a party signs.
pub const APPROVAL: &str = "8.9";

/// How many days of notice the clause of a choice asks for; nothing for a clause that does not speak of notice.
pub fn notice_days(choice: &str) -> Option<u16> {
    match choice.strip_suffix(FALLBACK) {
        None if choice == NOTICE => Some(90),
        Some(NOTICE) => Some(30),
        _ => None,
    }
}

/// The clause of a choice.
pub fn clause(choice: &str) -> Option<Clause> {
    let number = choice.strip_suffix(FALLBACK).unwrap_or(choice);
    let entry = ALL.iter().find(|entry| entry.number == number)?;
    let [text_ar, text_en] = if number == choice { entry.text } else { entry.fallback };
    let [title_ar, title_en] = entry.title;
    Some(Clause {
        number: number.to_owned(),
        title_ar: title_ar.to_owned(),
        title_en: title_en.to_owned(),
        text_ar: text_ar.to_owned(),
        text_en: text_en.to_owned(),
        binds: None,
    })
}

/// The same agreement with the clause of a choice in its place, and with the rule that the clause states.
pub fn add(agreement: &mut Agreement, choice: &str) {
    let Some(clause) = clause(choice) else { return };
    if let Some(days) = notice_days(choice) {
        agreement.notice = Some(NoticeClause { number: clause.number.clone(), days });
    }
    agreement.clauses.retain(|one| one.number != clause.number);
    agreement.clauses.push(clause);
}

/// What can be chosen: every clause, and beside each the one to fall back on.
pub fn choices(cx: &Cx) -> Vec<(String, String)> {
    let two = |entry: &Entry| {
        let [ar, en] = entry.title;
        let title = format!("{} {}", entry.number, cx.lang.pick(ar, en));
        let fallback = format!("{title} · {}", cx.t("library-fallback"));
        [(entry.number.to_owned(), title), (format!("{}{FALLBACK}", entry.number), fallback)]
    };
    ALL.iter().flat_map(two).collect()
}

/// The clauses of an agreement that came from here and by which something is owed.
pub fn owing(agreement: &Agreement) -> Vec<&'static Entry> {
    let stands = |entry: &&Entry| entry.duty.is_some() && agreement.clause(entry.number).is_some();
    ALL.iter().filter(stands).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreements::template;

    #[test]
    fn every_clause_has_a_fallback_in_both_languages_and_fits_into_an_agreement() {
        let mut agreement = template::tests::sample();
        for entry in ALL {
            let fallback = format!("{}{FALLBACK}", entry.number);
            let (main, mild) = (clause(entry.number).unwrap(), clause(&fallback).unwrap());
            assert_eq!(main.number, mild.number);
            assert_ne!((&main.text_ar, &main.text_en), (&mild.text_ar, &mild.text_en));
            assert!(agreement.clause(entry.number).is_none(), "{} is free", entry.number);
            add(&mut agreement, entry.number);
            add(&mut agreement, entry.number);
            assert_eq!(agreement.clause(entry.number), Some(&main), "{}", entry.number);
        }
        add(&mut agreement, "9.9");
        agreement.check().unwrap();
        assert_eq!(agreement.notice.as_ref().map(|one| one.days), Some(90));
        assert_eq!(agreement.clauses.len(), template::tests::sample().clauses.len() + ALL.len());
        let owing: Vec<&str> = owing(&agreement).iter().map(|entry| entry.number).collect();
        assert_eq!(owing, ["8.1", "8.3"]);
        assert_eq!((clause("9.9"), clause("")), (None, None));
    }
}
