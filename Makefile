# `make help` lists the targets.
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: help env dev run test check fix bench sample screenshots reference trained sbom audit lock clean
.DEFAULT_GOAL := help

help:  ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | expand -t 12

env: .venv/.env  ## Make .venv with tolk in it, from requirements.lock
dev: .venv/.dev  ## The same with the development tools

.venv/.env: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/.dev: .venv/.env requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

run: env  ## Run the main job on the sample; results in outputs/
	$(BIN)/tolk run samples/page.txt --translations samples/page.tmx --out outputs

sample: env  ## Write outputs/sample anew
	rm -rf outputs/sample
	$(BIN)/tolk run samples/page.txt --translations samples/page.tmx --engine none --memory :memory: --formats srt,vtt,md,json,chapters --out outputs/sample
	rm -rf outputs/sample/.tolk outputs/sample/manifest.json

test: check  ## Everything that CI runs

check: dev  ## Format check, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

screenshots: dev  ## Take docs/screenshots anew (needs Chromium)
	$(BIN)/python -m tests.site.screenshots

bench: dev  ## Measure: timing, lines, terms, anchors, engine, formats, whole runs
	$(BIN)/python -m tests.bench

reference:  ## Compare with argostranslate's own translate (installs PyTorch, some GB)
	$(PYTHON) -m venv .bench/reference
	.bench/reference/bin/pip install --quiet . pytest hypothesis
	.bench/reference/bin/python -m pytest -m reference -rs

trained:  ## Tests of the training recipe (installs PyTorch)
	test -x .train/bin/python || $(PYTHON) -m venv .train
	.train/bin/pip install --quiet torch==2.13.0 numpy sentencepiece sacrebleu ctranslate2 pytest hypothesis mypy
	.train/bin/python -m pytest tests/training/test_training.py
	.train/bin/mypy --strict -p training

sbom: dev  ## Write sbom.json, the bill of materials
	$(BIN)/python -m tests.trust.bom > sbom.json

audit:  ## Compare the locked packages with published vulnerabilities (needs the network)
	test -x .bench/audit/bin/pip-audit || $(PYTHON) -m venv .bench/audit
	.bench/audit/bin/pip install --quiet --disable-pip-version-check pip-audit
	.bench/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.lock
	.bench/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements-dev.lock

fix: dev  ## Format and mend what can be mended by machine
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:  ## Compile the lock files anew
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -o requirements.lock
	uv pip compile pyproject.toml --group dev --extra cluster --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -c requirements.lock -o requirements-dev.lock

clean:  ## Remove what can be made again
	rm -rf .venv .mypy_cache .ruff_cache
