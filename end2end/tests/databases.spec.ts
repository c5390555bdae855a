// Hosted databases with scripts: from a file to an API, and two people at one row.
import { aFileBecomesADatabase, act, cell, downloaded, row, shop } from "../lib/databases";
import { accessible, expect, live, signUp, test } from "../lib/person";

const save = (page: import("@playwright/test").Page) => page.getByRole("button", { name: "Save", exact: true }).click();

test("a file becomes a table, is edited, charted, read by a program, shared and fetched", async ({ page, stranger }) => {
  const person = await signUp(page, "maker");
  const id = await aFileBecomesADatabase(page);
  await live(page);

  // Two cells and a new row are staged, looked at and saved together.
  await cell(page, "2026-01-02", 2).first().dblclick();
  await page.getByLabel("customer (TEXT)").fill("Zoe");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByLabel("total (REAL)").fill("99.5");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add row" }).click();
  await page.getByLabel("number (INTEGER)").fill("41");
  await page.keyboard.press("Enter");
  await expect(page.getByText("2 changes")).toBeVisible();
  await accessible(page, "rows with changes");
  await page.getByRole("button", { name: "Review SQL" }).click();
  await expect(page.getByText(/UPDATE "orders" SET "customer" = 'Zoe', "total" = 99.5 WHERE "rowid" = 2;/)).toBeVisible();
  await accessible(page, "the statements that will run");
  await page.getByRole("button", { name: "Back" }).click();
  await save(page);
  await expect(page.getByText("Saved: 1 row changed, 1 row added")).toBeVisible();
  await expect(row(page, "Zoe")).toBeVisible();
  await expect(page.getByText("1–41 of 41")).toBeVisible();

  // It is taken back, and done again by pasting.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("1–40 of 40")).toBeVisible();
  await expect(row(page, "Zoe")).toHaveCount(0);
  await page.getByRole("button", { name: "Paste rows" }).click();
  await page.getByLabel("Cells of a spreadsheet, or CSV").fill("total\tcustomer\n1.5\tZoe\n2.5\tYan");
  await page.getByRole("button", { name: "Add 2 rows" }).click();
  await expect(page.getByText("2 changes")).toBeVisible();
  await save(page);
  await expect(row(page, "Yan")).toBeVisible();

  // Words that are no number are refused beside the changes.
  await cell(page, "Yan", 3).dblclick();
  await page.getByLabel("total (REAL)").fill("a lot");
  await page.keyboard.press("Enter");
  await save(page);
  await expect(page.getByRole("alert")).toContainText('"a lot" in column "total" must be a number.');
  await page.getByRole("button", { name: "Discard" }).click();

  // Search stands in the address.
  await page.getByLabel("Search in orders").fill("Zoe");
  await page.keyboard.press("Enter");
  await expect(page.getByText("1–1 of 1")).toBeVisible();
  expect(page.url()).toContain("w0.q=Zoe");

  // A column is added, with the statement that ran.
  await page.getByRole("navigation", { name: "Of this table" }).getByRole("link", { name: "Structure" }).click();
  await expect(page.getByRole("heading", { name: "Add a column" })).toBeVisible();
  await accessible(page, "the structure of a table");
  await page.getByLabel("Name", { exact: true }).first().fill("paid");
  await page.getByLabel("Type", { exact: true }).fill("BOOLEAN");
  await page.getByRole("button", { name: "Add column" }).click();
  await expect(page.getByText(/ALTER TABLE/)).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "paid" })).toBeVisible();

  // Statements read and write.
  await page.getByRole("link", { name: "SQL", exact: true }).last().click();
  await page.locator(".sql-editor[data-live]").waitFor();
  await page.locator(".sql-editor .cm-content").fill("UPDATE orders SET paid = 1 WHERE total > 100");
  await page.locator("button.needs-scripts", { hasText: "Run" }).click();
  await expect(page.getByText(/rows changed/)).toBeVisible();
  await page.locator(".sql-editor .cm-content").fill("SELECT customer, count(*) AS orders FROM orders GROUP BY customer");
  await page.locator("button.needs-scripts", { hasText: "Run" }).click();
  await expect(page.getByRole("cell", { name: "Cleo" })).toBeVisible();
  await accessible(page, "SQL of a database");
  await page.getByText("Save as view").click();
  await page.getByLabel("Name of the view").fill("by_customer");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.waitForURL("**/tables/by_customer");
  await expect(row(page, "Cleo")).toBeVisible();

  // A chart.
  await page.goto(`/databases/${id}/charts?table=orders`);
  await page.getByLabel("Title").fill("Revenue");
  await page.getByLabel("By", { exact: true }).selectOption("customer");
  await page.getByLabel("Figure").selectOption("total");
  await page.getByRole("button", { name: "Add chart" }).click();
  await expect(page.getByRole("img", { name: /^Revenue/ })).toBeVisible();
  await accessible(page, "charts of a database");

  // A program reads it with a token, and nobody without.
  const token = await act(page, "createToken", { teamName: person.username, name: "Reader", grants: [{ databaseId: id, access: "read" }] });
  const rows = `/api/dbs/${id}/tables/orders/rows?limit=3`;
  const program = await stranger();
  expect((await program.request.get(rows)).status()).toBe(404);
  const read = await program.request.get(rows, { headers: { authorization: `Bearer ${token.shownOnce}` } });
  expect(read.status()).toBe(200);
  expect(JSON.stringify(await read.json())).toContain("2026-01-01");

  // Shared for reading: a stranger sees rows and nothing to change.
  await page.goto(`/databases/${id}/api`);
  await accessible(page, "the ways in");
  await page.getByRole("button", { name: "Make public" }).click();
  const link = await page.getByLabel("Page for readers").inputValue();
  await program.goto(new URL(link).pathname);
  await expect(program.getByRole("navigation", { name: "Tables" }).getByRole("link", { name: "orders" })).toBeVisible();
  await program.getByRole("navigation", { name: "Tables" }).getByRole("link", { name: "orders" }).click();
  await expect(row(program, "Zoe").or(row(program, "Ada").first()).first()).toBeVisible();
  await expect(program.getByRole("button", { name: "Add row" })).toHaveCount(0);
  expect(await program.content()).not.toContain(id);
  await accessible(program, "a public database");

  // It is fetched as a file.
  await page.goto(`/databases/${id}`);
  const file = await downloaded(page);
  expect(file.bytes.subarray(0, 15).toString()).toBe("SQLite format 3");

  // And deleted by its name.
  await page.goto(`/databases/${id}/settings`);
  await accessible(page, "settings of a database");
  await page.getByLabel("Type orders to confirm").last().fill("orders");
  await page.getByRole("button", { name: "Delete database" }).click();
  await page.waitForURL("**/databases");
  await expect(page.getByRole("heading", { name: "Your first database" })).toBeVisible();
});

test("two people at one row: the second sees both versions and chooses", async ({ page }) => {
  await signUp(page, "second");
  const id = await shop(page);
  await page.goto(`/databases/${id}/tables/customers`);
  const change = async (name: string) => {
    const [first] = (await act(page, "getDatabaseRows", { databaseId: id, tableName: "customers" })).versions;
    await act(page, "saveDatabaseRows", {
      databaseId: id, tableName: "customers",
      edits: [{ what: "update", key: "1", version: first, cells: [{ column: "name", text: name }] }],
    });
  };
  const edit = async (text: string) => {
    await page.locator("tr[data-row='=1'] td[data-col='1']").dblclick();
    await page.getByLabel("name (TEXT)").fill(text);
    await page.keyboard.press("Enter");
  };
  await edit("Mine");
  await change("Theirs");
  await save(page);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("row", { name: "name Mine Theirs" })).toBeVisible();
  await accessible(page, "two versions of a row");
  await dialog.getByRole("button", { name: "Take theirs" }).click();
  await expect(row(page, "Theirs")).toBeVisible();
  await edit("Mine again");
  await change("Theirs again");
  await save(page);
  await dialog.getByRole("button", { name: "Save mine" }).click();
  await expect(row(page, "Mine again")).toBeVisible();
  await expect(page.getByText("Saved: 1 row changed")).toBeVisible();

  // A key is chosen among the rows it may lead to, and followed.
  await page.goto(`/databases/${id}/tables/orders`);
  await page.locator("tr[data-row='=1'] td[data-col='1']").dblclick();
  await expect(page.locator("datalist option", { hasText: "Cleo" })).toBeAttached();
  await page.getByLabel("customer (INTEGER)").fill("3");
  await page.keyboard.press("Enter");
  await save(page);
  await page.locator("tr[data-row='=1']").getByRole("link", { name: "Open this row of customers" }).click();
  await expect(page.getByLabel(/^name/)).toHaveValue("Cleo");
});
