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

/** A project with one connection per title, all to the same database, with its schemas read. */
export async function project(page: Page, title: string, connections = ["Shop"]) {
  const made = await act(page, "createProjectWithConnections", {
    title,
    description: "Orders and customers of a small shop",
    connections: connections.map((title) => {
      const { host, port, database, user, password } = awkward();
      return { title, type: "postgres", host, port: Number(port), database, user, password };
    }),
  });
  const id: string = made.projectId;
  await expect(async () => {
    const { running, connections } = await act(page, "getProjectProgress", { projectId: id });
    expect(running).toBe(0);
    expect(connections.every((connection: { state: string }) => connection.state === "ready")).toBe(true);
  }).toPass({ timeout: 30_000 });
  return { id, board: `/projects/${id}/dashboard` };
}

/** Adds a widget through the action. */
export async function widget(page: Page, projectId: string, input: object) {
  return (await act(page, "createWidget", { projectId, ...input })).widget as { id: string; title: string };
}

export const orders = { type: "datatables", subtype: "simple_dataTable", title: "Orders", configs: { tables: ["orders", "customers"], expanded: true } };

export const note = (title: string) => ({ type: "text_titles", subtype: "text_block", title, configs: { text: `About **${title}**` } });

/** The tile with this heading. */
export const tile = (page: Page, title: string) => page.getByRole("article", { name: title, exact: true });

/** The headings of the tiles, in order. */
export const titles = (page: Page) => page.getByRole("article").evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute("aria-label")));
