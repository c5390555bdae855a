#!/usr/bin/env bash
# The tests themselves, inside with-databases.sh. They are built with everything inside (test.sh has made the browser's
# half), so that the executable the browser stories need is the one the tests were linked with, compiled once.
source "$(dirname "$0")/lib/common.sh"
cargo test --features embed
cargo build --features embed --bin vizboard
export VIZBOARD_BIN="$target/debug/vizboard"
say "Browser stories"
scripts/browser.sh
