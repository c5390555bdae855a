#!/usr/bin/env bash
# Benchmarks: engines against a hand-written floor, then the executable as a whole. Results go to benches/README.md.
source "$(dirname "$0")/lib/common.sh"
scripts/release.sh
scripts/with-databases.sh cargo bench --bench engines --bench rotation --bench diagram --bench accounts --bench databases --features ssr
export VIZBOARD_BIN="$target/release/vizboard"
scripts/with-databases.sh node benches/boards.mjs
exec node benches/product.mjs
