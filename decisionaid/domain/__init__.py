"""The frozen core: standard library and pydantic only; no Flask, no SQLAlchemy, no files, no clock."""
