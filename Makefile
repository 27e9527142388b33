# Attune's commands. `make demo` and `make test` need Debian 12 and a Swift 6.3 toolchain, and nothing else prepared.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test faults build bench format lint clean setup

# One binary that needs no Swift on the machine it runs on: 9 % faster, and it starts in 20 ms.
RELEASE := -c release --product attune --static-swift-stdlib
SWIFT_FILES := Sources Tests Plugins Benchmarks Package.swift

help:  ## show this list
	@echo "Attune: make demo and make test work on a fresh Debian 12 with a Swift 6.3 toolchain."
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: build  ## build, then start a private database, an invented team, and the whole story (ARGS="--port 9000")
	@"$$(swift build $(RELEASE) --show-bin-path)/attune" up --demo $(ARGS)

build: setup  ## build the release binary (the first time takes some minutes on two cores)
	@echo "Building Attune in release mode. The first build compiles every dependency: about 6 minutes on two cores; later ones, seconds."
	@swift build $(RELEASE)
	@echo "Built: $$(swift build $(RELEASE) --show-bin-path)/attune"

test: ARGS ?=
test:  ## set up, lint, build, and run every test; ends non-zero if any fails
	@Deploy/setup --tests
	@$(MAKE) --no-print-directory lint
	@Deploy/test $(ARGS)

faults:  ## what takes minutes to provoke: a million requests by mixed actors, timing of refusals
	@Deploy/setup --tests
	@Deploy/test --only faults

bench: build  ## compare with pgbench, Go and FastAPI in one run, as ratios (nothing else should be running)
	@Deploy/setup --bench
	@Benchmarks/run $(ARGS)

format:  ## rewrite every Swift file in the house format
	@swift format --in-place --parallel -r $(SWIFT_FILES)

lint:  ## format, placeholders, and the arrows of the architecture
	@echo "Lint: swift-format, strict"
	@swift format lint --strict --parallel -r $(SWIFT_FILES)
	@for check in $$(find Deploy/lint -maxdepth 1 -type f -perm -u+x | sort); do echo "Lint: $${check#Deploy/lint/}"; "$$check"; done

clean:  ## forget every build and the tools of the tests (your data stays)
	@rm -rf .build .build-tools

setup:
	@Deploy/setup
