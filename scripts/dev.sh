#!/usr/bin/env bash
# Builds, serves and rebuilds on change.
source "$(dirname "$0")/lib/common.sh"
scripts/assets.sh
leptos watch
