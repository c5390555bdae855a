// Dashboards and apps of hosted databases, and a statement that would never end.
import { act, shop } from "../lib/databases";
import { accessible, expect, live, signUp, test } from "../lib/person";

const ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT count(*) FROM n";

test("charts stand on a dashboard in an order, which changes", async ({ page }) => {
  await signUp(page, "drawer");
  const id = await shop(page);
  await page.goto(`/databases/${id}/dashboards`);
  await expect(page.getByRole("heading", { name: "No dashboard yet" })).toBeVisible();
  await accessible(page, "no dashboards");
  const chart = { databaseId: id, chartType: "BarChart", tableName: "orders", label: "state" };
  await act(page, "saveDatabaseChart", { ...chart, title: "Orders by state" });
  await act(page, "saveDatabaseChart", { ...chart, title: "Revenue by state", figure: "total" });

  await page.goto(`/databases/${id}/dashboards`);
  await live(page);
  await page.getByRole("button", { name: "Make dashboard" }).click();
  await expect(page.getByRole("alert")).toContainText("Give the dashboard a title.");
  await page.getByLabel("Title").fill("At a glance");
  await page.getByLabel("Chart 1").selectOption({ label: "Revenue by state" });
  await page.getByLabel("Chart 2").selectOption({ label: "Orders by state" });
  await page.getByRole("button", { name: "Make dashboard" }).click();
  await page.waitForURL(/\/dashboards\/[0-9a-z]{26}$/);
  const titles = page.getByRole("article").getByRole("heading");
  await expect(titles).toHaveText(["Revenue by state", "Orders by state"]);
  await expect(page.getByRole("img", { name: /^Revenue by state/ })).toBeVisible();
  await accessible(page, "a dashboard");

  await page.getByLabel("Title").fill("Only orders");
  await page.getByLabel("Chart 1").selectOption({ label: "No chart" });
  await page.getByRole("button", { name: "Save dashboard" }).click();
  await expect(titles).toHaveText(["Orders by state"]);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Only orders");
  await page.getByRole("button", { name: "Delete dashboard" }).click();
  await page.waitForURL("**/dashboards");
  await expect(page.getByRole("heading", { name: "No dashboard yet" })).toBeVisible();
});

test("an app is written, shown in its sandbox, opened by itself and deleted", async ({ page }) => {
  await signUp(page, "author");
  const id = await shop(page);
  await act(page, "updateDatabaseSettings", { databaseId: id, visibility: "public" });
  await page.goto(`/databases/${id}/apps`);
  await expect(page.getByRole("heading", { name: "No app yet" })).toBeVisible();
  await accessible(page, "no apps");
  await live(page);
  await page.getByRole("link", { name: "New app" }).click();
  await page.waitForURL("**/apps/new");
  await accessible(page, "a new app");
  await page.getByLabel("Name", { exact: true }).fill("Clock");
  await page.getByRole("button", { name: "Make app" }).click();
  await page.waitForURL(/\/apps\/[0-9a-z]{26}$/);
  const frame = page.frameLocator("iframe[title=Clock]");
  await expect(frame.getByRole("heading", { name: "Hello" })).toBeVisible();
  // It reads what anybody may read.
  await expect(frame.locator("#answer")).toHaveText(/^20\d\d-/);

  await page.getByLabel("HTML").fill("<h1>Changed</h1><p id=own></p><script>try { own.textContent = document.cookie } catch (e) { own.textContent = e.name }</script>");
  await page.getByRole("button", { name: "Save app" }).click();
  await expect(frame.getByRole("heading", { name: "Changed" })).toBeVisible();
  await expect(frame.locator("#own")).toHaveText("SecurityError");

  const opening = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Open in a tab" }).click();
  const tab = await opening;
  await expect(tab.getByRole("heading", { name: "Changed" })).toBeVisible();
  await tab.close();
  await page.getByRole("button", { name: "Delete app" }).click();
  await page.waitForURL("**/apps");
  await expect(page.getByRole("heading", { name: "No app yet" })).toBeVisible();
});

test("a statement without an end is stopped", async ({ page }) => {
  await signUp(page, "stopper");
  const id = await shop(page);
  await page.goto(`/databases/${id}/sql`);
  await page.locator(".sql-editor[data-live]").waitFor();
  const run = page.locator("button.needs-scripts", { hasText: "Run" });
  await page.locator(".sql-editor .cm-content").fill(ENDLESS);
  await run.click();
  const stop = page.getByRole("button", { name: "Stop" });
  await expect(stop).toBeVisible();
  // Until it is under way there is nothing to stop.
  await expect(async () => {
    if (await stop.isVisible()) await stop.click({ timeout: 500 });
    await expect(page.getByRole("alert")).toContainText("stopped", { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await expect(run).toBeVisible();
  await page.locator(".sql-editor .cm-content").fill("SELECT count(*) AS people FROM customers");
  await run.click();
  await expect(page.getByRole("cell", { name: "3" })).toBeVisible();
});

test("a database and its tables are found by name, and a new one is begun", async ({ page }) => {
  await signUp(page, "finder");
  const id = await shop(page, "CREATE TABLE lighthouses (id INTEGER PRIMARY KEY);");
  await page.goto("/projects");
  await live(page);
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /Search projects/ });
  await field.fill("lighthouse");
  await expect(page.getByRole("option").first()).toHaveText(/lighthouses/);
  await field.press("Enter");
  await page.waitForURL(`**/databases/${id}/tables/lighthouses`);
  await page.keyboard.press("Control+k");
  await field.fill("new database");
  await expect(page.getByRole("option", { name: /New database/ })).toBeVisible();
  await field.press("Enter");
  await page.waitForURL("**/databases/new");
});
