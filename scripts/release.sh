#!/usr/bin/env bash
# Builds the one executable with everything inside, optimised and with precompressed assets.
source "$(dirname "$0")/lib/common.sh"
scripts/assets.sh
# First the browser's half, then the executable that takes it in.
leptos build --release --precompress --frontend-only
cargo build --release --features ssr --bin vizboard
ls -lh "$target/release/vizboard"
