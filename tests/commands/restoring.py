"""Putting back, and what is in a folder before and after."""

from __future__ import annotations

from pathlib import Path

from decisionaid.cli import main


def restore(file: Path, data: Path, *more: str) -> int:
    return main(["restore", str(file), "--data", str(data), *more])


def everything(data: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(data)): each.read_bytes()
        for each in data.rglob("*")
        if each.is_file() and not each.name.endswith((".lock", "-shm"))
    }
