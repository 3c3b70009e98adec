"""`python -m decisionaid` is the same as `decisionaid`."""

from .cli import main

raise SystemExit(main())
