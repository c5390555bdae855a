#!/usr/bin/env bash
# Runs everything that CI runs; see `make test`.
source "$(dirname "$0")/lib/common.sh"

say "Assets"
scripts/assets.sh
say "Format"
cargo fmt --check
say "Clippy, browser half"
cargo clippy --lib --features hydrate --target wasm32-unknown-unknown -- -D warnings
say "Clippy, server half"
cargo clippy --all-targets --features ssr -- -D warnings
say "The browser's half"
leptos build --frontend-only
say "Tests"
scripts/with-databases.sh scripts/all-tests.sh
