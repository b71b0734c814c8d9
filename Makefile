# Everything a person types. Each target sets up what it needs and may be called again.
PYTHON ?= $(firstword $(shell command -v python3.11) $(shell command -v python3) python3)
CORES ?= $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLING := $(VENV)/.installing
SNAKEMAKE := $(BIN)/snakemake --cores $(CORES)
DEMO := --configfile config/demo.yaml

# Snakemake and bash split or expand other characters in the paths of its jobs.
UNUSABLE := $(shell pwd -P | LC_ALL=C tr -d 'A-Za-z0-9_./+,@%=~\n\200-\377-')
ifneq ($(UNUSABLE),)
$(error This folder cannot be used: its path, $(CURDIR), holds "$(UNUSABLE)". Move or rename it, \
to letters, digits and _ . / + - only, such as $(HOME)/fpl; results move with it, .venv has to be made anew)
endif

.PHONY: help demo replicate replicate-full figures tables compare report bench test lint format clean
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

demo: $(INSTALLED) ## the whole workflow on a small generated world, offline, minutes
	$(SNAKEMAKE) $(DEMO)

replicate: $(INSTALLED) ## the replication on real data
	$(SNAKEMAKE)

replicate-full: $(INSTALLED) ## the same with more seeds: what is committed
	$(SNAKEMAKE) --configfile config/full.yaml

figures: $(INSTALLED) ## the replication's figures, and what they need
	$(SNAKEMAKE) figures

tables: $(INSTALLED) ## the replication's tables, and what they need
	$(SNAKEMAKE) tables

compare: $(INSTALLED) ## whether a new run agrees with the committed one; TABLES=1: number by number
	$(BIN)/python workflow/scripts/compare.py $(if $(TABLES),--tables)

report: $(INSTALLED) ## one html page with figures and how they were made: results/report.html
	$(SNAKEMAKE) --report results/report.html

bench: $(INSTALLED) ## speed beside eager torch and other packages: results/benchmarks, a quarter of an hour
	$(SNAKEMAKE) results/smap/data/forcing.nc
	$(BIN)/python -m benchmarks.run --readme README.md

test: lint ## linters and all tests
	$(BIN)/python -m pytest -n $(CORES) --dist loadfile --no-loadscope-reorder

lint: $(INSTALLED) ## style, types, import directions, workflow
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/snakefmt --check Snakefile workflow/rules
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/snakemake --lint

format: $(INSTALLED) ## put code into the house style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/snakefmt Snakefile workflow/rules

clean: ## remove computed results; downloads, environment and committed results stay
	rm -rf results/smap results/twin results/twin_basins logs .cache

# An interrupted installation leaves the INSTALLING mark: the next one starts afresh.
$(INSTALLED): requirements.lock requirements-compiler.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
		echo "Python 3.11 is needed, $(PYTHON) is $$($(PYTHON) --version 2>&1)."; \
		echo "Install it, or name it: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@if [ -e $(INSTALLING) ]; then echo "Removing a half-made $(VENV)"; rm -rf $(VENV); fi
	@mkdir -p $(VENV) && touch $(INSTALLING)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --requirement requirements.lock
	$(BIN)/python -m pip install --no-deps --no-build-isolation --editable .
	@for name in "$$CXX" g++ c++ clang++; do \
		[ -n "$$name" ] && command -v "$$name" >/dev/null && exit 0; done; \
		echo "No C++ compiler here: one comes by pip"; \
		$(BIN)/python -m pip install --requirement requirements-compiler.lock
	@touch $@ && rm $(INSTALLING)
