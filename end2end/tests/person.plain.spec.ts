// Accounts without scripts, and a project without a connection.
import { act } from "../lib/board";
import { expect, fresh, password, signUp, test } from "../lib/person";

test("a mistake at the sign-up comes back with what was typed", async ({ page }) => {
  const name = fresh("typo");
  await page.goto("/signup");
  await page.getByLabel("E-mail").fill(`${name}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Password must be at least 8 characters")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(`${name}@example.org`);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/projects");
});

test("a draft is started without a connection, and keeps what was typed", async ({ page }) => {
  await signUp(page, "draft");
  await page.goto("/projects/new");
  await page.getByLabel("Title", { exact: true }).fill("For later");
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("kept as a draft")).toBeVisible();
  await page.getByRole("button", { name: "Create project" }).click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}\/dashboard/);
  await expect(page.getByText("No data to show yet")).toBeVisible();
  const { projects } = await act(page, "getUserProjects", {});
  expect(projects).toMatchObject([{ title: "For later", totalConnections: 0 }]);

  // A row that was asked for and not wanted goes again.
  await page.getByRole("link", { name: "Connect a database" }).click();
  await page.getByRole("button", { name: "Add Connection" }).click();
  await page.getByRole("button", { name: "Add Connection" }).click();
  await page.getByRole("group", { name: "Connection 2" }).getByLabel("Host", { exact: true }).fill("two.example.org");
  await page.getByRole("group", { name: "Connection 1" }).getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("group", { name: /^Connection/ })).toHaveCount(1);
  await expect(page.getByLabel("Host", { exact: true })).toHaveValue("two.example.org");
});
