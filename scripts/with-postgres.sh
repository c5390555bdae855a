#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL server on a free loopback port, and ends the server after it.
# The command finds the superuser's address in TEST_POSTGRES_URL. Usage: with-postgres.sh COMMAND [ARGUMENT...]
source "$(dirname "$0")/lib/common.sh"

if command -v initdb >/dev/null; then
  bin=$(dirname "$(command -v initdb)")
else
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
fi
[ -x "$bin/initdb" ] || fail "the PostgreSQL server programs are missing; 'make test' installs them (Debian package postgresql)."

folder=$(mktemp -d "${TMPDIR:-/tmp}/vizboard-postgres.XXXXXX")
# PostgreSQL refuses to run as root.
as=()
if [ "$(id -u)" -eq 0 ]; then
  chown nobody "$folder"
  as=(setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$folder")
fi
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
password=$(node -e 'console.log(require("crypto").randomBytes(12).toString("hex"))')

stop() {
  (cd "$folder" && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1) || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

(
  cd "$folder"
  printf '%s' "$password" >password
  chmod 644 password
  "${as[@]}" "$bin/initdb" -D "$folder/data" -U vizboard --pwfile="$folder/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >initdb.log 2>&1 ||
    { cat initdb.log >&2; exit 1; }
  # No fsync: the tests kill VizBoard, never this server's machine.
  # A log of statements, because tests prove from it what was asked of the database.
  "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -t 60 -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$folder' \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c log_statement=all -c log_line_prefix='%m [%p] %d '" start >start.log 2>&1 ||
    { cat start.log data/server.log >&2; exit 1; }
)
export TEST_POSTGRES_URL="postgres://vizboard:$password@127.0.0.1:$port/postgres"
export TEST_POSTGRES_LOG="$folder/data/server.log"
"$@"
