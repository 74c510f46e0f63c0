# build: the programs · run: the demo studio · test: everything CI checks · bench, sweep, outage: long runs
# simulate: many desks and an authority under SEEDS seeds, or one SEED with all that happens in it
# mutants: breaks rules on purpose, one at a time; the simulation must find each
SHELL := /bin/bash
.DEFAULT_GOAL := build

# An import without a declared arrow in Package.swift is an error.
SWIFT_FLAGS := -c release --explicit-target-dependency-import-check error
TEST_FLAGS := --disable-testable-imports

SEEDS := 200

.PHONY: build run test lint simulate mutants outage sweep bench packages programs

packages:
	@scripts/packages

programs:
	@scripts/packages programs

build: programs
	@echo "Building the programs (a first build takes some minutes)…"
	swift build $(SWIFT_FLAGS) --product desk
	swift build $(SWIFT_FLAGS) --product desk-central
	@scripts/translations .build/release
	@echo "Built: .build/release/desk and .build/release/desk-central"

run: build
	@.build/release/desk demo

lint:
	@echo "Checking the style…"
	swift format lint --strict --parallel --recursive Package.swift Sources Tests
	@scripts/manners

test: packages lint
	@echo "Building programs and tests…"
	swift build $(SWIFT_FLAGS) --build-tests
	@scripts/translations .build/release
	@echo "Simulating $(SEEDS) studios through outages (about a minute)…"
	@.build/release/simulate --seeds $(SEEDS)
	@scripts/test $(SWIFT_FLAGS) $(TEST_FLAGS)

simulate: programs
	@echo "Building the simulation…"
	@swift build $(SWIFT_FLAGS) --product simulate
	@.build/release/simulate $(if $(SEED),--seed $(SEED),--seeds $(SEEDS))

mutants: programs
	@scripts/mutants

# Two desks and a kiosk through everything that can fail, with 2,000 operations; some minutes.
outage: packages
	swift build $(SWIFT_FLAGS) --build-tests
	STUDIOLOOP_OUTAGE=full swift test $(SWIFT_FLAGS) $(TEST_FLAGS) --filter nothingIsLostWhateverFails

# Every screen at every size from 1x1 to 200x60; minutes, not seconds.
sweep: packages
	STUDIOLOOP_SWEEP=full swift test $(SWIFT_FLAGS) $(TEST_FLAGS) --filter SizeSweep

bench: packages build
	@Benchmarks/run
