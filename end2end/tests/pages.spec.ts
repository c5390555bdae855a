// Every page of the product, in both themes: axe finds nothing, and nothing is wrong in the console.
import { type Page } from "@playwright/test";
import { admin, start } from "../server.mjs";
import { act, brokenTile, everyKind, note, orders, project, widget } from "../lib/board";
import { accessible, expect, live, signUp, test } from "../lib/person";

type State = { name: string; path: string; prepare?: (page: Page) => Promise<unknown> };

const THEMES = ["light", "dark"] as const;

/** Opens each state in both themes, waits until scripts run, and has axe look at it. */
async function look(page: Page, states: State[], themes: readonly (typeof THEMES)[number][] = THEMES) {
  // High enough that nothing that sticks to an edge of the window covers anything.
  await page.setViewportSize({ width: 1440, height: 3000 });
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const { name, path, prepare } of states) {
      await test.step(`${name}, ${theme}`, async () => {
        await page.goto(path);
        await expect(page.locator("main")).toHaveCount(1);
        await expect(page.locator("h1")).toHaveCount(1);
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        await prepare?.(page);
        await accessible(page, `${name}, ${theme}`);
      });
    }
  }
}

const click = (role: "button" | "link", name: string | RegExp) => (page: Page) => page.getByRole(role, { name }).first().click();

/** Opens the menu behind the button of this name. */
const menu = (label: string) => async (page: Page) => {
  await page.locator(`summary[aria-label="${label}"]`).first().click();
  await expect(page.locator(`details[open] > summary[aria-label="${label}"]`)).toBeVisible();
};

/** The whole reference is looked at once, in account.spec.ts: here a part of it, since axe takes its time for hundreds of lines. */
const fewer = async (page: Page) => {
  await live(page);
  await page.getByRole("searchbox", { name: "Search the reference" }).fill("widget");
  await expect.poll(() => page.locator("details.operation").count()).toBeLessThan(40);
};

test("pages for visitors", async ({ page, stranger }) => {
  const owner = await stranger();
  await act(owner, "logIn", { username: admin.username, password: admin.password });
  const { projects } = await act(owner, "getUserProjects", {});
  const { idPublic } = await act(owner, "setProjectVisibility", { projectId: projects[0].id, public: true });
  await look(page, [
    { name: "home", path: "/" },
    { name: "theme menu", path: "/", prepare: menu("Theme") },
    { name: "log-in", path: "/login" },
    { name: "a refused log-in", path: "/login", prepare: async (page) => {
      await page.getByRole("button", { name: "Log in" }).click();
      await expect(page.getByText("User name or e-mail is required")).toBeVisible();
    } },
    { name: "sign-up", path: "/signup" },
    { name: "a refused sign-up", path: "/signup", prepare: async (page) => {
      await page.getByRole("button", { name: "Create account" }).click();
      await expect(page.locator("[aria-invalid=true]")).toHaveCount(1);
    } },
    { name: "public board", path: `/public/${idPublic}` },
    { name: "no such public board", path: "/public/aaaaaaaaaaaa" },
    { name: "no such page", path: "/no/such/page" },
    { name: "reference", path: "/help/api", prepare: fewer },
    { name: "an operation", path: "/help/api", prepare: async (page) => {
      await fewer(page);
      await page.locator("details.operation > summary").first().click();
    } },
  ]);
});

test("pages of somebody new", async ({ page }) => {
  await signUp(page, "newcomer");
  const { projectId } = await act(page, "createProjectWithConnections", { title: "Empty board", isDraft: true, connections: [] });
  await look(page, [
    { name: "home", path: "/" },
    { name: "settings", path: "/settings" },
    { name: "a refused setting", path: "/settings", prepare: async (page) => {
      await page.getByRole("button", { name: "Change password" }).click();
      await expect(page.locator("[aria-invalid=true]")).toHaveCount(1);
    } },
    { name: "account menu", path: "/settings", prepare: menu("Account") },
    { name: "a board without connection", path: `/projects/${projectId}/dashboard` },
    { name: "new project", path: "/projects/new" },
    { name: "a refused project", path: "/projects/new", prepare: async (page) => {
      await page.getByRole("button", { name: "Create project" }).click();
      await expect(page.getByText("Title is required")).toBeVisible();
    } },
    { name: "new project without a row", path: "/projects/new", prepare: click("button", "Remove") },
    { name: "a file of the server", path: "/projects/new", prepare: (page) => page.getByLabel("Kind").selectOption("sqlite") },
    { name: "no such project", path: "/projects/not-an-id/dashboard" },
  ]);
  await act(page, "deleteProject", { projectId });
  await look(page, [{ name: "no project yet", path: "/projects" }]);
});

test("pages of a project", async ({ page }) => {
  await signUp(page, "owner");
  const { id } = await project(page, "Shop", ["North", "South"]);
  const down = await act(page, "createProjectWithConnections", {
    title: "Down",
    connections: [{ title: "Gone", type: "postgres", host: "127.0.0.1", port: 1, database: "gone", user: "nobody", password: "nothing-1" }],
  });
  await widget(page, id, note("Notes"));
  await look(page, [
    { name: "projects", path: "/projects" },
    { name: "projects as a table", path: "/projects?view=list" },
    { name: "no project fits", path: "/projects?q=nothing" },
    { name: "menu of a project", path: "/projects", prepare: menu("Menu of Shop") },
    { name: "deleting in a dialog", path: "/projects", prepare: async (page) => {
      await menu("Menu of Shop")(page);
      await page.getByRole("link", { name: "Delete…" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
    } },
    { name: "edit", path: `/projects/${id}/edit` },
    { name: "edit a project that cannot be reached", path: `/projects/${down.projectId}/edit` },
    { name: "delete", path: `/projects/${id}/delete` },
    { name: "board of a project that cannot be reached", path: `/projects/${down.projectId}/dashboard` },
  ]);
});

// The longest of all: each theme by itself.
for (const theme of THEMES) test(`pages of a board, ${theme}`, async ({ page }) => {
  await signUp(page, "boarder");
  const { id, board } = await project(page, "Every kind", ["North", "South"]);
  await look(page, [{ name: "empty board", path: board }], [theme]);
  for (const input of everyKind) await widget(page, id, input);
  const { board: { connections } } = await act(page, "getBoard", { projectId: id });
  const connectionIds = connections.map((connection: { id: string }) => connection.id);
  await widget(page, id, { type: "datatables", subtype: "integrated_dataTable", title: "Both shops", configs: { connectionIds, tables: ["customers"] } });
  await widget(page, id, brokenTile);
  await widget(page, id, { ...orders, title: "Rows" });
  const { idPublic } = await act(page, "setProjectVisibility", { projectId: id, public: true });
  await look(page, [
    { name: "board with every kind and a failure", path: board },
    { name: "menu of the board", path: board, prepare: menu("More about this project") },
    { name: "menu of a tile", path: board, prepare: menu("Menu of Rows") },
    { name: "public page with every kind and a failure", path: `/public/${idPublic}` },
  ], [theme]);
});

// Beside few tiles, since it is not these that are looked at.
for (const theme of THEMES) test(`panels of a board, ${theme}`, async ({ page }) => {
  await signUp(page, "panels");
  const { id, board } = await project(page, "Few widgets", ["North", "South"]);
  await widget(page, id, note("Notes"));
  const table = await widget(page, id, { ...orders, title: "Rows" });
  const { board: { connections } } = await act(page, "getBoard", { projectId: id });
  await look(page, [
    { name: "choosing a kind", path: `${board}?add=` },
    { name: "setting up a chart", path: `${board}?add=bar_charts.basic_bar` },
    { name: "a chart with a preview", path: `${board}?add=bar_charts.basic_bar&set=1&connection=${connections[0].id}&table=orders&x=placed&y=total` },
    { name: "setting up a table", path: `${board}?add=datatables.integrated_dataTable` },
    { name: "writing a text", path: `${board}?add=text_titles.text_block` },
    { name: "a widget without title", path: `${board}?add=text_titles.text_block`, prepare: async (page) => {
      await page.getByLabel("Title", { exact: true }).fill("");
      await page.getByRole("button", { name: "Add to board" }).click();
      await expect(page.getByText("Title is required")).toBeVisible();
    } },
    { name: "editing", path: `${board}?edit=${table.id}` },
    { name: "sharing", path: board, prepare: async (page) => {
      await page.locator(".board-share").click();
      await expect(page.getByRole("button", { name: "Publish" })).toBeVisible();
    } },
    { name: "deleting", path: `${board}?delete=${table.id}` },
    { name: "a filter", path: `${board}?w1.fc=stage` },
    { name: "filters in force", path: `${board}?w1.sort=-total&w1.q=9&w1.f=total.gte.100` },
  ], [theme]);
});

test("the first start, and a server that takes no newcomers", async ({ page, stranger }) => {
  const first = await start(process.env.VIZBOARD_BIN!, { empty: true });
  const closed = await start(process.env.VIZBOARD_BIN!, { VIZBOARD_SIGNUP: "closed", VIZBOARD_PASSWORD_MIN: "12" });
  try {
    await expect.poll(() => first.said()).toContain("/setup/");
    const link = first.said().match(/http:\S+\/setup\/\S+/)![0];
    await look(page, [
      { name: "not set up", path: `${first.url}/` },
      { name: "set-up", path: link },
      { name: "a refused set-up", path: link, prepare: async (page) => {
        await page.getByLabel("User name").fill("x");
        await page.getByRole("button", { name: "Create administrator" }).click();
        await expect(page.locator("[aria-invalid=true]")).toHaveCount(1);
      } },
    ]);
    const visitor = await stranger();
    await look(visitor, [
      { name: "home without sign-up", path: `${closed.url}/` },
      { name: "closed sign-up", path: `${closed.url}/signup` },
      { name: "log-in without sign-up", path: `${closed.url}/login` },
    ]);
    await visitor.goto(`${closed.url}/signup`);
    await expect(visitor.getByText("Sign-up is closed")).toBeVisible();
    await expect(visitor.getByRole("button", { name: "Create account" })).toHaveCount(0);
    await visitor.goto(`${closed.url}/login`);
    await expect(visitor.getByRole("link", { name: "Sign up" })).toHaveCount(0);
    await visitor.getByLabel("User name or e-mail").fill(admin.username);
    await visitor.getByLabel("Password", { exact: true }).fill(admin.password);
    await visitor.getByRole("button", { name: "Log in" }).click();
    await visitor.waitForURL("**/projects");
    await visitor.goto(`${closed.url}/settings`);
    await expect(visitor.getByText("At least 12 characters.")).toBeVisible();
  } finally {
    await Promise.all([first.stop(), closed.stop()]);
  }
});
