# A thin face over the commands that do the work; `make` alone lists them.
SHELL := /bin/sh
PYTHON := .venv/bin/python
UV := .venv/bin/uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
# Node.js from its wheel, where the machine's own is too old; see .ci/bootstrap.py.
export PATH := $(CURDIR)/.venv/node-bin:$(PATH)
export UV_PYTHON_DOWNLOADS := never
# Compiled once, not at the start of each of the many processes a run takes; `make clean` removes what is written.
unexport PYTHONDONTWRITEBYTECODE

# Every statement behind a request runs on PostgreSQL 15 by the contract's tests; these are the jobs, ticks, subscribers
# and migrations. `make soak` runs the rest there too.
BEHIND := tests/migrations tests/kit/test_events.py tests/kit/test_jobs.py tests/kit/test_subscriptions.py \
  tests/assignments/test_resolving.py tests/assignments/test_succession.py tests/assignments/test_rejected_evidence.py \
  tests/indicators/test_rollups_exact.py tests/notifications tests/reminders tests/units/test_closure.py

.PHONY: help up test check lint-frontend prepared test-python test-pure test-database test-contract test-frontend test-browser test-timed soak bench openapi fmt lock wheel clean packages
help:
	@sed -n 's/^\([a-z-]*\):[^#]*## /  \1	/p' Makefile | expand -t 18

up: ## start the demonstration at http://127.0.0.1:8000 (PORT and LOTRINH_HOME move it)
	@.ci/bootstrap runtime spa
	@exec $(PYTHON) -m api.cli up --stop-with-parent

FAILURES := frontend/test-results/failures.txt
# Python tests that run no rule: coverage of the rules looks at the others alone, since looking takes three times as long.
NO_RULES := tests/architecture tests/cli tests/documents tests/kit tests/plans/imports

# The browser mostly waits, for itself and for the server; Python tests take what it leaves. What is timed runs alone.
# All who need a running demonstration start from a copy of one, filled once.
test: export E2E_PREPARED := $(CURDIR)/.venv/demonstration
test: packages ## everything that must pass; some twenty minutes on two cores
	@.ci/bootstrap dev node spa
	@rm -rf $(E2E_PREPARED)
	@$(MAKE) --no-print-directory -j2 --output-sync=target check lint-frontend prepared test-frontend
	@$(MAKE) --no-print-directory -j2 --output-sync=recurse test-browser test-python || { cat $(FAILURES) 2>&-; exit 2; }
	@$(MAKE) --no-print-directory test-timed
	@rm -rf $(E2E_PREPARED)

test-python: ## Python tests, those that need no database first
	@$(MAKE) --no-print-directory test-pure
	@$(MAKE) --no-print-directory test-database
	@$(MAKE) --no-print-directory test-contract

check: ## lint, formatting, types, import contracts
	@.ci/bootstrap dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	.venv/bin/hadolint Dockerfile

test-pure: ## Python tests that need no database: they run every branch of the rules
	@.ci/bootstrap dev spa
	$(PYTHON) -m coverage erase --rcfile=.ci/rules.coveragerc
	$(PYTHON) -m pytest -p no:schemathesis -n 2 -q -m 'not database and not soak' --hypothesis-profile=few $(NO_RULES)
	$(PYTHON) -m pytest -p no:schemathesis -n 2 -q -m 'not database and not soak' --ignore=tests/contract \
	  $(NO_RULES:%=--ignore=%) --cov --cov-config=.ci/rules.coveragerc

test-database: packages ## Python tests that need one, on PostgreSQL 18
	@.ci/bootstrap dev spa
	$(PYTHON) -m pytest -p no:schemathesis -n 2 -q -m 'database and not soak' --ignore=tests/contract

test-contract: packages ## every operation tried as everybody, and what no request reaches, on PostgreSQL 15
	@.ci/bootstrap dev spa
	LOTRINH_TEST_POSTGRES=15 $(PYTHON) -m pytest -n 2 -q tests/contract $(BEHIND) \
	  --ignore=tests/contract/test_systematically.py

prepared: ## a demonstration in the folder E2E_PREPARED
	@.ci/bootstrap dev node spa
	@cd frontend && node e2e/prepare.ts

lint-frontend: ## lint of the screens; the generated client is current
	@.ci/bootstrap node
	cd frontend && npm run --silent lint && npm run --silent check-generated

test-frontend: ## types, unit tests and build of the screens
	@.ci/bootstrap node spa
	cd frontend && npm run --silent test

test-browser: packages ## the screens in a real Chromium against a real server
	@.ci/bootstrap dev spa
	cd frontend && npm run --silent e2e

test-timed: packages ## what a person must see within seconds, with nothing else running
	@.ci/bootstrap dev spa
	cd frontend && npm run --silent e2e:timed

soak: packages ## what takes longer than `make test` may: all on PostgreSQL 15, with coverage; made-up requests by the thousand
	@.ci/bootstrap dev spa
	$(PYTHON) -m coverage erase
	LOTRINH_TEST_POSTGRES=15 $(PYTHON) -m pytest -n 2 -q --cov
	$(PYTHON) -m pytest -o faulthandler_timeout=0 -n 2 -q -m soak

bench: ## speed, as ratios to a bare stack measured in the same run
	@.ci/bootstrap dev spa
	$(PYTHON) -m bench

openapi: ## write openapi/openapi.json from the code, and the client from it
	@.ci/bootstrap dev node
	$(PYTHON) -m api.cli export-openapi > .venv/openapi.json
	mv .venv/openapi.json openapi/openapi.json
	$(PYTHON) -m api.cli export-events openapi/events
	cd frontend && npm run --silent generate

fmt: ## format and sort imports
	@.ci/bootstrap dev
	$(PYTHON) -m ruff check --fix --select I .
	$(PYTHON) -m ruff format .

lock: ## renew the lock files from pyproject.toml and .ci/*.in; UPGRADE=--upgrade takes the newest versions
	@.ci/bootstrap runtime
	$(LOCK) $(UPGRADE) pyproject.toml --output-file requirements.lock
	$(LOCK) $(UPGRADE) pyproject.toml --group dev --constraints requirements.lock --output-file requirements-dev.lock
	for name in uv build node; do \
	  $(LOCK) $(UPGRADE) --no-annotate .ci/requirements-$$name.in --output-file .ci/requirements-$$name.lock || exit; done

wheel: ## build the wheel, screens included, into dist/
	@.ci/bootstrap runtime spa
	rm -rf dist
	$(UV) build --quiet --wheel --build-constraints .ci/requirements-build.lock --require-hashes --out-dir dist

clean: ## remove what was installed and built; the data in .lotrinh stay
	rm -rf .venv dist frontend/node_modules frontend/dist frontend/coverage frontend/playwright-report frontend/test-results
	rm -rf .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

packages:
	@missing=$$(.ci/missing-packages); [ -z "$$missing" ] || \
	  { echo "System packages are missing. Run: apt-get install -y $$missing" >&2; exit 2; }
