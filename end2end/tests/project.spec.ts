// A project with scripts: connect a database, mend what is wrong, edit keeping the password, delete.
import { accessible, awkward, expect, signUp, test } from "../lib/person";

test("a database is connected by a pasted URL, tested, mended and saved", async ({ page }) => {
  await signUp(page, "maker");
  await page.getByRole("link", { name: /New Project/ }).first().click();
  await expect(page).toHaveURL(/\/projects\/new/);
  await accessible(page);
  const db = awkward();
  await page.getByLabel("Title", { exact: true }).fill("Shop figures");
  if ((await page.getByLabel("Host", { exact: true }).count()) === 0) await page.getByRole("button", { name: "Add Connection" }).click();
  await page.getByLabel("Connection URL").fill(`postgres://${db.user}:wrong-one@${db.host}:${db.port}/${db.database}`);
  await expect(page.getByLabel("Host", { exact: true })).toHaveValue(db.host);
  await expect(page.getByLabel("Port", { exact: true })).toHaveValue(db.port);
  await page.getByLabel("Connection title").fill("Shop");
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText(/password|log.?in/i).last()).toBeVisible();
  await expect(page.locator("body")).not.toContainText("wrong-one");

  await page.getByLabel("Password", { exact: true }).fill(db.password);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText(/PostgreSQL \d+/).first()).toBeVisible();
  await page.getByRole("button", { name: /Create project/i }).click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}\/dashboard/);
  await expect(page.getByRole("heading", { name: "Shop figures" }).first()).toBeVisible();

  await page.goto("/projects");
  const card = page.locator("article, li", { hasText: "Shop figures" }).first();
  await expect(card).toBeVisible();
  await accessible(page);

  // Editing keeps the password; a changed host asks for it again.
  await card.getByRole("button", { name: /Menu of/ }).or(card.locator("summary")).first().click();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await expect(page).toHaveURL(/\/edit$/);
  await accessible(page);
  await page.getByLabel("Title", { exact: true }).fill("Shop figures 2");
  await page.getByRole("button", { name: /Save/i }).click();
  await page.waitForURL((url) => !url.pathname.endsWith("/edit"));
  await page.goto("/projects");
  const renamed = page.locator("article, li", { hasText: "Shop figures 2" }).first();
  await expect(renamed).toBeVisible();

  await renamed.getByRole("button", { name: /Menu of/ }).or(renamed.locator("summary")).first().click();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await page.getByLabel("Host", { exact: true }).fill("localhost");
  await page.getByRole("button", { name: /Save/i }).click();
  await expect(page.getByText("Enter the password again: the server it would be sent to changed").first()).toBeVisible();
});

test("a connection that cannot be reached says which step failed, and the project can be deleted", async ({ page }) => {
  await signUp(page, "unlucky");
  await page.goto("/projects/new");
  await page.getByLabel("Title", { exact: true }).fill("Nowhere");
  if ((await page.getByLabel("Host", { exact: true }).count()) === 0) await page.getByRole("button", { name: "Add Connection" }).click();
  await page.getByLabel("Connection title").fill("Dead");
  await page.getByLabel("Host", { exact: true }).fill("127.0.0.1");
  await page.getByLabel("Port", { exact: true }).fill("1");
  await page.getByLabel("Database", { exact: true }).fill("nothing");
  await page.getByLabel("User", { exact: true }).fill("nobody");
  await page.getByLabel("Password", { exact: true }).fill("does-not-matter");
  await page.getByRole("button", { name: /Create project/i }).click();
  // With scripts the form comes back and shows which step failed; a slow check leads to the board and goes on.
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}\/(edit|dashboard)/);
  await page.goto("/projects");
  const card = page.locator("article, li", { hasText: "Nowhere" }).first();
  await card.getByRole("button", { name: /Menu of/ }).or(card.locator("summary")).first().click();
  await page.getByRole("link", { name: /Delete/ }).click();
  await page.getByLabel(/Type .* to confirm/).fill("Nowhere");
  await page.getByRole("button", { name: "Delete project" }).click();
  await expect(page.locator("li", { hasText: "Nowhere" })).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("Your first project")).toBeVisible();
});
