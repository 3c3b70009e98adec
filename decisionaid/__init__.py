"""decisionaid: conversation cards for unhurried visits."""

__version__ = "0.1.0"
