"""The clinic of the store's tests, with its second patient who must stay untouched, for the commands as well."""

from tests.store.conftest import clinic, made_clinic

__all__ = ["clinic", "made_clinic"]
