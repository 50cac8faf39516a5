# The blind check before somebody is admitted to a home
blind-title = Who is in the home already
blind-text = Whether the person they flee from, or kin, lives or works there. You learn only whether a person must call; never who. What you type is not kept.
blind-name-ar = Name of the person they flee from, in Arabic
blind-name-latin = The same in Latin letters
blind-left = { $n ->
    [one] It can be asked once more.
   *[other] It can be asked { $n } times more.
}
blind-act = Ask
blind-call = A person must call
blind-call-text = Telephone the supervisor of the home before anybody is admitted. The supervisor says when it is cleared.
blind-nothing = Nothing is known
blind-nothing-text = That is no promise. Ask the person, too.
stay-act-blind = Asked who is in the home
shelter-gate-blind = Asked who is in the home already
problem-shelter-blind_enough = This was asked often enough
problem-shelter-blind_enough-next = Telephone the supervisor of the home.
problem-shelter-blind_first = Ask first who is in the home already
problem-shelter-blind_first-next = The question stands on this page.
problem-shelter-blind_call = A person must call first
problem-shelter-blind_call-next = The supervisor of the home passes this step after the call.
