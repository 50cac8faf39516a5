# Focal points known at both nodes, and what is handed over.

focal-told = the other agency’s server was told
focal-by-node = told by the other agency’s server
focal-theirs-told = The other agency tells by itself who keeps the contact there.
handover-title = Handover
handover-lead = The post ends on the day you name. What is open stands beside the form, so that nothing is forgotten.
handover-done = Handed over
handover-item-people = Whom to talk to at the other agency
handover-item-open = Obligations and initiatives that are open
handover-item-papers = Papers and where they lie
handover-item-meetings = Meetings that are coming
handover-item-access = Access and keys given back
handover-item-risks = Risks and differences
handover-note = Note to whoever comes after
handover-note-hint = What is agreed and stands nowhere, what is delicate, what comes first. Nothing about a person who is helped.
handover-note-needed = Write the note: up to 2,000 characters.
handover-until = The post ends on
handover-day-needed = A day from the first one of the appointment until 90 days from now.
handover-act = End the post and leave the note
handover-left = Handover note
handover-yes = handed over
handover-no = not yet
handover-read = I have read it
handover-waits = A handover note waits to be read
