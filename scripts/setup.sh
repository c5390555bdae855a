#!/usr/bin/env bash
# Installs what is missing, and nothing that is there. Usage: setup.sh build|test
#   build  WASM target, cargo-leptos, wasm-bindgen, npm packages
#   test   the same, and Chromium, the PostgreSQL server programs and the pooler PgBouncer
source "$(dirname "$0")/lib/common.sh"
what="${1:-build}"

# 0.3.11 wants a newer compiler than rust-version in Cargo.toml.
cargo_leptos=0.3.10
# cargo-leptos does not check that the tool and the crate have the same version, so it is read from the lock file.
wasm_bindgen=$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | sed -n 's/^version = "\(.*\)"$/\1/p')

for tool in cargo rustc node npm make git; do
  command -v "$tool" >/dev/null || fail "$tool is missing. VizBoard is built with Rust, Node, make and git; install $tool and run this again."
done

# Debian's packages by name, without starting any service that they bring.
debian() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "the Debian packages $* are missing. Install them, or run this as root or with sudo."
    as_root=(sudo)
  fi
  command -v apt-get >/dev/null || fail "$* are missing and this is no Debian or Ubuntu. Install them with your package manager and run this again."
  say "Installing Debian packages: $*"
  local policy=/usr/sbin/policy-rc.d made=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod +x "$policy"
    made=1
  fi
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    "${as_root[@]}" mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  local status=0
  "${as_root[@]}" apt-get update -qq && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Options::=--force-confold "$@" >/dev/null || status=$?
  [ -n "$made" ] && "${as_root[@]}" rm -f "$policy"
  [ "$status" -eq 0 ] || fail "installing $* did not work; see above."
}

command -v cc >/dev/null || debian build-essential

if ! rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null | xargs -r test -d; then
  command -v rustup >/dev/null || fail "the Rust target wasm32-unknown-unknown is missing and there is no rustup to add it."
  say "Adding the WASM target"
  rustup target add wasm32-unknown-unknown
fi

if [ "$(wasm-bindgen --version 2>/dev/null | awk '{print $2}')" != "$wasm_bindgen" ]; then
  say "Installing wasm-bindgen $wasm_bindgen (once per machine)"
  CARGO_TARGET_DIR="$cache/tools" cargo install wasm-bindgen-cli --version "$wasm_bindgen" --locked --force ||
    CARGO_TARGET_DIR="$cache/tools" cargo install wasm-bindgen-cli --version "$wasm_bindgen" --force
fi

if [ "$(cargo-leptos --version 2>/dev/null | awk '{print $2}')" != "$cargo_leptos" ]; then
  say "Installing cargo-leptos $cargo_leptos (once per machine, 10 to 20 minutes)"
  # Its link-time optimisation multiplies the time and gains nothing here.
  CARGO_TARGET_DIR="$cache/tools" CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    cargo install cargo-leptos --version "$cargo_leptos" --locked --force
fi
rm -rf "$cache/tools"

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  say "Installing npm packages"
  # Not `npm ci`: it refuses a lock file that lacks packages of other platforms, which not every registry has.
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --no-save --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi

if [ "$what" = test ]; then
  missing=()
  [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || missing+=(chromium)
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing+=(postgresql)
  command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
  if [ "${#missing[@]}" -gt 0 ]; then debian "${missing[@]}"; fi
fi
