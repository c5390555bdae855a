#!/usr/bin/env bash
# Runs the browser stories against the executable named by VIZBOARD_BIN, on a free port and a throw-away data
# directory. Arguments go to Playwright.
source "$(dirname "$0")/lib/common.sh"
export CHROMIUM="${CHROMIUM:-$(command -v chromium)}"
[ -x "${VIZBOARD_BIN:-}" ] || fail "VIZBOARD_BIN names no executable."
exec node end2end/run.mjs "$@"
