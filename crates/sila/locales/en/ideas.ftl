# Ideas: rooms in which people of several agencies exchange them.

journal-ideas = Ideas room
menu-ideas = Ideas
ideas-title = Ideas
ideas-lead = Rooms in which people of several agencies exchange ideas, from a telephone or at a table, and what became of each.
idea-room = Room
idea-room-new = Open a room
idea-room-new-lead = Anybody with its code comes in from their own telephone, without an account.
idea-room-question = What is asked
idea-title-ar = The question, in Arabic
idea-title-en = The question, in English
idea-title-needed = Write the question, in at most { $n ->
    [one] one character
   *[other] { $n } characters
    }
idea-title-names = The question seems to name a person or to give a number. Everybody in the hall reads it: ask without.
idea-board = What people are asked for
idea-board-themes = The four themes: strengths, challenges, opportunities, threats
idea-board-open = Ideas of any kind
idea-anonymity = What is shown of a person
idea-anonymity-ask = Shown beside what somebody says
idea-anonymity-needed = Choose what is shown of a person
idea-anonymity-named = Name and entity
idea-anonymity-entity = Entity only
idea-anonymity-anonymous = Nothing
idea-anonymity-text-named = Your name and your entity stand beside what you write, and everybody sees them.
idea-anonymity-text-entity = Only your entity stands beside what you write. Your name is not asked for and not kept.
idea-anonymity-text-anonymous = Neither name nor entity is asked for or kept. Only your own browser finds what you wrote again.
idea-never-less = It never becomes less
idea-never-less-text = What is promised when the room opens holds until it is gone: no page and no setting shows more of a person later.
idea-guarded = Nobody’s case belongs here
idea-guarded-text = What looks like a person, a number or an address is held until somebody has looked at it. Nothing is on the wall before a moderator let it through.
idea-answer-title = Answer
idea-answer-days = Days within which every idea is answered
idea-answer-days-hint = What has no answer by then is shown to everybody in the room with its age
idea-answer-days-needed = Enter a number of days from 1 to 365
idea-answered-within = { $n ->
    [one] within one day
   *[other] within { $n } days
    }
idea-room-open-it = Open the room
idea-room-open = Open
idea-room-closed = Closed
idea-room-closed-text = This room is closed. Nothing more can be sent to it.
idea-room-close = Close the room
idea-room-reopen = Open it again
idea-room-about = About the room
idea-rooms-empty = No room has been opened yet
idea-rooms-empty-text = Open one for a meeting or a question, and show its code.
idea-seated = People
idea-opened-at = Opened
idea-code = Code
idea-code-hint = Nine digits, as they stand on the wall
idea-code-wrong = There is no room with this code
idea-join = Join
idea-join-title = Join a room
idea-join-lead = Type the code that is shown in the hall. You need no account.
idea-join-square = Square to scan: it opens the room on a telephone
idea-join-text = Scan the square or type the code at the page “Join a room”. No account is needed.
idea-join-as = You join as
idea-join-now = Come in
idea-name = Your name
idea-name-needed = Write your name
idea-entity = Your entity
idea-entity-needed = Write the name of your entity
idea-text-needed = Write what you want to say
idea-text-long = { $n ->
    [one] Too long: at most one character
   *[other] Too long: at most { $n } characters. What you wrote is still here; shorten it and send again.
    }
idea-theme-needed = Choose a theme
idea-position-needed = Choose what your comment is
idea-table-needed = Write which table or sheet it comes from
idea-kind = Theme
idea-kind-strength = Strengths
idea-kind-challenge = Challenges and current practices
idea-kind-opportunity = Future opportunities
idea-kind-threat = Threats and external factors
idea-kind-open = Idea
idea-position-for = For
idea-position-against = Against
idea-position-question = Question
idea-position-remark = Remark
idea-state-waiting = Waits for a moderator
idea-state-held = Held
idea-state-shown = On the board
idea-state-removed = Removed
idea-state-withdrawn = Taken back
idea-state-merged = Merged
idea-words = Your words
idea-words-hint = One thought, in a sentence or two. No names and no numbers of people.
idea-say = Say something
idea-send = Send
idea-sent = It has arrived
idea-sent-text = A moderator looks at it before everybody sees it. Where it stands is shown below.
idea-trying-again = Not sent yet. It is tried again by itself; you may leave the page open.
idea-no-name = without any name
idea-mine = What I said
idea-gone = The words are no longer kept
idea-removed-because = Removed because:
idea-held-text = It may tell of a person. A moderator looks at it before anybody sees it.
idea-appeal = Ask for another look
idea-appealed = Another look was asked for
idea-withdraw = Take it back
idea-board-title = The board
idea-board-empty = Nothing is on the board yet
idea-board-empty-text = What was let through shows here by itself.
idea-by-support = Most supported first
idea-by-time = Newest first
idea-more = More
idea-one = Idea
idea-support = Support
idea-support-end = I support this no more
idea-comment = Comment
idea-comments = Comments
idea-comments-none = No comments yet
idea-report = Somebody should look at this again
idea-reported = A moderator will look at it
idea-reported-text = It stays where it is until somebody has decided. No number of reports hides anything.
idea-queue = Waits for you
idea-queue-empty = Nothing waits
idea-queue-empty-text = What people send shows here by itself.
idea-show = Let through
idea-show-all = { $n ->
    [one] Let this one through
   *[other] Let all { $n } through
    }
idea-look = Look at what was found
idea-looks-like-case = Looks like a person
idea-remove = Remove
idea-remove-why = Why?
idea-remove-case = Remove and delete the words
idea-remove-case-text = It tells of a person: its words are deleted at once and cannot be brought back. Its author is told that it was removed, and why.
idea-reason = Reason
idea-reason-case = It tells of a person
idea-reason-insult = It insults somebody
idea-reason-off-topic = It is not about the question
idea-reason-twice = It is there already
idea-reason-advert = It advertises something
idea-reports = Reported
idea-reports-text = Somebody asked that these be looked at again. They are shown until you decide.
idea-reports-count = { $n ->
    [one] one report
   *[other] { $n } reports
    }
idea-held-title = Held
idea-held-lead = It looks as if it told of a person. Nobody has seen it but the moderators.
idea-removed-list = What was removed
idea-removed-lead = How much was taken from this board, and why. The words are not repeated.
idea-removed-each = Each removal
idea-removed-none = Nothing was removed
idea-removed-none-text = Whatever is removed is counted here with its reason.
idea-count = Number
idea-when = When
idea-wall = The wall
idea-wall-text = Open it on the computer of the projector. It needs no account and shows only what everybody in the room sees.
idea-wall-open = Open the wall
idea-wall-live = Go on
idea-wall-pause = Pause
idea-wall-blank = Blank
idea-wall-state-live = Live
idea-wall-state-paused = Paused
idea-wall-state-blank = Blank
idea-wall-paused = Paused
idea-wall-join = Join from your phone
idea-wall-people = { $n ->
    [one] one person
   *[other] { $n } people
    }
idea-wall-ideas = { $n ->
    [one] one idea
   *[other] { $n } ideas
    }
idea-paper = From paper
idea-paper-lead = What a table wrote by hand. It goes on the board at once, unless it looks like a person.
idea-paper-add = Add
idea-table = Table or sheet
idea-table-hint = For example: table 4
idea-answers = What became of the ideas
idea-answers-open = Still without an answer
idea-answers-given = Answered
idea-answers-late = { $n ->
    [one] One idea waits longer than was promised
   *[other] { $n } ideas wait longer than was promised
    }
idea-answer-open = No answer yet
idea-answer-none = It has no answer yet:
idea-answer-give = Answer officially
idea-answer-what = The answer
idea-answer-why = Why
idea-answer-why-hint = Everybody in the room reads it
idea-answer-needed = Choose an answer
idea-answer-why-needed = { $n ->
    [one] Say why, in at most one character
   *[other] Say why, in at most { $n } characters
    }
idea-answer-names = It seems to name a person or to give a number. Everybody reads it: say it without.
idea-answer-code-study = Under study
idea-answer-code-accepted = Accepted
idea-answer-code-deferred = Deferred
idea-answer-code-declined = Declined
idea-late = Late
idea-become = What it became
idea-become-text = What comes from it names it and whoever said it; nothing is lost on the way.
idea-become-initiative = Propose a joint initiative from it
idea-become-known = It became something that is there already
idea-become-needed = Choose what it became
idea-become-link = Connect
idea-became-initiative = It became a joint initiative:
idea-became-practice = It became a practice in the library:
idea-became-see = see it
idea-origins = Ideas it came from
idea-by-nobody = somebody who did not say who they are
idea-by = Said by
idea-said-at = Said
idea-about = About the idea
idea-source = Came by
idea-source-phone = A telephone in the room
idea-source-account = An account
idea-source-paper = Paper
idea-source-partner = A partner with which the room is shared
idea-support-here = Support here
idea-support-there = Support there
idea-support-count = Support
idea-reason-there = It was taken back at the agency where it was said
idea-shared = Shared with
idea-shared-by = This room was opened by
idea-shared-text = Their board shows what ours shows, and the other way round. Each side moderates its own people.
idea-shared-now = Shared
idea-share = Share the room
idea-total = Ideas on the boards
idea-total-answered = Answered
idea-total-turned = Became initiatives
idea-total-initiatives = Initiatives from ideas

problem-room-join_first = Join the room first
problem-room-join_first-next = This browser has no seat in the room. Join with the code and send again: what you typed is still on your page.
problem-room-closed = The room is closed
problem-room-closed-next = Nothing more can be sent to it. What was said stays to be read.
problem-room-busy = Too many are coming in at once
problem-room-busy-next = Try again in a minute.
problem-room-full = The room is full
problem-room-full-next = Ask whoever leads the meeting to open another one.
problem-room-too_fast = That was too much at once
problem-room-too_fast-next = Wait a minute and send again. What arrived is kept.
problem-room-waiting_full = Too much waits for the moderators of this room
problem-room-waiting_full-next = Send it again later, or give it to somebody at your table on paper.
problem-idea-held = What looks like a person is let through only after a look at each finding
problem-idea-held-next = Open it from the list of the room and decide on each finding.
problem-idea-crossed = Somebody else has decided meanwhile
problem-idea-crossed-next = Open the room again to see where it stands.
problem-idea-reason_needed = Say why it is removed
problem-idea-reason_needed-next = Choose a reason beside it and remove it again. Everybody can read how much was removed for which reason.
problem-idea-not_our_room = Only the agency that opened the room does this
problem-idea-not_our_room-next = Ask its partnerships office; its name stands on the page of the room.
idea-kind-question = Question to the presenter
idea-source-merger = Ideas merged with their authors’ consent
idea-source-turned = Something said in a discussion
idea-into-initiative = Joint initiatives
idea-into-practice = Practices in the library
idea-into-campaign = Campaigns
idea-into-training = Courses
idea-into-risk = Risks in the register
idea-into-policy = Policy guide
idea-became-campaign = Became a campaign:
idea-became-training = Met by a course:
idea-became-risk = Entered the register of risks:
idea-became-policy = Changed the policy guide:
idea-clusters = Clusters
idea-clusters-lead = Ideas that say nearly the same, put together under a name, by hand or as this server suggests. Each stays as it is, with its author and its support.
idea-clusters-none = No clusters yet
idea-clusters-none-text = Choose ideas that are alike and name them, or ask for a suggestion.
idea-cluster-suggest = Suggest clusters
idea-cluster-suggested = Suggested
idea-cluster-suggested-text = { $n ->
    [one] Computed here from the words alone; nothing moves until you keep it. At most one is shown.
   *[other] Computed here from the words alone; nothing moves until you keep it. At most { $n } are shown.
    }
idea-cluster-nothing-near = No ideas outside the clusters are alike.
idea-cluster-by-hand = Ideas outside the clusters
idea-cluster-name = Name of the cluster
idea-cluster-name-needed = Name the cluster, in at most { $n ->
    [one] one character
   *[other] { $n } characters
    }
idea-cluster-none-chosen = Choose one idea at least
idea-cluster-into = or add them to
idea-cluster-new = A new cluster
idea-cluster-put = Put together
idea-cluster-keep = Keep
idea-cluster-out = Take out
idea-cluster-rest = { $n ->
    [one] One more idea
   *[other] { $n } more ideas
    }
idea-clusters-all = All clusters
idea-clusters-before = Clusters before these
idea-clusters-next = More clusters
idea-quote = In the report
idea-quote-hint = Without this the report counts your idea and does not quote it. You can take it back later.
idea-quote-yes = The report of the meeting may quote my words
idea-quotable = The report may quote it.
idea-quote-allow = May be quoted
idea-quote-end = Not to be quoted
idea-different = { $n ->
    [one] One person supports at least one of them.
   *[other] { $n } different people support at least one of them.
    }
idea-never-summed = Counts are not added up: whoever supports two ideas is one person.
idea-merge = Merge into one idea
idea-merge-text = Each author is asked on their own telephone, and nothing is merged unless all agree. The new idea begins without support.
idea-merge-words = Words of the new idea
idea-merge-ask = Ask the authors
idea-merge-two = Choose two ideas at least and twenty at most
idea-merge-may = May your idea be merged with others?
idea-merge-into = It would become part of this one:
idea-merge-promise = Yours is kept under it with your name and its support. If you say no, everything stays as it is.
idea-merge-yes = I agree
idea-merge-no = No, it stands alone
idea-merge-confirm = You supported an idea that is part of this one
idea-merge-confirm-text = Your support does not move by itself. Do you support this one too?
idea-merge-agreed-of = { $n } of { $total } have agreed
idea-merge-end = Take the question back
idea-mergers = Mergers that wait for consent
idea-merged = It became part of another idea
idea-merged-text = With its author’s consent. What was said about it and its support are kept here.
idea-merged-see = See the idea that took it up
idea-roots = The ideas it comes from
idea-roots-text = Each has its own support, which is not added to this one.
idea-consensus = What all kinds agree on
idea-consensus-text = The share of support within each kind of partner in the hall, ordered by the lowest: what one kind cannot live with does not rise by the number of another. Of the ideas outside the clusters the 200 with the most support are compared.
idea-consensus-few = They cannot be told apart yet: five people at least of each of two kinds are needed.
idea-percent = { $n }%
idea-lowest = Lowest share: { $n }%
idea-by-kind = By kind
idea-kind-of-partner = Kind of partner
idea-kind-of-host = The host
idea-kind-of-linked = Linked agencies
idea-too-few = Fewer than five
idea-kind-withheld = Withheld, so that a small kind cannot be worked out from it
problem-idea-merge_asked = These ideas cannot be merged now
problem-idea-merge_asked-next = One of them is not on the board, was said at another agency, or its author has been asked already. Open the clusters again.
