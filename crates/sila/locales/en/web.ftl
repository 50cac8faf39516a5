# Texts of the frame of every page: header, navigation, forms, dates.

app-name = Sila
demo-banner = Demonstration: all people and agencies are invented.
rehearsal-banner = FICTITIOUS: practice only. Enter nothing about a real person.
skip-to-content = Skip to content
page-title = { $title } – Sila
page-title-error = Error: { $title } – Sila
search-label = Search
search-hint = Search by name or number
quick-hide = Quick hide
sign-out = Sign out
nav-main = Main
nav-mobile = Mobile
nav-more = More
nav-path = Breadcrumb

# Forms
error-summary = { $n ->
    [one] There is a problem to correct
   *[other] There are { $n } problems to correct
}
error-prefix = Error:
optional = (optional)
choose = Choose
filter-all = All
choose-search = Type to search
choose-none = Nothing matches
characters-max = Up to { $n } characters
characters-left-label = Characters left:
characters-over-label = Characters over the limit:
date-day = Day
date-month = Month
date-year = Year
date-calendar = Calendar
calendar-gregorian = Gregorian
calendar-hijri = Hijri (Umm al-Qura)
step-of = Step { $n } of { $of }
steps-label = Steps
progress = Progress
change = Change
continue = Save and continue
save = Save
save-later = Save and return later
cancel = Cancel
back = Back
draft-saved = Draft saved { $time }
draft-not-saved = Not saved. Check the connection.
draft-crossed = Not saved: the form was changed in another window. Press “Save and continue” to see both.
field-there = Saved in the other window:
field-there-nothing = nothing
copy = Copy
copied = Copied
show-as-table = Show as a table
updated = This page has been brought up to date.
update-waiting = Something on this page has changed. It will be shown when you leave this part.

# Lists
page-of = Page { $n } of { $of }
page-previous = Previous
page-next = Next
pages-label = Pages
results = { $n ->
    [one] 1 result
   *[other] { $n } results
}

# Chain
chain-done = Done
chain-now = Now
chain-todo = To come
chain-broken = Broken

# Dates
day-and-time = { $day }, { $time }
day-today = today { $time }
day-tomorrow = tomorrow { $time }
day-yesterday = yesterday { $time }
hijri-date = { $day } { $month } { $year } AH
weekday-0 = Sunday
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
hijri-month-1 = Muharram
hijri-month-2 = Safar
hijri-month-3 = Rabi I
hijri-month-4 = Rabi II
hijri-month-5 = Jumada I
hijri-month-6 = Jumada II
hijri-month-7 = Rajab
hijri-month-8 = Shaban
hijri-month-9 = Ramadan
hijri-month-10 = Shawwal
hijri-month-11 = Dhu al-Qada
hijri-month-12 = Dhu al-Hijja
duration-moment = less than a minute
duration-minutes = { $n ->
    [one] 1 min
   *[other] { $n } min
}
duration-hours = { $n ->
    [one] 1 h
   *[other] { $n } h
}
duration-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
working-days = { $n ->
    [one] 1 working day
   *[other] { $n } working days
}
duration-pair = { $a } { $b }
time-left = { $d } left
time-late = { $d } late
time-ago = { $d } ago
time-just-now = just now
