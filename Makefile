# Reactie. `make` alone lists what it can do.
#
# Everything lives in .venv, made from python3 (choose another: make serve PYTHON=python3.13)
# with the versions of constraints.txt.

PYTHON ?= python3
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
PIP_COMPILE := $(BIN)/pip-compile --quiet --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options
RUNNABLE := $(VENV)/.runnable
TESTABLE := $(VENV)/.testable

PYTEST := pytest --numprocesses auto --maxprocesses 4 --dist worksteal
# These look at the whole from outside: what a room owes in coverage is told by the room's own tests,
# and counting lines would take these twice as long.
FROM_OUTSIDE := tests/browser tests/faults tests/hostile

export CUSTOM_COMPILE_COMMAND = make lock

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve demo test lint format types coverage bench bench-scale bench-moderation bench-replay faults import-proofs docs schema widget lock check clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile \
		| while IFS='|' read -r name text; do printf '  make %-17s %s\n' "$$name" "$$text"; done

serve: $(RUNNABLE) ## start on http://localhost:8080 with a demo page (other port: PORT=9000)
	$(BIN)/reactie serve --demo --port $(PORT)

demo: $(RUNNABLE) ## the same on a throw-away database, and how to moderate it
	$(BIN)/reactie demo --port $(PORT)

test: lint ## lint, then every test, then the coverage that each room owes
	$(BIN)/coverage erase
	$(BIN)/coverage run -m $(PYTEST) $(addprefix --ignore=,$(FROM_OUTSIDE))
	$(BIN)/coverage combine --quiet
	$(BIN)/python -m $(PYTEST) $(FROM_OUTSIDE)
	$(MAKE) --no-print-directory coverage

lint: $(TESTABLE) types ## style, types and the import direction of the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(TESTABLE) ## mypy, strict
	$(BIN)/mypy

format: $(TESTABLE) ## put the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

coverage: $(TESTABLE) ## what the last test run covered, against what each room owes
	$(BIN)/coverage report --skip-covered --fail-under=95
	$(BIN)/coverage report --skip-covered --fail-under=100 --include='service/domain/*'
	$(BIN)/coverage report --skip-covered --fail-under=100 --include='service/rules/*'
	$(BIN)/coverage report --skip-covered --fail-under=100 --include='service/usecases/*'

bench: $(TESTABLE) ## measure beside bare handlers and another comment server, side by side
	$(BIN)/python -m tests.benchmarks

bench-scale: $(TESTABLE) ## measure how cost grows to two million comments (takes 6.3 GB of disk)
	$(BIN)/python -m tests.benchmarks.scale

bench-moderation: $(TESTABLE) ## measure how well comments are judged, beside other judges
	$(BIN)/python -m tests.benchmarks.moderation

bench-replay: $(TESTABLE) ## judge 100,000 comments again by other rules while visitors read
	$(BIN)/python -m tests.benchmarks.replay

faults: $(TESTABLE) ## kill, cut off and fill up a running service; count what is lost (fewer: RUNS=10)
	$(BIN)/python -m tests.faults $(if $(RUNS),--runs $(RUNS)) \
		--markdown docs/reliability.md --json artifacts/faults.json

import-proofs: $(TESTABLE) ## try on real files what imports promise: order, kills, size (fewer: RUNS=3)
	$(BIN)/python -m tests.transfer.proofs $(if $(RUNS),--runs $(RUNS)) \
		--markdown docs/import-proofs.md --json artifacts/import-proofs.json

docs: $(RUNNABLE) ## rewrite the documents that are made from the code
	$(BIN)/reactie rules list --markdown > docs/rules.md.new
	mv docs/rules.md.new docs/rules.md
	$(BIN)/python -m service.cli.settings_document > docs/settings.md.new
	mv docs/settings.md.new docs/settings.md

schema: $(RUNNABLE) ## write what a new SQLite file is made of, from the migrations
	$(BIN)/python -m service.storage.migrations.as_sql

widget: $(TESTABLE) ## make the shipped scripts from the widget's sources
	$(BIN)/python -m service.web.widget.build

lock: $(TESTABLE) ## choose newer versions for tests (constraints.txt) and image (docker/*.lock)
	$(PIP_COMPILE) --upgrade --extra dev --output-file constraints.txt pyproject.toml
	$(PIP_COMPILE) --upgrade --generate-hashes --constraint constraints.txt \
		--output-file docker/requirements.lock pyproject.toml
	$(PIP_COMPILE) --upgrade --generate-hashes --constraint constraints.txt \
		--build-deps-for wheel --only-build-deps --output-file docker/build.lock pyproject.toml

check: $(RUNNABLE) ## look whether this installation is in order
	$(BIN)/reactie check

clean: ## remove everything that make made; databases stay
	rm -rf $(VENV) .coverage* htmlcov artifacts build dist *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find service tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Reactie needs Python 3.11 or newer. If it has another name here, say so:' >&2; \
		echo '    make serve PYTHON=python3.13' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
		echo 'Python cannot make virtual environments here yet. On Debian and Ubuntu:' >&2; \
		echo '    sudo apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNNABLE): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP_INSTALL) -e .
	@$(BIN)/python -m compileall -q service
	@touch $@

$(TESTABLE): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP_INSTALL) -e '.[dev]'
	@$(BIN)/python -m compileall -q service
	@touch $@ $(RUNNABLE)
