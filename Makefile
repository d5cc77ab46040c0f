# Two commands do all the set-up: `make run` and `make test`. Both make their own .venv and bring it up to date when the
# requirements change.

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
RUN_READY := .venv/.run-ready
TEST_READY := .venv/.test-ready
BROWSER_READY := .venv/.browser-ready
TEMPLATE := build/regulars.pot
CATALOGS := $(wildcard segmentation/locale/*/LC_MESSAGES/regulars.po)
SOURCES := app.py setup.py pages segmentation tests
ON_EVERY_CORE := --numprocesses auto --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help run test test-fast lint types contracts catalogs-check catalogs fix bench demo lock screenshots

help: ## Show these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN_READY) ## Start the dashboard on http://localhost:8501 (PORT=… for another port)
	$(BIN)/python -m pages.shared.serve --server.port $(PORT)

test: $(TEST_READY) $(BROWSER_READY) lint types contracts catalogs-check ## All that CI runs: lint, types, contracts, catalogs, tests, browser
	$(BIN)/python -m pytest $(ON_EVERY_CORE)

test-fast: $(TEST_READY) ## The tests without the browser and without slow ones
	$(BIN)/python -m pytest $(ON_EVERY_CORE) -m "not browser and not slow"

lint: $(TEST_READY) ## Lint and format check
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

types: $(TEST_READY) ## mypy --strict, for Linux, macOS and Windows, on the oldest and the newest Python
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32
	$(BIN)/mypy --platform darwin --python-version 3.14 --cache-dir .mypy_cache/darwin

contracts: $(TEST_READY) ## Who may import whom
	$(BIN)/lint-imports

fix: $(TEST_READY) ## Mend what lint and format can mend by themselves
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

bench: $(TEST_READY) ## Speed and memory as ratios, minutes long
	$(BIN)/python -m pytest tests/benchmarks tests/exports/test_export_speed.py -m "slow or not slow" -s

demo: $(RUN_READY) ## Build the demo shop anew
	$(BIN)/python -m segmentation demo

screenshots: $(TEST_READY) $(BROWSER_READY) ## Make the README's pictures anew
	$(BIN)/python -m tests.browser.readme_pictures

lock: | .venv/bin/python ## Write the lock files anew from the requirements
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check "uv<1"
	$(LOCK) requirements.txt -o requirements.lock
	$(LOCK) requirements-dev.txt -o requirements-dev.lock

catalogs: $(TEMPLATE) ## Bring the Chinese catalog up to date with the sources
	@for language in zh_CN; do \
	  if [ -f segmentation/locale/$$language/LC_MESSAGES/regulars.po ]; then action="update --no-fuzzy-matching --ignore-obsolete"; else action=init; fi; \
	  $(BIN)/pybabel -q $$action -D regulars -i $(TEMPLATE) -d segmentation/locale -l $$language --no-wrap || exit 1; \
	done

catalogs-check: $(TEMPLATE) ## Fail where a catalog is behind the sources
ifneq ($(CATALOGS),)
	$(BIN)/pybabel -q update --check --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -D regulars -i $(TEMPLATE) -d segmentation/locale
endif

# Without line numbers: a catalog changes when a sentence does, not when one moves.
.PHONY: $(TEMPLATE)
$(TEMPLATE): $(TEST_READY)
	@mkdir -p $(@D)
	PYTHONPATH=. $(BIN)/pybabel -q extract -F segmentation/locale/babel.cfg --no-location --sort-output --no-wrap \
	  --project regulars --version 1 --copyright-holder "Regulars" --no-default-keywords -k _ -k N_ -k words -k count:1,2 -o $@ .

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || { echo "Python 3.11 to 3.14 is needed; say which by: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv .venv

# What is installed is what was locked, by its hash: the files are for every system and for Python 3.11 to 3.14.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := .venv/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

$(RUN_READY): requirements.lock | .venv/bin/python
	$(INSTALL) -r requirements.lock
	@touch $@

$(TEST_READY): requirements-dev.lock | .venv/bin/python
	$(INSTALL) -r requirements-dev.lock
	$(BIN)/python -m pip check
	@touch $@ $(RUN_READY)

# The system's Chromium where there is one or where we may install it, else Playwright's own. The fonts are for the
# Chinese pages.
$(BROWSER_READY): $(TEST_READY)
	@if command -v chromium >/dev/null && fc-list 2>/dev/null | grep -q "Noto Sans CJK"; then echo "Chromium and Chinese fonts are there."; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; \
	else $(BIN)/python -m playwright install chromium; fi
	@touch $@
