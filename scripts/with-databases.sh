#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL server and a throw-away MariaDB server on free loopback ports, and ends
# the servers after it. The command finds the superusers' addresses in TEST_POSTGRES_URL and TEST_MYSQL_URL, and the
# servers' logs of statements in TEST_POSTGRES_LOG and TEST_MYSQL_LOG. Usage: with-databases.sh COMMAND [ARGUMENT...]
source "$(dirname "$0")/lib/common.sh"

if command -v initdb >/dev/null; then
  bin=$(dirname "$(command -v initdb)")
else
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
fi
[ -x "$bin/initdb" ] || fail "the PostgreSQL server programs are missing; 'make test' installs them (Debian package postgresql)."
mariadbd=$(PATH="$PATH:/usr/sbin" command -v mariadbd) ||
  fail "the MariaDB server is missing; 'make test' installs it (Debian package mariadb-server)."

folder=$(mktemp -d "${TMPDIR:-/tmp}/vizboard-databases.XXXXXX")
# The servers refuse to run as root.
as=()
if [ "$(id -u)" -eq 0 ]; then
  chown nobody "$folder"
  as=(setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$folder")
fi
# A free port below those that the system gives to connections: tests open many of these at the same time.
free_port() {
  node -e '
    const net = require("net");
    const attempt = (left) => {
      const port = 10000 + Math.floor(Math.random() * 22000);
      const server = net.createServer();
      server.once("error", () => (left ? attempt(left - 1) : process.exit(1)));
      server.listen(port, "127.0.0.1", () => server.close(() => console.log(port)));
    };
    attempt(1000);'
}
postgres_port=$(free_port)
mysql_port=$(free_port)
password=$(node -e 'console.log(require("crypto").randomBytes(12).toString("hex"))')
mysql_pid=

stop() {
  (cd "$folder" && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1) || true
  # Nothing in it is worth an orderly end.
  if [ -n "$mysql_pid" ]; then
    kill -KILL "$mysql_pid" 2>/dev/null || true
    wait "$mysql_pid" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

# Neither server syncs to the disk: the tests kill VizBoard, never the servers' machine. Both log their statements,
# because tests prove from it what was asked of the database.
start_postgres() (
  cd "$folder"
  printf '%s' "$password" >password
  chmod 644 password
  "${as[@]}" "$bin/initdb" -D "$folder/data" -U vizboard --pwfile="$folder/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >initdb.log 2>&1 ||
    { cat initdb.log >&2; exit 1; }
  "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -t 60 -o "-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$folder' \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c log_statement=all -c log_line_prefix='%m [%p] %d '" start >start.log 2>&1 ||
    { cat start.log data/server.log >&2; exit 1; }
)

start_mysql() {
  printf "create user vizboard@'%%' identified by '%s';\ngrant all on *.* to vizboard@'%%' with grant option;\n" "$password" >"$folder/superuser.sql"
  chmod 644 "$folder/superuser.sql"
  "${as[@]}" mariadb-install-db --no-defaults --datadir="$folder/mysql" --tmpdir="$folder" --skip-test-db >"$folder/mysql-install.log" 2>&1 ||
    { cat "$folder/mysql-install.log" >&2; return 1; }
  "${as[@]}" "$mariadbd" --no-defaults --datadir="$folder/mysql" --tmpdir="$folder" --socket="$folder/mysql.sock" --pid-file="$folder/mysql.pid" \
    --init-file="$folder/superuser.sql" --bind-address=127.0.0.1 --port="$mysql_port" --skip-name-resolve --max-connections=300 \
    --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --innodb-buffer-pool-size=64M \
    --general-log=1 --general-log-file="$folder/mysql-statements.log" >"$folder/mysql-server.log" 2>&1 &
  mysql_pid=$!
  local tries=600
  until MYSQL_PWD="$password" mariadb-admin --no-defaults --socket="$folder/mysql.sock" -u vizboard ping >/dev/null 2>&1; do
    tries=$((tries - 1))
    if [ "$tries" -eq 0 ] || ! kill -0 "$mysql_pid" 2>/dev/null; then
      cat "$folder/mysql-server.log" >&2
      return 1
    fi
    sleep 0.1
  done
}

start_postgres
start_mysql
export TEST_POSTGRES_URL="postgres://vizboard:$password@127.0.0.1:$postgres_port/postgres"
export TEST_POSTGRES_LOG="$folder/data/server.log"
export TEST_MYSQL_URL="mysql://vizboard:$password@127.0.0.1:$mysql_port/mysql"
export TEST_MYSQL_LOG="$folder/mysql-statements.log"
"$@"
