#!/usr/bin/env bash
# The browser stories, with a throw-away PostgreSQL server; see `make browser`.
source "$(dirname "$0")/lib/common.sh"
scripts/assets.sh
leptos build --frontend-only
cargo build --features ssr --bin vizboard
VIZBOARD_BIN="$target/debug/vizboard" exec scripts/with-postgres.sh scripts/browser.sh "$@"
