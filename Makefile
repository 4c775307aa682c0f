# The verbs of the project. Each makes the environment when there is none.
.PHONY: help setup classroom book test bench bench-models golden build lint clean

help:
	@echo 'make classroom   start the classroom on this laptop'
	@echo 'make book        build the online book, in build/book/html'
	@echo 'make test        run every test'
	@echo 'make bench       measure graders and classroom beside stock nbgrader (most of an hour)'
	@echo 'make bench-models  measure the models beside others'
	@echo 'make golden      execute changed lessons and record their outputs'
	@echo 'make build       write learner and instructor notebooks to build/'
	@echo 'make lint        check code style and sources'
	@echo 'make setup       make or renew the environment in .venv'
	@echo 'make clean       delete build/'

setup: .venv/ready

.venv/ready: pyproject.toml constraints.txt
	@tools/make_environment.sh

# Without the book, for instance the first time without a network, there is still a classroom.
classroom: setup
	-@$(MAKE) --no-print-directory book
	@.venv/bin/aulac classroom

book: setup build/book/ready
	@:

build/book/ready: .venv/ready $(shell find book notebooks aulac -type f -not -name '*.pyc')
	@.venv/bin/aulac book
	@touch $@

test: setup lint book
	@tools/find_browser.sh
	@tools/find_postgresql.sh
	@tools/find_nginx.sh
	.venv/bin/python -m pytest

bench: setup
	.venv/bin/python tests/bench/bench_speed.py
	.venv/bin/python tests/bench/bench_scale.py
	.venv/bin/python tests/bench/same_scores.py
	.venv/bin/python tests/bench/hostile_stock.py
	.venv/bin/python tests/bench/bench_storm.py
	.venv/bin/python tests/bench/bench_class.py
	.venv/bin/python tests/bench/bench_playgrounds.py

bench-models: setup build/peers/ready
	@mkdir -p build/bench
	.venv/bin/python tests/bench/bench_restore.py --peers build/peers/bin/python >build/bench/restore.md
	.venv/bin/python tests/bench/bench_words.py --peers build/peers/bin/python >build/bench/words.txt
	.venv/bin/python tests/bench/bench_tokens.py --peers build/peers/bin/python >build/bench/tokens.md
	.venv/bin/python tests/bench/bench_language.py >build/bench/language.md
	.venv/bin/python tests/bench/bench_entities.py >build/bench/entities.txt
	.venv/bin/python tests/bench/bench_sentiment.py --peers build/peers/bin/python >build/bench/sentiment.txt
	.venv/bin/python tests/bench/bench_search.py >build/bench/search.txt
	@cat build/bench/*.md build/bench/*.txt

build/peers/ready:
	python3 -m venv build/peers
	build/peers/bin/python -m pip install --quiet underthesea==9.5.0 pyvi==0.1.1 bpe-openai==0.1.4 scikit-learn==1.9.1
	@touch $@

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
