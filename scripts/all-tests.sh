#!/usr/bin/env bash
# The tests themselves, inside with-databases.sh. They are built with everything inside (test.sh has made the browser's
# half), so that the executable for the browser stories is the one that cargo made for the tests: asked for by itself, with
# the features of fewer crates, it would be compiled once more.
source "$(dirname "$0")/lib/common.sh"
cargo test --features embed
export VIZBOARD_BIN="$target/debug/vizboard"
say "Browser stories"
scripts/browser.sh
