# make map: the first map. make test: everything is installed and tested. make help: the rest.
# Works with GNU make 3.81 (macOS); needs nothing but make, a shell and Python, and on Debian fetches even that.

# The first Python on the path that is new enough; or say which: make map PYTHON=/path/to/python3.12
NEW_ENOUGH = -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" $(NEW_ENOUGH) && echo "$$p" && break; done)
# The oldest dependencies are tested where their wheels are: on the oldest Python when it is there.
OLDEST_PYTHON ?= $(shell if python3.11 $(NEW_ENOUGH); then echo python3.11; else echo $(PYTHON); fi)

MAP = maps/thaad-korea.toml
PAGE = build/$(notdir $(basename $(MAP))).html
BIN = .venv/bin
PIP = -m pip --quiet --disable-pip-version-check --no-input install
GATES = lint format types floors
STEPS = $(GATES) tests oldest js

# apt PACKAGE...: Debian's packages, where that is allowed: as root, or by a sudo that asks for no password.
APT = apt() { \
	command -v apt-get >/dev/null || return 1; as=; \
	if [ "$$(id -u)" != 0 ]; then sudo -n true 2>/dev/null || return 1; as='sudo -n'; fi; \
	echo "installing from Debian: $$*"; $$as apt-get update -qq >/dev/null && \
	$$as env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$$@" >/dev/null; }

.DEFAULT_GOAL = help
.PHONY: help map test check setup $(STEPS) messages lean geodata fonts bench clean
.NOTPARALLEL:

help:
	@echo 'make map                        the first map, into $(PAGE)'
	@echo 'make map MAP=maps/region.toml   another'
	@echo 'make test                       install what the tests need, then every gate and every test'
	@echo 'make check                      the gates alone: $(GATES)'
	@echo 'make STEP                       one step alone: $(STEPS)'
	@echo 'make messages                   bring the translations up to date with the source'
	@echo 'make lean                       make web/lean anew after a change to the page'"'"'s scripts or styles'
	@echo 'make geodata                    rebuild data/geodata from its pinned inputs'
	@echo 'make fonts                      cut the fonts of pictures to what is written now'
	@echo 'make bench                      race the rivals, into bench/RESULTS.md'
	@echo 'make clean                      remove what make made, environments too'

map: .venv/runtime
	@mkdir -p build
	@$(BIN)/rangefan build '$(MAP)' -o '$(PAGE)'

# Every step runs, whatever failed before it; the last lines say which failed.
test: setup
	@failed=; for step in $(STEPS); do \
		echo; echo "== $$step"; $(MAKE) --no-print-directory $$step || failed="$$failed $$step"; done; \
	echo; if [ -n "$$failed" ]; then echo "make test: FAILED:$$failed"; exit 1; fi; \
	echo 'make test: all passed: $(STEPS)'

check: .venv/test
	@failed=; for step in $(GATES); do \
		$(MAKE) --no-print-directory $$step || failed="$$failed $$step"; done; \
	if [ -n "$$failed" ]; then echo "make check: FAILED:$$failed"; exit 1; fi; echo 'make check: all passed'

lint: .venv/test
	@$(BIN)/ruff check .

format: .venv/test
	@$(BIN)/ruff format --check .

types: .venv/test
	@$(BIN)/mypy

floors: .venv/test
	@$(BIN)/lint-imports --no-logo

tests: .venv/test
	@$(BIN)/pytest -n auto --dist loadfile

# The lowest versions that pyproject allows, installed and tested. No browser: what a page does in one is our
# JavaScript's affair, and the step before saw to it.
oldest: .venv-oldest/test
	@RANGEFAN_DEPENDENCIES=oldest .venv-oldest/bin/pytest -n auto --dist loadfile -m 'not browser'

# `node --test` alone: vitest and jest delete or write into a folder called coverage/.
js: setup
	@if ls tests/*.test.mjs >/dev/null 2>&1; then node --test tests/*.test.mjs; else echo 'no JavaScript tests yet'; fi

# What the tests need beside Python's packages. What cannot be had is named here, and its tests fail.
setup: .venv/test
	@$(APT); missing() { for p in git node npm; do command -v $$p >/dev/null || \
			echo $$p | sed 's/^node$$/nodejs/'; done; \
		command -v GeodSolve >/dev/null || echo geographiclib-tools; \
		command -v gdal_viewshed >/dev/null || echo gdal-bin; \
		command -v pdftotext >/dev/null || echo poppler-utils; \
		$(BIN)/playwright --version >/dev/null 2>&1 || echo libatomic1; \
		for p in chromium chromium-browser google-chrome; do command -v $$p >/dev/null && break; done || \
			echo chromium; \
		command -v apt-get >/dev/null && ! ls /usr/share/fonts/opentype/noto/NotoSansCJK-* >/dev/null 2>&1 && \
			echo fonts-noto-cjk; true; }; \
	m=$$(missing); [ -z "$$m" ] || apt $$m || true; m=$$(missing); \
	case "$$m" in *chromium*) ! $(BIN)/playwright install chromium || \
		m=$$(echo "$$m" | grep -vx chromium || true);; esac; \
	[ -z "$$m" ] || echo "not to be had here, so tests may fail:" $$m
	@$(MAKE) --silent --no-print-directory tests/node_modules/axe-core/axe.min.js || \
		echo 'axe-core, esbuild and terser are not to be had here, so tests that need them will fail'

# The page's scripts and styles without comments, spaces and long names; `make js` tests that none is stale.
lean: tests/node_modules/axe-core/axe.min.js
	@node tests/lean.mjs

tests/node_modules/axe-core/axe.min.js: tests/package-lock.json
	@cd tests && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

.venv/runtime: pyproject.toml
	@$(APT); python='$(PYTHON)'; able() { "$$python" -c 'import ensurepip, venv' 2>/dev/null; }; \
	if [ -z "$$python" ] || { "$$python" $(NEW_ENOUGH) && ! able; }; then \
		apt python3 python3-venv || true; python=$${python:-python3}; fi; \
	if ! "$$python" $(NEW_ENOUGH) || ! able; then \
		echo 'rangefan needs Python 3.11 or newer with its venv module (on Debian and Ubuntu the package python3-venv).'; \
		echo 'Install it, or say where it is: make map PYTHON=/path/to/python3.12'; exit 1; fi; \
	echo 'setting up .venv (once)'; [ -x $(BIN)/python ] || "$$python" -m venv .venv
	@$(BIN)/python $(PIP) --editable . && touch $@

.venv/test: .venv/runtime
	@echo 'adding what the tests need to .venv (once)'
	@$(BIN)/python $(PIP) --editable '.[test,gates]' && touch $@

.venv-oldest/test: .venv/test
	@echo 'setting up .venv-oldest (once)'
	@[ -x .venv-oldest/bin/python ] || $(OLDEST_PYTHON) -m venv .venv-oldest
	@$(BIN)/python -c 'import tomllib; print(*(d.replace(">=", "==") for d in tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"] + tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["terrain"]), sep="\n")' > .venv-oldest/constraints.txt
	@.venv-oldest/bin/python $(PIP) --only-binary :all: --constraint .venv-oldest/constraints.txt --editable '.[test]' && touch $@

# What the source says, into coverage/rangefan/language/*.po.
messages: .venv/runtime
	@$(BIN)/python docs/messages.py

# The pictures' fonts, cut anew to what the names and messages now need.
fonts: .venv/runtime
	@$(BIN)/python -B data/fonts/build.py

geodata: .venv/runtime
	@[ -x .venv-geodata/bin/python ] || $(BIN)/python -m venv .venv-geodata
	@RANGEFAN_GEODATA_VENV=.venv-geodata sh data/geodata/build.sh

# Races against the tools a user would pick instead; bench/README.md says what they need from Debian.
bench: .venv-bench/ready
	@.venv-bench/bin/python bench

.venv-bench/ready: .venv/runtime
	@[ -x .venv-bench/bin/python ] || $(BIN)/python -m venv .venv-bench
	@.venv-bench/bin/python $(PIP) --editable '.[terrain]' wradlib playwright && touch $@

clean:
	rm -rf build dist .venv .venv-oldest .venv-geodata .venv-bench tests/node_modules
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find coverage data tests -name __pycache__ -prune -exec rm -rf {} +
