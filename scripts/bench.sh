#!/usr/bin/env bash
# Benchmarks: the executable as a whole, then engines and hosted databases against a hand-written floor. Results go to
# benches/README.md.
source "$(dirname "$0")/lib/common.sh"
scripts/release.sh
export VIZBOARD_BIN="$target/release/vizboard"
scripts/with-databases.sh node benches/boards.mjs
node benches/product.mjs
# Last: it puts its own executable in the place of the released one (Cargo.toml, profile.bench).
exec scripts/with-databases.sh cargo bench --bench engines --bench rotation --bench diagram --bench accounts --bench databases --features ssr
