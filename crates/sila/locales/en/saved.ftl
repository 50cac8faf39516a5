# Saved filters of lists
saved-title = Saved filters
saved-name = Name
saved-name-hint = Only you see it. Name nobody.
saved-opens = When the list opens
saved-first = Open first
saved-unfirst = Do not open first
saved-is-first = opens first
saved-end = Forget
saved-keep = Keep this filter
saved-how = Narrow the list first; then you can keep it under a name.
saved-whole = Show the whole list
problem-saved-name = The filter needs a name
problem-saved-name-next = Write up to 60 characters.
problem-saved-many = There are twenty filters for this list
problem-saved-many-next = Forget one that you do not use.
