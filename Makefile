# The short names. `make build` and `make test` need nothing before them: they make .venv and install into it.
# Recipes work in GNU make 3.81.

.DEFAULT_GOAL := help
.PHONY: help build serve host check check-feeds quick test bench bench-all lighthouse clean install

VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
STOCK := .build/stock
LIGHTHOUSE := .build/lighthouse
PIP := $(PY) -m pip install --quiet --no-compile
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NO_MKDOCS_2_WARNING := 1

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1|/p' Makefile | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

build: $(STAMP) ## check everything and build site/
	@$(PY) scripts/build.py

serve: $(STAMP) ## live preview on http://127.0.0.1:8000, drafts and scheduled articles included
	@$(VENV)/bin/knowledge-center serve

host: $(STAMP) ## the finished site and the signup service on http://127.0.0.1:8080, mail into outbox/
	@[ -f site/index.html ] || $(PY) scripts/build.py
	@$(PY) scripts/host.py

check: $(STAMP) ## every problem an editor can mend, without a build
	@$(PY) scripts/check.py

check-feeds: $(STAMP) ## the feeds of the last build, as strict readers and mail services take them
	@$(PY) scripts/check.py --feeds

quick: $(DEV) ## for every save: lint, types, and the tests that start no program and open no port
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m pytest -n auto --dist worksteal --quick --ignore=tests/site --ignore=tests/browser

test: $(DEV) ## the whole suite
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m pytest -n auto --dist worksteal

bench: $(STAMP) $(STOCK)/.installed ## our build against its peers, first builds and edits, into bench/results.md; ten minutes
	@$(PY) scripts/bench.py --stock $(STOCK)/bin/python

bench-all: $(STAMP) $(STOCK)/.installed ## the same for 1,000, 5,000 and 10,000 articles, 500 photographs and 500 saves; hours
	@$(PY) scripts/bench.py --stock $(STOCK)/bin/python --sizes 1000,5000,10000 --rounds 3,2,1 \
	  --photographs 500 --saves 500 --save-seconds 1200

lighthouse: $(STAMP) $(LIGHTHOUSE)/.installed ## what Lighthouse says of our pages, into bench/lighthouse.md; it needs npm and a Chromium, ten minutes
	@$(PY) scripts/page_scores.py --lighthouse $(LIGHTHOUSE)/node_modules/.bin/lighthouse

clean: ## delete what was built and installed; no article, no subscriber
	rm -rf $(VENV) .build .cache site

install: $(STAMP)

# The stack we are measured against lives apart: its plugins hold back packages that we want new.
$(STOCK)/.installed: requirements-bench.txt $(STAMP)
	@rm -rf $(STOCK) && $(PY) -m venv $(STOCK)
	@$(STOCK)/bin/python -m pip install --quiet --require-hashes -r requirements-bench.txt
	@touch $@

# The lock has hashes and names no registry: it was made with npm's --omit-lockfile-registry-resolved.
$(LIGHTHOUSE)/.installed: scripts/lighthouse/package-lock.json
	@rm -rf $(LIGHTHOUSE) && mkdir -p .build && cp -r scripts/lighthouse $(LIGHTHOUSE)
	@cd $(LIGHTHOUSE) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMP): requirements-build.txt requirements.txt pyproject.toml
	@python=; for candidate in "$$KC_PYTHON" python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  [ -n "$$candidate" ] || continue; \
	  if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo 'Python 3.11 or newer with its venv module is needed. On Debian or Ubuntu:  sudo apt-get install python3-venv' >&2; \
	  exit 1; \
	fi; \
	if [ ! -x $(PY) ] || ! $(PY) -c 'import pip' 2>/dev/null; then rm -rf $(VENV); "$$python" -m venv $(VENV); fi
	@echo "Installing $$(grep -c == requirements.txt) packages into $(VENV), once …"
	@$(PIP) --require-hashes -r requirements-build.txt
	@$(PIP) --no-build-isolation --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $(STAMP)

# What tests and development need besides.
$(DEV): requirements-dev.txt $(STAMP)
	@echo "Installing $$(grep -c == requirements-dev.txt) packages for the tests, once …"
	@$(PIP) --no-build-isolation --require-hashes -r requirements-dev.txt
	@# The programs that tests start write no byte code, so all of it is made here.
	@$(PY) -m compileall -qq -j 0 $(VENV)/lib || true
	@touch $(DEV)
