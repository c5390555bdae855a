#!/usr/bin/env bash
# Takes pictures of every page into shots/. An argument narrows it to the pages whose name holds it.
source "$(dirname "$0")/lib/common.sh"
scripts/assets.sh
leptos build --frontend-only
cargo build --features ssr --bin vizboard
export VIZBOARD_BIN="$target/debug/vizboard" CHROMIUM="${CHROMIUM:-$(command -v chromium)}"
exec node end2end/shots.mjs "$@"
