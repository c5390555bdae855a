# Shared by the scripts here: where things are, how to say things, how to fail.

set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$root"

cache="${XDG_CACHE_HOME:-$HOME/.cache}/vizboard"
# In CI the compiled dependencies are kept between runs, outside the checkout.
if [ -n "${CI:-}" ] && [ -z "${CARGO_TARGET_DIR:-}" ]; then
  export CARGO_TARGET_DIR="$cache/target"
fi
target="${CARGO_TARGET_DIR:-$root/target}"

# Our own tools first: cargo-leptos takes the first tailwindcss, wasm-opt and wasm-bindgen on PATH.
export PATH="$root/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

# cargo-leptos with the one option that every build of the browser's half needs: pages load their code when they are
# first shown (src/ui/lazy.rs), and without splitting nothing would hold it.
leptos() { cargo leptos "$1" --split "${@:2}"; }

# The browser's half, and the executable with it and everything else inside.
build_with_everything_inside() {
  leptos build --frontend-only
  cargo build --features embed --bin vizboard
  export VIZBOARD_BIN="$target/debug/vizboard"
}

say() { printf '\n== %s\n' "$*" >&2; }
fail() { printf '\nerror: %s\n' "$*" >&2; exit 1; }
