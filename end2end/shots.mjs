// Pictures of every page: light and dark, 1440 and 390 wide, with data, empty and failing. Output: shots/.
import { chromium } from "@playwright/test";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { code, step } from "./codes.mjs";
import { admin, start } from "./server.mjs";

const out = join(dirname(fileURLToPath(import.meta.url)), "..", "shots");
const only = process.argv[2];
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const server = await start(process.env.VIZBOARD_BIN);
const first = await start(process.env.VIZBOARD_BIN, { empty: true });
const closed = await start(process.env.VIZBOARD_BIN, { VIZBOARD_SIGNUP: "closed" });
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
const orders = { tableName: "orders", xAxisColumn: "placed", yAxisColumns: ["total"] };
await act(failing, "createWidget", { projectId: broken.projectId, type: "bar_charts", subtype: "basic_bar", title: "Orders", configs: orders });
await act(failing, "createWidget", { projectId: broken.projectId, type: "text_titles", subtype: "text_block", title: "Notes", configs: { text: "What does not need the database is **still there**." } });
const draft = await act(bare, "createProjectWithConnections", { title: "Empty board", isDraft: true, connections: [] });
const none = await browser.newContext();
await act(none, "SignUp", { username: "first-day", email: "first-day@example.org", password: "a long enough phrase 7" });
// Second factors: set up, being set up, and asked for.
const factored = await browser.newContext();
await act(factored, "SignUp", { username: "careful", email: "careful@example.org", password: "a long enough phrase 7" });
await act(factored, "beginAuthenticator", {});
await act(factored, "confirmAuthenticator", { code: code((await act(factored, "getAuthenticator", {})).secret, step()) });
const settingUp = await browser.newContext();
await act(settingUp, "SignUp", { username: "beginner", email: "beginner@example.org", password: "a long enough phrase 7" });
await act(settingUp, "beginAuthenticator", {});
const halfWay = await browser.newContext();
await act(halfWay, "logIn", { username: "careful", password: "a long enough phrase 7" }).catch(() => null);
const { board } = await act(full, "getBoard", { projectId: demo });
const id = (fits) => board.widgets.find(fits).id;
const [chart, table] = [id((widget) => widget.type === "bar_charts"), id((widget) => widget.type === "datatables")];
const place = board.widgets.findIndex((widget) => widget.id === table);
const source = board.connections[0].id;

// Filters of the demo's board, and a link with a password.
const { columns } = await act(full, "listFilters", { projectId: demo });
const filterOf = async (label, fits, more = {}) => {
  const column = columns.find(fits);
  return (await act(full, "saveFilter", { projectId: demo, label, kind: column.proposed, targets: column.targets, ...more })).filter;
};
const byText = await filterOf("Country", (column) => column.name === "country");
await filterOf("Day", (column) => column.proposed === "date_range");
const guarded = await act(full, "saveLink", {
  projectId: demo,
  title: "For the team in France",
  password: "open sesame 1",
  expiresOn: "2099-12-31",
  filters: [{ filterId: byText.id, use: "fixed", values: ["France"] }],
});
const drawn = await act(full, "saveLink", { projectId: demo, title: "For the auditors", diagram: true });
await act(full, "saveEmbedding", { projectId: demo, sites: ["https://intranet.example.org"] });

// Saved queries: one that a widget shows, one that is gone from under its widget.
const saveQuery = async (title, text) => (await act(full, "saveQuery", { projectId: demo, connectionId: source, title, text })).queryId;
const perMonth = await saveQuery("Revenue by month", "select strftime('%Y-%m-01', ordered_at) as month, sum(amount) as revenue from sales group by 1");
const showing = (title, query) =>
  act(full, "createWidget", { projectId: demo, type: "line_charts", subtype: "basic_line", title, configs: { source: { query }, xAxisColumn: "month", yAxisColumns: ["revenue"] } });
const shown = await showing("Revenue by month", perMonth);
const passing = await saveQuery("Passing", "select strftime('%Y-%m-01', ordered_at) as month, sum(profit) as revenue from sales group by 1");
const orphan = await showing("Lost revenue", passing);
await act(full, "deleteQuery", { queryId: passing });

// Links to hand on: some that were shown, some that wait.
const waiting = async () => (await act(full, "listPeople", {})).mail;
const { people } = await act(full, "listPeople", { search: "newcomer" });
const shownOnce = async (kind, make) => {
  await make();
  const { id } = (await waiting()).find((mail) => mail.kind === kind);
  return act(full, "openMail", { mailId: id });
};
const handed = await shownOnce("reset", () => act(full, "sendResetLink", { accountId: people[0].id }));
const invitation = await shownOnce("invite", () => act(full, "inviteUser", { email: "grace@example.org" }));
for (const number of [1, 2, 3, 4, 5, 6]) await act(full, "inviteUser", { email: `somebody-with-a-long-name-${number}@mail.department.example.org` });
await act(full, "sendResetLink", { accountId: (await act(full, "listPeople", { search: "unlucky" })).people[0].id });
const fullClosed = await browser.newContext();
const closedAnswer = await fullClosed.request.post(`${closed.url}/actions/logIn`, { data: { username: admin.username, password: admin.password }, headers: { origin: closed.url } });
if (!closedAnswer.ok()) throw new Error("the administrator of the closed server does not get in");

// A team with people, projects and a token, and what it looks like to others.
await act(full, "createTeam", { name: "Sales & Marketing" });
const figures = await act(full, "createProjectWithConnections", { title: "Campaign figures", isDraft: true, connections: [], teamId: "Sales & Marketing" });
const joined = await act(full, "inviteToTeam", { team: "Sales & Marketing", role: "Viewer" });
await act(bare, "acceptInvitation", { token: joined.shownOnce.replace("/invite/", "") });
const asked = await act(full, "inviteToTeam", { team: "Sales & Marketing", role: "Editor", email: "friend@example.org" });
await act(full, "createToken", { teamName: "Sales & Marketing", name: "Nightly report", expiresOn: "2099-12-31", grants: [{ projectId: figures.projectId, access: "read" }] });
const crew = "/teams/Sales%20%26%20Marketing";

// Hosted databases: orders and customers, one without tables, and what a stranger is shown.
const shopSql = `
  CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, colour TEXT_COLOR, member BOOLEAN, born DATE, photo BLOB, balance REAL);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers (id), placed DATETIME, total REAL, state TEXT CHECK (state IN ('open', 'paid', 'sent')), note TEXT);
  CREATE INDEX orders_by_customer ON orders (customer);
  CREATE TABLE "A table with a rather long name and ""quotes""" (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  INSERT INTO customers VALUES (1, 'Ada Lovelace', 'ada@example.org', '#3355aa', 1, '1815-12-10', x'89504e470d0a1a0a', 1200.5), (2, 'Grace Hopper', NULL, '#aa3355', 0, '1906-12-09', NULL, -3), (3, '<script>alert(1)</script>', '', NULL, NULL, NULL, x'00ff', 0);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
  INSERT INTO orders SELECT i, 1 + i % 3, datetime('2026-01-01', '+' || i || ' hours'), round(i * 7.25, 2), CASE i % 3 WHEN 0 THEN 'open' WHEN 1 THEN 'paid' ELSE 'sent' END, CASE WHEN i % 5 = 0 THEN 'A note that goes on for a while, so that one sees where the text of a cell is cut and how it is read in full' END FROM n;
  CREATE VIEW totals AS SELECT name, count(*) AS orders, sum(total) AS total FROM orders JOIN customers ON customers.id = orders.customer GROUP BY name;`;
const hosted = (await act(full, "createDatabase", { name: "shop", query: shopSql })).databaseId;
const hollow = (await act(full, "createDatabase", { name: "empty" })).databaseId;
const hostedAt = (path = "") => `/databases/${hosted}${path}`;
await act(full, "updateDatabaseSettings", { databaseId: hosted, visibility: "public" });
const readers = (await act(full, "getDatabaseDesk", { databaseId: hosted })).readonlyId;
await act(full, "saveDatabaseChart", { databaseId: hosted, chartType: "BarChart", tableName: "orders", label: "state", figure: "total", title: "Revenue by state" });
const revenue = (await act(full, "listDatabaseCharts", { databaseId: hosted })).charts[0].id;
const glance = (await act(full, "saveDatabaseDashboard", { databaseId: hosted, title: "At a glance", charts: [revenue] })).dashboardId;
const sign = (await act(full, "saveDatabaseApp", { databaseId: hosted, name: "Sign", content: "<h1>Open today</h1><p>From nine to five.</p>" })).appId;
const [last] = (await act(full, "getDatabaseRows", { databaseId: hosted, tableName: "orders", view: { last: true } })).keys.slice(-1);
await act(full, "saveDatabaseRows", { databaseId: hosted, tableName: "orders", edits: [{ what: "delete", key: last }] });
// A file that was sent and waits for being imported.
const sendFile = (name, text) => async (page) => {
  await page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Upload" }).click();
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(800);
};
const lines = ["number;placed;customer;total", ...Array.from({ length: 60 }, (_, i) => `${i};2026-01-${String((i % 28) + 1).padStart(2, "0")};${["Ada", "Bea", "Cleo"][i % 3]};${(i * 7.5).toFixed(2)}`)].join("\n");
const edits = async (page) => {
  await page.locator("tr[data-row='=2'] td[data-col='5']").dblclick();
  await page.keyboard.insertText("Changed here");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add row" }).click();
  await page.keyboard.insertText("a lot");
  await page.keyboard.press("Enter");
};

// In the rail, or on a phone in the menu of the account.
const switchTeam = (page) => page.locator(`summary[aria-label="${page.viewportSize().width < 640 ? "Account" : "Team: All teams"}"]`).first().click();
const click = (name) => (page) => page.getByRole("button", { name }).first().click();
const palette = (text) => async (page) => {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill(text);
  await page.waitForLoadState("networkidle");
};
const fold = (page) => page.locator(".section-fold > summary").first().click();
const open = (label) => (page) => page.locator(`summary[aria-label="${label}"]`).first().click();
// Writes a statement and runs it, or asks for its plan.
const write = (text, button) => async (page) => {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
  await page.getByRole("button", { name: button }).first().click();
  await page.waitForTimeout(1_500);
};
const say = (text) => write(text, /^Run( Ctrl|$)/);
const plan = (text) => write(text, "Plan");

const pages = [
  ["home", guest, "/"],
  ["login", guest, "/login"],
  ["login-refused", guest, "/login", click("Log in")],
  ["signup", guest, "/signup"],
  ["signup-closed", guest, `${closed.url}/signup`],
  ["password-reset", guest, "/password-reset"],
  ["password-reset-refused", guest, "/password-reset", click("Send link")],
  ["password-reset-dead", guest, "/password-reset/0123456789abcdefghijABCDEFGHIJ42"],
  ["password-reset-link", guest, new URL(handed.link).pathname],
  ["verify-email-dead", guest, "/verify-email/0123456789abcdefghijABCDEFGHIJ42"],
  ["invitation", guest, new URL(invitation.link).pathname],
  ["people", full, "/admin/people"],
  ["people-menu", full, "/admin/people", open("Change newcomer")],
  ["people-shown-once", full, "/admin/people", click("Show link once")],
  ["people-nobody", full, "/admin/people?q=nothing-of-this-name"],
  ["people-without-invitations", fullClosed, `${closed.url}/admin/people`],
  ["admin-teams", full, "/admin/teams"],
  ["admin-teams-none", full, "/admin/teams?q=nothing-of-this-name"],
  ["admin-settings", full, "/admin/settings"],
  ["admin-audit", full, "/admin/audit"],
  ["admin-health", full, "/admin/health"],
  ["admin-jobs", full, "/admin/jobs"],
  ["admin-jobs-running", full, "/admin/jobs?stage=running"],
  ["teams", full, "/teams"],
  ["team", full, crew],
  ["team-of-a-viewer", bare, crew],
  ["team-menu", full, "/projects", switchTeam],
  ["team-invited", guest, asked.shownOnce],
  ["tokens", full, `${crew}/tokens`],
  ["tokens-new", full, `${crew}/tokens?new=1`],
  ["reach", full, `${crew}/reach`],
  ["projects-of-a-team", full, "/projects?team=Sales+%26+Marketing"],
  ["project-activity", full, `/projects/${demo}/activity`],
  ["setup", guest, first.said().match(/http:\S+\/setup\/\S+/)[0]],
  ["setup-notice", guest, `${first.url}/`],
  ["not-found", guest, "/no/such/page"],
  ["public", guest, `/public/${shared.idPublic}`],
  ["public-missing", guest, "/public/aaaaaaaaaaaa"],
  ["home-signed-in", full, "/"],
  ["home-first-day", none, "/"],
  ["projects", full, "/projects"],
  ["projects-first", none, "/projects"],
  ["projects-list", full, "/projects?view=list"],
  ["projects-nothing-fits", bare, "/projects?q=nothing-of-this-name"],
  ["projects-failing", failing, "/projects"],
  ["project-menu", full, "/projects", open(`Menu of ${projects[0].title}`)],
  ["project-new", full, "/projects/new"],
  ["project-new-refused", full, "/projects/new", click("Create project")],
  ["project-edit", full, `/projects/${demo}/edit`],
  ["project-edit-failing", failing, `/projects/${broken.projectId}/edit`],
  ["project-delete", full, `/projects/${demo}/delete`],
  ["board", full, `/projects/${demo}/dashboard`],
  ["board-arrange", full, `/projects/${demo}/dashboard?arrange=1`],
  ["board-sections", full, `/projects/${demo}/dashboard`, fold],
  ["board-menu", full, `/projects/${demo}/dashboard`, open("More about this project")],
  ["board-empty", bare, `/projects/${draft.projectId}/dashboard`],
  ["board-failing", failing, `/projects/${broken.projectId}/dashboard`],
  ["board-kinds", full, `/projects/${demo}/dashboard?add=`],
  ["board-add", full, `/projects/${demo}/dashboard?add=bar_charts.basic_bar`],
  ["board-add-chosen", full, `/projects/${demo}/dashboard?add=bar_charts.basic_bar&set=1&connection=${source}&table=orders`],
  ["board-add-proposed", full, `/projects/${demo}/dashboard?add=propose&set=1&connection=${source}&table=sales&x=ordered_at&by=category&y=amount&top=4`],
  ["board-edit-beyond", full, `/projects/${demo}/dashboard?edit=${id((widget) => widget.subtype === "pivot_table")}`],
  ["board-edit", full, `/projects/${demo}/dashboard?edit=${chart}`],
  ["board-share", full, `/projects/${demo}/dashboard?share=1`],
  ["board-share-private", failing, `/projects/${broken.projectId}/dashboard?share=1`],
  ["board-delete", full, `/projects/${demo}/dashboard?delete=${table}`],
  ["board-filter", full, `/projects/${demo}/dashboard?w${place}.q=a&w${place}.fc=id`],
  ["sql", full, `/projects/${demo}/sql`],
  ["sql-result", full, `/projects/${demo}/sql`, say("select * from orders limit 40")],
  ["sql-failing", full, `/projects/${demo}/sql`, say("select nothing from orders")],
  ["sql-parameters", full, `/projects/${demo}/sql`, say("select * from orders where id = :which and total > :least")],
  ["sql-plan", full, `/projects/${demo}/sql`, plan("select count(*) from orders o join customers c on c.id = o.customer_id")],
  ["sql-saved", full, `/projects/${demo}/sql/${perMonth}`],
  ["sql-saved-delete", full, `/projects/${demo}/sql`, open("Delete Revenue by month")],
  ["board-add-query", full, `/projects/${demo}/dashboard?add=propose&set=shape&connection=${perMonth}`],
  ["board-edit-query", full, `/projects/${demo}/dashboard?edit=${shown.widget.id}`],
  ["board-edit-query-gone", full, `/projects/${demo}/dashboard?edit=${orphan.widget.id}`],
  ["sql-empty", bare, `/projects/${draft.projectId}/sql`],
  ["filters", full, `/projects/${demo}/dashboard`, open("Filter Country")],
  ["marks", full, `/projects/${demo}/dashboard?m.${chart}=category.eq.Coffee`],
  ["marks-refused", full, `/projects/${demo}/dashboard?m.${chart}=nothing.eq.Coffee`],
  ["rows", full, `/projects/${demo}/rows?widget=${chart}&m.${chart}=category.eq.Coffee&f.country=France`],
  ["rows-nothing", full, `/projects/${demo}/rows?widget=${chart}&m.${chart}=category.eq.Nothing`],
  ["rows-empty", full, `/projects/${demo}/rows`],
  ["filters-panel", full, `/projects/${demo}/dashboard?filter=all`],
  ["filters-panel-new", full, `/projects/${demo}/dashboard?filter=new`],
  ["filters-panel-edit", full, `/projects/${demo}/dashboard?filter=${byText.id}`],
  ["filters-nothing", full, `/projects/${demo}/dashboard?f.day=1990-01-01..1990-01-02`],
  ["board-share-new", full, `/projects/${demo}/dashboard?share=new`],
  ["board-share-link", full, `/projects/${demo}/dashboard?share=${guarded.link.id}`],
  ["board-share-embed", full, `/projects/${demo}/dashboard?share=embed`],
  ["public-locked", guest, guarded.link.path],
  ["public-with-diagram", guest, drawn.link.path],
  ["public-diagram", guest, `${drawn.link.path}/diagram`],
  ["public-diagram-focus", guest, `${drawn.link.path}/diagram?focus=orders`],
  ["links", full, "/settings/links"],
  ["links-none", none, "/settings/links"],
  ["schema", full, `/projects/${demo}/schema`],
  ["schema-search", full, `/projects/${demo}/schema?q=country`],
  ["schema-empty", bare, `/projects/${draft.projectId}/schema`],
  ["schema-failing", failing, `/projects/${broken.projectId}/schema`],
  ["schema-table", full, `/projects/${demo}/schema/${source}/orders`],
  ["schema-diagram", full, `/projects/${demo}/schema/diagram`],
  ["schema-diagram-focus", full, `/projects/${demo}/schema/diagram?focus=orders`],
  ["schema-diagram-empty", bare, `/projects/${draft.projectId}/schema/diagram`],
  ["schema-changes-empty", full, `/projects/${demo}/schema/changes`],
  ["databases", full, "/databases"],
  ["databases-none", none, "/databases"],
  ["databases-new", full, "/databases/new"],
  ["databases-new-file", full, "/databases/new", sendFile("orders of january.csv", lines)],
  ["databases-new-nonsense", full, "/databases/new", sendFile("photo.sqlite", "this is no database")],
  ["database-tables", full, hostedAt()],
  ["database-tables-none", full, `/databases/${hollow}`],
  ["database-grid", full, hostedAt("/tables/orders")],
  ["database-grid-typed", full, hostedAt("/tables/customers")],
  ["database-grid-hostile", full, hostedAt(`/tables/${encodeURIComponent('A table with a rather long name and "quotes"')}`)],
  ["database-grid-view", full, hostedAt("/tables/totals")],
  ["database-grid-edits", full, hostedAt("/tables/orders"), edits],
  ["database-grid-review", full, hostedAt("/tables/orders"), async (page) => { await edits(page); await click("Review SQL")(page); }],
  ["database-grid-refused", full, hostedAt("/tables/orders"), async (page) => { await edits(page); await click("Save")(page); }],
  ["database-grid-paste", full, hostedAt("/tables/orders"), click("Paste rows")],
  ["database-grid-search", full, hostedAt("/tables/orders?w0.q=nothing-of-this-name")],
  ["database-row", full, hostedAt("/tables/orders/row?key=2")],
  ["database-row-new", full, hostedAt("/tables/orders/new")],
  ["database-structure", full, hostedAt("/tables/orders/structure")],
  ["database-sql", full, hostedAt("/sql")],
  ["database-sql-result", full, hostedAt("/sql"), say("select * from orders limit 40")],
  ["database-sql-failing", full, hostedAt("/sql"), say("select nothing from orders")],
  ["database-charts", full, hostedAt("/charts?table=orders")],
  ["database-deleted", full, hostedAt("/tables/orders/deleted")],
  ["database-deleted-none", full, hostedAt("/tables/customers/deleted")],
  ["database-import", full, hostedAt("/tables/customers/import")],
  ["database-import-seen", full, hostedAt("/tables/customers/import"), sendFile("people.csv", "Full name;Colour\nZoe;red\nYan;blue")],
  ["database-dashboards", full, hostedAt("/dashboards")],
  ["database-dashboards-none", full, `/databases/${hollow}/dashboards`],
  ["database-dashboard", full, hostedAt(`/dashboards/${glance}`)],
  ["database-apps", full, hostedAt("/apps")],
  ["database-apps-none", full, `/databases/${hollow}/apps`],
  ["database-app", full, hostedAt(`/apps/${sign}`)],
  ["database-app-new", full, hostedAt("/apps/new")],
  ["database-connected", full, `/projects/${demo}/schema/${source}/orders/edit`],
  ["database-api", full, hostedAt("/api")],
  ["database-copies", full, hostedAt("/copies")],
  ["database-settings", full, hostedAt("/settings")],
  ["database-missing", full, "/databases/01aaaaaaaaaaaaaaaaaaaaaaaa"],
  ["database-missing-table", full, hostedAt("/tables/nothing")],
  ["public-database", guest, `/public/databases/${readers}`],
  ["public-database-grid", guest, `/public/databases/${readers}/tables/orders`],
  ["public-database-missing", guest, "/public/databases/01aaaaaaaaaaaaaaaaaaaaaaaa"],
  ["settings", full, "/settings"],
  ["security-none", none, "/settings/security"],
  ["security", factored, "/settings/security"],
  ["security-codes", factored, "/settings/security", click("Make new codes")],
  ["security-app", settingUp, "/settings/security/app"],
  ["second-step", halfWay, "/log-in/code"],
  ["second-step-over", guest, "/log-in/code"],
  ["confirm", full, "/confirm?next=%2Fsettings"],
  ["settings-refused", full, "/settings", click("Change password")],
  ["account-menu", full, "/settings", open("Account")],
  ["api", full, "/help/api"],
  ["keyboard", full, "/help/keyboard"],
  ["search", full, "/search?q=sales"],
  ["search-nothing", bare, "/search?q=nothing-of-this-name"],
  ["palette", full, "/projects", palette("orders")],
];

let taken = 0;
for (const [name, context, path, prepare] of pages) {
  if (only && !new RegExp(only).test(name)) continue;
  for (const width of [1440, 390]) {
    for (const theme of ["light", "dark"]) {
      const page = await context.newPage();
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.goto(path.startsWith("/") ? server.url + path : path, { waitUntil: "networkidle" });
      await page.locator("html[data-live]").waitFor({ state: "attached" });
      await prepare?.(page);
      await page.waitForTimeout(400);
      // An open panel, menu or dialog belongs to the window, not to the whole page.
      const fullPage = !["menu", "board-add", "board-edit", "board-share", "board-delete", "board-kinds", "palette", "filters-panel"].some((part) => name.includes(part));
      await page.screenshot({ path: join(out, `${name}-${width}-${theme}.png`), fullPage });
      await page.close();
      taken++;
    }
  }
}

// Boards as files: with data, narrowed to nothing, failing, empty.
for (const [name, context, project, query = ""] of [
  ["file-board", full, demo],
  ["file-nothing", full, demo, "f.day=1990-01-01..1990-01-02"],
  ["file-failing", failing, broken.projectId],
  ["file-empty", bare, draft.projectId],
]) {
  if (only && !new RegExp(only).test(name)) continue;
  const take = async (ending, theme) => {
    const answer = await context.request.get(`${server.url}/api/projects/${project}/board.${ending}?theme=${theme}&${query}`);
    writeFileSync(join(out, `${name}-${theme}.${ending}`), await answer.body());
    taken++;
  };
  for (const [ending, theme] of [["png", "light"], ["png", "dark"], ["pdf", "light"]]) await take(ending, theme);
}
await browser.close();
await Promise.all([server, first, closed].map((server) => server.stop()));
console.log(`${taken} pictures in shots/`);
