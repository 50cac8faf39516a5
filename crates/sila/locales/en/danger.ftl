# The blind check over the link: whether somebody to be feared is in the home of another agency
danger-there-waiting = Their node is asked blind whether it is safe there
danger-there-text-waiting = Whether whom the person flees from, or kin, lives or works there. They do not learn whom you ask about.
danger-there-clear = Nothing is known there
danger-there-text-clear = That is no promise. Ask the person, too.
danger-there-not-safe = Not safe there: a person must call
danger-there-text-not-safe = Telephone the supervisor of their homes before anybody goes there. You do not learn who it is or why.
danger-there-refused = It could not be asked whether it is safe there
danger-there-text-refused = Telephone the supervisor of their homes before anybody goes there.
danger-here-waiting = It is asked blind whether it is safe here
danger-here-text-waiting = Nobody is accepted before the other node has answered, usually within a minute.
danger-here-clear = Nothing is known here
danger-here-text-clear = The sender has asked blind. That is no promise.
danger-here-not-safe = Not safe here: a person must call
danger-here-text-not-safe = Nobody is accepted into your homes before the two supervisors have spoken. You do not learn who was asked about.
danger-here-refused = It could not be asked whether it is safe here
danger-here-text-refused = Nobody is accepted into your homes before the two supervisors have spoken.
danger-here-spoken = The supervisors have spoken
danger-here-text-spoken = The supervisor of the homes says that they may come.
danger-calls = Calls before somebody is accepted
danger-calls-text = Whom somebody flees from, or kin, may live or work in your homes. Telephone the supervisor of the other agency, then say here that they may come; otherwise the referral is declined.
danger-day =
    { $n ->
       [one] { $n } call before somebody may be accepted
      *[other] { $n } calls before somebody may be accepted
    }
danger-day-text = The two supervisors speak first
danger-spoken-act = We have spoken: they may come
journal-danger = Blind check over the link

# What is refused, and why
problem-shelter-danger = Not safe here: a person must call first
problem-shelter-danger-next = Tell the supervisor of the homes, who telephones the other agency and says on the board when they may come. Otherwise decline.
problem-shelter-danger_waits = It is still being asked whether it is safe here
problem-shelter-danger_waits-next = Try again in a minute. If the other node does not answer, the two supervisors telephone.
problem-shelter-danger_unknown = It could not be asked whether it is safe here
problem-shelter-danger_unknown-next = Tell the supervisor of the homes, who telephones the other agency and says on the board when they may come.
