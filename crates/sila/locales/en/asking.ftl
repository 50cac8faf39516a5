# Asking partners for a place for tonight
place-ask-title = A place with a partner for case
place-ask-lead = One question goes to every partner whose agreement allows it, without a name or a number. The answers come back within moments, and a place that is offered is held for you for a while.
place-ask-act = Ask the partners
place-whom = Who is asked
place-no-partner = No partner can be asked
place-no-partner-text = Partners are asked under an agreement in force that speaks of shelter, over an open link.
place-leaves-1 = Sex and age band of everybody who comes, and what they cannot do without.
place-leaves-2 = The town in which they are not safe, and nothing finer.
place-stays-1 = Name, number, case: nothing that points to anybody.
place-stays-2 = And at the partner: which home it is, where, and how many beds it has.
place-earlier = Earlier questions for this case
place-question = Question for a place for case
place-show-lead = Answers appear here as they come in, the best first.
place-state-open = Open
place-state-sent = Referral sent
place-state-confirmed = Place confirmed
place-state-closed = Ended
place-said-waiting = Waiting for the answer
place-said-held = A place is held for you
place-said-maybe = Perhaps: telephone them
place-said-none = No place
place-said-refused = No answer by machine: telephone them
place-said-released = Let go
place-said-ran-out = The hold ran out
place-until = Place until { $time }
place-refer = Refer to this place
place-held-n =
    { $n ->
       [0] No place is held
       [one] { $n } place is held for you
      *[other] { $n } places are held for you
    }
place-held-text = Accepting the referral confirms the place in the same act, and the others are let go. What is not confirmed ends by itself.
place-waiting-n =
    { $n ->
       [0] No answer is awaited
       [one] Waiting for { $n } partner
      *[other] Waiting for { $n } partners
    }
place-none = None of those asked has a place
place-none-text = Telephone them, or change who comes and ask again.
place-sent = The referral went to { $agency }; the place is held until they accept
place-confirmed = { $agency } confirmed the place; the others were let go
place-closed = The question has ended; what was held for it was let go
place-asked-at = Asked
place-seen-by-partners = What partners see
place-end = The place is no longer needed
place-partners = Partners asked for a place
place-partners-text = Our server answered from this board, naming no home and no number.
place-people-n =
    { $n ->
       [0] nobody
       [one] { $n } person
      *[other] { $n } people
    }
place-answered-open = Waiting for our answer
place-answered-held = Was held
place-answered-maybe = Answered: perhaps
place-answered-none = Answered: no place
place-answered-refused = Not answered by machine
place-answered-released = No longer needed
accept-kept-title = A place is held for this referral since its sender asked
accept-kept = Accept and confirm the place
stay-act-confirm = Confirmed for the referral
problem-place-no_partner = No partner can be asked for a place
problem-place-no_partner-next = Nothing was sent. Telephone the partners.
problem-shelter-too_large = The question is longer than can be sent
problem-shelter-too_large-next = Nothing was sent. Let fewer come together.
