# Flags on a case
menu-flags = Flags
flags-title = Flags
flags-lead = What waits for somebody to look, in the cases that you read. The words stand on the case alone.
flags-case-lead = A flag asks everybody who works on the case to look at something. It is not deleted; it is resolved with a note.
flags-all = All
flags-mine = Set by me
flags-others = Set by others
flags-none = No flag is open
flags-none-text = A flag is set on the page of a case.
flags-go = To the flags of the case
flags-open-here = { $n ->
    [one] 1 flag is open
   *[other] { $n } flags are open
}
flag-new = New flag
flag-set = Set the flag
flag-by = Set by
flag-open = Open
flag-resolved = Resolved
flag-resolved-by = Resolved by
flag-resolve = Resolve
flag-resolve-act = Resolve it
flag-reason = Reason
flag-reason-risk = The risk has changed
flag-reason-contact = Safe contact
flag-reason-papers = Documents are missing
flag-reason-advice = Advice is wanted
flag-reason-waiting = It has waited too long
flag-reason-other = Another reason
flag-words = What is to be looked at
flag-words-hint = Everybody who reads the case reads this.
flag-words-missing = Write what is to be looked at, in 500 characters at most
flag-note = What came of it
flag-note-missing = Write what came of it, in 500 characters at most
problem-flag-many = Twenty flags of this case are open
problem-flag-many-next = Resolve one of them first.
problem-flag-moved = This flag was resolved before
problem-flag-moved-next = Nothing was written. Open the flags to see them as they are now.
journal-flag = Flag on a case
screen-case-flags = Flags of a case
