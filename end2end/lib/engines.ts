// One table in three databases of three engines: connected through the form, each shown, and all three as one.
import { expect, type Page } from "@playwright/test";
import { accessible, signUp } from "./person";
import { act, schemasRead, tile } from "./board";

/** The file of the demo, which every server of the stories has. */
const demo = "demo/sales.sqlite";

const fields = (variable: string) => {
  const url = new URL(process.env[variable]!);
  return { Host: url.hostname, Port: url.port, Database: url.pathname.slice(1), User: url.username, Password: url.password };
};

export async function threeEngines(page: Page, stranger: () => Promise<Page>, scripts: boolean) {
  await signUp(page, scripts ? "three" : "three-plain");
  await page.goto("/projects/new");
  await page.getByLabel("Title", { exact: true }).fill("Three engines");
  for (const _ of [2, 3]) await page.getByRole("button", { name: "Add Connection" }).click();
  const row = (n: number) => page.getByRole("group", { name: `Connection ${n}` });
  await expect(row(3)).toBeVisible();
  const servers: [number, string, string, Record<string, string>][] = [
    [1, "Elephant", "PostgreSQL", fields("THREE_POSTGRES_URL")],
    [2, "Seal", "MySQL", fields("THREE_MYSQL_URL")],
    [3, "Feather", "SQLite", { Database: demo }],
  ];
  for (const [n, title, kind, values] of servers) {
    await row(n).getByLabel("Connection title").fill(title);
    await row(n).getByLabel("Kind").selectOption(kind);
    for (const [label, value] of Object.entries(values)) await row(n).getByLabel(label, { exact: true }).fill(value);
  }
  await expect(row(3).getByLabel("Host", { exact: true })).toBeHidden();
  if (scripts) {
    await row(2).getByRole("button", { name: "Test connection" }).click();
    await expect(row(2).getByText(/MariaDB 1\d\.\d+\.\d+.*\d+ ms/)).toBeVisible();
    await accessible(page, "the form with three kinds");
  }
  await page.getByRole("button", { name: "Create project" }).click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}\/dashboard/);
  const id = page.url().match(/projects\/([0-9a-f-]{36})/)![1];
  await schemasRead(page, id);

  // Each alone, and then as one, made by hand.
  const { project } = await act(page, "getProjectWithConnections", { projectId: id });
  for (const { id: connectionId, title } of project.connections) {
    const configs = { connectionId, tables: ["customers"], pageSize: 10 };
    await act(page, "createWidget", { projectId: id, type: "datatables", subtype: "simple_dataTable", title: `Customers of ${title}`, configs });
  }
  await page.reload();
  const panel = page.getByRole("complementary");
  await page.getByRole("link", { name: "Add widget" }).first().click();
  await panel.getByRole("link", { name: "Integrated table", exact: true }).click();
  await panel.getByRole("checkbox", { name: "customers", exact: true }).check();
  if (!scripts) await panel.getByRole("button", { name: "Next" }).click();
  await expect(panel.getByRole("region", { name: "Preview" }).getByRole("columnheader", { name: "SOURCE" })).toBeVisible();
  await panel.getByLabel("Title", { exact: true }).fill("Everybody");
  await panel.getByRole("button", { name: "Add to board" }).click();

  await expect(tile(page, "Customers of Elephant").getByRole("cell", { name: "Ada Brontë" })).toBeVisible();
  await expect(tile(page, "Customers of Seal").getByRole("cell", { name: "Grace O'Hara" })).toBeVisible();
  await expect(tile(page, "Customers of Seal").getByRole("cell", { name: "2024-02-29" })).toBeVisible();
  await expect(tile(page, "Customers of Feather").getByText(/1–10 of/)).toBeVisible();
  const everybody = tile(page, "Everybody");
  for (const source of ["Elephant", "Seal"]) await expect(everybody.getByRole("cell", { name: source }).first()).toBeVisible();
  await expect(everybody.getByRole("cell", { name: "Emmy <b>Noether</b>" })).toHaveCount(2);

  // What differs between two of them, and rows that belong together.
  const [elephant, seal] = project.connections.map((connection: { id: string }) => connection.id);
  const both = { connectionIds: [elephant, seal], tables: ["customers"] };
  for (const [subtype, title, configs] of [
    ["difference_dataTable", "Differences", both],
    ["joined_dataTable", "Together", { ...both, tables: ["customers", "customers"], keyColumns: ["id"], otherKeyColumns: ["id"], join: "inner" }],
  ] as const) {
    await act(page, "createWidget", { projectId: id, type: "datatables", subtype, title, configs });
  }
  await page.reload();
  await expect(tile(page, "Differences").getByText(/0 only in Elephant, 0 only in Seal, \d+ changed, \d+ the same/)).toBeVisible();
  await expect(tile(page, "Together").getByRole("cell", { name: "Ada Brontë" }).first()).toBeVisible();
  if (scripts) await accessible(page, "the board of three engines");

  // The same, signed out.
  const { idPublic } = await act(page, "setProjectVisibility", { projectId: id, public: true });
  const reader = await stranger();
  expect((await reader.goto(`/public/${idPublic}`))?.status()).toBe(200);
  await expect(tile(reader, "Everybody").getByRole("cell", { name: "Seal" }).first()).toBeVisible();
  await expect(tile(reader, "Customers of Seal").getByRole("cell", { name: "Ada Brontë" })).toBeVisible();
  await expect(tile(reader, "Together").getByRole("cell", { name: "Ada Brontë" }).first()).toBeVisible();
}
