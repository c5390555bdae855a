// Filters of a board and links with rights of their own, with scripts.
import { expect, signUp, test } from "../lib/person";
import { orders, project, tile, widget } from "../lib/board";
import { choose, filtersAndLinks } from "../lib/filters";

test("filters are made, used and fixed in a link behind a password", async ({ page, stranger }) => {
  await filtersAndLinks(page, stranger, true);
});

test("tiles follow in place, and the list is searched while typing", async ({ page }) => {
  await signUp(page, "in-place");
  const { id, board } = await project(page, "In place");
  const table = await widget(page, id, { ...orders, title: "Customers", configs: { tables: ["customers"] } });
  for (const [label, column] of [["City", "city"], ["Name", "name"]]) {
    const targets = [{ widgetId: table.id, table: "customers", column }];
    const saved = await page.request.post("/actions/saveFilter", { data: { projectId: id, label, kind: "many", targets, dependsOn: label === "Name" ? ["city"] : [] } });
    expect(await saved.json()).toMatchObject({ success: true });
  }
  await page.goto(board);
  let loads = 0;
  page.on("load", () => loads++);
  await choose(page, "City", ["Porto"], true);
  await expect(tile(page, "Customers").getByText("1–48 of 48")).toBeVisible();
  // The names are those of the chosen city.
  const row = page.getByRole("search", { name: "Filters of the board" });
  await row.locator('summary[aria-label="Filter Name"]').click();
  await expect(row.getByLabel("Customer 103", { exact: true })).toBeVisible();
  await expect(row.getByLabel("Customer 104", { exact: true })).toHaveCount(0);
  await row.getByLabel("Search among the values of Name").fill("23");
  await expect(row.getByLabel("Customer 103", { exact: true })).toHaveCount(0);
  await row.getByLabel("Customer 23", { exact: true }).check();
  await expect(tile(page, "Customers").getByText("1–1 of 1")).toBeVisible();
  await page.goBack();
  await expect(tile(page, "Customers").getByText("1–48 of 48")).toBeVisible();
  expect(loads).toBe(0);
});
