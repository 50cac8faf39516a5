//! What somebody may do: each route of the program names one of these.

/// What a route asks for. Every route names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Permission {
    /// Anyone, signed in or not.
    Public,
    /// Anyone who is signed in.
    SignedIn,
    /// Take in a person and open a case.
    Intake,
    /// Read the cases one is a member of.
    CaseRead,
    /// Read every case of the agency (still logged).
    CaseReadAll,
    /// Approve the care plans and the closures of others.
    CaseApprove,
    /// Open who reported, who is sealed apart from the case. It takes a reason each time.
    ReporterOpen,
    /// Read the referrals one sent or the inbox of the desk.
    ReferralRead,
    /// Read every referral of the agency.
    ReferralReadAll,
    /// Send a referral under an agreement.
    ReferralOffer,
    /// Be the second approver of an override.
    ReferralApprove,
    /// Claim, accept and decline incoming referrals, and report outcomes.
    ReferralDecide,
    /// Ask a linked agency whether a person is known, and name the person after.
    KnownAsk,
    /// Be the officer on duty who answers when another agency names a person.
    KnownAnswer,
    /// Read agreements.
    AgreementRead,
    /// Sign and suspend agreements for the agency.
    AgreementSign,
    /// See the links and their health.
    LinkRead,
    /// Invite, join, verify, suspend.
    LinkAdmin,
    /// Say whether two records are one person. Sees who they are in the queue of doubles, never their cases.
    DuplicatesDecide,
    /// Bring the people of an older register in from a file. Sees that file and what became of its rows.
    RegisterImport,
    /// Read the audit trail and verify the log.
    AuditRead,
    /// Write a pack that proves what was exchanged about one referral. It holds what was shared.
    EvidenceMake,
    /// Make accounts and give roles.
    AccountsAdmin,
    /// See the board of the homes: who is where, by number.
    ShelterRead,
    /// Hold places, admit, and write down what happens to a stay.
    ShelterPlace,
    /// Keep homes and rooms, read where a home is, admit without something.
    ShelterKeep,
    /// Read the library of what was learnt.
    KnowledgeRead,
    /// Write items for it.
    KnowledgeWrite,
    /// Review what others wrote.
    KnowledgeReview,
    /// Publish it for the agency, ask partners for reviews, and say that the agency uses an item.
    KnowledgePublish,
    /// Open rooms for ideas, decide what is shown in them, and answer.
    IdeaModerate,
    /// Call meetings of partners, keep their lists, and write down what they decide.
    MeetingKeep,
    /// Approve the enrolments of colleagues.
    TrainingApprove,
    /// Write courses down, keep their lists.
    TrainingKeep,
    /// Keep the directory of services: write, publish, say that it is still so.
    ServiceKeep,
    /// Open votes, print their slips and papers, and close them.
    VoteKeep,
    /// Write joint campaigns and say the communication office's word about those of partners.
    CampaignKeep,
    /// See the studies and the figures that were published.
    ResearchRead,
    /// Propose a study.
    ResearchPropose,
    /// Write down what an ethics committee has said, and publish figures.
    ResearchApprove,
    /// Keep the register of legal instruments.
    LawKeep,
    /// Read the files of licences.
    LicenceRead,
    /// Study applications, inspect, give notices and warnings.
    LicenceStudy,
    /// Sit in the committee: give, refuse, suspend and take away licences.
    LicenceDecide,
    /// Decide on grievances about licences.
    LicenceReview,
    /// See and answer what is addressed to one's own agency, which has no node of its own.
    Portal,
}
