# One way to do each thing; `make help` lists them.

GOLANGCI_VERSION := v2.7.2
GOLANGCI := bin/golangci-lint-$(GOLANGCI_VERSION)

# How long `make fuzz` gives to each target.
FUZZTIME ?= 20s

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: export MUSTER_DEMO ?= true
run: export MUSTER_MODE ?= development
run: build ## Serve with the embedded defaults and a demo organization
	bin/muster serve

.PHONY: build
build: ## Build bin/muster
	go build -o bin/muster ./cmd/muster

.PHONY: test
test: ## Vet and run every test; starts (installs) PostgreSQL and Redis where none is configured
	scripts/test

.PHONY: lint
lint: $(GOLANGCI) ## Run golangci-lint at its pinned version
	$(GOLANGCI) run

.PHONY: fmt
fmt: $(GOLANGCI) ## Format the Go code and its imports
	$(GOLANGCI) fmt

.PHONY: generate
generate: ## Write the generated code anew
	go generate ./...

.PHONY: migration
migration: ## Write the migration that ent/schema needs next: make migration NAME=add_badges
	@test -n "$(NAME)" || { echo 'say what it does: make migration NAME=add_badges' >&2; exit 2; }
	scripts/with-services go run ./internal/storage/migrations/new $(NAME)

.PHONY: verify
verify: ## Fail where formatting or generated code is stale
	scripts/verify

.PHONY: bench
bench: build ## Measure: Go benchmarks of the pure packages, then muster bench with the flags BENCH (--large)
	go test -run='^$$' -bench=. -benchmem ./internal/criteria/... ./internal/reading/...
	scripts/with-services sh -c 'MUSTER_DATABASE_URL=$${MUSTER_DATABASE_URL:-$$MUSTER_TEST_DATABASE_URL} exec bin/muster bench $(BENCH)'

# How large a file `make bench-import` sends, in bytes.
IMPORT_BYTES ?= 1073741824

.PHONY: bench-import
bench-import: ## Import a file of IMPORT_BYTES (1 GB), killed in the middle, within 256 MB of memory; says how fast
	scripts/with-services go test -tags large -count=1 -timeout=4h -v -run=TestImportingAGigabyte ./e2e -args -import-bytes=$(IMPORT_BYTES)

.PHONY: fuzz
fuzz: ## Fuzz every fuzz target for FUZZTIME (20s)
	FUZZTIME=$(FUZZTIME) scripts/fuzz

# The version is in the file's name: raising it builds the new one. A tool in go.mod would pull the linters'
# hundreds of modules into ours.
$(GOLANGCI):
	GOBIN=$(CURDIR)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv bin/golangci-lint $@
