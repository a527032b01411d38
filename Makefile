# Two commands do everything: make run, make test. Each sets up what it needs; a second run skips that.
# Settings, from the environment or the command line: LANDING_DIR, BUILD_DIR, PUBLISH_DIR, AS_KNOWN, SOLUTION_AREAS,
# PYTHON.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The environment with what commands need, and with what tests and linters need beside it.
READY := $(VENV)/.run
DEV_READY := $(VENV)/.dev

export DBT_PROFILES_DIR := $(CURDIR)
export DAGSTER_DISABLE_TELEMETRY := 1
export DO_NOT_TRACK := 1
ifdef LANDING_DIR
export LANDING_DIR
endif
ifdef BUILD_DIR
export BUILD_DIR
endif
ifdef PUBLISH_DIR
export PUBLISH_DIR
endif
ifdef AS_KNOWN
export AS_KNOWN
endif
ifdef SOLUTION_AREAS
export SOLUTION_AREAS
endif

.PHONY: help run test check setup init doctor releases rollback accept explain dev docs ask lint types bench reliability lock clean

help:  ## list these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(READY)  ## load what is new, score it, publish it and print the scorecard (without LANDING_DIR: the demo)
	@$(BIN)/python -m orchestration run

test: $(DEV_READY)  ## run all tests
	@$(BIN)/python -m pytest

check: $(DEV_READY) types  ## before each commit: linters, types, quick tests and the golden world, in under two minutes
	@$(BIN)/python -m pytest -m "not slow"

setup: $(READY)  ## install the locked versions into a virtual environment of the project

init: $(READY)  ## create a landing folder with a checklist: LANDING_DIR=… [MONTH=2026-10] [LOOSE=folder of downloads to sort]
	@$(BIN)/python -m orchestration init

doctor: $(READY)  ## check that everything is ready for a refresh, and say what to fix
	@$(BIN)/python -m orchestration doctor

releases: $(READY)  ## list the releases and the candidates that the audit refused
	@$(BIN)/python -m orchestration releases

rollback: $(READY)  ## go back to an older release (TO=version; by default the previous one)
	@$(BIN)/python -m orchestration rollback $(if $(TO),"$(TO)")

accept: $(READY)  ## publish a candidate that the audit refused, after you have reviewed it (VERSION=…)
	@$(BIN)/python -m orchestration accept "$(VERSION)"

dev: $(READY)  ## open Dagster's web UI with the same settings
	@$(BIN)/python -m orchestration dev

docs: $(READY)  ## rebuild the pages for auditors: dbt docs and column lineage
	@$(BIN)/python -m orchestration docs

ask: $(READY)  ## query figures by name: make ask ASK="--metrics points --group-by partner"
	@$(BIN)/python -m orchestration ask $(ASK)

explain: $(READY)  ## explain a score down to the source rows: PARTNER=… [AREA=…] [MONTH=2026-10] [METRIC=…] [PATH_NAME=…] [TENANT=…]
	@$(BIN)/python -m orchestration explain

lint: $(DEV_READY) types  ## all linters and types, sqlfluff included
	@mkdir -p target && BUILD_FILE=target/build.lint.duckdb $(BIN)/sqlfluff lint --disable-progress-bar models tests/audit

types: $(DEV_READY)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports --no-cache
	@$(BIN)/basedpyright

bench: $(READY)  ## measure time and memory, next to a hand-written script
	@$(BIN)/python -m orchestration bench

reliability: $(DEV_READY)  ## kill refreshes, fill their disks, run them side by side, and compare the results
	@$(BIN)/python -m tests.reliability

lock:  ## update the lock files from requirements/*.in (needs uv)
	@for group in run dev; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-strip-extras --no-header requirements/$$group.in --output-file requirements/$$group.lock \
			|| exit 1; \
	done

clean:  ## delete the environment and everything built (never the landing folder)
	@rm -rf $(VENV) target logs data/build data/demo

# Packages are counted as they come, and what pip complains of is shown where it fails: $(call
# install,group,how it is called)
define install
	@{ $(BIN)/python -m pip install --disable-pip-version-check --no-compile --progress-bar off \
		--no-deps --require-hashes --requirement requirements/$(1).lock 2>$(VENV)/pip.log \
		|| { cat $(VENV)/pip.log >&2; echo FAILED; }; } \
		| awk -v all="$$(grep -c '^[a-z].*==' requirements/$(1).lock)" \
			'/^(Collecting|Processing|Ignoring|Requirement already) / { if (++n % 25 == 0) print "  $(2): " n " of " all } \
			/^FAILED$$/ { failed = 1 } END { exit failed }'
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib >/dev/null 2>&1 || true
endef

$(READY): requirements/run.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; set PYTHON=… (found: $$($(PYTHON) --version))"; exit 1; }
	@echo "Setting up $(VENV), once: this takes some minutes"
	@# A link would have the environment that it leads to emptied.
	@test ! -L $(VENV) || rm $(VENV)
	@$(PYTHON) -m venv --clear $(VENV)
	$(call install,run,packages)
	@echo "  reading the models"
	@$(BIN)/python -m orchestration prepare
	@touch $@

$(DEV_READY): requirements/dev.lock $(READY)
	@echo "Setting up what tests and linters need, once"
	$(call install,dev,packages of tests)
	@touch $@
