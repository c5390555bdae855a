#!/usr/bin/env bash
# The browser stories alone, with throw-away database servers; see `make browser`.
source "$(dirname "$0")/lib/common.sh"
scripts/assets.sh
build_with_everything_inside
exec scripts/with-databases.sh scripts/browser.sh "$@"
