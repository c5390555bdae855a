// Hosted databases as a new user meets them, with scripts and without.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { accessible, expect, fresh } from "./person";

/** Forty orders; the second column looks like text where it should be a date. */
export const csv = ["number;placed;customer;total", ...Array.from({ length: 40 }, (_, i) => `${i + 1};2026-01-${String((i % 28) + 1).padStart(2, "0")};${["Ada", "Bea", "Cleo"][i % 3]};${(i * 7.5).toFixed(2)}`)].join("\n");

/** Calls an action with the cookies of the page. */
export async function act(page: Page, name: string, data: unknown) {
  const answer = await page.request.post(`/actions/${name}`, { data });
  const json = await answer.json();
  expect(json.success, `${name}: ${JSON.stringify(json)}`).toBe(true);
  return json;
}

/** A database with customers and orders that lead to them. Answers its id. */
export async function shop(page: Page, more = "") {
  const query = `
    CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, colour TEXT_COLOR, member BOOLEAN);
    CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers (id), total REAL, note TEXT, state TEXT CHECK (state IN ('open', 'paid')));
    INSERT INTO customers (name, colour, member) VALUES ('Ada', '#3355aa', 1), ('Bea', NULL, 0), ('Cleo', '#aa3355', NULL);
    INSERT INTO orders (customer, total, note, state) VALUES (1, 10.5, 'first', 'open'), (2, 20, NULL, 'paid'), (1, 30, 'third', 'open');
    ${more}`;
  const { databaseId } = await act(page, "createDatabase", { name: fresh("shop"), query });
  return databaseId as string;
}

export const row = (page: Page, text: string) => page.locator("tr[data-row]", { hasText: text });

/** The cell of a row in the column with this place. */
export const cell = (page: Page, text: string, place: number) => row(page, text).locator(`td[data-col='${place}']`);

/** A CSV file is sent, looked at, corrected and imported. Answers the id of the database. */
export async function aFileBecomesADatabase(page: Page) {
  await page.goto("/databases");
  await expect(page.getByRole("heading", { name: "Your first database" })).toBeVisible();
  await accessible(page, "no databases");
  await page.getByRole("link", { name: "Drop a file" }).click();
  await page.waitForURL("**/databases/new");
  await accessible(page, "a new database");
  await page.locator("input[type=file]").setInputFiles({ name: "orders.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.getByRole("button", { name: "Upload" }).click();
  await page.waitForURL("**/databases/new?upload=*");
  await expect(page.getByRole("heading", { name: "Import orders.csv" })).toBeVisible();
  await expect(page.getByLabel("Type of number")).toHaveValue("INTEGER");
  await expect(page.getByLabel("Type of total")).toHaveValue("REAL");
  await accessible(page, "a file before it is imported");
  await page.getByLabel("Type of placed").selectOption("DATE");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.waitForURL(/\/databases\/[0-9a-z]{26}$/);
  await expect(page.getByRole("columnheader").filter({ hasText: "placed" })).toBeVisible();
  await expect(page.getByText("1–40 of 40")).toBeVisible();
  return page.url().split("/").pop()!;
}

/** The file of a database, as it is fetched. */
export async function downloaded(page: Page) {
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).first().click();
  const file = await waiting;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}
