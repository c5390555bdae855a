#!/usr/bin/env bash
# Builds the product, makes the demo and serves it.
source "$(dirname "$0")/lib/common.sh"
scripts/assets.sh
say "Building (the first time takes about ten minutes)"
cargo leptos build
say "Making the demo"
"$target/debug/vizboard" demo
exec "$target/debug/vizboard" serve
