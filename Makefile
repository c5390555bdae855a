# Everything a person or CI does with the project. `make run` and `make test` install what is missing first.
SHELL := /bin/bash
.DEFAULT_GOAL := run
.PHONY: run dev test browser release bench shots fmt

run: ## build, make the demo and serve at the printed address
	@scripts/setup.sh build
	@scripts/run.sh

dev: ## the same, rebuilding on change
	@scripts/setup.sh build
	@scripts/dev.sh

test: ## what CI runs: format, clippy for both features, all tests, the browser stories
	@scripts/setup.sh test
	@scripts/test.sh

browser: ## the browser stories alone
	@scripts/setup.sh test
	@scripts/browser-tests.sh

release: ## the one executable, optimised, in target/release
	@scripts/setup.sh build
	@scripts/release.sh

bench: ## benchmarks; results go to benches/README.md by hand
	@scripts/setup.sh test
	@scripts/bench.sh

shots: ## pictures of every page: light and dark, 1440 and 390 wide, with data, empty and failing
	@scripts/setup.sh test
	@scripts/shots.sh

fmt: ## format the code
	@cargo fmt
