# Everything a person starts. Variables given to make reach the program: make run PORT=8123
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
# The person's cache where there is one; a service account may have no home.
UV := $(shell test -w "$$HOME" || echo env UV_CACHE_DIR=.venv/cache) $(BIN)/uv
INSTALL = $(UV) pip install --quiet --python $(BIN)/python --require-hashes -r
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate
TEMPLATES = $$(git ls-files '*.html')
PRODUCTION = SITE_URL=https://example.org EMAIL_URL=smtp+tls://mail.example.org:587 \
	RECAPTCHA_PUBLIC_KEY=public RECAPTCHA_PRIVATE_KEY=private \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')

.PHONY: help run test check browser sample lock messages bench bench-search python

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s%s\n", $$1, $$2 }' Makefile

run: .venv/run ## set up what is missing and serve the site (PORT=8000, VAR_DIR=var)
	@exec $(BIN)/python manage.py up

test: .venv/dev ## run the tests, on SQLite or on what DATABASE_URL names (ARGS="-k outbox")
	@exec $(BIN)/python -m pytest $(ARGS)

browser: .venv/dev ## run the browser journeys on the program as shipped
	@exec $(BIN)/python -m pytest -m browser $(ARGS)

check: .venv/dev ## check format, style, types, arrows, templates, migrations and settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/djlint --lint --quiet templates
	DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check
	$(BIN)/python manage.py check
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

sample: .venv/run ## load the sample publication into an empty database
	@exec $(BIN)/python manage.py sample

lock: .venv/dev ## lock what pyproject.toml asks for (ARGS=--upgrade for newer versions)
	$(COMPILE) $(ARGS) pyproject.toml -o requirements.txt
	$(COMPILE) $(ARGS) --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

messages: .venv/dev ## collect the words and compile their translations (ARGS=fr begins French)
	@exec $(BIN)/python manage.py messages $(ARGS)

bench: .venv/dev ## measure the front, as ratios to nginx
	@exec $(BIN)/python -m tests.bench.front

bench-search: .venv/dev ## measure lists and searches among 100,000 articles (minutes)
	@exec $(BIN)/python -m tests.bench.search

# The set-up: done once, and again when what it is made from changes.
.venv/dev: requirements-dev.txt .venv/run
	@echo "Installing what the tests need."
	@$(INSTALL) requirements-dev.txt
	@touch $@

.venv/run: requirements.txt $(BIN)/uv
	@echo "Installing what the program needs."
	@$(INSTALL) requirements.txt
	@touch $@

$(BIN)/uv: $(shell test -x $(BIN)/python || echo python)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "This needs Python 3.11 or newer, and there is no $(PYTHON)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "This needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1)." \
		"Name a newer one: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "This needs Python's venv module: on Debian and Ubuntu apt install python3-venv"; \
		exit 1; }
	@test -w . || { \
		echo "This cannot write to the folder $(CURDIR): copy the program into one of yours."; \
		exit 1; }
	@echo "Setting up in .venv; this is done once."
	@$(PYTHON) -m venv --clear .venv
