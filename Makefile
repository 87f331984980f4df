# Vouch. `make run` starts it, `make demo` shows it, `make test` proves it; each installs what it needs first.
#
# One set of flags for everything: other flags mean building Fyne's C parts again, which takes minutes.
export GOFLAGS := -trimpath -buildvcs=false
export CGO_ENABLED := 1
GO ?= go
GOFILES := *.go app assets crypto trust ui xmpp
TOOL := $(GO) tool -modfile=assets/tools/go.mod

.PHONY: all build run demo test walk large lint bench measure screenshots package package-check deps deps-build deps-run deps-test deps-package clean

all: build

build: deps-build
	$(GO) build -tags no_animations -o build/vouch .

run: deps-run build
	./build/vouch

# A private server on loopback, accounts alice and bob, two windows. Without a display it tells the same story to a
# virtual one and leaves pictures.
demo: build
	@assets/scripts/deps.sh demo
	$(GO) run ./assets/demo -vouch build/vouch

test: deps-test lint
	assets/scripts/test.sh

# Random walks over all that decides for whom a message is encrypted, 10,000 steps, and through rooms on real servers, 2,000
# messages each, of which make test takes 300 and 60. They print their seeds, and SEED=n takes the same steps again.
walk: deps-test
	$(GO) test ./app -run '^TestWalk(InRooms)?$$' -v -timeout 60m -walk.steps=10000 -walk.messages=2000 -walk.seed=$(or $(SEED),0)

# A file of 1 GiB through real servers, byte for byte, with at most 64 MiB of memory above what the program has before; make test
# sends 16 MiB. It needs 6 GiB of disk.
large: deps-test
	$(GO) test ./app -run '^TestFileOfAnySize$$' -v -timeout 30m -files.size=1024

lint: deps-build
	@test -z "$$(gofmt -l $(GOFILES))" || { gofmt -l $(GOFILES); echo 'run gofmt -w on these'; exit 1; }
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(TOOL) staticcheck ./...

bench: deps-build
	$(GO) test -run '^$$' -bench . -benchmem ./...

# What Vouch costs, beside Dino, Gajim and bare sockets, in one run: a table, see assets/docs/performance.md. FLAGS='-for vouch
# -only idle' measures less. Leave the machine alone meanwhile.
measure: build
	@assets/scripts/deps.sh measure
	$(GO) build -tags no_animations -o build/window ./assets/measure/window
	$(GO) run ./assets/measure -vouch build/vouch $(FLAGS)

# The README's pictures, taken from the real windows.
screenshots: build
	@assets/scripts/deps.sh demo test
	$(GO) run ./assets/demo -vouch build/vouch -headless -single -pictures build/light
	$(GO) run ./assets/demo -vouch build/vouch -headless -single -theme dark -pictures build/dark
	mkdir -p assets/pictures
	cp build/light/2-alice-is-asked.png build/light/3-alice-compares.png build/light/6-bob-is-asked.png assets/pictures
	cp build/dark/9-both-talk.png assets/pictures/dark.png

# What is given out, in dist/: packages for Linux, recipes, the Windows program, sums and a list of parts.
package: deps-package
	assets/package/build.sh

# Installs and starts what make package made: in a clean Debian, under wine, and by the validators of each format.
package-check: deps-package
	assets/package/check.sh

deps: deps-build deps-run deps-test
deps-build:
	@assets/scripts/deps.sh build
deps-run:
	@assets/scripts/deps.sh build run
deps-test:
	@assets/scripts/deps.sh build run test
deps-package:
	@assets/scripts/deps.sh build package

clean:
	rm -rf build dist demo-pictures
