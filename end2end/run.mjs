// Runs the browser stories: tables into the throw-away database servers, a VizBoard server, Playwright.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { start } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { VIZBOARD_BIN, TEST_POSTGRES_URL, TEST_MYSQL_URL } = process.env;
if (!VIZBOARD_BIN || !TEST_POSTGRES_URL || !TEST_MYSQL_URL) throw new Error("VIZBOARD_BIN, TEST_POSTGRES_URL and TEST_MYSQL_URL are needed; run `make test`");

const psql = (url, ...args) => {
  const done = spawnSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", url, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  if (done.status !== 0) throw new Error("psql could not prepare the database");
};
psql(TEST_POSTGRES_URL, "-c", "drop database if exists awkward", "-c", "drop role if exists awkward_reader", "-c", "create database awkward");
const at = (server, name) => Object.assign(new URL(server), { pathname: `/${name}` });
const database = at(TEST_POSTGRES_URL, "awkward");
for (const file of ["awkward", "hostile"]) psql(database.href, "-f", join(here, `fixtures/${file}.sql`));

// The same table in two servers.
const three = { postgres: at(TEST_POSTGRES_URL, "three"), mysql: at(TEST_MYSQL_URL, "three") };
psql(TEST_POSTGRES_URL, "-c", "drop database if exists three", "-c", "create database three");
psql(three.postgres.href, "-f", join(here, "fixtures/three.sql"));
const { hostname, port, username, password } = three.mysql;
const script = `drop database if exists three; create database three character set utf8mb4; use three;\n${readFileSync(join(here, "fixtures/three.sql"))}`;
const loaded = spawnSync("mariadb", ["--no-defaults", "--default-character-set=utf8mb4", "-h", hostname, "-P", port, "-u", username], {
  input: script,
  stdio: ["pipe", "ignore", "inherit"],
  env: { ...process.env, MYSQL_PWD: password },
});
if (loaded.status !== 0) throw new Error("mariadb could not prepare the database");

const server = await start(VIZBOARD_BIN);
let status = 1;
try {
  const done = spawnSync("playwright", ["test", "--config", join(here, "playwright.config.ts"), ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, BASE_URL: server.url, AWKWARD_URL: database.href, THREE_POSTGRES_URL: three.postgres.href, THREE_MYSQL_URL: three.mysql.href },
  });
  status = done.status ?? 1;
  // Whatever the stories saw: an error of the server itself is one.
  const lines = server.logged().split("\n");
  // A panic says where on its own line, and why on the next.
  const errors = lines.flatMap((line, at) => (/\bERROR\b|panicked/.test(line) ? [line, lines[at + 1] ?? ""] : []));
  if (errors.length > 0) {
    console.error(`the server logged errors:\n${errors.slice(0, 20).join("\n")}`);
    status ||= 1;
  }
} finally {
  await server.stop();
}
process.exit(status);
