# Two commands on a fresh machine: `make run` opens the cards for practice, `make test` proves them.
# Needs Python 3.11 or newer; everything else is put into .venv, in the versions and with the hashes of the lock files.

PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$each" && exit; done; echo python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# A lock names every package, so nothing is left to resolve: without --no-deps, pip before 23.3 looks past the lock for a
# name asked for with extras, and what is installed would depend on what the index holds that day.
INSTALL := $(PIP) install --require-hashes --no-deps
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv --quiet pip compile pyproject.toml --universal \
  --python-version 3.11 --fork-strategy fewest --generate-hashes --no-emit-index-url $(if $(NEWEST),--upgrade)
JOBS ?= 2
FLAGS ?=

.PHONY: run link test check hold bench format lock wheel clean
.DEFAULT_GOAL := run

run: $(VENV)/.run
	@exec $(BIN)/decisionaid serve --practice $(FLAGS)

link: $(VENV)/.run
	@exec $(BIN)/decisionaid link --practice $(FLAGS)

test: check $(VENV)/.browser $(VENV)/.servers
	$(BIN)/pytest -n $(JOBS) tests
	@if ls e2e/test_*.py >/dev/null 2>&1; then echo "$(BIN)/pytest -n $(JOBS) e2e"; \
	  $(BIN)/pytest -n $(JOBS) e2e || { echo "Once more by themselves, with the machine to themselves:"; $(BIN)/pytest --last-failed --last-failed-no-failures none e2e; }; fi

# What needs no running: lint, layout, types, the direction of imports, the shipped aids.
check: $(VENV)/.test
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/decisionaid check aids/

# The figures that take long to hold.
hold: $(VENV)/.test $(VENV)/.browser $(VENV)/.servers $(VENV)/.more-browsers
	$(BIN)/pytest -m hold tests $(wildcard e2e)

# How fast it is, each figure beside its budget; FLAGS="--assert" fails over one, FLAGS="--beside" measures SurveyJS too.
bench: $(VENV)/.test $(VENV)/.browser
	@$(BIN)/python -m e2e.bench $(FLAGS)

format: $(VENV)/.test
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format .

# After a change of the packages in pyproject.toml; NEWEST=1 takes the newest of each. No index host is written.
lock: $(VENV)/.made
	$(PIP) install --upgrade uv
	$(COMPILE) --group build --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(COMPILE) --group build --extra postgresql --constraint requirements-dev.lock --output-file requirements-postgresql.lock

wheel: $(VENV)/.run
	$(BIN)/python -m hatchling build -d dist

clean:
	rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# A stamp says what .venv holds, so that a second start installs nothing.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "decisionaid needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>/dev/null || echo not there)."; \
	  echo "On Debian or Ubuntu: apt install python3 python3-venv. Another Python: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make a virtual environment. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version). This takes about a minute, the first time only."
	@$(PYTHON) -m venv $$(test -x $(BIN)/pip || echo --clear) $(VENV)
	@touch $@

$(VENV)/.run: requirements.lock pyproject.toml $(VENV)/.made
	@$(INSTALL) --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements-dev.lock tests/oldest-pip.txt $(VENV)/.run
	@$(INSTALL) --requirement requirements-dev.lock
	@$(PIP) check
	@$(INSTALL) --upgrade --target $(VENV)/oldest-pip --requirement tests/oldest-pip.txt
	@touch $@

# A browser for e2e: the one that was named, or found; else Debian's own when root, else Playwright's. Its driver needs a
# library that a small Debian 12 has not.
$(VENV)/.browser: $(VENV)/.test
	@found=$$DECISIONAID_CHROMIUM; \
	for each in chromium chromium-browser google-chrome; do found=$${found:-$$(command -v $$each)}; done; \
	if [ -z "$$found" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
	    chromium fonts-noto-core >/dev/null || true; \
	elif [ -z "$$found" ]; then $(BIN)/playwright install chromium || echo "No browser was found; what needs one is skipped."; fi
	@if ! $(BIN)/playwright --version >/dev/null 2>&1; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends libatomic1 >/dev/null; \
	  else echo "What drives the browser does not start; on Debian or Ubuntu: apt install libatomic1"; fi; fi
	@touch $@

# PostgreSQL and nginx for what must hold on a server: Debian's own when root; without them a laptop skips those tests.
$(VENV)/.servers: $(VENV)/.test
	@found=$$(command -v initdb /usr/lib/postgresql/*/bin/initdb | head -n 1); \
	command -v nginx >/dev/null || found=; \
	if [ -z "$$found" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
	    postgresql nginx-light >/dev/null || true; \
	elif [ -z "$$found" ]; then echo "No PostgreSQL or no nginx was found; what needs them is skipped."; fi
	@touch $@

# Firefox and WebKit, which only `make hold` looks at: Debian's own when root.
$(VENV)/.more-browsers: $(VENV)/.test
	@command -v firefox-esr >/dev/null && command -v WebKitWebDriver >/dev/null && command -v xvfb-run >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
	    firefox-esr webkit2gtk-driver xvfb xauth dbus >/dev/null || true; \
	else echo "Firefox and WebKit were not found; what needs them is skipped."; fi
	@touch $@
