# Everything a person does with this checkout. Each target does its own set-up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/run.stamp
DEV := $(VENV)/dev.stamp

.PHONY: demo test check format lint types contracts dead lock bench clean

demo: $(RUN)
	@$(BIN)/polaris demo $(ARGS)

test: $(DEV)
	@$(BIN)/python -m pytest $(ARGS)

check: format lint types contracts dead test

format: $(DEV)
	@$(BIN)/ruff format --check .

lint: $(DEV)
	@$(BIN)/ruff check .

types: $(DEV)
	@$(BIN)/mypy

contracts: $(DEV)
	@$(BIN)/lint-imports

dead: $(DEV)
	@$(BIN)/deptry .

# Measures the ack against a floor and writes docs/benchmarks.md.
bench: $(DEV)
	@$(BIN)/python -m tests.bench

# What the application itself needs.
$(RUN): requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# And what its tests and checks need on top.
$(DEV): $(RUN) requirements-dev.txt
	@echo "Setting up the tools for tests (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Pins the newest versions allowed; the files name no index and no address.
lock:
	uv pip compile --quiet --upgrade pyproject.toml --universal --generate-hashes --no-header --no-annotate -o requirements.txt
	uv pip compile --quiet --upgrade pyproject.toml --extra dev --universal --generate-hashes --no-header --no-annotate -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .coverage
