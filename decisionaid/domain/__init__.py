"""The frozen core. It uses the standard library and pydantic only: no Flask, no SQLAlchemy, no files, no clock."""
