# Two commands: `make run` opens the desk, `make test` checks it. Both bring what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help
UV = $(shell uv --version >/dev/null 2>&1 && echo uv || echo .uv/bin/uv)
ENV = OMP_NUM_THREADS=1 PATH="$(CURDIR)/.venv/bin:$$PATH"
MAY_INSTALL = command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]
INSTALL = DEBIAN_FRONTEND=noninteractive apt-get install -y -qq
RT_PACKAGES = request-tracker5 rt5-standalone rt5-db-sqlite
RT_ANSWERS = request-tracker5 request-tracker5/dbconfig-install boolean false

.PHONY: help run test setup setup-dev system chromium request-tracker prepare lint types tests clean

help:
	@echo "make run    open the desk (installs, builds and trains what is missing)"
	@echo "make test   lint, types and tests"

run: setup prepare
	@$(ENV) guichet serve

test: setup-dev system prepare lint types tests

setup: .uv-ready
	@echo "Installing the locked environment (2.3 GB to download, 5.6 GB on disk the first time, nothing the next) …"
	@$(UV) sync --locked --no-dev --inexact

setup-dev: .uv-ready
	@echo "Installing the locked environment and the test tools …"
	@$(UV) sync --locked --inexact

.PHONY: .uv-ready
.uv-ready:
	@if ! uv --version >/dev/null 2>&1 && [ ! -x .uv/bin/uv ]; then \
	  echo "Bringing uv into .uv …"; \
	  python3 -m venv .uv 2>/dev/null && .uv/bin/python -m pip install --quiet uv \
	  || { rm -rf .uv; echo "uv is missing and python3 could not bring it: see https://docs.astral.sh/uv/"; exit 1; }; \
	fi

prepare:
	@$(ENV) guichet prepare

system: chromium request-tracker

chromium:
	@if ! command -v chromium >/dev/null 2>&1; then \
	  if $(MAY_INSTALL); then \
	    echo "Installing Chromium for the browser tests …"; \
	    apt-get update -qq && $(INSTALL) chromium >/dev/null; \
	  else echo "Chromium is missing: the browser tests will be skipped (install the package chromium)."; fi; \
	fi

# It makes its own instances, and needs neither a database of the machine's nor a mail daemon.
request-tracker:
	@if [ ! -x /usr/sbin/rt-setup-database-5 ]; then \
	  if $(MAY_INSTALL); then \
	    echo "Installing Request Tracker 5 for the tests of CRMs (260 packages, 50 MB to download, 212 MB on disk) …"; \
	    apt-get update -qq && echo "$(RT_ANSWERS)" | debconf-set-selections \
	    && $(INSTALL) --no-install-recommends $(RT_PACKAGES) \
	      $$(command -v sendmail >/dev/null 2>&1 || echo msmtp-mta) >/dev/null; \
	  else echo "Request Tracker 5 is missing: its tests will be skipped (install $(RT_PACKAGES))."; fi; \
	fi

lint:
	@echo "Lint …"
	@$(ENV) ruff check .

types:
	@echo "Types …"
	@$(ENV) mypy

tests:
	@echo "Tests …"
	@$(ENV) pytest -n 2 --dist loadgroup

clean:
	rm -rf .venv .uv data
