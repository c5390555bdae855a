#!/usr/bin/env bash
# Makes what the pages need besides Rust: script bundles, fonts. Output: public/gen and public/fonts.
source "$(dirname "$0")/lib/common.sh"
node scripts/js.mjs
node scripts/fonts.mjs
