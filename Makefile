# Everything from a bare machine; see README.md.

VENV ?= .venv
SANDBOX := scripts/sandbox
INTERPRETER := $(VENV)/bin/python
export PYTHONPATH := $(CURDIR)/scripts
export PYTHONDONTWRITEBYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help run test test-library test-addon test-live bench bench-probe demo lint gates shots \
	torture torture-tests torture-healthy torture-views soak soak-probe kills nightly mutants compare audit \
	dist docs changelog clean python base dev debian

help:
	@echo "make run    a real Odoo 19 with ipai_health on 127.0.0.1"
	@echo "make test   every test; also: demo bench lint gates shots dist clean"
	@echo "make torture | soak | kills | mutants | compare   the long proofs; all but soak go on where they stopped"
	@echo "make nightly                                      all of them, one line each"

base:
	@sh $(SANDBOX)/debian.sh $(if $(shell command -v python3),,python3) \
		$(if $(shell sh $(SANDBOX)/find_python.sh 2>/dev/null),,python3-venv)
	@sh $(SANDBOX)/venv.sh $(VENV) requirements/odoo.lock

dev: base
	@sh $(SANDBOX)/debian.sh $$(cat requirements/debian.txt)
	@sh $(SANDBOX)/venv.sh $(VENV) requirements/dev.lock

run: base
	@exec $(INTERPRETER) -m sandbox.run

test: dev node_modules
	@exec $(INTERPRETER) -m sandbox.test $(PARTS)

GATE := PYTHONPATH=. $(INTERPRETER) -m ipai_health.gates

gates: dev
	$(GATE) config docker/odoo.conf
	$(GATE) compose -f docker/compose.yaml
	$(GATE) modules --addons-path . --require ipai_health

node_modules: package.json package-lock.json .npmrc
	@command -v npm >/dev/null || sh $(SANDBOX)/debian.sh nodejs npm
	@npm ci --silent --no-update-notifier
	@touch node_modules

lint: dev node_modules
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/pylint --disable=prefer-env-translation,consider-merging-classes-inherited ipai_health
	$(VENV)/bin/oca-checks-odoo-module --no-verbose --disable=xml-tag-position ipai_health
	$(VENV)/bin/bandit -q -ll -r -c pyproject.toml ipai_health
	$(INTERPRETER) -m safety
	npx --no-install prettier --check "ipai_health/**/*.{xml,js,scss}"
	npx --no-install eslint ipai_health/static

BENCHES := views filestore checks growth

bench: dev
	@for name in $(BENCHES); do \
		echo "== $$name"; $(INTERPRETER) -m sandbox.big scripts/bench/$$name.py || failed=1; \
	done; \
	$(INTERPRETER) -m bench.gates || failed=1; \
	$(MAKE) --no-print-directory bench-probe || failed=1; exit $${failed:-0}

bench-probe: dev
	@exec $(INTERPRETER) -m bench.probe $(ARGUMENTS)

shots: dev node_modules
	@exec $(INTERPRETER) scripts/shots.py

demo: base
	@exec $(INTERPRETER) -m sandbox.demo

docs: dev
	@$(INTERPRETER) -m documentation
	@NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --quiet
	@echo "The documentation stands in build/docs/index.html"

changelog: dev
	@$(VENV)/bin/towncrier build --yes --version "$$($(GATE) --version | cut -d' ' -f2)"

# one slice of the matrix of faults, as in make torture ARGUMENTS="--mode gevent"
torture: dev
	@exec $(INTERPRETER) -m torture $(ARGUMENTS)

# one long night, as in make soak ARGUMENTS="--minutes 60"
soak: dev
	@exec $(INTERPRETER) -m soak $(ARGUMENTS)

# kill -9 at 200 random moments; goes on where it was stopped
kills: dev
	@exec $(INTERPRETER) -m kills $(ARGUMENTS)

# no finding at all on large databases, in three languages, upgraded and restored
torture-healthy: dev
	@exec $(INTERPRETER) -m torture.healthy $(ARGUMENTS)

# hundreds of faults in the views of a large database, others each day
torture-views: dev
	@exec $(INTERPRETER) -m sandbox.big scripts/torture/views.py $(ARGUMENTS)

compare: dev
	@exec $(INTERPRETER) -m compare $(ARGUMENTS)

# the live tests with those that are too long for make test
torture-tests: dev
	@exec $(INTERPRETER) -m sandbox.test torture

# the probe's share of a soak, in slices as with ARGUMENTS="-k threaded": 10,000 probes
# of all kinds without a trace, 20,000 odd requests at each port
soak-probe: dev
	@export IPAI_HEALTH_PROBES=10000 IPAI_HEALTH_ODD_REQUESTS=20000; \
	$(INTERPRETER) -m pytest tests/probe/test_odd_requests.py && \
	$(INTERPRETER) -m pytest --torture tests/live/probe/test_probe_trace.py \
		tests/live/probe/test_probe_wire.py $(ARGUMENTS)

nightly: dev
	@exec $(INTERPRETER) -m nightly $(PARTS)

mutants: dev
	@exec $(INTERPRETER) -m mutants $(ARGUMENTS)

# asks the index of packages, so it is no part of make lint; a package that cannot be
# looked up counts as bad
AUDIT := .run/audit

audit: base
	@sh $(SANDBOX)/venv.sh $(AUDIT) requirements/audit.lock
	@failed=0; for list in odoo dev; do \
		echo "== $$list"; $(AUDIT)/bin/pip-audit --strict --require-hashes --disable-pip \
			--progress-spinner off -r requirements/$$list.lock || failed=1; \
	done; exit $$failed

dist: base
	@exec $(INTERPRETER) -m distribution

clean:
	rm -rf .venv node_modules .run build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
