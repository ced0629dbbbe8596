# One line to try the program:  make demo
# One line to test it:          make test
# The work is done by the scripts in .ci; each says what it does while it does it.

PORT ?= 8000
BIN := .venv/bin
# A worker for each core, each with a database of its own. One test by itself starts sooner without: WORKERS=
# How they share the tests stands with each target.
WORKERS ?= --numprocesses=auto

.DEFAULT_GOAL := help
.PHONY: help demo office deploy-check test test-postgresql test-browser lint format fuzz soak look bench pictures lock audit prepare prepare-tests

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo:  ## try the program with a real board's plan, on 127.0.0.1:8000 (PORT=8080 for another port)
	@PORT='$(PORT)' exec .ci/demo

office:  ## try an empty board's office, apart from the demonstration (PORT=8080 for another port)
	@PORT='$(PORT)' exec .ci/office

deploy-check: prepare-tests  ## start nginx and gunicorn as docs/deploy has them, and compare all addresses of the demonstration
	@exec .ci/demo --then $(BIN)/python -m tests.deployed

# A module stays with one worker, so that what it loads is loaded once. What Python compiles is kept, whatever the shell
# says: each worker, and each process that a test starts, would compile it all again.
test: prepare-tests  ## run the tests on SQLite (ARGS=tests/kit WORKERS= for a few of them)
	@env -u DATABASE_URL -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest $(WORKERS) --dist=loadscope $(ARGS)

test-postgresql: prepare-tests  ## run the same tests on PostgreSQL (DATABASE_URL, or one of this machine's)
	@.ci/on-postgresql $(BIN)/python -m pytest $(WORKERS) --dist=loadscope $(ARGS)

# Its few modules are long: a worker that is done takes tests from the other.
test-browser: prepare-tests  ## run the tests that look at every page in Chromium
	@env -u DATABASE_URL $(BIN)/python -m pytest $(WORKERS) --dist=worksteal -m browser tests/browser $(ARGS)

fuzz: prepare-tests  ## send 2,000 bad forms to the office (ARGS=tests for every property, DATABASE_URL for PostgreSQL)
	@HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest --hypothesis-show-statistics $(or $(ARGS),tests/office/test_bad_input.py)

soak: prepare-tests  ## kill what saves, publishes, copies the database or restores it, 20 times each (ROUNDS, DATABASE_URL)
	@ROUNDS='$(or $(ROUNDS),20)' $(BIN)/python -m pytest -k killed tests/editions/deeds/test_failures.py tests/test_killed_copies.py tests/test_killed_saving.py $(ARGS)

lint: prepare-tests  ## check style, templates, imports, migrations and production settings
	@.ci/lint

format: prepare-tests  ## lay out Python and templates the way lint wants them
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .
	@find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} + || true

look: prepare-tests  ## pictures of every page and every PDF page of the demonstration, into var/look
	@exec .ci/demo --then $(BIN)/python -m tests.look

bench: prepare-tests  ## measure time, memory and size, into docs/benchmarks.md (ARGS=pdf for one part, AGAINST=commit beside it)
	@env -u DATABASE_URL AGAINST='$(AGAINST)' $(BIN)/python -m bench $(ARGS)

pictures: prepare-tests  ## make the pictures of the README anew, into docs/pictures
	@exec .ci/demo --then $(BIN)/python -m tests.pictures

lock: prepare-tests  ## write the locks and the list of components anew, from the requirements (ARGS=--upgrade for the newest)
	@.ci/lock $(ARGS)

audit: prepare-tests  ## ask the world's list of weaknesses about every package of the program
	@.ci/audit

prepare:
	@.ci/prepare

prepare-tests:
	@.ci/prepare --tests
