// Pictures of every page: light and dark, 1440 and 390 wide, with data, empty and failing. Output: shots/.
import { chromium } from "@playwright/test";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { admin, start } from "./server.mjs";

const out = join(dirname(fileURLToPath(import.meta.url)), "..", "shots");
const only = process.argv[2];
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const server = await start(process.env.VIZBOARD_BIN);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** Calls an action with the cookies of a browser context. */
async function act(context, name, body) {
  const answer = await context.request.post(`${server.url}/actions/${name}`, { data: body, headers: { origin: server.url } });
  const json = await answer.json();
  if (!json.success) throw new Error(`${name}: ${JSON.stringify(json)}`);
  return json;
}

const guest = await browser.newContext();

// With data: the administrator, who has the demo.
const full = await browser.newContext();
await act(full, "logIn", { username: admin.username, password: admin.password });
const { projects } = await act(full, "getUserProjects", {});
const demo = projects[0].id;
const shared = await act(full, "setProjectVisibility", { projectId: demo, public: true });

// Empty and failing: a new person with a draft and a project whose database does not answer.
const bare = await browser.newContext();
await act(bare, "SignUp", { username: "newcomer", email: "newcomer@example.org", password: "a long enough phrase 7" });
const failing = await browser.newContext();
await act(failing, "SignUp", { username: "unlucky", email: "unlucky@example.org", password: "a long enough phrase 7" });
const broken = await act(failing, "createProjectWithConnections", {
  title: "Warehouse",
  description: "A database that does not answer",
  connections: [{ title: "Warehouse", type: "postgres", host: "127.0.0.1", port: 1, database: "warehouse", user: "reader", password: "secret-1" }],
});
const tile = { connectionId: undefined, tableName: "orders", xAxisColumn: "placed", yAxisColumns: ["total"] };
await act(failing, "createWidget", { projectId: broken.projectId, type: "bar_charts", subtype: "basic_bar", title: "Orders", configs: tile }).catch(() => null);
const draft = await act(bare, "createProjectWithConnections", { title: "Empty board", isDraft: true, connections: [] });

const pages = [
  ["home", guest, "/"],
  ["login", guest, "/login"],
  ["signup", guest, "/signup"],
  ["not-found", guest, "/no/such/page"],
  ["public", guest, `/public/${shared.idPublic}`],
  ["public-missing", guest, "/public/aaaaaaaaaaaa"],
  ["home-signed-in", full, "/"],
  ["projects", full, "/projects"],
  ["projects-empty", bare, "/projects?q=nothing-of-this-name"],
  ["projects-failing", failing, "/projects"],
  ["project-new", full, "/projects/new"],
  ["project-edit", full, `/projects/${demo}/edit`],
  ["project-edit-failing", failing, `/projects/${broken.projectId}/edit`],
  ["board", full, `/projects/${demo}/dashboard`],
  ["board-empty", bare, `/projects/${draft.projectId}/dashboard`],
  ["board-failing", failing, `/projects/${broken.projectId}/dashboard`],
  ["board-add", full, `/projects/${demo}/dashboard?add=bar_charts.basic_bar`],
  ["settings", full, "/settings"],
  ["api", full, "/help/api"],
];

let taken = 0;
for (const [name, context, path] of pages) {
  if (only && !name.includes(only)) continue;
  for (const width of [1440, 390]) {
    for (const theme of ["light", "dark"]) {
      const page = await context.newPage();
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.goto(server.url + path, { waitUntil: "networkidle" });
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(out, `${name}-${width}-${theme}.png`), fullPage: true });
      await page.close();
      taken++;
    }
  }
}
await browser.close();
await server.stop();
console.log(`${taken} pictures in shots/`);
