"""`decisionaid schema`: the card language as JSON Schema, for editors."""

from __future__ import annotations

import argparse
import json
from typing import Any

NAME = "schema"
HELP = "print the JSON Schema of an aid, for editors"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to add."""


def run(args: argparse.Namespace) -> int:
    """Print the schema."""
    print(as_text(), end="")
    return 0


def as_text() -> str:
    """The schema as text, as in aids/aid.schema.json."""
    from ..domain.aid import Aid

    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "aid.schema.json",
        **Aid.model_json_schema(by_alias=True),
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
