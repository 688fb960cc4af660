# Everything runs in .venv, which make builds from the locked requirements and renews only when a lock changes.
# PYTHON=… chooses another interpreter (3.11 to 3.13), venv=… another folder for the environment.
.DEFAULT_GOAL := help
.PHONY: help demo serve test test-long test-spark test-pythons lint bench bench-analysis bench-answering bench-inference translations lock

good = import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
	"$$p" -c "$(good)" 2>/dev/null && { echo "$$p"; break; }; done)
venv ?= .venv
bin := $(venv)/bin

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(venv)/ready-to-run  ## See the Khánh Hòa pilot live: forms, synthetic answers, report, running server
	$(bin)/surveyapp demo

serve: $(venv)/ready-to-run  ## Run the server on the data in instance/
	$(bin)/surveyapp init
	$(bin)/surveyapp serve

test: lint  ## Check the rules and run the tests (under 5 minutes)
	$(bin)/python -m pytest

test-pythons:  ## Lint and test on every Python found from 3.11 to 3.13, each in an environment of its own
	@set -e; found=; for p in python3.11 python3.12 python3.13 $(PYTHONS); do \
	"$$p" -c "$(good)" 2>/dev/null || continue; \
	v=$$("$$p" -c "import sys; print('%d.%d' % sys.version_info[:2])"); \
	case " $$found " in *" $$v "*) continue;; esac; found="$$found $$v"; \
	echo "Python $$v"; $(MAKE) --no-print-directory test PYTHON="$$p" venv=.venv-$$v; done; \
	test -n "$$found" || { echo "Please install Python 3.11, 3.12 or 3.13" >&2; exit 1; }; echo "Passed on Python$$found"

test-long: $(venv)/ready-to-test  ## Run the tests that take long, and write what they measured to benchmarks/
	$(bin)/python -m benchmarks.ballot_box
	$(bin)/python -m pytest -m long -n0 tests/journeys
	$(MAKE) --no-print-directory test-spark

test-spark: $(venv)/ready-for-spark  ## Test that Spark on this machine counts like all other engines; needs Java
	$(bin)/python -m pytest -m long -n0 tests/analysis/sources/test_spark_counts_the_same.py

lint: $(venv)/ready-to-test  ## Check style, types and who may import whom
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/lint-imports

bench: $(venv)/ready-to-test  ## Measure, and write the figures to benchmarks/
	$(bin)/python -m benchmarks

bench-analysis: $(venv)/ready-to-test  ## Measure counting and comparing beside scipy (about 10 minutes, 2 GB of memory)
	$(bin)/python -m benchmarks.analysis_speed

bench-answering: $(venv)/ready-to-test  ## Measure whole journeys of respondents on SQLite and PostgreSQL
	$(bin)/python -m benchmarks.answering

bench-inference: $(venv)/ready-to-test  ## Simulate error rates, coverage and power (about 40 minutes on two cores; goes on where it stopped)
	$(bin)/python -m benchmarks.inference

translations: $(venv)/ready-to-test  ## Put new texts of the code into the catalogues and compile these
	$(bin)/python -m tests.architecture.catalogues

lock: $(venv)/ready-to-test  ## Choose the newest versions of all dependencies and write the locks anew
	requirements/lock $(bin)/uv

$(venv)/ready-to-run: requirements/run.lock setup.cfg pyproject.toml | $(bin)/python
	$(bin)/python -m pip install --quiet --require-hashes -r requirements/run.lock
	$(bin)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# The test lock holds all of the run lock, so both marks are set.
$(venv)/ready-to-test: requirements/test.lock setup.cfg pyproject.toml | $(bin)/python
	$(bin)/python -m pip install --quiet --require-hashes -r requirements/test.lock
	$(bin)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(venv)/ready-to-run $@

$(venv)/ready-for-spark: requirements/spark.lock | $(venv)/ready-to-test
	@command -v java >/dev/null || { echo "Please install Java 17 first; on Debian the package is openjdk-17-jre-headless" >&2; exit 1; }
	$(bin)/python -m pip install --quiet --require-hashes -r requirements/spark.lock
	@touch $@

$(bin)/python:
	@test -n "$(PYTHON)" || { echo "Please install Python 3.11, 3.12 or 3.13, or name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c "import ensurepip" 2>/dev/null || { echo "Please install the module venv first: sudo apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(venv)
