# Notices
notices-title = Notifications
notices-lead = Everything that waits for you. No notice names anybody, and what is over is gone.
notices-unread = Unread
notices-read = Read, and still waiting
notices-none = Nothing new
notices-none-text = What waits for you appears here and on your day.
notices-read-one = Mark as read
notices-read-all = Mark all as read
notices-mail = By e-mail
notices-mail-text = One letter a day at most says that something waits, and not what.
quiet-hours-title = Quiet hours
quiet-hours-text = The bell shows no number and no letter goes out. Write two hours from 0 to 23.
quiet-hours-from = From (hour)
quiet-hours-until = Until (hour)
quiet-hours-off = End the quiet hours
quiet-hours-now = It is quiet now.
quiet-hours-wrong = Write two different hours from 0 to 23
