"""The commands of `decisionaid`, one per module.

A command is a module with ``NAME, HELP, add_arguments(parser), run(args) -> int``. Exit status: 0 done, 1 findings or a
problem told in plain words, 2 usage. Heavy imports stand inside `run`, so that `decisionaid risk` starts fast.
"""
