// The SQL page with scripts: the editor, several results, stopping, plans, saved queries, history.
import { accessible, expect, signUp, test } from "../lib/person";
import { project } from "../lib/board";

const editor = ".cm-content";
// The fifth order: a whole number that no double holds.
const beyondDoubles = "9007199254740998";

test("statements are written, run one by one and all, explained, laid out and stopped", async ({ page }) => {
  await signUp(page, "sql");
  const { id } = await project(page, "SQL");
  await page.goto(`/projects/${id}/sql`);
  await page.locator(editor).click();
  await page.keyboard.type("select id from orders where id < 9007199254740997 order by id;\nselect count(*) as many from cust");
  // By pointer: the keyboard is not listened to in the first moment of a proposal, lest one accepts it unseen.
  await page.locator(".cm-tooltip-autocomplete li", { hasText: "customers" }).first().click();
  await expect(page.locator(editor)).toContainText("customers");
  await accessible(page, "the editor");

  await page.keyboard.press("Control+Enter");
  const rows = page.getByRole("group", { name: "Rows" });
  await expect(rows.locator("thead")).toContainText("many");
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByRole("tab")).toHaveCount(3);
  await page.getByRole("tab", { name: "Result 2" }).click();
  await expect(rows.locator("tbody tr")).toHaveCount(3);
  await accessible(page, "results");

  await page.getByRole("button", { name: "Plan", exact: true }).click();
  await expect(page.locator(".sql-plan")).toContainText(/Scan/);
  await page.getByRole("button", { name: "Format", exact: true }).click();
  await expect(page.locator(".cm-line").nth(4)).toBeVisible();

  await page.locator(editor).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("select pg_sleep(20)");
  await page.getByRole("button", { name: /^Run Ctrl/ }).click();
  await expect(page.getByText(/^Running, /)).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("alert")).toContainText("Stopped.");

  await page.locator(editor).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("select wrong from orders");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("alert")).toContainText("wrong");
  await page.getByRole("button", { name: "Show where" }).click();
  await expect(page.locator(editor)).toBeFocused();

  await page.getByText("History", { exact: true }).click();
  await expect(page.locator(".sql-run").first()).toContainText("select wrong from orders");
});

test("a query with a parameter is saved, opened and deleted, and names go into the text", async ({ page }) => {
  await signUp(page, "saver");
  const { id } = await project(page, "Saved");
  await page.goto(`/projects/${id}/sql`);
  await page.getByRole("searchbox").fill("total");
  await page.locator(".sql-tree summary", { hasText: /^orders$/ }).click();
  await page.getByRole("button", { name: "total numeric" }).click();
  await expect(page.locator(editor)).toContainText("total");
  await page.locator(editor).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("select id from orders where id = :which");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("alert")).toContainText('Give a value for "which"');
  await page.getByLabel("Type of which").first().selectOption("number");
  await page.getByLabel("Value of which").fill(beyondDoubles);
  await page.getByRole("button", { name: /^Run Ctrl/ }).click();
  await expect(page.getByRole("group", { name: "Rows" }).locator("tbody tr")).toHaveText([beyondDoubles]);
  await page.getByText("Save as a query").click();
  await page.getByLabel("Title", { exact: true }).fill("One order");
  await accessible(page, "saving");
  await page.getByRole("button", { name: "Save query" }).click();
  await expect(page).toHaveURL(/\/sql\/[0-9a-f-]{36}$/);
  await expect(page.locator(editor)).toContainText(":which");
  await page.locator('summary[aria-label="Delete One order"]').click();
  await expect(page.getByText("Nothing on the board uses this query.")).toBeVisible();
  await page.getByRole("button", { name: "Delete query" }).click();
  await expect(page).toHaveURL(/\/sql$/);
});
