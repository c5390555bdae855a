// Schemas read again after somebody changed the database: what differs is told, and what it breaks is named.
import { expect, type Page } from "@playwright/test";
import { accessible, signUp } from "./person";
import { act, schemasRead, widget } from "./board";
import { connection, freshDatabase, psql } from "./postgres";

export async function changes(page: Page, scripts: boolean) {
  const database = freshDatabase("drift", "create table goods (id integer primary key, price numeric, colour text); insert into goods values (1, 2.5, 'red')");

  await signUp(page, scripts ? "drift" : "drift-plain");
  const { projectId } = await act(page, "createProjectWithConnections", { title: "Drift", connections: [connection(database, "Shop")] });
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
