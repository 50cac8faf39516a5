# Classes of partners.

classes-title = Classes of partners
classes-lead = Which partners are of which class on a day. A partner may be of several; each class is looked at again after a year.
classes-open = Classes
classes-filter = Show
classes-one = Class
classes-every = Every class
classes-day = On the day
classes-show = Show
classes-partners = Partners
classes-counted = How many
classes-none = Without a class today
classes-list = Who is of which class
classes-empty = Nobody was of this class on that day
classes-empty-text = A class is given in the file of a partner, from a day on.
classes-own = The classes of this agency
classes-own-text = Classes that come with the program can be retired, and others added. What was given stays in the files.
classes-retire = Retire
classes-add = Add a class
classes-code-hint = 2 to 16 capital letters, digits or underscores, such as UNIVERSITY. It never changes.
