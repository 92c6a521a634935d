# Day 229: two commands matter: `make report` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
REPORT := $(VENV)/.ready-report
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
# An environment that was moved or copied is dead: its scripts name the place where it was made. It is then made again.
HERE   := $(shell cd $(BIN) 2>/dev/null && pwd -P)
MOVED  := $(if $(HERE),$(shell grep -qsF -e "$(HERE)/" -e "$(CURDIR)/$(BIN)/" $(BIN)/day229 || echo moved))
export PYTHONDONTWRITEBYTECODE :=
# One thread of linear algebra, as in a run: workers share the cores, and more threads in each would fight for them.
export OMP_NUM_THREADS ?= 1
# A worker a core, as the system counts them (of the tests one more, see tests/conftest.py), each with whole files: what a file builds is built once,
# and a notebook is run by one. At most four, because the longest file alone takes a fifth of the work of all.
SPREAD := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# The one run of the notebooks, by nbval, as on an old processor, whose numbers must be those stored; its facts and figures are compared too.
EXECUTED := $(CURDIR)/reports/.executed

# Options of the report, such as CHECK=--check: a number that moved unsaid then keeps the run from being shown.
CHECK ?=

.DEFAULT_GOAL := help
.PHONY: help setup report site test validate lab data notebooks lock clean moved

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | expand -t 12

$(REPORT): requirements-report.lock pyproject.toml $(MOVED)
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else f"day229 needs Python 3.11 or newer, found {v.major}.{v.minor}; try: make PYTHON=python3.11")'
	$(PYTHON) -m venv --clear $(VENV)
	$(INSTALL) --require-hashes -r requirements-report.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(READY): requirements.lock $(REPORT)
	$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

setup: $(READY)  ## set up everything: JupyterLab, tests, clusters, Excel, Parquet

report: $(REPORT)  ## set up what a report needs, check the data, run all notebooks into reports/latest, build its site
	$(BIN)/day229 report $(CHECK)
	$(BIN)/python -m analysis.site

site: $(REPORT)  ## build the readers' site of reports/latest again: open reports/latest/index.html
	$(BIN)/python -m analysis.site

test: $(READY)  ## set up, then ruff, pytest, nbval and the house rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/day229 data check
	rm -rf $(EXECUTED) && mkdir -p $(EXECUTED)
	NPY_DISABLE_CPU_FEATURES="$$($(BIN)/python tests/arithmetic.py --dispatched)" OPENBLAS_CORETYPE=Nehalem \
		DAY229_OUTPUT=$(EXECUTED) $(BIN)/python -m pytest $(SPREAD) --nbval --nbval-current-env --nbval-cell-timeout=300 notebooks $(wildcard docs/examples)
	DAY229_EXECUTED=$(EXECUTED) $(BIN)/python -m pytest $(SPREAD)

validate: $(READY)  ## simulate sizes, powers and coverage again, some 20 CPU minutes: tests/validation/*.csv
	cd tests && ../$(BIN)/python -m validation

lab: $(READY)  ## open JupyterLab on its page of where to start, beside README, data, notebooks and src
	$(BIN)/jupyter lab --ServerApp.root_dir=$(CURDIR) --LabApp.default_url=/lab/tree/docs/examples/00-start.ipynb

data: $(REPORT)  ## rebuild data/processed from data/raw
	$(BIN)/day229 data build

notebooks: $(READY)  ## run all notebooks with defaults and store their outputs in place
	$(BIN)/day229 refresh

PIN = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

lock:  ## pin all dependencies again, and of them those of a report (needs uv)
	$(PIN) --all-extras -o requirements.lock
	$(PIN) --extra site --extra dev --constraint requirements.lock -o requirements-report.lock

clean:  ## remove the environment and all reports
	rm -rf $(VENV) reports
