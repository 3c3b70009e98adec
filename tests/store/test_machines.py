"""Several machines on one database, with a proxy in front: killed and restarted while visits go on (H07, H08, H10)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from decisionaid.settings import variables
from decisionaid.store.keys import read_key
from tests.cluster import needed
from tests.project import ROOT
from tests.store import machines

DOCKER = ROOT / ".docker"
hazards = [pytest.mark.hazard(each) for each in ("H07", "H08", "H10")]


def proxy_needed() -> None:
    needed()
    if shutil.which("nginx") is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("nginx is not installed. On Debian or Ubuntu: apt install nginx-light")


def nothing_was_lost(cycles: int, folder: Path) -> None:
    proxy_needed()
    found = machines.run(cycles, folder)
    print(found)
    assert found.cycles == cycles
    assert (found.lost, found.doubled, found.altered) == (0, 0, 0)
    assert found.acknowledged > cycles * machines.BROWSERS
    written = (folder / "access.log").read_text()
    assert written.count("\n") > found.acknowledged
    assert "/visits" not in written, "an address names a visit"


@pytest.mark.hazard("H07")
@pytest.mark.hazard("H08")
@pytest.mark.hazard("H10")
def test_visits_go_on_while_a_machine_another_and_the_database_are_killed(tmp_path: Path) -> None:
    nothing_was_lost(3, tmp_path)


@pytest.mark.hold
@pytest.mark.hazard("H07")
def test_visits_go_on_through_nine_hundred_kills(tmp_path: Path) -> None:
    nothing_was_lost(900, tmp_path)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text("utf-8"))
    return made


@pytest.mark.hazard("T11")
def test_the_containers_have_nobodys_rights_and_nothing_to_write(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"app1", "app2", "upgrade", "db", "proxy"}
    for name in ("app1", "app2", "upgrade"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["security_opt"] == ["no-new-privileges:true"]
        assert "ports" not in services[name]
    assert services["proxy"]["read_only"] is True
    assert [name for name in services if "ports" in services[name]] == ["proxy"]
    docker = (DOCKER / "Dockerfile").read_text("utf-8")
    assert re.findall(r"^USER (.*)$", docker, re.M) == ["decisionaid"]
    assert "--require-hashes --no-deps --requirement requirements-postgresql.lock" in docker
    assert "HEALTHCHECK" in docker
    assert all("slim" in line for line in docker.splitlines() if line.startswith("FROM python"))


def test_the_containers_name_settings_and_files_that_there_are(compose: dict[str, Any]) -> None:
    known = variables()
    for each in compose["services"].values():
        for name in each.get("environment", {}):
            assert name in known or name.startswith("POSTGRES_"), name
    docker = (DOCKER / "Dockerfile").read_text("utf-8")
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", docker, re.M):
        for name in line.split():
            assert (ROOT / name).exists(), name
    for each in compose["services"].values():
        for volume in each.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or source.startswith("./clinic/") or (DOCKER / source).exists(), source


@pytest.mark.hazard("T07")
def test_each_key_and_password_of_the_containers_is_readable_for_its_one_user(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    """Compose ignores an owner or a mode of a secret that is a file; so they are set where the file is made."""
    for each in compose["services"].values():
        for secret in each.get("secrets", ()):
            assert isinstance(secret, str) or set(secret) == {"source", "target"}, secret
    prepare, folder = str(DOCKER / "prepare.sh"), tmp_path / "clinic"
    if os.getuid() != 0:
        assert "root" in subprocess.run([prepare, str(folder)], capture_output=True, text=True, check=False).stderr
        return
    subprocess.run([prepare, str(folder)], check=True)
    (server,) = re.findall(r"useradd --system --uid (\d+)", (DOCKER / "Dockerfile").read_text("utf-8"))
    readers = {"master.key": int(server), "pgpass": int(server), "owner.password": 999, "serving.password": 999}
    found = {each.name: each for each in folder.iterdir()}
    assert {name: (file.stat().st_uid, file.stat().st_mode & 0o777) for name, file in found.items()} == {
        name: (uid, 0o400) for name, uid in readers.items()
    }
    assert {f"./clinic/{name}" for name in readers} == {each["file"] for each in compose["secrets"].values()}
    assert len(read_key(found["master.key"])) == 32
    words = {name: found[name].read_text() for name in readers}
    for role, name in (("decisionaid", "serving.password"), ("decisionaid_owner", "owner.password")):
        assert f"db:*:*:{role}:{words[name]}\n" in words["pgpass"]
    subprocess.run([prepare, str(folder)], check=True)
    assert {name: found[name].read_text() for name in readers} == words, "made anew, and the old words stay closed"


@pytest.mark.hazard("T11")
def test_no_key_of_a_clinic_is_sent_to_whoever_builds_the_image() -> None:
    ignore = (DOCKER / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    docker = (DOCKER / "Dockerfile").read_text("utf-8")
    copied = {name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", docker, re.M) for name in line.split()}
    assert ignore[1] == "*"
    assert {line[1:] for line in ignore if line.startswith("!")} == copied


@pytest.mark.hazard("T07")
def test_what_the_proxy_writes_down_names_no_visit_and_nobody() -> None:
    text = (DOCKER / "nginx.conf").read_text("utf-8")
    (form,) = re.findall(r"log_format plain '([^']*)'", text)
    allowed = {"time_iso8601", "request_method", "status", "request_time", "request_id"}
    allowed |= {"upstream_addr", "upstream_response_time"}
    assert set(re.findall(r"\$(\w+)", form)) == allowed
    assert text.count("access_log") == 1
