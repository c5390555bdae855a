// The whole way of a new person, the same with and without scripts: sign up, connect PostgreSQL, one widget of each
// kind, share, read it signed out, edit keeping the password, regenerate the schemas, make it private, delete.
import { expect, type Page } from "@playwright/test";
import { act, charts, schemasRead, tableNamed, tile, titles } from "./board";
import { awkward, signUp } from "./person";

export async function journey(page: Page, stranger: () => Promise<Page>, scripts: boolean) {
  const person = await signUp(page, scripts ? "live" : "plain");
  const id = await connect(page, scripts);
  const board = `/projects/${id}/dashboard`;
  const made = await widgets(page, id, scripts);

  // Share, and read it signed out.
  await page.getByRole("link", { name: "Share" }).click();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByLabel("Public link")).toHaveValue(/\/public\/[\w-]{12}$/);
  const link = (await page.getByLabel("Public link").inputValue()).replace(/^http:\/\/[^/]+/, "");
  const reader = await stranger();
  expect((await reader.goto(link))?.status()).toBe(200);
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText("Shop figures");
  expect(await titles(reader)).toEqual(made);
  await expect(tile(reader, "Odd names").getByText("<script>alert(1)</script>")).toBeVisible();
  await expect(tile(reader, "Bar of orders").locator("svg", { hasText: "shipped" }).first()).toBeVisible();
  const html = await (await reader.request.get(link)).text();
  const { user, port, database } = awkward();
  for (const secret of [user, `"${port}"`, database, person.email, person.username, id, "connectionId"]) expect(html).not.toContain(secret);

  // Edit, keeping the password.
  await page.goto(board);
  const more = async (role: "link" | "button", name: string) => {
    await page.locator("summary[aria-label='More about this project']").click();
    await page.getByRole(role, { name }).click();
  };
  await more("link", "Edit project");
  await page.getByLabel("Title", { exact: true }).fill("Shop figures 2");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL(`**${board}`);
  await schemasRead(page, id);
  const { project } = await act(page, "getProjectWithConnections", { projectId: id });
  expect(project).toMatchObject({ title: "Shop figures 2", isPublic: true });
  expect(project.connections).toMatchObject([{ isValid: true, password: "" }, { isValid: true, password: "" }]);

  // Read the schemas again.
  const read = async (): Promise<string[]> => {
    const { project } = await act(page, "getProjectWithConnections", { projectId: id });
    return project.connections.map((connection: { lastIntrospectionAt: string }) => connection.lastIntrospectionAt);
  };
  const before = await read();
  for (const time of before) expect(time).toMatch(/^20\d\d-/);
  await page.goto(board);
  await more("button", "Regenerate schemas");
  await expect.poll(async () => (await read()).filter((time) => before.includes(time))).toEqual([]);
  await expect(page.getByRole("article")).toHaveCount(made.length);

  // Make it private: the link ends.
  await page.goto(board);
  await page.locator(".board-share").click();
  await page.getByRole("button", { name: "Make private" }).click();
  await expect(page.getByRole("button", { name: "Publish" })).toBeVisible();
  expect((await reader.goto(link))?.status()).toBe(404);
  await expect(reader.getByText("Shop figures")).toHaveCount(0);

  // Delete.
  await page.goto(board);
  await more("link", "Delete project");
  await expect(page.getByText("2 connections go with it")).toBeVisible();
  if (scripts) await page.getByLabel("Type Shop figures 2 to confirm").fill("Shop figures 2");
  await page.getByRole("button", { name: "Delete project" }).click();
  await page.waitForURL("**/projects");
  await expect(page.getByText("Your first project")).toBeVisible();
  expect((await page.goto(board))?.status()).toBe(404);
}

/** A project with two connections, after a mistake that costs nothing that was typed but the passwords. */
async function connect(page: Page, scripts: boolean): Promise<string> {
  await page.getByRole("link", { name: "New Project" }).first().click();
  await page.getByLabel("Title", { exact: true }).fill("Shop <figures>");
  await page.getByRole("button", { name: "Add Connection" }).click();
  const { host, port, database, user, password } = awkward();
  const row = (n: number) => page.getByRole("group", { name: `Connection ${n}` });
  const passwords = async () => {
    for (const n of [1, 2]) await row(n).getByLabel("Password", { exact: true }).fill(password);
  };
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue("Shop <figures>");
  for (const [n, title] of [[1, "North"], [2, "South"]] as const) {
    await row(n).getByLabel("Connection title").fill(title);
    await row(n).getByLabel("Host", { exact: true }).fill(host);
    await row(n).getByLabel("Port", { exact: true }).fill(port);
    await row(n).getByLabel("Database", { exact: true }).fill(database);
    await row(n).getByLabel("User", { exact: true }).fill(user);
  }
  await passwords();
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByText("Title may only contain")).toBeVisible();
  await expect(row(2).getByLabel("Host", { exact: true })).toHaveValue(host);
  if (!scripts) {
    await expect(row(1).getByLabel("Password", { exact: true })).toHaveValue("");
    await passwords();
  }
  await page.getByLabel("Title", { exact: true }).fill("Shop figures");
  await page.getByRole("button", { name: "Create project" }).click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}\/dashboard/);
  const id = page.url().match(/projects\/([0-9a-f-]{36})/)![1];
  await schemasRead(page, id);
  await page.reload();
  return id;
}

/** One widget of each kind through the panel; answers their titles. */
async function widgets(page: Page, id: string, scripts: boolean): Promise<string[]> {
  const panel = page.getByRole("complementary");
  const preview = panel.getByRole("region", { name: "Preview" });
  const next = async () => {
    if (!scripts) await panel.getByRole("button", { name: "Next" }).click();
  };
  const made: string[] = [];
  const add = async (kind: string, title: string, choose: () => Promise<unknown>) => {
    await page.getByRole("link", { name: "Add widget" }).first().click();
    await panel.getByRole("link", { name: kind, exact: true }).click();
    await choose();
    await panel.getByLabel("Title", { exact: true }).fill(title);
    await panel.getByRole("button", { name: "Add to board" }).click();
    await expect(tile(page, title)).toBeVisible();
    await expect(panel).toBeHidden();
    made.push(title);
  };
  const tick = (name: string) => panel.getByRole("checkbox", { name, exact: true }).check();

  const previewed = () => expect(preview.locator("svg").filter({ visible: true }).first()).toBeVisible();
  const drawn = (title: string) => expect(tile(page, title).locator(".tile-body svg").filter({ visible: true }).first()).toBeVisible();

  await add("Data table", "All orders", async () => {
    await tick("orders");
    await tick("customers");
    await next();
    await expect(preview.getByRole("columnheader", { name: "city" })).toBeVisible();
  });
  await expect(tile(page, "All orders").getByText("1–50 of 240")).toBeVisible();
  const odd = await tableNamed(page, id, "drop table");
  await add("Data table", "Odd names", async () => {
    await tick(odd);
    await next();
    await expect(preview.getByText("<script>alert(1)</script>")).toBeVisible();
  });
  await add("Integrated table", "Both shops", async () => {
    await tick("customers");
    await next();
    await expect(preview.getByRole("columnheader", { name: "SOURCE" })).toBeVisible();
  });
  await expect(tile(page, "Both shops").getByRole("cell", { name: "North" }).first()).toBeVisible();
  for (const [group, [[first, kind], ...others], overTime] of charts) {
    let last = "";
    await add(kind, `${kind} of orders`, async () => {
      await panel.getByRole("combobox", { name: "Table", exact: true }).selectOption("orders");
      await next();
      await panel.getByLabel("X axis column").selectOption(overTime ? "placed" : "stage");
      await tick("total");
      await next();
      await previewed();
      last = page.url();
    });
    await drawn(`${kind} of orders`);
    // With scripts the others of the group are set up in board.spec.ts.
    if (scripts) continue;
    for (const [subtype, kind] of others) {
      const title = `${kind} of orders`;
      await page.goto(last.replace(`${group}.${first}`, `${group}.${subtype}`));
      await expect(panel.getByRole("heading", { name: `Add widget: ${kind}`, exact: true })).toBeVisible();
      await previewed();
      await panel.getByLabel("Title", { exact: true }).fill(title);
      await panel.getByRole("button", { name: "Add to board" }).click();
      await drawn(title);
      made.push(title);
    }
  }
  await add("Section title", "The numbers", () => expect(panel.getByLabel("Title", { exact: true })).toHaveValue("Section"));
  await add("Text block", "Read me", () => panel.getByLabel("Text", { exact: true }).fill("Orders **by stage** <script>alert(1)</script>"));
  await expect(tile(page, "Read me").locator("strong")).toHaveText("by stage");
  await expect(tile(page, "Read me").getByText("<script>alert(1)</script>")).toBeVisible();
  await page.reload();
  expect(await titles(page)).toEqual(made);
  return made;
}
