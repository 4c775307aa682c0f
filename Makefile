# The verbs of the project. `make classroom` and `make test` make the environment when there is none.
.PHONY: help setup classroom test golden build lint clean

help:
	@echo 'make classroom   start the classroom on this laptop'
	@echo 'make test        run every test'
	@echo 'make golden      execute changed lessons and record their outputs'
	@echo 'make build       write learner and instructor notebooks to build/'
	@echo 'make lint        check code style and sources'
	@echo 'make setup       make or renew the environment in .venv'
	@echo 'make clean       delete build/'

setup: .venv/ready

.venv/ready: pyproject.toml constraints.txt
	@tools/make_environment.sh

classroom: setup
	@.venv/bin/aulac classroom

test: setup lint
	@tools/find_browser.sh
	.venv/bin/python -m pytest

golden: setup
	.venv/bin/aulac build --golden

build: setup
	.venv/bin/aulac build

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/aulac build --check

clean:
	rm -rf build
