# What became of a meeting half a year later, and who leads each theme.

followup-title = Follow-up after half a year
followup-short = What was promised in the meeting, what happened, and what was measured.
followup-lead = Every decision, recommendation, action, idea and initiative that came of this meeting: what was promised, what happened and what was measured. All of it is read from the minutes, the boards and what the parties have signed; nothing is written here.
followup-count = Carried out: { $n } of { $total }
followup-was-due = The follow-up was due on { $day }
followup-before = The follow-up is due on { $day }; this is what came of it until today
followup-decided = Stands; no action of the minutes carries it out
followup-carried = Actions done for it: { $n } of { $total }
followup-idea = Idea
followup-initiative = Joint initiative
followup-became-initiative = Became a joint initiative
followup-became-practice = Became a practice in the library
followup-became-campaign = Became a campaign
followup-became-training = Became a course
followup-became-risk = Entered the register of risks
followup-became-policy = Changed the policy guide
followup-proposed = Proposed; the parties have not signed it yet
followup-measure = { $name }: { $before } before, { $target } aimed at, { $actual } reached
followup-measure-alone = { $name }: { $before } before, { $target } aimed at, { $actual } reached (says one party)
followup-what = Kind
followup-promised = What was promised
followup-who = Whose
followup-due = By
followup-happened = What happened
followup-measured = What was measured
followup-not-measured = Not measured
followup-none = Nothing is on record of this meeting
followup-none-text = Decisions and actions stand here once they are in the minutes, ideas once they are answered.
followup-asked = Follow-up
followup-kept = Sum

theme-lead-open = Facilitator, reporter and summary
theme-lead-title = Who leads the theme { $theme }
reporter-lead = The facilitator leads the discussion; the reporter writes its summary.
reporter-who = Who leads the theme
reporter-facilitator = Facilitator
reporter-reporter = Reporter
reporter-account = Account of the reporter
reporter-account-hint = Whoever has an account here writes the summary with it, even without keeping meetings.
reporter-no-account = No account
reporter-summary = Summary of the theme
reporter-summary-ar = Summary in Arabic
reporter-summary-en = Summary in English
reporter-enters = The summary enters the report
reporter-enters-text = It stands on the page of the themes, and in the report of the meeting under its theme: on the page, in the PDF and in the table.
fate-gone = Not on this server any more
fate-attended = { $n ->
    [one] one person attended
   *[other] { $n } people attended
    }
fate-guide-in-force = In force
fate-guide-approved = Approved; it comes into force later
fate-guide-draft = Being written
fate-need-open = Nothing on offer has met it yet
fate-need-met = Met
fate-adopted = { $n ->
    [0] In the library; nobody uses it yet
    [one] In the library; one agency uses it
   *[other] In the library; { $n } agencies use it
    }
harvest-clusters = Ideas that stand together
harvest-cluster = Cluster
harvest-ideas = Ideas
harvest-from = From
harvest-support = Support
harvest-people = { $n ->
    [one] one person
   *[other] { $n } different people
    }
harvest-no-kinds = too few of each kind of partner to tell them apart
harvest-withheld = withheld, so that a small kind cannot be worked out
harvest-count = Ideas of the hall: { $n }; in clusters: { $grouped }
harvest-quotes = In their own words, with their consent
harvest-fates = What ideas became, and how far that is today
harvest-became = What it became
harvest-title = Title
harvest-whose = Whose idea
harvest-stands = How far it is
harvest-others = Ideas outside the four themes
