#!/usr/bin/env bash
# Builds the product, makes the demo and serves it.
source "$(dirname "$0")/lib/common.sh"
scripts/assets.sh
say "Building (the first time takes about ten minutes)"
leptos build
# Once: who deleted the demo does not want it back.
if [ ! -e "${VIZBOARD_DATA_DIR:-data}/demo" ]; then
  say "Making the demo"
  "$target/debug/vizboard" demo
fi
exec "$target/debug/vizboard" serve
