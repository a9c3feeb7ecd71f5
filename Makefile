# Every target sets up what it needs: a Python 3.11+ named by PYTHON and make are enough.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
LOCK   := requirements.lock

# Tests and builds start hundreds of processes: the package is compiled for the first of them, not for each.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help report lab test lint test-unit test-notebooks test-browser checksums lock clean

help:
	@echo "make report          build/report.html and build/report.pdf"
	@echo "make test            lint, types and every test: code, notebooks, whole report"
	@echo "make lint            only lint, format and types"
	@echo "make test-notebooks  only the notebooks: do they still compute what they show?"
	@echo "make test-browser    the HTML edition in headless Chromium"
	@echo "make lab             explore in JupyterLab, on a working copy of the notebooks"
	@echo "make checksums       after a change in data/ that is meant: checksums and references.json anew"
	@echo "make lock            resolve the dependencies anew"
	@echo "make clean           remove build/ and .venv/"

$(READY): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "iomreport needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Say which to use: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement $(LOCK)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

report: $(READY)
	@$(BIN)/iomreport build

lab: $(READY)
	@$(BIN)/iomreport lab

test: lint test-unit test-notebooks

lint: $(READY)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/python -m mypy

test-unit: $(READY)
	@$(BIN)/python -m pytest -n auto --dist loadgroup -m "not browser"

test-notebooks: $(READY)
	@$(BIN)/python -m pytest -n auto --dist loadfile -p tests.put_off_imports -p nbval.plugin -p tests.notebook_outputs \
	  --nbval --nbval-current-env --nbval-cell-timeout=300 notebooks tests/notebook_contract.py

test-browser: $(READY)
	@$(BIN)/python -m pytest -m browser

checksums: $(READY)
	@$(BIN)/python -m iomreport.catalog.checksums

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --all-extras --quiet --output-file $(LOCK) pyproject.toml

clean:
	rm -rf build $(VENV)
