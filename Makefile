# Works with GNU make 3.81, which macOS ships. Each target is one command; what it does is in scripts/.

.DEFAULT_GOAL := help
.PHONY: help setup run test test-fast lint soak newest lock shots

python = .venv/bin/python

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## make .venv and install from the hashed lock
	@sh scripts/setup.sh run

run: setup ## set up everything and serve on http://127.0.0.1:8000 (PORT=, DATABASE_URL=)
	@exec sh scripts/run.sh

test: setup ## set up everything and run every check and every test, on both databases
	@sh scripts/setup.sh test
	@exec $(python) -m scripts.test all

test-fast: setup ## unit and view tests on SQLite alone
	@sh scripts/setup.sh test
	@exec $(python) -m scripts.test fast

lint: setup ## format, lint, types, import rule, migration drift, system checks
	@sh scripts/setup.sh test
	@exec $(python) -m scripts.test lint

soak: setup ## the tests that take longer than `make test` may, on both databases
	@sh scripts/setup.sh test
	@exec $(python) -m scripts.test soak

newest: ## unit and view tests on the newest Django (needs Python 3.12)
	@exec sh scripts/newest.sh

lock: setup ## rewrite locks/ after a change to the dependencies (UPGRADE=1 takes the newest of all)
	@sh scripts/setup.sh test
	@exec sh scripts/lock.sh

shots: setup ## screenshots of every page, three widths, light and dark, into var/shots/
	@sh scripts/setup.sh test
	@exec $(python) -m scripts.shots
