#!/usr/bin/env bash
# The tests themselves, inside with-postgres.sh.
source "$(dirname "$0")/lib/common.sh"
cargo test --features ssr
