// Accounts with scripts: signing up, in and out, the settings, and what a stranger sees.
import { accessible, expect, fresh, password, signUp, test } from "../lib/person";

test("a visitor finds the way in, and mistakes are named beside their field", async ({ page }) => {
  await page.goto("/");
  await accessible(page);
  await page.getByRole("link", { name: "Sign up" }).first().click();
  await expect(page).toHaveURL(/\/signup$/);
  await accessible(page);
  const name = fresh("visitor");
  await page.getByLabel("E-mail").fill(`${name}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Password must be at least 8 characters")).toBeVisible();
  await expect(page.getByLabel("Password", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("E-mail")).toHaveValue(`${name}@example.org`);

  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/projects");
  await accessible(page);
});

test("a private page leads to the log-in and back", async ({ page, context }) => {
  const person = await signUp(page, "backer");
  await context.clearCookies();
  await page.goto("/settings");
  await expect(page).toHaveURL(/\/login\?next=/);
  await accessible(page);
  await page.getByLabel("User name or e-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password 1");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL(/\/settings$/);
});

test("a log-in never leads to another site", async ({ page, context }) => {
  const person = await signUp(page, "careful");
  for (const evil of ["//evil.example", "/\\evil.example", "https:evil.example", "%2f%2fevil.example", "/%09/evil.example"]) {
    await context.clearCookies();
    await page.goto(`/login?next=${evil}`);
    await page.getByLabel("User name or e-mail").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL((url) => url.pathname !== "/login");
    expect(new URL(page.url()).origin).toBe(new URL(process.env.BASE_URL!).origin);
  }
});

test("name, e-mail and password are changed in the settings", async ({ page, context }) => {
  const person = await signUp(page, "settler");
  await page.goto("/settings");
  await accessible(page);
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill("Okonkwo");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText(/name.*(saved|updated|changed)/i).first()).toBeVisible();

  const change = page.locator("form", { has: page.getByRole("button", { name: "Change password" }) });
  await change.getByLabel("Current password").fill("not the password 1");
  await change.getByLabel("New password").fill("another long phrase 8");
  await change.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Current password is not correct")).toBeVisible();
  await change.getByLabel("Current password").fill(person.password);
  await change.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password updated successfully").first()).toBeVisible();

  await context.clearCookies();
  await page.goto("/login");
  await page.getByLabel("User name or e-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill("another long phrase 8");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL("**/projects");
  await page.goto("/settings");
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
});

test("an unknown address has a page of its own and the right status", async ({ page }) => {
  const answer = await page.goto("/no/such/page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading").first()).toBeVisible();
  await accessible(page);
});

test("the reference of routes and actions can be read", async ({ page }) => {
  await signUp(page, "reader");
  await page.goto("/help/api");
  await expect(page.getByText("createProjectWithConnections").first()).toBeVisible();
  await expect(page.getByText("/api/userprojects").first()).toBeVisible();
  const create = page.locator("#post-actions-createProjectWithConnections");
  await create.locator("summary").click();
  await expect(create.getByText("connections[].host")).toBeVisible();
  await accessible(page);
});
