# Two commands do everything: make run, make test. Each sets up what it needs; a second run skips that.
# Settings, from the environment or the command line: LANDING_DIR, BUILD_DIR, PUBLISH_DIR, AS_KNOWN, PYTHON.

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

.PHONY: help run test check setup init doctor releases rollback accept explain dev docs ask lint types bench reliability lock clean

help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(READY)  ## refresh everything new and print the scorecard (the demo world without LANDING_DIR)
	@$(BIN)/python -m orchestration run

test: $(DEV_READY)  ## run all tests
	@$(BIN)/python -m pytest

check: $(DEV_READY) types  ## before each commit: linters, types, the quick tests and the golden world
	@$(BIN)/python -m pytest -m "not slow"

setup: $(READY)  ## own virtual environment with the locked versions, byte-compiled

init: $(READY)  ## make a landing folder with a checklist: LANDING_DIR=… [MONTH=2026-10] [LOOSE=folder of downloads to sort]
	@$(BIN)/python -m orchestration init

doctor: $(READY)  ## look whether all is in place for a refresh, and say what to do
	@$(BIN)/python -m orchestration doctor

releases: $(READY)  ## list the releases, and the candidates that the audit refused
	@$(BIN)/python -m orchestration releases

rollback: $(READY)  ## make an older release current (TO=version; by default the one before)
	@$(BIN)/python -m orchestration rollback $(if $(TO),"$(TO)")

accept: $(READY)  ## make a refused candidate current that you have looked at (VERSION=…)
	@$(BIN)/python -m orchestration accept "$(VERSION)"

dev: $(READY)  ## Dagster's web UI on the same definitions
	@$(BIN)/python -m orchestration dev

docs: $(READY)  ## the pages for an auditor again: dbt docs, lineage of columns
	@$(BIN)/python -m orchestration docs

ask: $(READY)  ## figures by name: make ask ASK="--metrics points --group-by partner"
	@$(BIN)/python -m orchestration ask $(ASK)

explain: $(READY)  ## why a score is what it is: PARTNER=… [MONTH=2026-10] [METRIC=…] [PATH_NAME=…] [TENANT=…]
	@$(BIN)/python -m orchestration explain

lint: $(DEV_READY) types  ## ruff, import-linter, types and sqlfluff (with the dbt templater)
	@mkdir -p target && BUILD_FILE=target/build.lint.duckdb $(BIN)/sqlfluff lint --disable-progress-bar models tests/audit

types: $(DEV_READY)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports --no-cache
	@$(BIN)/basedpyright

bench: $(READY)  ## times and memory against one hand-written script
	@$(BIN)/python -m orchestration bench

reliability: $(DEV_READY)  ## kill, starve and crowd refreshes, and compare what they come to
	@$(BIN)/python -m tests.reliability

lock:  ## resolve requirements/*.in anew (needs uv)
	@for group in run dev; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-strip-extras --no-header requirements/$$group.in --output-file requirements/$$group.lock \
			|| exit 1; \
	done

clean:  ## remove the environment and everything built (not the landing folder)
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
