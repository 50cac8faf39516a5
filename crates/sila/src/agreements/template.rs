//! The text of a referral agreement by place of residence, from a few answers. Both languages say the same, clause by
//! clause; the numbers are what refusals cite.

use sila_core::agreement::{
    Agreement, Aims, ApprovalClause, Approver, Cites, Clause, ExpertiseClause, KnownClause,
    KnownQuota, OnwardClause, Party, PrivateClause, ResidenceClause, ScheduleRow, Sector,
    ServiceTerms, ThirdAgency, Timer,
};
use sila_core::calendar::TimeLimit;
use sila_core::codes::{
    Category, Kind, KnownPurpose, LawfulBasis, OverrideReason, Service, Urgency,
};
use sila_core::field::Field;
use sila_core::{AgreementId, Millis};

use super::library;

/// A stay shorter than this many days creates no residence, unless the parties agree otherwise.
pub const SHORT_STAY_DAYS: u16 = 15;

/// What differs from one agreement to another.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Identifier.
    pub id: AgreementId,
    /// Reference, such as `MOU-DEMO-001`.
    pub code: String,
    /// Title in Arabic.
    pub title_ar: String,
    /// Title in English.
    pub title_en: String,
    /// The parties, with the areas and services of each.
    pub parties: [Party; 2],
    /// The categories covered.
    pub categories: Vec<Category>,
    /// In force from.
    pub from: Millis,
    /// No longer in force from.
    pub until: Millis,
    /// The parties may ask each other whether a person is known.
    pub known: bool,
    /// To whom the parties may pass a person on.
    pub onward: Vec<ThirdAgency>,
    /// The parties share practices, experiences and lessons.
    pub expertise: bool,
    /// Seats that each keeps for the other in a course, when they agree on a number.
    pub seats: Option<u16>,
    /// What it is for.
    pub aims: Aims,
    /// A private party may receive what a service needs to know of a person.
    pub private: bool,
}

/// The agreement these terms make.
pub fn agreement(terms: Terms) -> Agreement {
    let mut clauses = clauses();
    clauses.retain(|clause| terms.known || clause.number != KNOWN);
    clauses.retain(|clause| !terms.onward.is_empty() || clause.number != ONWARD);
    clauses.retain(|clause| terms.expertise || clause.number != EXPERTISE);
    let is = |of: fn(Sector) -> bool| terms.parties.iter().filter_map(|one| one.sector).any(of);
    let private = terms.private && is(Sector::needs_clause);
    let law = is(Sector::is_private_controller);
    clauses.retain(|clause| private || clause.number != PRIVATE);
    clauses.retain(|clause| law || clause.number != LAW);
    let widest = Agreement::widest(&terms.parties, private);
    let seats = terms.seats.filter(|_| terms.expertise);
    seats.iter().for_each(|seats| say_seats(&mut clauses, *seats));
    let expertise = ExpertiseClause { number: EXPERTISE.to_owned(), seats };
    let onward = OnwardClause { number: ONWARD.to_owned(), to: terms.onward };
    let text = clauses.iter().find(|clause| clause.number == "4.2").cloned();
    let (text_ar, text_en) = text.map_or_else(Default::default, |c| (c.text_ar, c.text_en));
    Agreement {
        id: terms.id,
        code: terms.code,
        title_ar: terms.title_ar,
        title_en: terms.title_en,
        parties: terms.parties,
        categories: terms.categories,
        schedule: schedule(&widest),
        residence: ResidenceClause {
            number: "4.2".to_owned(),
            text_ar,
            text_en,
            exceptions: OverrideReason::ALL.to_vec(),
            short_stay_days: SHORT_STAY_DAYS,
        },
        timers: timers(),
        from: terms.from,
        until: terms.until,
        cites: Cites {
            parties: "1.1".to_owned(),
            categories: "2.1".to_owned(),
            schedule: "3.1".to_owned(),
            services: "4.1".to_owned(),
            timers: "5.1".to_owned(),
            term: "7.1".to_owned(),
        },
        clauses,
        known: terms.known.then(known),
        onward: Some(onward).filter(|onward| !onward.to.is_empty()),
        expertise: terms.expertise.then_some(expertise),
        aims: Some(terms.aims),
        private: private.then(|| PrivateClause { number: PRIVATE.to_owned() }),
        vocabulary: Some(super::vocabulary::current()),
        follows: None,
        notice: None,
        approval: None,
        above: None,
        kind: None,
        prevails: None,
        arbiter: None,
        priority: Some(super::priority::clause()),
    }
}

/// The clause about sharing says how many seats are kept.
fn say_seats(clauses: &mut [Clause], seats: u16) {
    for clause in clauses.iter_mut().filter(|clause| clause.number == EXPERTISE) {
        let [ar, en] = SEATS;
        clause.text_ar = format!("{} {ar}: {seats}.", clause.text_ar);
        clause.text_en = format!("{} {en}: {seats}.", clause.text_en);
    }
}

/// The same agreement with a party that has no node: two clauses say how it is reached instead.
pub fn without_node(mut agreement: Agreement) -> Agreement {
    for [number, text_ar, text_en] in WITHOUT_NODE {
        for clause in agreement.clauses.iter_mut().filter(|clause| clause.number == number) {
            (clause.text_ar, clause.text_en) = (text_ar.to_owned(), text_en.to_owned());
        }
    }
    agreement
}

/// The same agreement with the clause by which a party ends it: a choice of the library.
pub fn with_notice(mut agreement: Agreement, choice: &str) -> Agreement {
    if library::notice_days(choice).is_some() {
        library::add(&mut agreement, choice);
    }
    agreement
}

/// The same agreement with the clause that asks for approval before a party signs; unchanged when there is nobody whose approval is asked.
pub fn with_approval(mut agreement: Agreement, of: Vec<Approver>) -> Agreement {
    if of.is_empty() {
        return agreement;
    }
    let [title_ar, title_en, text_ar, text_en] = APPROVAL.map(str::to_owned);
    let number = library::APPROVAL.to_owned();
    agreement.clauses.retain(|one| one.number != number);
    agreement.clauses.push(Clause {
        number: number.clone(),
        title_ar,
        title_en,
        text_ar,
        text_en,
        binds: None,
    });
    agreement.approval = Some(ApprovalClause { number, of });
    agreement
}

/// Title and text of the clause that asks for approval, Arabic before English.
const APPROVAL: [&str; 4] = [
    "الاعتماد من جهة خارجية",
    "Approval from outside",
    "لا يوقّع الطرف هذا النص قبل اعتماده من الجهة المبيّنة له في هذا الاتفاق، ويُثبت الاعتماد بجهته وتاريخه ومرجعه ومستنده، ويسري ذلك على كل تعديل.",
    "A party signs this text only after the authority named for it in this agreement has approved it; the approval is kept with the authority, the day, the reference and the paper. The same holds for every amendment.",
];

/// The number of the clause that says what the agreement is for.
pub const AIMS: &str = "1.2";
/// The number of the clause about asking.
const KNOWN: &str = "3.2";
/// The number of the clause about passing a person on.
const ONWARD: &str = "3.3";
/// The number of the clause by which a private party may receive something about persons.
const PRIVATE: &str = "3.4";
/// The number of the clause about the shared vocabulary.
pub const VOCABULARY: &str = "3.5";
/// The number of the clause about the law that binds private controllers.
const LAW: &str = "6.3";
/// How the clause about sharing goes on when it says how many seats are kept: the number stands behind it.
const SEATS: [&str; 2] = [
    "عدد المقاعد المحجوزة للطرف الآخر في كل دورة تدريبية يفتحها له أحد الطرفين",
    "Seats kept for the other party in every course that one opens to it",
];
/// The number of the clause about sharing what was learnt.
const EXPERTISE: &str = "6.2";

/// For both purposes, on the grounds that protection and social care stand on, as often as is usual.
fn known() -> KnownClause {
    let bases = [
        LawfulBasis::Consent,
        LawfulBasis::VitalInterest,
        LawfulBasis::DutyToReport,
        LawfulBasis::SocialCare,
        LawfulBasis::SocialProtection,
        LawfulBasis::JudicialOrder,
    ];
    KnownClause {
        number: KNOWN.to_owned(),
        purposes: KnownPurpose::ALL.to_vec(),
        bases: bases.to_vec(),
        quota: KnownQuota::USUAL,
    }
}

/// A service without conditions.
pub fn offered(service: Service) -> ServiceTerms {
    ServiceTerms {
        service,
        categories: Vec::new(),
        sexes: Vec::new(),
        age_min: None,
        age_max: None,
    }
}

/// Police and medical reports stay behind: they go by their own agreements. So does what the kinds of the parties do not allow.
fn schedule(widest: &[Field]) -> Vec<ScheduleRow> {
    let withheld = [Field::PoliceReport, Field::MedicalRecord];
    let fields: Vec<Field> =
        widest.iter().copied().filter(|field| !withheld.contains(field)).collect();
    if fields.is_empty() {
        return Vec::new();
    }
    let kinds = [Kind::Service, Kind::Transfer, Kind::Shelter, Kind::Assessment];
    let row = |kind| ScheduleRow { kind, fields: fields.clone() };
    let mut rows: Vec<ScheduleRow> = kinds.into_iter().map(row).collect();
    // A referral for information names nobody, and that is written down where both sign.
    let unnamed = |field: &Field| field.goes_with(Kind::Information);
    let told = fields.iter().copied().filter(unnamed).collect();
    rows.push(ScheduleRow { kind: Kind::Information, fields: told });
    rows
}

/// Defaults of the referral procedure: decide within, and back to the sender after.
fn timers() -> Vec<Timer> {
    let timer = |urgency, decide, expire| Timer { urgency, decide, expire, steps: None };
    vec![
        timer(Urgency::Emergency, TimeLimit::Minutes(30), TimeLimit::Minutes(60)),
        timer(Urgency::Urgent, TimeLimit::Minutes(2 * 60), TimeLimit::Minutes(4 * 60)),
        timer(Urgency::Routine, TimeLimit::WorkingDays(3), TimeLimit::WorkingDays(10)),
    ]
}

pub(super) fn clauses() -> Vec<Clause> {
    TEXT.iter()
        .map(|[number, title_ar, title_en, text_ar, text_en]| Clause {
            number: (*number).to_owned(),
            title_ar: (*title_ar).to_owned(),
            title_en: (*title_en).to_owned(),
            text_ar: (*text_ar).to_owned(),
            text_en: (*text_en).to_owned(),
            binds: None,
        })
        .collect()
}

/// Number, title and text of each clause, Arabic before English.
const TEXT: [[&str; 5]; 17] = [
    [
        "1.1",
        "الطرفان",
        "The parties",
        "الطرفان جهتان متساويتان في الحقوق والواجبات، ويعمل كل منهما على خادمه ويحتفظ ببياناته.",
        "The parties are equal in rights and duties; each works on its own node and keeps its own records.",
    ],
    [
        "1.2",
        "الأهداف والفئات",
        "Objectives and groups",
        "يخدم هذا الاتفاق الأهداف الاستراتيجية والفئات المبيّنة فيه، ولا يُعدّ مفعّلاً إلا بمبادرة مشتركة تُنفَّذ لأجلها. ويُقاس أثره لكل فئة ولا يُعدّ الشخص الواحد مرتين. ويضع الطرفان بالتوقيع مجالات التعاون، ولهما وقف مجال منها فتستمر سائر المجالات.",
        "This agreement serves the strategic objectives and the groups named in it, and is activated only by a joint initiative that is carried out for them. Its impact is measured for each group, and nobody is counted twice. The parties set the areas of their cooperation by signing them; they may put one to rest, and the others go on.",
    ],
    [
        "2.1",
        "الفئات المشمولة",
        "Categories covered",
        "يشمل هذا الاتفاق الفئات المبيّنة فيه دون سواها، ولا تُرسل حالة خارجها.",
        "This agreement covers the categories listed in it and no others; no case outside them is sent.",
    ],
    [
        "3.1",
        "جدول البيانات",
        "Data schedule",
        "لا يُرسل من البيانات إلا ما ورد في الجدول وما أذن به صاحب الحالة أو أجازه القانون، ولا يُكشف الاسم إلا بعد القبول.",
        "Only the fields in the schedule are sent, and only those the person permitted or the law allows; the name is opened after acceptance only.",
    ],
    [
        "3.2",
        "السؤال عن معرفة شخص",
        "Asking whether a person is known",
        "لكل طرف أن يسأل الآخر، لغرض مبيّن وسند قانوني ولحالة مفتوحة لديه، إن كان شخص معروفاً له، سؤالاً لا يكشف عمّن يُسأل. ولا يدخل في ذلك من تجب حمايتهم ولا المقيمون في دور الإيواء. ولا يُكشف عن الشخص بعد ذلك إلا بالاسم ولسبب، لموظف مناوب يقبل أو يرفض. ويعدّ الطرفان الأسئلة، ولا تتجاوز الحد المبيّن.",
        "Each party may ask the other, for a stated purpose, on a ground in law and for a case open with it, whether a person is known, by a question that does not tell whom it is about. People under protection and residents of shelters are left out. After that a person is disclosed only by name and for a reason, to an officer on duty who accepts or refuses. Both parties count the questions, which stay within the stated limit.",
    ],
    [
        "3.3",
        "الإحالة إلى جهة ثالثة",
        "Passing on to a third agency",
        "للطرف المستقبل أن يحيل الحالة إلى إحدى الجهات الثالثة المسماة في هذا الاتفاق، متى أذن صاحب الحالة بذلك أو أجازه القانون، ووفق اتفاق نافذ بينه وبين تلك الجهة. وتبقى البيانات مختومة كما وردت، ويُبلَّغ المُرسل بمكان حالته وبرد تلك الجهة. ولا يُحال ما أُحيل مرة أخرى.",
        "The receiving party may pass a case on to one of the third agencies named in this agreement, where the person permits it or the law allows it, and under an agreement in force between it and that agency. The records stay sealed as they came; the sender is told where its case is and what that agency answers. What was passed on once is not passed on again.",
    ],
    [
        "3.4",
        "بيانات الأشخاص للجهة الخاصة",
        "Personal records and the private party",
        "يجوز أن يُرسل إلى الطرف الخاص ما تحتاجه الخدمة من بيانات الشخص دون سواها: لا رواية ولا تقرير ولا رقم وثيقة. ولا يستعملها لغير الخدمة، ولا يُطلع عليها أحداً، ويتلفها أو يعيدها بعد انتهائها.",
        "The private party may be sent what the service needs to know of a person and nothing else: no account, no report, no number of a document. It uses this for the service alone, shows it to nobody, and destroys or returns it when the service has ended.",
    ],
    [
        "3.5",
        "المفردات المشتركة",
        "Shared vocabulary",
        "يفهم الطرفان الرموز المستعملة في الإحالات بمعنى واحد، وفق القوائم المثبّتة في هذا الاتفاق بأرقام إصداراتها. ولا تُحذف من قائمة كلمة ولا يتغيّر معناها، وتُضاف الكلمات الجديدة في آخرها. ولا تُرسل كلمة لم يثبّتها الاتفاق، ويكون الأخذ بإصدار أحدث بتعديل يوقّعه الطرفان دون إيقاف التبادل.",
        "The parties understand the codes used in referrals in one meaning, by the lists pinned in this agreement with their versions. No word is taken out of a list or changes its meaning; new words are added at its end. A word that the agreement does not pin is not sent; a later version is taken up by an amendment signed by both, while the exchange goes on.",
    ],
    [
        "4.1",
        "الخدمات وشروطها",
        "Services and their conditions",
        "يقدّم كل طرف لحالات الطرف الآخر الخدمات المبيّنة بشروطها. وتكون الشروط استرشادية في الطوارئ.",
        "Each party offers the other’s cases the services listed, on the conditions listed. In an emergency the conditions are advice.",
    ],
    [
        "4.2",
        "الإحالة حسب مقر الإقامة",
        "Referral by place of residence",
        "تُحال الحالة المستحقة لخدمات أي من الطرفين إلى الطرف المختص بمقر إقامتها، أياً كان الطرف الذي لجأت إليه. ولا تنشئ الإقامة العارضة ولا دار الإيواء ولا المستشفى مقر إقامة. وتبقى السلامة أولاً.",
        "A case entitled to the services of either party is referred to the party competent for its place of residence, whichever party it turned to. A short stay, a shelter or a hospital creates no residence. Safety comes first.",
    ],
    [
        "4.3",
        "الخروج عن مقر الإقامة",
        "Departing from residence",
        "يجوز للموظف اختيار جهة أخرى لسبب مذكور، باعتماد شخص ثانٍ، ويظهر السبب للطرف الآخر.",
        "An officer may choose another agency for a stated reason, with a second approver; the other party sees the reason.",
    ],
    [
        "5.1",
        "مهل الرد",
        "Reply times",
        "يرد الطرف المستقبل ضمن المهلة المبيّنة لكل درجة استعجال، وتعود الإحالة إلى المُرسل إذا انقضت دون قرار. وتُحسب أيام العمل بتقويم الطرف المستقبل المرفق، أما الساعات والدقائق فتُحسب ليلاً ونهاراً. وتسري على النحو نفسه مهل الاطلاع الأول والتواصل الأول والرد على السؤال عن سير الإحالة متى بُيّنت، وإلا فالمهل المعتادة.",
        "The receiving party replies within the time listed for each urgency; without a decision the referral goes back to the sender. Working days are those of the receiving party's calendar, which is attached; hours and minutes run by day and night. The times until somebody opens it, until the person is spoken to and until a question how it stands is answered are counted in the same way, where they are listed; otherwise the usual ones hold.",
    ],
    [
        "5.2",
        "أولوية الحالات المحالة",
        "Priority of referred cases",
        "تتقدّم الحالات المحالة بموجب هذا الاتفاق على الحالات المماثلة لها في الخطورة، ولا يُعاد سؤال صاحب الحالة عمّا ذكره.",
        "Cases referred under this agreement come before others of equal risk, and nobody is asked again for what she has already told.",
    ],
    [
        "6.1",
        "السرية",
        "Confidentiality",
        "تُتبادل البيانات مختومة بين خادمي الطرفين، ولا يطّلع عليها إلا من يحتاج إليها لعمله، ويُدوَّن كل اطلاع، ولا يُذكر عنوان دار إيواء.",
        "Records move sealed between the two nodes; only those whose work needs them read them, every reading is written down, and the address of a shelter is never told.",
    ],
    [
        "6.2",
        "تبادل الخبرات وأفضل الممارسات",
        "Exchange of expertise and best practice",
        "يتبادل الطرفان الممارسات والتجارب الموثّقة والدراسات والدروس المستفادة والأدوات في قناة مستقلة عن الحالات، بعد فحص كل نص قبل نشره حتى لا يرد فيه شيء عن شخص. ويُذكر معدّو المادة وجهتها، ويُوقّع خادم الطرف الآخر على ما يتسلّمه منها.",
        "The parties exchange practices, documented experiences, studies, lessons and tools on a channel apart from cases, each text checked before it is published so that it says nothing of any person. Authors and their agency are named; the other party’s node signs for what it receives.",
    ],
    [
        "6.3",
        "حماية البيانات الشخصية",
        "Protection of personal data",
        "الطرف غير الحكومي متحكم في البيانات بالمعنى المقصود في المرسوم بقانون اتحادي رقم 45 لسنة 2021، ويلتزم بأحكامه فيما يتسلّمه، ومنها إبلاغ الطرف الآخر بكل خرق فور العلم به.",
        "The party outside government is a controller within the meaning of Federal Decree-Law 45 of 2021 and keeps to it in what it receives; among other duties it tells the other party of every breach as soon as it knows of it.",
    ],
    [
        "7.1",
        "المدة والإيقاف",
        "Term and suspension",
        "يسري هذا الاتفاق بين التاريخين المبيّنين فيه بتوقيع الطرفين، ولأي منهما إيقافه فيتوقف التبادل لدى الطرفين فوراً.",
        "This agreement is in force between the dates stated in it, when both have signed. Either party may suspend it, and the exchange stops at both at once.",
    ],
];

/// Number and text of the clauses that are different for a party without a node.
const WITHOUT_NODE: [[&str; 3]; 2] = [
    [
        "1.1",
        "الطرفان جهتان متساويتان في الحقوق والواجبات. يعمل أحدهما على خادمه، ويُخاطَب الآخر بنموذج مختوم على الورق أو عبر بوابة الأول، ويحتفظ كل منهما بسجلاته.",
        "The parties are equal in rights and duties. One works on its own node; the other is reached by a sealed form on paper or at the portal of the first. Each keeps its own records.",
    ],
    [
        "6.1",
        "تُسلَّم البيانات في مظروف مغلق لا يُفتح إلا عند القبول، أو تُقرأ عبر البوابة بعد القبول، ولا يطّلع عليها إلا من يحتاج إليها لعمله. يُدوَّن كل اطلاع في البوابة، ويُعاد ما لم يُقبل أو يُتلف، ولا يُذكر عنوان دار إيواء.",
        "Records are handed over in a closed envelope that is opened on acceptance only, or read at the portal after acceptance; only those whose work needs them read them. Every reading at the portal is written down, what is not accepted is returned or destroyed, and the address of a shelter is never told.",
    ],
];

#[cfg(test)]
pub(crate) mod tests;
