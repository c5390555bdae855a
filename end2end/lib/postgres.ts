// A PostgreSQL database of a story's own, on the server of the stories.
import { spawnSync } from "node:child_process";
import { expect } from "@playwright/test";

/** A new database; answers its address. */
export function freshDatabase(what: string, script: string) {
  const server = process.env.TEST_POSTGRES_URL!;
  const name = `${what}_${process.pid}_${Date.now()}`;
  psql(server, `create database ${name}`);
  const database = Object.assign(new URL(server), { pathname: `/${name}` });
  psql(database.href, script);
  return database;
}

export function psql(url: string, script: string) {
  const done = spawnSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", url, "-c", script], { encoding: "utf8" });
  expect(done.status, done.stderr).toBe(0);
}

/** The connection that leads there, as the actions take it. */
export function connection({ hostname: host, port, pathname, username: user, password }: URL, title: string) {
  return { title, type: "postgres", host, port: Number(port), database: pathname.slice(1), user, password: decodeURIComponent(password) };
}
