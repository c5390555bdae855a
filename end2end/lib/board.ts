// What the stories about boards share: a project on the throw-away PostgreSQL server, made through the actions.
import { expect, type Page } from "@playwright/test";
import { awkward } from "./person";

/** Calls an action as the signed-in person of `page` and expects it to succeed. */
export async function act(page: Page, name: string, input: object) {
  const response = await page.request.post(`/actions/${name}`, { data: input, headers: { Accept: "application/json" } });
  const body = await response.json();
  expect(body, name).toMatchObject({ success: true });
  return body;
}

/** The throw-away PostgreSQL database as a connection object. */
export function awkwardConnection(title: string) {
  const { host, port, database, user, password } = awkward();
  return { title, type: "postgres", host, port: Number(port), database, user, password };
}

/** A project with one connection per title, all to the same database, with its schemas read; in `team`, if one is named. */
export async function project(page: Page, title: string, connections = ["Shop"], team = "") {
  const made = await act(page, "createProjectWithConnections", {
    title,
    description: "Orders and customers of a small shop",
    teamId: team,
    connections: connections.map(awkwardConnection),
  });
  const id: string = made.projectId;
  await schemasRead(page, id);
  return { id, board: `/projects/${id}/dashboard` };
}

/** Waits until the background is done with a project and every connection can be read. */
export async function schemasRead(page: Page, projectId: string) {
  await expect(async () => {
    const { running, connections } = await act(page, "getProjectProgress", { projectId });
    expect(running).toBe(0);
    expect(connections.filter((connection: { state: string }) => connection.state !== "ready")).toEqual([]);
  }).toPass({ timeout: 30_000 });
}

/** The name under which a table with `part` in it is offered. */
export async function tableNamed(page: Page, projectId: string, part: string): Promise<string> {
  const { tables } = await act(page, "listTables", { projectId, connectionIds: [] });
  const found = tables.map((table: { name: string }) => table.name).find((name: string) => name.includes(part));
  expect(found, `a table with ${part} in its name`).toBeTruthy();
  return found;
}

/** Adds a widget through the action. */
export async function widget(page: Page, projectId: string, input: object) {
  return (await act(page, "createWidget", { projectId, ...input })).widget as { id: string; title: string };
}

export const orders = { type: "datatables", subtype: "simple_dataTable", title: "Orders", configs: { tables: ["orders", "customers"], expanded: true } };

export const note = (title: string) => ({ type: "text_titles", subtype: "text_block", title, configs: { text: `About **${title}**` } });

/** The menu's groups with their kinds; those over time, and those by group. */
export const charts: [group: string, kinds: [subtype: string, label: string][], overTime: boolean][] = [
  ["area_charts", [["basic_area", "Area"], ["linear_area", "Linear area"], ["step_area", "Step area"]], true],
  ["bar_charts", [["basic_bar", "Bar"], ["stacked_bar", "Stacked bar"], ["horizontal_bar", "Horizontal bar"]], false],
  ["line_charts", [["basic_line", "Line"], ["linear_line", "Linear line"], ["step_line", "Step line"]], true],
  ["pie_charts", [["basic_pie", "Pie"], ["donut_pie", "Donut"], ["stacked_pie", "Stacked pie"]], false],
];

/** One widget of each kind, as input of `createWidget`; the integrated table needs two connections. */
export const everyKind = [
  { type: "text_titles", subtype: "section_title", title: "The numbers", configs: {} },
  note("Read me"),
  orders,
  ...charts.flatMap(([type, kinds, overTime]) =>
    kinds.map(([subtype, label]) => ({
      type,
      subtype,
      title: `${label} of orders`,
      description: "Totals of a small shop",
      configs: { tableName: "orders", xAxisColumn: overTime ? "placed" : "stage", yAxisColumns: ["total"] },
    })),
  ),
];

/** A widget whose table exists and cannot be read. */
export const brokenTile = { ...orders, title: "Broken", configs: { tables: ["always_fails"] } };

/** The tile with this heading. */
export const tile = (page: Page, title: string) => page.getByRole("article", { name: title, exact: true });

/** The headings of the tiles, in order. */
export const titles = (page: Page) => page.getByRole("article").evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute("aria-label")));
