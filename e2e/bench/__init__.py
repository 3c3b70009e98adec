"""How fast it is, in figures with a budget each: `make bench`.

A module of this folder without an underscore holds figures; the folder is the list. A figure is one small function with
its budget and the reason for that budget beside it. Milliseconds belong here and never into a test: they are told with
the load of the machine, as medians after a warm-up, and as ratios within one run where a bare number would say more of
the machine than of us. What a machine cannot measure is said, and is never counted as passed.
"""
