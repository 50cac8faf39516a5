# The search box and its page
search-title = Find a person or a case
search-lead = By a name as you would write it, in Arabic or Latin letters, by a part of it, or by a number.
search-field = Name or number
search-field-hint = Like { $case } or { $phone }, or a name and the year of birth.
search-go = Search
search-found = Results
search-none = Nothing found
search-none-text = No such person or case is among those you may open. Try a part of the name, or the year of birth.
search-count = { $n ->
    [one] 1 person found
   *[other] { $n } people found
}
search-first = { $n ->
    [one] The closest person. Add a word to narrow the search.
   *[other] The { $n } closest people. Add a word to narrow the search.
}
search-only-yours = Only people whose cases you may open appear here. It is written down that a search was made and who was shown; what was typed is not kept.
search-class-number = The number agrees
search-class-written = Name as written
search-class-spelling = Another spelling
search-class-sound = Sounds alike
search-class-begins = Part of the name
search-class-near = One letter differs
search-why-number = A telephone or identity number is what was typed, or holds it.
search-why-written = The words of the name are written so.
search-why-spelling = The same name in another usual spelling.
search-why-sound = At least one word sounds like what was typed.
search-why-begins = At least one word begins with what was typed.
search-why-near = At least one word differs a little from what was typed.
search-why-year = The year of birth agrees.
