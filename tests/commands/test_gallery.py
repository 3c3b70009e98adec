"""`decisionaid gallery`: an author sees each card with what is found at its sentence, and nobody else sees anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from decisionaid.cards import kinds
from decisionaid.cli import main
from decisionaid.commands import gallery as command
from decisionaid.commands._gallery import Gallery
from decisionaid.commands.gallery import GalleryApp
from tests.library.aids import GOOD, ROOT, SPANISH, folder_with, swapped

HERE = {"base_url": "http://127.0.0.1:8321"}


class Shown:
    """The gallery of one folder, as a browser on this machine sees it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.gallery = Gallery(folder, date(2026, 11, 28))
        self.client = Client(GalleryApp(self.gallery))

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, **HERE)

    def save(self, text: str) -> None:
        file = self.folder / "tonsils" / "aid.yaml"
        before = file.stat().st_mtime_ns
        file.write_text(text, encoding="utf-8")
        os.utime(file, ns=(before + 1_000_000_000, before + 1_000_000_000))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("aids")
    folder_with(folder, es=SPANISH)
    shown = Shown(folder)
    yield shown
    room = shown.gallery.room
    shown.gallery.close()
    assert room is None or not room.settings.data.exists(), "nothing of the room is left"


def test_every_card_of_an_aid_is_shown_in_each_language_with_its_numbers(shown: Shown) -> None:
    page, spanish = shown.get("/tonsils").text, shown.get("/tonsils?language=es").text
    assert all(f'data-card="{card}"' in page for card in ("situation", "picture", "decision", "questions"))
    assert "About 60 in 100" in page
    assert "A surgeon takes" in page, "what each choice is like stands on a face of its own"
    assert "Esperar y ver" in spanish
    assert "data-finding" not in page


def test_the_index_names_every_kind_of_card_and_who_shows_it(shown: Shown) -> None:
    page = shown.get("/").text
    assert all(f"<li>{kind}: " in page for kind in kinds())
    assert '<a href="/tonsils#card-picture">tonsils</a>' in page


def test_a_saved_file_is_shown_anew_with_each_finding_at_its_sentence(shown: Shown) -> None:
    before = shown.get("/state").text
    shown.save(swapped("How long is it fair to wait?", "How long should we wait for it?"))
    assert shown.get("/state").text != before
    page = shown.get("/tonsils").text
    at = page.index("How long should we wait for it?")
    assert 0 < page.index('data-finding="WORD-1"', at) - at < 200, "it stands behind its sentence"
    assert "pushes or blames" in page


def test_a_file_that_cannot_be_read_shows_what_is_wrong_and_comes_back(shown: Shown) -> None:
    shown.save(swapped("kind: watch", "kind: wach"))
    page = shown.get("/tonsils").text
    assert "did you mean watch?" in page
    assert "data-card" not in page
    shown.save(GOOD)
    assert 'data-card="picture"' in shown.get("/tonsils").text


@pytest.mark.hazard("T02")
def test_it_answers_this_machine_alone_and_takes_nothing(shown: Shown) -> None:
    assert command.HERE == "127.0.0.1"
    assert shown.client.get("/", base_url="http://evil.example").status_code == 403
    assert shown.client.post("/tonsils", data={"a": "b"}, **HERE).status_code == 403
    assert shown.get("/../../etc/passwd").status_code == 404
    assert shown.get("/nobody").status_code == 404
    policy = shown.get("/tonsils").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "form-action 'none'" in policy
    assert shown.get("/static/gallery.js").status_code == 200


def test_it_shows_the_aid_that_was_begun_in_this_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert command._folder(None) == ROOT / "aids"
    assert main(["new", "sore-knee"]) == 0
    assert command._folder(None) == Path()
    (tmp_path / "aids").mkdir()
    assert main(["new", "sore-hip"]) == 0
    assert command._folder(None) == Path("aids")


def test_a_folder_without_aids_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gallery", str(tmp_path)]) == 2
    assert "there is no aid in this folder" in capsys.readouterr().err
