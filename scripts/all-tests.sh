#!/usr/bin/env bash
# The tests themselves, inside with-databases.sh.
source "$(dirname "$0")/lib/common.sh"
cargo test --features ssr
say "Browser stories"
build_with_everything_inside
scripts/browser.sh
