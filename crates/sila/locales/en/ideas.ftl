# Ideas: rooms in which people of several agencies exchange them.

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
idea-anonymity-text-anonymous = Neither name nor entity is asked for or kept. Nobody can be told who wrote what.
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
idea-code-hint = Six digits, as they stand on the wall
idea-code-wrong = There is no room with this code
idea-join = Join
idea-join-title = Join a room
idea-join-lead = Type the code that is shown in the hall. You need no account.
idea-join-square = Square to scan: it opens the room on a telephone
idea-join-text = Scan the square or type the code at the page “Join a room”. No account is needed.
idea-join-as = You join as
idea-join-now = Come in
idea-joined = You are in the room.
idea-name = Your name
idea-name-needed = Write your name
idea-entity = Your entity
idea-entity-needed = Write the name of your entity

problem-room-join_first = Join the room first
problem-room-join_first-next = This browser has no seat in the room. Join with the code and send again: what you typed is still on your page.
problem-room-closed = The room is closed
problem-room-closed-next = Nothing more can be sent to it. What was said stays to be read.
problem-room-busy = Too many are coming in at once
problem-room-busy-next = Try again in a minute.
problem-room-full = The room is full
problem-room-full-next = Ask whoever leads the meeting to open another one.
