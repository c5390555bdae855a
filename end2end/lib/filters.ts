// Filters and links, the same with and without scripts: an owner makes filters and a link that fixes one behind a
// password; a stranger uses it, and gets no further by tampering with the address.
import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { orders, project, tile, widget } from "./board";
import { accessible, live, signUp } from "./person";

const customers = { type: "datatables", subtype: "simple_dataTable", title: "Customers", configs: { tables: ["customers"] } };
export const byStage = { type: "bar_charts", subtype: "basic_bar", title: "By stage", configs: { tableName: "orders", xAxisColumn: "stage", yAxisColumns: ["total"] } };

/** Ticks values in a filter's list. */
export async function choose(page: Page, label: string, values: string[], scripts: boolean) {
  const row = page.getByRole("search", { name: "Filters of the board" });
  await row.locator(`summary[aria-label="Filter ${label}"]`).click();
  for (const value of values) await row.getByLabel(value, { exact: true }).click();
  if (!scripts) await row.getByRole("button", { name: "Apply" }).first().click();
  else await page.keyboard.press("Escape");
}

export async function filtersAndLinks(page: Page, stranger: () => Promise<Page>, scripts: boolean) {
  const there = async (of: Page) => scripts && (await live(of));
  await signUp(page, scripts ? "filters" : "filters-plain");
  const { id, board } = await project(page, "Filtered");
  await widget(page, id, { ...orders, configs: { tables: ["orders"], expanded: true } });
  await widget(page, id, byStage);
  await widget(page, id, customers);
  await page.goto(board);
  await there(page);

  // By stage: proposed for both widgets that read orders.
  await page.getByRole("link", { name: "Add filter" }).click();
  const panel = page.getByRole("complementary");
  await panel.getByRole("link", { name: /stage.*2 widgets/ }).click();
  await expect(panel.getByLabel("Label")).toHaveValue("Stage");
  await expect(panel.getByRole("checkbox", { name: /Orders orders\.stage/ })).toBeChecked();
  await expect(panel.getByText("Not narrowed, because they have no such column: Customers.")).toBeVisible();
  if (scripts) await accessible(page, "a filter in its form");
  await panel.getByRole("button", { name: "Save filter" }).click();
  await expect(panel.getByRole("link", { name: /Stage/ })).toBeVisible();
  // By city, and by the day of an order.
  for (const [column, label] of [["city", "City"], ["placed", "Placed"]]) {
    await panel.getByRole("link", { name: "Add filter" }).click();
    await panel.getByRole("link", { name: new RegExp(`${column}.*widget`) }).click();
    await expect(panel.getByLabel("Label")).toHaveValue(label);
    await panel.getByRole("button", { name: "Save filter" }).click();
    await expect(panel.getByRole("link", { name: new RegExp(label) })).toBeVisible();
  }
  await panel.getByRole("link", { name: "Close" }).click();

  await choose(page, "Stage", ["paid", "new"], scripts);
  await expect(tile(page, "Orders").getByText("1–50 of 1,000")).toBeVisible();
  await expect(page).toHaveURL(/f\.stage=(paid|new)&f\.stage=(paid|new)/);
  await expect(tile(page, "Customers").getByText("1–50 of 240")).toBeVisible();
  await expect(tile(page, "Orders").getByText("Filtered by Stage")).toBeAttached();
  const row = page.getByRole("search", { name: "Filters of the board" });
  await row.getByLabel("Placed from").fill("2024-01-01");
  await row.getByLabel("Placed to").fill("2024-01-31");
  if (scripts) await row.getByLabel("Placed to").blur();
  else await row.getByRole("button", { name: "Apply" }).last().click();
  await expect(tile(page, "Orders").getByText(/1–\d\d of \d\d$/)).toBeVisible();
  if (scripts) await accessible(page, "a board with filters");
  await row.getByRole("link", { name: "Reset" }).click();
  await expect(tile(page, "Orders").getByText("1–50 of 2,000")).toBeVisible();

  // A link for somebody in Lyon.
  await page.getByRole("link", { name: "Share" }).click();
  await panel.getByRole("link", { name: "Add link" }).click();
  await panel.getByLabel("Title").fill("For Lyon");
  const city = panel.getByRole("group", { name: "Filter City" });
  await city.getByLabel("What readers can do").selectOption("fixed");
  await city.getByLabel("Fixed at").fill("Lyon");
  await panel.getByRole("group", { name: "Filter Placed" }).getByLabel("What readers can do").selectOption("hidden");
  await panel.getByLabel("Password", { exact: true }).fill("open sesame 1");
  await expect(panel.getByRole("checkbox", { name: /Let readers download/ })).not.toBeChecked();
  await panel.getByRole("checkbox", { name: /Let readers download/ }).check();
  if (scripts) await accessible(page, "a link in its form");
  await panel.getByRole("button", { name: "Save link" }).click();
  await expect(panel.getByText("For Lyon").first()).toBeVisible();
  await expect(panel.getByText("1 fixed filter")).toBeVisible();
  await expect(panel.getByText("Downloads")).toBeVisible();
  const path = new URL(await panel.getByLabel("Address of For Lyon").inputValue(), page.url()).pathname;

  const reader = await stranger();
  await reader.goto(path);
  await there(reader);
  await expect(reader.getByRole("heading", { name: "This board asks for a password" })).toBeVisible();
  if (scripts) await accessible(reader, "a link that asks for a password");
  await reader.getByLabel("Password", { exact: true }).fill("guess number 1");
  await reader.getByRole("button", { name: "Show the board" }).click();
  await expect(reader.getByText("This password is not correct")).toBeVisible();
  await reader.getByLabel("Password", { exact: true }).fill("open sesame 1");
  await reader.getByRole("button", { name: "Show the board" }).click();
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText("Filtered");
  await there(reader);
  await expect(tile(reader, "Customers").getByText("1–48 of 48")).toBeVisible();
  await expect(tile(reader, "Orders")).toHaveCount(0);
  await expect(reader.locator('summary[aria-label="Filter City"]')).toHaveCount(0);
  if (scripts) await accessible(reader, "the board behind a link");
  // All pages of what the link shows, as a file.
  await tile(reader, "Customers").locator('summary[aria-label="Download Customers"]').click();
  if (scripts) await accessible(reader, "the files of a tile behind a link");
  const [file] = await Promise.all([reader.waitForEvent("download"), reader.getByRole("link", { name: "CSV" }).click()]);
  expect(file.suggestedFilename()).toMatch(/^customers-.*\.csv$/);
  const lines = (await readFile(await file.path(), "utf8")).trimEnd().split("\r\n");
  expect(lines).toHaveLength(49);
  expect(lines.slice(1).every((line) => line.includes("Lyon"))).toBe(true);
  await reader.goto(`${path}?f.city=Berlin&f.city=&w2.f=city.eq.Berlin`);
  await expect(reader.getByText("No row fits the search and filters.")).toBeVisible();
  await reader.goto(`${path}?f.city=Berlin&f.city=`);
  await expect(tile(reader, "Customers").getByText("1–48 of 48")).toBeVisible();

  // Seen in the list of all links, and revoked there.
  await page.goto("/settings/links");
  await there(page);
  await expect(page.getByText("· For Lyon", { exact: true })).toBeVisible();
  await expect(page.getByText("Downloads", { exact: true })).toBeVisible();
  if (scripts) await accessible(page, "all links");
  await page.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Nothing is shared")).toBeVisible();
  expect((await reader.goto(path))?.status()).toBe(404);
}
