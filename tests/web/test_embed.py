"""The element for other pages: a small file under a name that never changes, and papers that say the same as it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from decisionaid.web.embed import ELEMENT, integrity
from decisionaid.web.static_files import FOR_OTHERS, texts
from tests.builders import Table, field_of
from tests.project import ROOT

STATIC = ROOT / "static"
MANIFEST = json.loads((STATIC / "custom-elements.json").read_text(encoding="utf-8"))["modules"][0]["declarations"][0]
SOURCE = (STATIC / ELEMENT).read_text(encoding="utf-8")
TYPES = (STATIC / ELEMENT.replace(".js", ".d.ts")).read_text(encoding="utf-8")
SERVED = {"decision-aid-1.0.0.js": "sha384-+A5r6iymM7MRYaTXn7TN0xW8vR+4X4bQyTXpEmKwnuHWEYoUqoyz4ZAOOH2OMK05"}
"""Each file that was given to others and the hash that their pages hold; a change is a new file beside it."""


def _camel(name: str) -> str:
    return re.sub("-(.)", lambda found: found[1].upper(), name)


def test_the_file_is_at_most_three_kilobytes() -> None:
    assert len(gzip.compress(texts(STATIC)[ELEMENT], 9, mtime=0)) <= 3 * 1024


def test_a_file_that_others_hold_the_hash_of_never_changes() -> None:
    for name, known in SERVED.items():
        digest = hashlib.sha384(texts(STATIC)[name]).digest()
        assert f"sha384-{base64.b64encode(digest).decode()}" == known, "a change is a new file with a new version"
    assert set(SERVED) == set(FOR_OTHERS)


def test_every_site_may_load_it_and_check_its_hash(table: Table) -> None:
    answer = table.stranger().get(f"/static/{ELEMENT}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    other = table.stranger().get("/static/encounter.js")
    assert "Access-Control-Allow-Origin" not in other.headers
    assert other.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_page_of_documentation_shows_the_snippets_with_that_hash(table: Table) -> None:
    text = unescape(table.client.get("/embed").text)
    assert f'integrity="{integrity(STATIC)}"' in text
    assert text.count(integrity(STATIC)) == 2
    assert "<iframe src=" in text


def test_in_practice_it_begins_a_visit_that_its_own_frame_opens(table: Table) -> None:
    csrf = field_of(table.client.get("/embed").text, "csrf_token")
    begun = table.client.post("/embed", data={"csrf_token": csrf})
    assert begun.status_code == 303
    text = table.client.get(begun.location.split("#")[0]).text
    code = re.findall(r"/frame/([\w-]+)\?", text)[0]
    entered = table.stranger().post("/frame", data={"code": code}, headers={"Accept": "application/json"})
    assert entered.status_code == 200


def test_outside_practice_it_begins_none(tmp_path: Path) -> None:
    table = Table(tmp_path / "data", practice=False)
    csrf = field_of(table.client.get("/").text, "csrf_token")
    assert table.client.post("/embed", data={"csrf_token": csrf}).status_code == 403
    table.store.close()


def test_documentation_types_and_manifest_name_the_same_things_as_the_file(table: Table) -> None:
    text = unescape(table.client.get("/embed").text)
    rows = {
        kind: re.findall(r"<code>(.*?)</code>", table_text)
        for kind, table_text in re.findall(r'data-rows="(\w+)">(.*?)</table>', text, re.DOTALL)
    }
    of = {kind: [each["name"] for each in MANIFEST[kind]] for kind in ("attributes", "events", "slots")}
    methods = [each["name"] for each in MANIFEST["members"] if each["kind"] == "method"]
    fields = {each["attribute"]: each["name"] for each in MANIFEST["members"] if each["kind"] == "field"}
    assert sorted(rows["attributes"]) == sorted(of["attributes"]) == sorted(fields)
    assert sorted(rows["events"]) == sorted(of["events"])
    assert sorted(rows["methods"]) == sorted(f"{each}()" for each in methods)
    assert [each.strip("()").replace("default", "") for each in rows["slots"]] == of["slots"]
    assert rows["parts"] == [each["name"] for each in MANIFEST["cssParts"]]
    assert rows["tokens"] == [each["name"] for each in MANIFEST["cssProperties"]]
    assert all(fields[each] == _camel(each) for each in fields)
    for name in [*fields.values(), *methods, *of["events"]]:
        assert re.search(rf'[\s"]{name}["(:]', TYPES), name
    for name in (*of["attributes"], *(each.removeprefix("decision-aid:") for each in of["events"])):
        assert re.search(rf'["{{ ]{name}"?[:,\]]', SOURCE), name
    assert all(re.search(rf"^  {each}\(", SOURCE, re.MULTILINE) for each in methods)


def test_types_and_manifest_allow_the_same_words_as_the_file() -> None:
    words = SOURCE.split("const WORDS = {")[1].split("};")[0]
    for each in MANIFEST["members"]:
        if each["kind"] != "field":
            continue
        allowed = each["type"]["text"].replace("'", '"')
        assert f"  {each['name']}: {allowed};" in TYPES, each["name"]
        found = re.search(rf'"?{each["attribute"]}"?: \[([^\]]*)\]', words)
        assert (" | ".join(found[1].split(", ")) if found else "string") == allowed, each["name"]
    for each in MANIFEST["events"]:
        detail = each["type"]["text"].removeprefix("CustomEvent<").removesuffix(">")
        assert f'"{each["name"]}": CustomEvent<Readonly<{detail}>>;' in TYPES, each["name"]
    told = re.search(r"const EVENTS = \[(.*)\];", SOURCE)
    assert told
    named = {"ready", *re.findall(r'"(\w+)"', told[1])}
    assert {f"decision-aid:{each}" for each in named} == {each["name"] for each in MANIFEST["events"]}


@pytest.mark.row("26")
def test_on_a_server_it_does_nothing_and_throws_nothing(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not here; the browser tests load the same file")
    (tmp_path / "element.mjs").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "try.mjs").write_text('import "./element.mjs"; console.log("well");', encoding="utf-8")
    said = subprocess.run([node, tmp_path / "try.mjs"], capture_output=True, text=True, check=True)
    assert (said.stdout, said.stderr) == ("well\n", "")


def test_the_colours_of_a_frame_are_those_of_the_tokens() -> None:
    tokens, frame = ((STATIC / name).read_text(encoding="utf-8") for name in ("tokens.css", "frame.css"))
    token = re.compile(r"--(\w+): ([^;]+);")
    light, dark = (dict(token.findall(text)) for text in tokens.split("@media"))
    themed = {each for each in light if "#" in light[each]} | dark.keys()
    assert {"ink", "e6", "lies"} <= themed, "a shadow of paper that lies on a table is dark by light and none by night"
    for theme, values in (("light", light), ("dark", dark)):
        block = frame.split(f'[data-theme="{theme}"]')[1].split("}")[0]
        assert dict(token.findall(block)) == {each: values[each] for each in themed}, theme


@pytest.mark.row("23", "E23")
@pytest.mark.hazard("T03")
def test_no_script_posts_to_everybody() -> None:
    ours = {name: text.decode() for name, text in texts(STATIC).items() if name.endswith(".js")}
    posted = {name: re.findall(r"postMessage\([^;\n]*", text) for name, text in ours.items()}
    assert sum(map(len, posted.values())) >= 4
    assert not [each for calls in posted.values() for each in calls if re.search(r"""["'`]\*["'`]""", each)]
