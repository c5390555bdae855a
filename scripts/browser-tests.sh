#!/usr/bin/env bash
# The browser stories alone, with a throw-away PostgreSQL server; see `make browser`.
source "$(dirname "$0")/lib/common.sh"
scripts/assets.sh
build_with_everything_inside
exec scripts/with-postgres.sh scripts/browser.sh "$@"
