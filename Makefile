.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
AUDIT := build/audit
# The house's rules and the documents need no database, so their tests run without the plugin that starts one.
QUICK := -q -o addopts="-p tests.not_run -ra --strict-markers --strict-config -p no:cacheprovider" -m "not plants"

.PHONY: help setup demo run test fuzz check format bench pictures audit docs lock

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv with the locked requirements and the command .venv/bin/kosmos

$(STAMP): requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## the demo operator: a month played day by day, every kopeck's "why", and his pages in the browser
	@exec $(BIN)/kosmos demo $(ARGUMENTS)

run: setup ## everything until Ctrl-C: the pages, the worker, the embedded database
	@exec $(BIN)/kosmos run

test: setup ## all tests, on the embedded PostgreSQL (or on DATABASE_URL's)
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile

fuzz: setup ## ten minutes of hostile bytes at every rail at once, then random stories, the engine against the oracle (ARGUMENTS)
	$(if $(ARGUMENTS),,$(BIN)/python -m tests.rails.fuzz --seconds 600 --at-once 20)
	$(BIN)/python -m tests.oracle.fuzz $(ARGUMENTS)

check: setup ## style, types, direction of imports, the house's rules, documents, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest $(QUICK) tests/house tests/docs
	PYTHONWARNINGS="ignore:Got an error checking a consistent migration history" $(BIN)/kosmos check-migrations

format: setup ## put the code into the house's form
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

bench: setup ## the opening of a business day against the bare database (ACCOUNTS=100000)
	$(BIN)/kosmos bench day --accounts $(or $(ACCOUNTS),100000)

pictures: setup ## every page and state of the demo, at two widths, light and dark, into docs/pictures/ (needs chromium)
	$(BIN)/python -m tests.browser.pictures $(ARGUMENTS)

audit: setup $(AUDIT)/.stamp ## every page and state of the demo held against the gates, into docs/quality.md (needs chromium, Node 20, Java 17)
	$(BIN)/python -m tools.audit $(ARGUMENTS)

$(AUDIT)/.stamp: tools/audit/package.json tools/audit/package-lock.json
	mkdir -p $(AUDIT)
	cp tools/audit/package.json tools/audit/package-lock.json $(AUDIT)/
	npm ci --prefix $(AUDIT) --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

docs: setup ## check that docs/ and README name only what exists
	$(BIN)/python -m pytest $(QUICK) tests/docs

lock: ## make requirements.txt anew from pyproject.toml (needs uv)
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url \
		--no-emit-find-links --no-annotate --all-extras --output-file requirements.txt pyproject.toml
