# The end of an agreement by notice, and the last day for it.

agreement-part-notice = Notice
notice-days = Notice before the end
notice-days-hint = Adds the clause by which a party may end the agreement. Both are told 180, 90, 60, 30 and 7 days before the last day for notice.
notice-days-n = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
notice-comes = { $n ->
    [one] The last day for notice comes within { $n } day
   *[other] The last day for notice comes within { $n } days
}
notice-past = The last day for notice has passed and nobody has decided
notice-comes-text = Notice to end { $code } is in time until { $day }, when both parties work. Decide before: amend it, let it run out, or give notice.
notice-past-text = Notice to end { $code } was in time until { $day }. It runs until its end; nobody has decided what follows.
act-notice = Notice of the end
act-settle = What is left: done or taken over
act-end = The end is complete
act-words-notice = Why the agreement ends
act-words-settle = What became of it
act-words-end = What is said at the end
exit-title = End of the agreement
exit-lead = Notice ends an agreement without the other party’s consent. Nobody who was referred is dropped: the end is complete when nothing is left that nobody has taken over.
exit-open = The end of the agreement
exit-clause = Either party may end it by notice (clause { $clause }).
exit-no-clause = No clause speaks of notice. The agreement runs until its end, or until both sign another text.
exit-none = No notice was given
exit-none-text = The agreement goes on until the end of its term.
exit-coming = Ends on { $day }
exit-past = Nothing new is sent since { $day }; the end is not complete
exit-complete = Ended on { $day }; the end is complete
exit-given-by = Notice by { $agency }
exit-late = The notice came here late: the days of the clause count from a week before it came.
exit-item = What is left
exit-became = What became of it
exit-taken-by = Taken over by
exit-left = Open
exit-counted = { $n ->
    [0] Our server counts none
    [one] Our server counts { $n }
   *[other] Our server counts { $n }
}
exit-give = Give notice
exit-notice-text = The other party is told at once. After the day that you name nothing new is sent in either direction; running cases are served on.
exit-ends = The agreement ends on
exit-ends-hint = { $n ->
    [one] At least { $n } day from now, by the clause.
   *[other] At least { $n } days from now, by the clause.
}
exit-why = Why
exit-left-n = How many are left
exit-left-n-hint = 0 when nothing is left.
exit-taken = Who takes over what is left
exit-taken-hint = Name and office. Needed when anything is left.
exit-end = Nothing is left: complete the end
exit-end-words = What is said at the end
exit-item-referrals = Open referrals
exit-item-places = Places held or taken in homes
exit-item-obligations = Obligations that are due
exit-item-documents = Documents of the other party: returned, destroyed or kept by law
exit-item-keys = Keys and the link
exit-item-tokens = Accounts and tokens of the other party here
day-exit = { $n ->
    [0] An agreement ends; nothing is left, complete the end
    [one] An agreement ends; { $n } item is open
   *[other] An agreement ends; { $n } items are open
}
problem-exit-no_clause = No clause of the agreement speaks of notice
problem-exit-no_clause-next = Nothing has changed. Agree on an amendment, or let the term run out.
problem-exit-too_soon = That is sooner than the clause of notice allows
problem-exit-too_soon-next = Nothing has changed. Name a later day: the clause says how many days.
problem-exit-too_late = The agreement ends before that day anyhow
problem-exit-too_late-next = Nothing has changed. Name a day within its term.
problem-exit-given = Notice was given before
problem-exit-given-next = Nothing has changed. The page shows the day of the end.
problem-exit-none = No notice was given
problem-exit-none-next = Nothing has changed. Give notice first.
problem-exit-settled = Both have signed this before
problem-exit-settled-next = Nothing has changed.
problem-exit-open = Something is left that is neither done nor taken over
problem-exit-open-next = The end is not complete. Look at the list of both parties.
problem-exit-early = The day of the end has not come
problem-exit-early-next = Complete the end on that day or later.
problem-exit-ended = The end of this agreement is complete
problem-exit-ended-next = Nothing has changed.
problem-exit-left = { $n } are left, and nobody is named who takes them over
problem-exit-left-next = Nothing was said. Finish them first, or name who takes them over.
