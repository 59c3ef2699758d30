# SPDX-License-Identifier: GPL-2.0-or-later
# The commands of Timestack; the work is in .ci/. Every target sets up what it needs first.
SHELL := /bin/bash
VENV := build/venv/bin
PORT ?= 8088
SCENES ?= demo
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test unit lint bench serve qgis package link translations matrix clean

help:
	@echo "make demo      fetch a demo stack through qgis_process, into demo_output/"
	@echo "make test      set up, lint, package checks and every test tier (PYTEST_ARGS=… is handed on)"
	@echo "make unit      the tests that need no QGIS"
	@echo "make bench     benchmarks beside peers, into bench_output/"
	@echo "make serve     the local hub alone: SCENES=<folder> PORT=<n>"
	@echo "make qgis      QGIS with this checkout, in a throwaway profile"
	@echo "make package   dist/timestack.zip and the plugin site's checks on it"
	@echo "make link      build/timestack, so that PYTHONPATH=build imports timestack"
	@echo "make lint, translations, matrix, setup, clean"

setup:
	@bash .ci/setup.sh

link:
	@mkdir -p build && ln -sfn .. build/timestack && echo "build/timestack -> $(CURDIR)"

demo: setup
	@bash .ci/demo.sh

test: setup
	@bash .ci/test.sh $(PYTEST_ARGS)

unit: setup
	@$(VENV)/python -m pytest tests/unit $(PYTEST_ARGS)

lint: setup
	@bash .ci/lint.sh

bench: setup
	@bash .ci/bench.sh

serve: link
	@/usr/bin/python3 -c 'import numpy, osgeo.gdal' 2>/dev/null || bash .ci/setup.sh
	@PYTHONPATH=build /usr/bin/python3 -m timestack.plugin.localhub --scenes "$(SCENES)" --port "$(PORT)"

qgis: setup
	@bash .ci/qgis.sh

package: setup
	@$(VENV)/python .ci/package.py
	@$(VENV)/python .ci/scan.py dist/timestack.zip

translations: setup
	@$(VENV)/python .ci/update_ts.py

matrix:
	@bash .ci/matrix.sh

clean:
	rm -rf build dist demo_output bench_output .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
