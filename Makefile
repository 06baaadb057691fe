# Everything here needs only make, Python 3.11 or newer and a package index: no root, no docker.
# The doors: make demo, make test, make bench. `make` alone lists them all.

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.siap
# Which Python makes a new environment: `make clean; make PYTHON=python3.12 test`. Empty: the first that will do.
PYTHON ?=
# How many tests at once, and what else pytest shall hear: `make test ARGS="-k antrean"`. Two for each of two
# processors: most tests wait for servers, screens and other processes rather than compute.
WORKERS ?= 4
ARGS ?=

# The environment knows the folder it was made in: one that has been moved or copied is made again.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif

.DEFAULT_GOAL := help
.PHONY: help demo test check bench kampanye snapshots lock clean

help:
	@echo 'make demo       a lively clinic day on this screen; Ctrl+Q ends all of it'
	@echo 'make test       the whole test suite and all checks'
	@echo 'make bench      the benchmarks, written to var/bench.json'
	@echo 'make kampanye   the long fault campaign with real processes'
	@echo 'make check      style, types and walls only'
	@echo 'make snapshots  accept the screens as they are now'
	@echo 'make lock       choose the dependencies anew (requirements.lock)'
	@echo 'make clean      remove the environment and all caches; var/ stays'

demo: $(READY)
	@$(VENV)/bin/deka demo

# Both always run, so that one run tells everything; failing in either fails.
test: $(READY)
	@failed=0; \
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup -o faulthandler_timeout=300 $(ARGS) || failed=1; \
	$(MAKE) --no-print-directory check || failed=1; \
	exit $$failed

check: $(READY)
	@failed=0; \
	echo '── ruff check';    $(VENV)/bin/ruff check --quiet --output-format=concise . || failed=1; \
	echo '── ruff format';   $(VENV)/bin/ruff format --check --quiet --diff . || failed=1; \
	echo '── mypy';          $(VENV)/bin/mypy --no-error-summary || failed=1; \
	echo '── import-linter'; $(VENV)/bin/lint-imports --no-logo > $(VENV)/walls.txt 2>&1 || { cat $(VENV)/walls.txt; failed=1; }; \
	if [ $$failed = 0 ]; then echo '── all checks passed'; else echo '── CHECKS FAILED'; fi; \
	exit $$failed

bench: $(READY)
	@$(PY) -m tests.bench $(ARGS)

kampanye: $(READY)
	@$(PY) -m tests.e2e.kampanye $(ARGS)

snapshots: $(READY)
	@$(PY) -m pytest -n $(WORKERS) --dist loadgroup --snapshot-update $(ARGS)

# One lock for all Python versions and platforms: uv resolves for all of them at once and writes markers where they
# differ. It lives in a corner of its own, for it is no dependency of Deka.
lock: $(READY)
	@test -x $(VENV)/uv/bin/uv || { $(PY) -m venv $(VENV)/uv && $(VENV)/uv/bin/python -m pip install -qq uv; }
	@$(VENV)/uv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements.lock pyproject.toml
	@echo 'requirements.lock is new; now: make test'

clean:
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@rm -f snapshot_report.html
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment is kept if its Python runs and its programs point here; otherwise it is made anew.
# A candidate must really run (a version manager's stand-in may not) and be able to make an environment.
$(READY): requirements.lock pyproject.toml
	@set -e; \
	old=; chosen=; \
	if grep -qsF '$(CURDIR)/$(VENV)/' $(VENV)/bin/pip \
		&& $(PY) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		chosen=kept; \
	else \
		for candidate in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
			$$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
			old=$$candidate; \
			$$candidate -c 'import ensurepip, venv' >/dev/null 2>&1 || continue; \
			chosen=$$candidate; break; \
		done; \
	fi; \
	if [ -z "$$chosen" ] && [ -n "$$old" ]; then \
		echo "Paket venv untuk $$old belum ada: jalankan 'sudo apt install python3-venv', atau pilih Python lain dengan make PYTHON=... / $$old lacks venv: install python3-venv or choose another Python with make PYTHON=..." >&2; exit 1; \
	elif [ -z "$$chosen" ]; then \
		echo 'Python 3.11 atau lebih baru tidak ditemukan: pasang dahulu, atau tunjuk dengan make PYTHON=... / No Python 3.11 or newer found: install one or point to it with make PYTHON=...' >&2; exit 1; \
	fi; \
	if [ "$$chosen" != kept ]; then \
		echo "Menyiapkan $(VENV) ($$($$chosen -c 'import platform; print(platform.python_version())')) ..."; \
		rm -rf $(VENV); \
		$$chosen -m venv $(VENV); \
	else \
		echo 'Memperbarui $(VENV) ...'; \
	fi; \
	rm -f $@; \
	$(PY) -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r requirements.lock; \
	$(PY) -m pip install -qq --disable-pip-version-check --no-input --no-deps --no-build-isolation \
		--config-settings editable_mode=compat --editable .; \
	printf '%s' '$(CURDIR)' > $@
