// The whole way without scripts: sign up, connect, see a board, share, edit, delete.
import { awkward, expect, fresh, password, signUp, test } from "../lib/person";

test("everything a new person does works without scripts", async ({ page, browser }) => {
  const person = await signUp(page, "plain");
  await page.getByRole("link", { name: /New Project/ }).first().click();
  const db = awkward();
  await page.getByLabel("Title", { exact: true }).fill("Plain shop");
  if ((await page.getByLabel("Host").count()) === 0) await page.getByRole("link", { name: "Add Connection" }).click();
  await page.getByLabel("Title", { exact: true }).fill("Plain <shop>");
  await page.getByLabel("Connection title").fill("Shop");
  await page.getByLabel("Host").fill(db.host);
  await page.getByLabel("Port").fill(db.port);
  await page.getByLabel("Database", { exact: true }).fill(db.database);
  await page.getByLabel("User", { exact: true }).fill(db.user);
  await page.getByLabel("Password", { exact: true }).fill(db.password);
  await page.getByRole("button", { name: /Create project/i }).click();

  // Refused: the message stands beside the field, what was typed is still there, but never the password.
  await expect(page.getByText("Title may only contain")).toBeVisible();
  await expect(page.getByLabel("Host")).toHaveValue(db.host);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  await page.getByLabel("Title", { exact: true }).fill("Plain shop");
  await page.getByLabel("Password", { exact: true }).fill(db.password);
  await page.getByRole("button", { name: /Create project/i }).click();
  await page.waitForURL(/\/projects\/([0-9a-f-]{36})\/dashboard/);
  const id = page.url().match(/projects\/([0-9a-f-]{36})/)![1];

  const added = await page.request.post("/actions/createWidget", {
    form: {
      projectId: id, type: "bar_charts", subtype: "basic_bar", title: "Orders per stage",
      "configs[tableName]": "orders", "configs[xAxisColumn]": "stage", "configs[yAxisColumns][0]": "total",
    },
    headers: { accept: "application/json" },
  });
  expect(await added.json()).toMatchObject({ success: true });
  await page.goto(`/projects/${id}/dashboard`);
  await expect(page.locator("svg", { hasText: "shipped" }).first()).toBeVisible();

  // Share, and read it signed out, still without scripts.
  await page.goto("/projects");
  await page.locator("summary").filter({ has: page.locator("svg") }).first().click();
  await page.getByRole("button", { name: "Share by link" }).click();
  const shared = await page.request.post("/actions/getBoard", { data: { projectId: id }, headers: { accept: "application/json" } });
  const link = (await shared.json()).board.idPublic as string;
  expect(link).toHaveLength(12);
  const stranger = await browser.newContext({ javaScriptEnabled: false });
  const reading = await stranger.newPage();
  expect((await reading.goto(`${process.env.BASE_URL}/public/${link}`))?.status()).toBe(200);
  await expect(reading.getByRole("heading", { name: "Plain shop" })).toBeVisible();
  await expect(reading.locator("svg", { hasText: "shipped" }).first()).toBeVisible();
  const html = await reading.content();
  for (const secret of [db.user, db.port, db.database, person.email, id, "select "]) expect(html).not.toContain(secret);

  // Edit keeping the password, make it private, delete.
  await page.goto(`/projects/${id}/edit`);
  await page.getByLabel("Title", { exact: true }).fill("Plain shop 2");
  await page.getByText("Private", { exact: true }).click();
  await page.getByRole("button", { name: /Save/i }).click();
  await page.waitForURL((url) => !url.pathname.endsWith("/edit"));
  expect((await reading.goto(`${process.env.BASE_URL}/public/${link}`))?.status()).toBe(404);
  await stranger.close();
  const status = await page.request.post("/actions/getProjectWithConnections", { data: { projectId: id }, headers: { accept: "application/json" } });
  expect((await status.json()).project).toMatchObject({ title: "Plain shop 2", isPublic: false, connections: [{ isValid: true, password: "" }] });

  await page.goto(`/projects/${id}/delete`);
  await page.getByRole("button", { name: "Delete project" }).click();
  await page.waitForURL("**/projects");
  expect((await page.goto(`/projects/${id}/dashboard`))?.status()).toBe(404);
});

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
