// Schemas read again after somebody changed the database: what differs is told, and what it breaks is named.
import { spawnSync } from "node:child_process";
import { expect, type Page } from "@playwright/test";
import { accessible, signUp } from "./person";
import { act, schemasRead, widget } from "./board";

function psql(url: string, script: string) {
  const done = spawnSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", url, "-c", script], { encoding: "utf8" });
  expect(done.status, done.stderr).toBe(0);
}

export async function changes(page: Page, scripts: boolean) {
  const server = process.env.TEST_POSTGRES_URL!;
  const name = `drift_${process.pid}_${Date.now()}`;
  psql(server, `create database ${name}`);
  const database = Object.assign(new URL(server), { pathname: `/${name}` });
  psql(database.href, "create table goods (id integer primary key, price numeric, colour text); insert into goods values (1, 2.5, 'red')");

  await signUp(page, scripts ? "drift" : "drift-plain");
  const { hostname: host, port, username: user, password } = database;
  const connection = { title: "Shop", type: "postgres", host, port: Number(port), database: name, user, password: decodeURIComponent(password) };
  const { projectId } = await act(page, "createProjectWithConnections", { title: "Drift", connections: [connection] });
  await schemasRead(page, projectId);
  const configs = { tableName: "goods", xAxisColumn: "colour", yAxisColumns: ["price"] };
  await widget(page, projectId, { type: "bar_charts", subtype: "basic_bar", title: "Prices", configs });

  psql(database.href, "alter table goods drop column price; alter table goods add column weight integer; create table makers (id integer primary key)");
  await page.goto(`/projects/${projectId}/schema`);
  await page.getByRole("button", { name: "Read again" }).click();
  await schemasRead(page, projectId);
  await expect(async () => {
    await page.goto(`/projects/${projectId}/schema/changes`);
    await expect(page.getByText("makers").first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  const reading = page.locator(".schema-reading").first();
  await expect(reading).toContainText("price");
  await expect(reading).toContainText("weight");
  await expect(reading.getByRole("link", { name: "Prices" }).first()).toBeVisible();
  if (scripts) await accessible(page, "the changes");
  await reading.getByRole("link", { name: "Prices" }).first().click();
  await page.waitForURL(/dashboard\?edit=/);
  await expect(page.getByRole("heading", { name: "Edit Prices" })).toBeVisible();
}
