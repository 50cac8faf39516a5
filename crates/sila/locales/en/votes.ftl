# Votes: nobody can stuff the box, and nobody can see who said what.

journal-vote = Vote
menu-votes = Votes
votes-title = Votes
votes-lead = What partners decide together. Everybody has one vote, and nobody can find out whose was whose.
votes-none = No votes yet
votes-none-text = Open one with its options and the people who may vote.
vote-one = Vote
vote-new = Open a vote
vote-new-lead = With the opening, the options and the people who may vote are fixed. Nothing can be added afterwards.
vote-question = Question
vote-title-ar = The question in Arabic
vote-title-en = The question in English
vote-title-wrong = Write the question in both languages, in at most 200 characters
vote-options-ar = Options in Arabic
vote-options-en = Options in English
vote-options-hint = One on each line, in the same order in both languages
vote-options-twins = Give as many options in English as in Arabic
vote-option-long = Write each option in at most 200 characters
vote-options-wrong = Give one to { $n } options, and at least two where they are put in an order
vote-options = Options
vote-option = Option
vote-method = Method
vote-method-needed = Choose how people vote
vote-method-support = Support
vote-method-dots = Dots
vote-method-score = Score from 0 to 5
vote-method-consent = Consent or objection
vote-method-ranked = Ranked choice
vote-method-hint-support = Everybody marks every option that they support.
vote-method-hint-dots = Everybody spreads a number of dots over the options, several on one if they like.
vote-method-hint-score = Everybody gives each option a score.
vote-method-hint-consent = An option is carried when nobody objects to it.
vote-method-hint-ranked = Everybody puts the options in their order; the last goes out until one has more than half.
vote-dots = Dots for each person
vote-dots-hint = Only when people vote with dots
vote-dots-wrong = Give each person 1 to { $n } dots
vote-quorum = Quorum
vote-quorum-of = { $n ->
    [0] None
    [one] { $n } of 100 people
   *[other] { $n } of 100 people
 }
vote-roll = Who may vote
vote-roll-freezes = This list is frozen with the opening
vote-roll-freezes-text = Nobody can be added or taken away later: late names would show by subtraction what others said. After the closing everybody sees this list, to know that nobody was invented.
vote-roll-who = People who may vote
vote-roll-hint = One on each line: name, entity. Everybody gets a slip with a square of their own.
vote-roll-wrong = Write 2 to { $n } names, each with at most 120 characters
vote-roll-twice = Somebody is on the list twice
vote-open-act = Open the vote
vote-opened-at = Opened
vote-closed-at = Closed
vote-state = State
vote-open = Open
vote-closed = Closed
vote-no-result-yet = While the vote is open nobody sees anything of what was said, neither here nor anywhere else.
vote-roll-frozen = Frozen at the opening. Tick those who vote on paper; the others use their slips.
vote-roll-show = Show the list
vote-drawn = Votes drawn
vote-drawn-of = { $n } of { $of }
vote-drawn-not = Not drawn
vote-drawn-phone = Drawn
vote-drawn-paper = On paper
vote-facts = Facts
vote-door = In the room
vote-door-text = With this code everybody sees the question and, afterwards, the result. It gives no vote; the slip does.
vote-square = Square to scan
vote-close = Close the vote
vote-close-text = The box is turned over and counted. Nobody can vote after that, and it cannot be opened again.
vote-close-act = Close …
vote-close-sure = Close the vote and count
vote-secret = Secret also from us
vote-secret-text = A telephone draws its token blind: the system sees that somebody drew and cannot know which token it was. Ballots lie without name and time. What the system still sees is the telephone's connection at the moment of voting; it does not write that down.
vote-slips = Slips
vote-slips-lead = { $n ->
    [one] One slip for the person who has not drawn yet.
   *[other] { $n } slips for those who have not drawn yet.
 }
vote-slips-hand = Give each slip to its person
vote-slips-hand-text = A slip draws one token, once. Whoever has another person's slip can take that vote; the person would see that it was drawn.
vote-slips-none = Everybody has drawn
vote-slips-none-text = There is nothing left to print.
vote-slip-how = Scan with the camera of your telephone, or go to Votes on this server with code
vote-papers = Papers for the hat
vote-papers-act = Print papers for those ticked
vote-papers-lead = { $n ->
    [one] One paper. It has no name.
   *[other] { $n } papers. None has a name.
 }
vote-papers-once = This page is the only copy
vote-papers-once-text = Print it now. Fold the papers, shake the hat, and let everybody draw one while somebody of another party stands by: whoever prints them could keep one back.
vote-paper = One vote
vote-paper-how = Scan it, or type it on the page of the vote, on any telephone or at the desk, code
vote-how-support = Mark every option that you support.
vote-how-dots = { $n ->
    [one] You have one dot. Give it to an option.
   *[other] You have { $n } dots. Spread them as you like, several on one option if you like.
 }
vote-how-score = Give each option a score from 0 to { $n }. What you leave out gets none.
vote-how-consent = Say of each option whether you consent, stand aside or object. One objection stops an option.
vote-how-ranked = Give your first choice the 1, the next the 2, and so on. You may stop at any place.
vote-stance-consent = Consent
vote-stance-aside = Stand aside
vote-stance-object = Object
vote-no-place = No place
vote-less = One less
vote-more = One more
vote-dots-left = Dots left:
vote-token = Your voting paper
vote-token-hint = Type what stands on the paper that you drew. With a slip that you have scanned, your telephone fills this in. Without script in the browser, ask the desk for a paper.
vote-cast-act = Put it into the box
vote-nobody-knows = Nobody can find out what you said, not even whoever owns this computer.
vote-own-drawing = Your telephone is drawing your vote …
vote-own-ready = Your vote is ready on this telephone. Nobody knows which it is.
vote-own-drawn = This slip has been drawn, on another telephone or browser. If that was not you, tell the desk now.
vote-own-unknown = This slip is not one of this vote.
vote-own-offline = No connection. Your slip is kept on this telephone; the page tries again when it is opened.
vote-own-unsafe = This browser can only draw over a secure connection. Ask the desk for a paper.
vote-own-cheat = The answer was not made with the key of this vote. Nothing was drawn here. Tell the desk.
vote-own-cast = Your ballot is in the box.
vote-own-found = Your ballot is in the list, as you cast it. This telephone has recomputed it.
vote-own-lost = The ballot that this telephone cast is not in the list. Tell somebody of another party.
vote-own-forget = Forget it on this telephone
vote-in-the-box = Your ballot is in the box
vote-in-the-box-text = It lies there without your name and without a time.
vote-number = Number of your ballot:
vote-number-text = After the closing you find it in the list. It shows that your ballot was counted, and it shows nobody what you said.
vote-see-later = The result will be here
vote-wrong-foreign = One of the options is not part of this vote.
vote-wrong-twice = An option was marked twice.
vote-wrong-mark = One of the marks is not possible here. Correct it and send it again; your vote is not used up.
vote-wrong-over-budget = { $n ->
    [one] You have one dot and gave more. Correct it and send it again.
   *[other] You have { $n } dots and gave more. Correct it and send it again; your vote is not used up.
 }
vote-wrong-sequence = Number the options 1, 2, 3 without a gap and each number once. Your vote is not used up.
vote-result = Result
vote-too-few = Too few ballots
vote-too-few-text = Fewer than five people voted. Such a box is not counted and was not kept: the result would tell too much of each.
vote-turnout = { $n ->
    [one] { $n } ballot from a list of { $of }.
   *[other] { $n } ballots from a list of { $of }.
 }
vote-quorum-was = The quorum was { $n }.
vote-blank = { $n ->
    [one] One ballot was blank.
   *[other] { $n } ballots were blank.
 }
vote-outcome-chosen = Chosen
vote-outcome-carried = Carried without an objection
vote-outcome-tied = Level
vote-outcome-no-quorum = No quorum
vote-outcome-no-quorum-text = { $n ->
    [one] One ballot was needed. What was said is shown and decides nothing.
   *[other] { $n } ballots were needed. What was said is shown and decides nothing.
 }
vote-outcome-nothing = Nothing was chosen
vote-outcome-nothing-text = No option was marked, or every one met an objection.
vote-supports = { $n ->
    [one] { $n } support
   *[other] { $n } supports
 }
vote-dots-given = { $n ->
    [one] { $n } dot
   *[other] { $n } dots
 }
vote-first-places = { $n ->
    [one] { $n } first place
   *[other] { $n } first places
 }
vote-scored = { $n ->
    [one] { $n } point, on average { $mean } where it was scored
   *[other] { $n } points, on average { $mean } where it was scored
 }
vote-rounds = Round by round
vote-round = Round { $n }
vote-goes-out = out
vote-rule-support = Everybody could support as many options as they liked. The option with most supports is chosen; equal numbers are level, and no lot is drawn.
vote-rule-dots = Everybody spread the same number of dots. The option with most dots is chosen; equal numbers are level, and no lot is drawn.
vote-rule-score = Scores are added up; an option that somebody did not score gets nothing from them. The greatest sum is chosen; equal sums are level, and no lot is drawn.
vote-rule-consent = An option is carried when somebody consents and nobody objects. Standing aside stops nothing.
vote-rule-ranked = Every ballot counts for its highest option that is still there. Whoever has more than half of them is chosen. Otherwise the last goes out and its ballots go on to their next option. Several last ones go together when all their ballots are fewer than the next one's; if they are level otherwise, the earlier round tells who had fewest. Where that does not tell either, they are level, and no lot is drawn.
vote-ballots = Ballots in the box
vote-ballots-text = Sorted by number, not by time. Find yours: it shows that it was counted. The journal holds the fingerprint of this list.
vote-ballots-show = Show the numbers
vote-root = Fingerprint of the list:

problem-vote-no_slip = The code alone gives no vote
problem-vote-no_slip-next = Scan the slip with your own square, or ask the desk for a paper.
problem-vote-no_token = A ballot needs a vote
problem-vote-no_token-next = Scan your slip, or type what stands on the paper that you drew.
problem-vote-wrong_token = That is no vote of this box
problem-vote-wrong_token-next = Compare it with your paper, sign by sign. Nothing was put into the box.
problem-vote-spent = This vote has been cast
problem-vote-spent-next = A ballot with it lies in the box; the first one counts. If that was not you, tell the desk.
problem-vote-drawn = This slip has been drawn
problem-vote-drawn-next = It draws once. If that was not you, tell the desk.
problem-vote-element = That cannot be drawn with
problem-vote-element-next = Open the page again from your slip.
problem-vote-closed = The vote is closed
problem-vote-closed-next = Its result is on its page.
problem-vote-nobody_chosen = Nobody was ticked who has not drawn yet
problem-vote-nobody_chosen-next = Tick those who vote on paper. Nothing was printed.
problem-vote-roll_changed = The list of people is not the one that was frozen
problem-vote-roll_changed-next = Somebody has changed it in the database. Nothing was counted; the hash of the frozen list is in the journal.
problem-vote-overfull = There are more ballots than people have drawn
problem-vote-overfull-next = Somebody has put ballots in from the database. Nothing was counted; hold the vote again.
vote-roll-present = { $n ->
    [0] Nobody is there yet
    [one] The roll: the one person who is there
   *[other] The roll: the { $n } people who are there
}
vote-roll-entities = { $n ->
    [0] No entity is there yet
    [one] The roll: the one entity that is there
   *[other] The roll: the { $n } entities that are there, one vote each
}
