// Hosted databases without scripts: rows and structure through plain forms.
import { aFileBecomesADatabase, act, row, shop } from "../lib/databases";
import { expect, signUp, test } from "../lib/person";

test("a file becomes a table", async ({ page }) => {
  await signUp(page, "filer");
  await aFileBecomesADatabase(page);
});

test("a row is changed, refused, made and deleted, a column added, a statement run", async ({ page }) => {
  await signUp(page, "plain");
  const id = await shop(page);
  await page.goto(`/databases/${id}/tables/customers`);
  await row(page, "Bea").getByRole("link", { name: "Open row 2" }).click();
  await page.getByLabel(/^name/).fill("Beatrice");
  await page.getByLabel(/^member/).selectOption("true");
  await page.getByRole("button", { name: "Save row" }).click();
  await expect(page.getByText("Saved: 1 row changed")).toBeVisible();
  await expect(row(page, "Beatrice")).toContainText("true");

  // Somebody was quicker.
  await row(page, "Beatrice").getByRole("link", { name: "Open row 2" }).click();
  const { versions } = await act(page, "getDatabaseRows", { databaseId: id, tableName: "customers" });
  await act(page, "saveDatabaseRows", { databaseId: id, tableName: "customers", edits: [{ what: "update", key: "2", version: versions[1], cells: [{ column: "name", text: "Betty" }] }] });
  await page.getByLabel(/^name/).fill("Mine");
  await page.getByRole("button", { name: "Save row" }).click();
  await expect(page.getByRole("alert")).toContainText("Somebody changed this row meanwhile. It says now: id: 2; name: Betty");

  await page.goto(`/databases/${id}/tables/customers`);
  await page.getByRole("link", { name: "Add row" }).click();
  await page.getByLabel(/^name/).fill("Dora");
  await page.getByRole("button", { name: "Add row" }).click();
  await expect(row(page, "Dora")).toBeVisible();
  await row(page, "Dora").getByRole("link", { name: /^Open row/ }).click();
  await page.getByRole("button", { name: "Delete this row" }).click();
  await expect(page.getByText("Saved: 1 row deleted")).toBeVisible();
  await expect(row(page, "Dora")).toHaveCount(0);

  await page.goto(`/databases/${id}/tables/customers/structure`);
  await page.getByLabel("Name", { exact: true }).first().fill("city");
  await page.getByRole("button", { name: "Add column" }).click();
  await expect(page.getByText(/ALTER TABLE/)).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "city" })).toBeVisible();

  await page.goto(`/databases/${id}/sql`);
  await page.getByLabel("Statement").fill("SELECT name FROM customers ORDER BY id LIMIT 1");
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByRole("cell", { name: "Ada" })).toBeVisible();

  await page.goto(`/databases/${id}/copies`);
  await page.getByRole("button", { name: "Keep a copy now" }).click();
  await expect(page.getByText("Kept by hand")).toBeVisible();
});

test("charts are put on a dashboard, an app is kept", async ({ page }) => {
  await signUp(page, "plaindraw");
  const id = await shop(page);
  await act(page, "saveDatabaseChart", { databaseId: id, chartType: "BarChart", tableName: "orders", label: "state", title: "Orders by state" });
  await page.goto(`/databases/${id}/dashboards`);
  await page.getByLabel("Title").fill("At a glance");
  await page.getByLabel("Chart 1").selectOption({ label: "Orders by state" });
  await page.getByRole("button", { name: "Make dashboard" }).click();
  await page.waitForURL(/\/dashboards\/[0-9a-z]{26}$/);
  await expect(page.getByRole("article").getByRole("heading")).toHaveText(["Orders by state"]);
  await page.getByRole("button", { name: "Delete dashboard" }).click();
  await page.waitForURL("**/dashboards");
  await expect(page.getByRole("heading", { name: "No dashboard yet" })).toBeVisible();

  await page.goto(`/databases/${id}/apps/new`);
  await page.getByLabel("Name", { exact: true }).fill("Sign");
  await page.getByLabel("HTML").fill("<h1>Kept here</h1>");
  await page.getByRole("button", { name: "Make app" }).click();
  await page.waitForURL(/\/apps\/[0-9a-z]{26}$/);
  await expect(page.frameLocator("iframe[title=Sign]").getByRole("heading", { name: "Kept here" })).toBeVisible();
  await page.getByRole("link", { name: "Apps", exact: true }).first().click();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name: "No app yet" })).toBeVisible();
});

test("pages are turned from both ends, rows of a file are added, a deleted row comes back", async ({ page }) => {
  await signUp(page, "turner");
  const more = "WITH RECURSIVE s (i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM s WHERE i < 120) INSERT INTO customers (id, name) SELECT i, 'Person ' || i FROM s;";
  const id = await shop(page, more);
  await page.goto(`/databases/${id}/tables/customers`);
  await expect(page.getByText("1–50 of 120")).toBeVisible();
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page.getByText("51–100 of 120")).toBeVisible();
  expect(page.url()).toContain("w0.after=");
  await page.getByRole("link", { name: "Last page" }).click();
  await expect(page.getByText("101–120 of 120")).toBeVisible();
  await expect(row(page, "Person 120")).toBeVisible();
  await page.getByRole("link", { name: "Previous page" }).click();
  await expect(page.getByText("51–100 of 120")).toBeVisible();
  await page.getByRole("link", { name: "First page" }).click();
  await expect(page.getByText("1–50 of 120")).toBeVisible();

  await page.getByRole("link", { name: "Import rows" }).click();
  await page.locator("input[type=file]").setInputFiles({ name: "new.csv", mimeType: "text/csv", buffer: Buffer.from("Full name;Colour\nZoe;red\nYan;blue\n") });
  await page.getByRole("button", { name: "Upload" }).click();
  await expect(page.getByLabel("Colour goes into")).toHaveValue("colour");
  await page.getByLabel("Full name goes into").selectOption("name");
  await page.getByRole("button", { name: "Import rows" }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("2 rows were added to customers.")).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.getByRole("link", { name: "Show the rows" }).click();
  await expect(page.getByText("1–50 of 122")).toBeVisible();

  await row(page, "Person 7").getByRole("link", { name: "Open row 7" }).click();
  await page.getByRole("button", { name: "Delete this row" }).click();
  await expect(page.getByText("Saved: 1 row deleted")).toBeVisible();
  await page.getByRole("navigation", { name: "Of this table" }).getByRole("link", { name: "Deleted" }).click();
  await expect(page.getByText("7 · Person 7")).toBeVisible();
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText("No deleted rows")).toBeVisible();
  await page.goto(`/databases/${id}/tables/customers`);
  await expect(row(page, "Person 7")).toBeVisible();
});
