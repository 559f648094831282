# Two commands for a stranger: `make demo`, then `make test`. They need Python 3.11+, git and make.

PYTHON ?= python3
VENV ?= .venv
PYTEST_ARGS ?= -n auto --dist loadfile --no-loadscope-reorder

bin := $(VENV)/bin
pip := $(bin)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
recipe := pyproject.toml constraints.txt

.PHONY: demo test check bench clean

demo: $(VENV)/installed ## Build the shipped study and write its report into demo/
	@$(bin)/thematic demo demo

test: $(VENV)/installed-dev ## Run every test
	@test -n "$$THEMATIC_TEST_POSTGRES" || echo \
	  "THEMATIC_TEST_POSTGRES is not set: the tests on PostgreSQL are skipped (.ci/run runs them)."
	@$(bin)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/installed-dev ## Style, types and import contracts
	@$(bin)/ruff check .
	@$(bin)/ruff format --check .
	@$(bin)/mypy
	@$(bin)/lint-imports

bench: $(VENV)/installed-dev ## Measure speed and memory; exits 1 where a target is missed
	@missed=0; for script in benchmarks/[a-z]*.py; do echo; echo "== $$script"; \
	  $(bin)/python $$script || missed=1; done; exit $$missed

clean: ## Remove what the above made, but no project a person keeps
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -not -path './.git/*' -exec rm -rf {} +

$(VENV)/python-checked:
	@$(PYTHON) -c 'import sys; sys.exit("thematic needs Python 3.11 or later, and %s is %s. Name another: make PYTHON=python3.12" % (sys.executable, sys.version.split()[0]) if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/python-checked $(recipe)
	@echo "Installing thematic into $(VENV) …"
	@$(pip) --editable .
	@touch $@

# Dependency groups need pip 25.1; the one that came with Python may be older.
$(VENV)/installed-dev: $(VENV)/python-checked $(recipe)
	@echo "Installing thematic and its development tools into $(VENV) …"
	@$(pip) 'pip>=25.1'
	@$(pip) --editable '.[pdf,postgres,web]' --group dev
	@touch $(VENV)/installed $@
