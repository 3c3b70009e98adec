"""What is served does what its source does: the same tokens, without remarks, joined by plain rules."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from decisionaid.web.modules import join
from decisionaid.web.short_names import shorten
from decisionaid.web.static_files import JOINED, texts
from decisionaid.web.tokens import (
    NUMBER,
    PATTERN,
    REMARK,
    SPACE,
    TEXT,
    WORD,
    NotRead,
    pack_script,
    pack_style,
    script_tokens,
)
from decisionaid.web.tokens import style_tokens as tokens_of_style
from tests.builders import Table
from tests.project import ROOT, files_below

STATIC = ROOT / "static"
OURS = [path for path in files_below(STATIC) if path.suffix in (".js", ".css") and "vendor" not in path.parts]


def _meant(path: Path, text: str) -> list[tuple[str, str]]:
    read = script_tokens if path.suffix == ".js" else tokens_of_style
    return [(each.kind, each.words) for each in read(text) if each.kind not in (SPACE, REMARK)]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.relative_to(STATIC).as_posix())
def test_packing_takes_out_remarks_and_space_and_nothing_else(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    packed = (pack_script if path.suffix == ".js" else pack_style)(source)
    assert _meant(path, packed) == _meant(path, source)
    read = script_tokens if path.suffix == ".js" else tokens_of_style
    assert not [each for each in read(packed) if each.kind == REMARK and each.words != "/**/"]
    assert pack_script(packed) == packed if path.suffix == ".js" else pack_style(packed) == packed


def test_every_module_is_served_within_the_one_script() -> None:
    modules = {path.name: path for path in (STATIC / "encounter").glob("*.js")}
    served = texts(STATIC)["encounter.js"].decode()
    assert len(modules) > 5
    texts_served = [words for kind, words in _meant(Path("x.js"), served) if kind == TEXT]
    for path in modules.values():
        said = [words for kind, words in _meant(path, path.read_text("utf-8")) if kind == TEXT and "./" not in words]
        assert all(texts_served.count(each) >= said.count(each) for each in said), path.name
    kinds = [words for _, words in _meant(Path("x.js"), served)]
    assert "import" not in [word for word, after in pairwise(kinds) if after == "{"]
    assert "export" not in kinds


@pytest.mark.parametrize("name", JOINED)
def test_a_page_asks_for_the_joined_script_and_gets_it(table: Table, name: str) -> None:
    answer = table.client.get(f"/static/{name}")
    assert answer.data == texts(STATIC)[name]
    again = table.client.get(f"/static/{name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("source", "packed"),
    [
        ("a = 1 // gone\nb = 2", "a=1\nb=2"),
        ("a /* gone */ = /* gone\n */ 1;", "a=\n1;"),
        ('a = "// stays /* stays */";', 'a="// stays /* stays */";'),
        ("a = '\\'// stays';", "a='\\'// stays';"),
        ("a = `// ${ b /* gone */ + `/* ${ c } */` } stays  `;", "a=`// ${b+`/* ${c} */`} stays  `;"),
        ("a = b => ({ c: `${ { d } }` }) ;", "a=b=>({c:`${{d}}`});"),
        ("a = /[/'\"]\\/\\/ /g.test(b) / 2 / c;", "a=/[/'\"]\\/\\/ /g.test(b)/2/c;"),
        ("if (a) /'/.test(b); else c = (d) / 2;", "if(a)/'/.test(b);else c=(d)/2;"),
        ("return /a b/;", "return/a b/;"),
        ("a = b + +c - -d; e = f++ + g;", "a=b+ +c- -d;e=f++ +g;"),
        ("a = 1 .toFixed(); b = 1_000.5e-3", "a=1 .toFixed();b=1_000.5e-3"),
        ("class A extends B { #c = 1\n d() {} }", "class A extends B{#c=1\nd(){}}"),
        ("a\n++b", "a\n++b"),
        ("a ??= b?.c ?? d ? .5 : e", "a??=b?.c??d?.5:e"),
        ("const é = 'ü'", "const é='ü'"),
    ],
)
def test_a_script_keeps_its_meaning(source: str, packed: str) -> None:
    assert pack_script(source) == packed


def test_a_slash_is_told_apart() -> None:
    kinds = [each.kind for each in script_tokens("a = 4 / 2; b = /4/; c = d[0] / 2; e = (f) / 2; while (g) /h/.i()")]
    assert kinds.count(PATTERN) == 2
    assert kinds.count(NUMBER) == 5
    with pytest.raises(NotRead, match="line 2: a / after }"):
        pack_script("{ }\n/a/.test(b)")


@pytest.mark.parametrize("source", ["a = 'no end\n'", "a = `no end", "a /* no end", "a = /no end", "a \\ b", 'a = "x'])
def test_what_cannot_be_read_is_refused(source: str) -> None:
    with pytest.raises(NotRead, match="line 1"):
        pack_script(source)


@pytest.mark.parametrize(
    ("source", "packed"),
    [
        ("a  b /* gone */ > c { d : e ; }", "a b > c{d :e;}"),
        ("a/**/b{}", "a/**/b{}"),
        ("a { /* gone */ b: c/* gone */; }", "a{b:c;}"),
        ('a::before { content: "/* stays */ {  }" }', 'a::before{content:"/* stays */ {  }"}'),
        ("a { b: url(x/*y*/z.png) calc(1px + 2px) }", "a{b:url(x/*y*/z.png) calc(1px + 2px)}"),
        ("@media (a: 1px) and (b) { c , d { e: -1px } }", "@media (a:1px) and (b){c,d{e:-1px}}"),
        ("a :hover, a:hover { }", "a :hover,a:hover{}"),
    ],
)
def test_a_style_sheet_keeps_its_meaning(source: str, packed: str) -> None:
    assert pack_style(source) == packed


@pytest.mark.parametrize(
    ("source", "short"),
    [
        ("function go_on(x_y) { return x_y + 1; } go_on(2);", "function a(b) { return b + 1; } a(2);"),
        ("const { x_y } = z; z(x_y);", "const { x_y } = z; z(x_y);"),
        ("const z = { x_y, f: g_h, i_j: 1 };", "const z = { x_y, f: a, i_j: 1 };"),
        ("z.x_y = x_y; z?.e_f(e_f);", "z.x_y = x_y; z?.e_f(e_f);"),
        ("class Z { x_y() { return d_e; } f_g = 1; }", "class Z { x_y() { return a; } f_g = 1; }"),
        ("z(`${x_y} d_e`, 'x_y');", "z(`${a} d_e`, 'x_y');"),
        ("z(x_y, c_d); z([x_y, c_d]);", "z(a, b); z([a, b]);"),
        ("const a = 1, z = x_y;", "const a = 1, z = b;"),
        ("length; innerWidth; __proto;", "length; innerWidth; __proto;"),
        ("z({ x_y = 1 }, (c_d) => c_d);", "z({ x_y = 1 }, (a) => a);"),
    ],
)
def test_a_name_becomes_short_only_where_the_script_alone_knows_it(source: str, short: str) -> None:
    assert shorten(source) == short


@pytest.mark.parametrize(
    ("source", "short"),
    [
        ("const held = 1; z(held, other);", "const a = 1; z(a, other);"),
        ("const held = 1; z.held = held;", "const held = 1; z.held = held;"),
        ("const held = 1; z({ held });", "const held = 1; z({ held });"),
        ("const held = 1; (other) => { const held = 2; z(held); };", "const a = 1; (other) => { const a = 2; z(a); };"),
    ],
)
def test_what_a_script_declares_at_its_top_becomes_short_though_it_has_no_underscore(source: str, short: str) -> None:
    assert shorten(source, {"held"}) == short


def test_the_served_script_differs_from_its_modules_in_names_alone() -> None:
    served = texts(STATIC)["encounter.js"].decode()
    long_names: dict[str, str] = {}
    source = {name for path in (STATIC / "encounter").glob("*.js") for _, name in _meant(path, path.read_text("utf-8"))}
    for kind, words in _meant(Path("x.js"), served):
        if words not in source:
            assert kind == WORD
            assert len(words) <= 3
            long_names[words] = words
    assert len(long_names) > 20


def _modules(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "main.js"


def test_modules_are_joined_in_the_order_they_need_each_other(tmp_path: Path) -> None:
    entry = _modules(
        tmp_path,
        main='import { two } from "./two.js";\nimport { one } from "./one.js";\ntell(one, two);\n',
        one="export const one = 1, uno = (a, b) => { const two = a; return two; };\n",
        two='import { one, uno } from "./one.js";\nexport async function two() { return one + uno(1, 2); }\n',
    )
    assert join(entry) == (
        "const c=1,uno=(a,b)=>{const d=a;return d;};async function d(){return c+uno(1,2);}\ntell(c,d);"
    )


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"main": 'import a from "./one.js";'}, "another way"),
        ({"main": 'import * as a from "./one.js";'}, "another way"),
        ({"main": 'import { a as b } from "./one.js";', "one": "export const a = 1;"}, "another way|does not export"),
        ({"main": 'import { a } from "./one.js";', "one": "const a = 1;"}, "one.js does not export"),
        (
            {"main": 'import { a } from "./one.js";\nconst a = 2;', "one": "export const a = 1;"},
            "both name something a",
        ),
        (
            {"main": 'import { a } from "./one.js";\nconst c = 2, b = 3;', "one": "export const a = 1;\nlet b;"},
            "both name something b",
        ),
        ({"main": "const a = 1;\nexport { a };"}, "exports in another way"),
        ({"main": "export default 1;"}, "exports in another way"),
        (
            {
                "main": 'import { a } from "./one.js";\nexport const b = 1;',
                "one": 'import { b } from "./main.js";\nexport const a = 1;',
            },
            "imports itself",
        ),
    ],
)
def test_modules_that_break_a_rule_are_refused(tmp_path: Path, texts: dict[str, str], told: str) -> None:
    with pytest.raises(NotRead, match=told):
        join(_modules(tmp_path, **texts))
