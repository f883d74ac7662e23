# Everything a person does with this checkout. Each target does its own set-up in .venv, once.

# The first Python on this machine that is new enough; `make demo PYTHON=/path/to/python` names another.
PYTHON ?= $(firstword $(foreach python,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(python) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(python))))
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/run.stamp
DEV := $(VENV)/dev.stamp
INSTALL := $(BIN)/python -m pip install -qq

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
# A second start is quick only when what Python compiled is kept.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check format lint types contracts dead safe audit bench growth fuzz crash screenshots gallery authorisation lock clean

demo: $(RUN)
	@$(BIN)/polaris demo $(ARGS)

test: $(DEV)
	@$(BIN)/python -m pytest $(ARGS)

check: format lint types contracts dead safe audit test

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

# What is dangerous in the code itself.
safe: $(DEV)
	@$(BIN)/bandit --quiet --recursive --configfile pyproject.toml bot rituals storage

# What is known to be wrong with what it depends on, where the advisories can be reached.
audit: $(DEV)
	@$(BIN)/python -m tests.audit

# Measures everything that has a target of speed, beside a floor or a peer; writes docs/benchmarks.md (minutes).
# ARGS="ROW ..." measures single rows and writes nothing; ARGS="--help" names them.
bench: $(DEV)
	@$(BIN)/python -m tests.bench $(ARGS)

# Sends the door 20,000 requests, such as Slack may send and such as it never would.
# ARGS="--inputs 500 --seed 1" takes a minute and can be had again; ARGS="--help" tells the rest.
fuzz: $(DEV)
	@$(BIN)/python -m tests.fuzz $(ARGS)

# Measures how work grows with teams, people, readings and workspaces; draws docs/growth.md (minutes).
growth: $(DEV)
	@$(BIN)/python -m tests.growth

# Kills processes while they deliver, on both databases, an hour or two; writes its table into README.md.
# ARGS="--small" takes minutes and writes nothing; ARGS="--help" tells the rest.
crash: $(DEV)
	@$(BIN)/python -m tests.crash $(ARGS)

# Draws the pictures of README.md and docs/week.md from the demo, in Chromium.
screenshots: $(DEV)
	@$(BIN)/python -m tests.screenshots

# Draws docs/charts.md from the demo's readings.
gallery: $(DEV)
	@$(BIN)/python -m tests.gallery

# Draws docs/authorisation.md from the table of rights and from what is asked for in its tests.
authorisation: $(DEV)
	@$(BIN)/python -m tests.authorisation

# What the application itself needs.
$(RUN): requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Polaris needs Python 3.11 or newer: make PYTHON=/path/to/python"; exit 1; }
	@test -x $(BIN)/python || { echo "Setting up $(VENV) (once, about half a minute) ..."; \
		$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }; }
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# And what its tests and checks need on top.
$(DEV): $(RUN) requirements-dev.txt
	@echo "Setting up the tools for tests (once) ..."
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

# Pins the newest versions allowed; the files name no index and no address.
lock:
	uv pip compile --quiet --upgrade pyproject.toml --universal --generate-hashes --no-header --no-annotate -o requirements.txt
	uv pip compile --quiet --upgrade pyproject.toml --extra dev --universal --generate-hashes --no-header --no-annotate -c requirements.txt -o requirements-dev.txt
	uv pip compile --quiet --upgrade pyproject.toml --extra tracing --universal --generate-hashes --no-header --no-annotate -c requirements.txt -o requirements-tracing.txt

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.*
