// A board with a past: drafts and publishing, versions, what was deleted, boards as files, copies.
import type { Page } from "@playwright/test";
import { accessible, expect, signUp } from "./person";
import { act, note, project, tile, titles, widget } from "./board";

type Stranger = () => Promise<Page>;

/** One choice of the board's menu. */
async function choose(page: Page, entry: string) {
  await page.locator('summary[aria-label="More about this project"]').click();
  await page.locator(".menu-item:not(.rail *)", { hasText: entry }).click();
}

export async function versions(page: Page, open: Stranger, scripts: boolean) {
  const look = async (what: string) => {
    if (scripts) await accessible(page, what);
  };
  await signUp(page, "versions");
  const elsewhere = await project(page, "Elsewhere");
  const { id, board } = await project(page, "Drafts");
  for (const title of ["One", "Two"]) await widget(page, id, note(title));
  const { idPublic } = await act(page, "setProjectVisibility", { projectId: id, public: true });
  const stranger = await open();
  await stranger.goto(`/public/${idPublic}`);
  expect(await titles(stranger)).toEqual(["One", "Two"]);

  // Readers keep what was published until the next time.
  await page.goto(board);
  await choose(page, "Publish changes by hand");
  await expect(page.getByText("Everything is published.")).toBeVisible();
  await widget(page, id, note("Three"));
  await page.goto(board);
  await expect(page.getByText("This is a draft.")).toBeVisible();
  await look("a draft");
  await stranger.reload();
  expect(await titles(stranger)).toEqual(["One", "Two"]);
  await page.getByRole("button", { name: "Publish changes" }).last().click();
  await expect(page.getByText("Everything is published.")).toBeVisible();
  await stranger.reload();
  expect(await titles(stranger)).toEqual(["One", "Two", "Three"]);

  // What was deleted comes back, and so does a whole version.
  const { board: before } = await act(page, "getBoard", { projectId: id });
  const two = before.widgets.find((one: { title: string }) => one.title === "Two");
  await act(page, "deleteWidgetAction", { widgetId: two.id });
  await page.goto(board);
  await choose(page, "Versions");
  const panel = page.locator("aside.side-panel");
  await expect(panel.getByRole("heading", { name: "Deleted lately" })).toBeVisible();
  await look("versions");
  await panel.getByRole("button", { name: "Restore" }).click();
  await expect(tile(page, "Two")).toBeVisible();
  await act(page, "deleteWidgetAction", { widgetId: two.id });
  await page.goto(board);
  await choose(page, "Versions");
  await panel.locator("li", { hasText: "Published" }).first().getByRole("link", { name: "View" }).click();
  await expect(page.getByText(/You look at version \d+\. Published/)).toBeVisible();
  expect(await titles(page)).toEqual(["One", "Two", "Three"]);
  await look("an earlier version");
  await page.getByRole("button", { name: "Restore this version" }).click();
  await expect(page.getByText(/You look at version/)).toHaveCount(0);
  await expect.poll(() => titles(page)).toEqual(["One", "Two", "Three"]);

  // A board as a file, changed by hand and taken in.
  await choose(page, "Export and import");
  const file = await page.request.get((await panel.getByRole("link", { name: "Download board.json" }).getAttribute("href"))!);
  const text = (await file.text()).replace('"One"', '"Uno"');
  expect(text).toContain('"Uno"');
  await panel.getByLabel("Import a board").fill(text);
  await look("export and import");
  await panel.getByRole("button", { name: "Import", exact: true }).click();
  await expect(tile(page, "Uno")).toBeVisible();

  // One widget, and a whole board, in another project.
  await tile(page, "Uno").locator(".tile-tools summary").click();
  await tile(page, "Uno").getByRole("link", { name: "Copy to a project" }).click();
  await panel.locator("li", { hasText: "Elsewhere" }).getByRole("button", { name: "Copy there" }).click();
  await expect(page).toHaveURL(new RegExp(elsewhere.id));
  await expect(tile(page, "Uno")).toBeVisible();
}
