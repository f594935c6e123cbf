# Everything from a bare machine; see README.md.

VENV ?= .venv
SANDBOX := scripts/sandbox
PYTHON := $(VENV)/bin/python
export PYTHONPATH := $(CURDIR)/scripts
export PYTHONDONTWRITEBYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help run test test-library test-addon test-live bench demo lint gates shots \
	dist clean python base dev debian

help:
	@echo "make run    a real Odoo 19 with ipai_health on 127.0.0.1"
	@echo "make test   every test; also: demo bench lint gates shots dist clean"

base:
	@sh $(SANDBOX)/debian.sh $(if $(shell command -v python3),,python3) \
		$(if $(shell sh $(SANDBOX)/find_python.sh 2>/dev/null),,python3-venv)
	@sh $(SANDBOX)/venv.sh $(VENV) requirements/odoo.lock

dev: base
	@sh $(SANDBOX)/debian.sh $$(cat requirements/debian.txt)
	@sh $(SANDBOX)/venv.sh $(VENV) requirements/dev.lock

run: base
	@exec $(PYTHON) -m sandbox.run

test: dev
	@exec $(PYTHON) -m sandbox.test $(PARTS)

demo: base
	@exec $(PYTHON) -m sandbox.demo

clean:
	rm -rf .venv .run build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
