// The SQL page without scripts: a form that runs a statement, shows its result, and saves it.
import { expect, signUp, test } from "../lib/person";
import { project } from "../lib/board";

test("a statement runs, fails with words, is saved with a parameter and run again", async ({ page }) => {
  await signUp(page, "plain-sql");
  const { id, board } = await project(page, "Plain SQL");
  await page.goto(board);
  await page.locator("summary[aria-label='More about this project']").click();
  await page.getByRole("link", { name: "SQL", exact: true }).last().click();
  await expect(page).toHaveURL(new RegExp(`/projects/${id}/sql$`));
  await page.getByLabel("Statement", { exact: true }).fill("select id, total, null as nothing from orders order by id limit 3");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const rows = page.getByRole("group", { name: "Rows" });
  await expect(rows.locator("tbody tr")).toHaveCount(3);
  await expect(rows.getByText("NULL").first()).toBeVisible();
  await expect(page.getByText(/^3 rows, \d+ ms$/)).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV", exact: true }).click();
  expect((await download).suggestedFilename()).toMatch(/^query-.*\.csv$/);

  await page.getByLabel("Statement", { exact: true }).fill("delete from orders");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("read-only transaction");
  await expect(page.getByLabel("Statement", { exact: true })).toHaveValue("delete from orders");

  await page.getByLabel("Statement", { exact: true }).fill("select id from orders where id = :which");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText('Give a value for "which"');
  await page.getByLabel("Type of which").first().selectOption("number");
  await page.getByLabel("Value of which").fill("9007199254740997");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(rows.locator("tbody tr")).toHaveText(["9007199254740997"]);

  await page.getByText("Save as a query").click();
  await page.getByLabel("Title", { exact: true }).fill("One order");
  await page.getByRole("button", { name: "Save query" }).click();
  await expect(page.getByRole("heading", { name: "One order", level: 1 })).toBeAttached();
  await expect(page.getByLabel("Statement", { exact: true })).toHaveValue(/:which/);
});
