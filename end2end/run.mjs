// Runs the browser stories: awkward tables into the throw-away PostgreSQL server, a VizBoard server, Playwright.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { start } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { VIZBOARD_BIN, TEST_POSTGRES_URL } = process.env;
if (!VIZBOARD_BIN || !TEST_POSTGRES_URL) throw new Error("VIZBOARD_BIN and TEST_POSTGRES_URL are needed; run `make test`");

const psql = (url, ...args) => {
  const done = spawnSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", url, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  if (done.status !== 0) throw new Error("psql could not prepare the database");
};
psql(TEST_POSTGRES_URL, "-c", "drop database if exists awkward", "-c", "drop role if exists awkward_reader", "-c", "create database awkward");
const database = new URL(TEST_POSTGRES_URL);
database.pathname = "/awkward";
for (const file of ["awkward", "hostile"]) psql(database.href, "-f", join(here, `fixtures/${file}.sql`));

const server = await start(VIZBOARD_BIN);
let status = 1;
try {
  const done = spawnSync("playwright", ["test", "--config", join(here, "playwright.config.ts"), ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, BASE_URL: server.url, AWKWARD_URL: database.href },
  });
  status = done.status ?? 1;
  // Whatever the stories saw: an error of the server itself is one.
  const errors = server.logged().split("\n").filter((line) => /\bERROR\b|panicked/.test(line));
  if (errors.length > 0) {
    console.error(`the server logged errors:\n${errors.slice(0, 20).join("\n")}`);
    status ||= 1;
  }
} finally {
  await server.stop();
}
process.exit(status);
