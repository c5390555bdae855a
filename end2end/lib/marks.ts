// Marks of charts, the same with and without scripts: one narrows the board, once more leads to its rows, which are sorted
// and taken along; behind a link only what one of its filters says can be chosen.
import { expect, type Page } from "@playwright/test";
import { act, project, tile, widget } from "./board";
import { byStage } from "./filters";
import { accessible, live, signUp } from "./person";

const orders = { type: "datatables", subtype: "simple_dataTable", title: "Orders", configs: { tables: ["orders"], expanded: true } };
const byMonth = {
  type: "pivot_tables",
  subtype: "pivot_table",
  title: "By month",
  configs: { tableName: "orders", question: { groups: [{ column: "placed", grain: "month" }, { column: "stage" }] } },
};

/** Chooses a group by its name in the figures of a chart. */
export async function chooseFigure(page: Page, title: string, name: string) {
  const figures = tile(page, title).locator("details.chart-figures");
  if (!(await figures.evaluate((details: HTMLDetailsElement) => details.open))) await figures.locator("summary").click();
  await figures.getByRole("link", { name, exact: true }).click();
}

export async function marksAndRows(page: Page, stranger: () => Promise<Page>, scripts: boolean) {
  await signUp(page, scripts ? "marks" : "marks-plain");
  const { id, board } = await project(page, "Marks");
  const chart = await widget(page, id, byStage);
  await widget(page, id, byMonth);
  const table = await widget(page, id, orders);
  await page.goto(board);
  const chips = page.getByRole("list", { name: "Chosen in charts" });
  await expect(tile(page, "Orders").getByText("1–50 of 2,000")).toBeVisible();

  await chooseFigure(page, "By stage", "paid");
  await expect(page).toHaveURL(new RegExp(`m\\.${chart.id}=stage\\.eq\\.paid`));
  await expect(chips.getByText("stage: paid", { exact: true })).toBeVisible();
  await expect(tile(page, "Orders").getByText("1–50 of 500")).toBeVisible();
  // Its own chart goes on showing all, so that another can be chosen.
  const row = (name: string) => tile(page, "By stage").locator("details.chart-figures tbody th", { hasText: new RegExp(`^${name}$`) });
  await expect(row("paid").locator("a")).toHaveAttribute("aria-current", "true");
  await expect(row("new")).toHaveCount(1);
  if (scripts) await accessible(page, "a board with a chosen mark");

  // A month of the pivot table beside it.
  await tile(page, "By month").getByRole("rowheader").first().getByRole("link").click();
  await expect(chips.getByRole("listitem")).toHaveCount(2);
  await expect(tile(page, "Orders").getByText(/1–\d+ of \d{1,2}$/)).toBeVisible();
  await chips.getByRole("link", { name: /^Remove placed/ }).click();
  await expect(tile(page, "Orders").getByText("1–50 of 500")).toBeVisible();

  // The same mark again: its rows.
  await chooseFigure(page, "By stage", "paid");
  await expect(page).toHaveURL(new RegExp(`/projects/${id}/rows\\?widget=${chart.id}`));
  const rows = page.getByRole("article", { name: "Rows of By stage" });
  await expect(rows.getByText("1–50 of 500")).toBeVisible();
  await expect(page.getByRole("list", { name: "Conditions" }).getByText("stage: paid", { exact: true })).toBeVisible();
  if (scripts) await accessible(page, "the rows behind a mark");
  await rows.getByRole("columnheader", { name: /total/ }).getByRole("link").first().click();
  await expect(page).toHaveURL(/w0\.sort=total/);
  await expect(rows.getByText("1–50 of 500")).toBeVisible();
  await page.locator('summary[aria-label="Download all rows"]').click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
  expect(file.suggestedFilename()).toMatch(/^rows-.*\.csv$/);
  await page.goto(page.url());
  await page.getByRole("link", { name: "Remove stage: paid" }).click();
  await expect(rows.getByText("1–50 of 2,000")).toBeVisible();
  await page.getByRole("link", { name: "Back to the board" }).click();
  await expect(tile(page, "Orders").getByText("1–50 of 2,000")).toBeVisible();

  // What no chart has is refused in words.
  await page.goto(`${board}?m.${chart.id}=total.eq.1`);
  await expect(tile(page, "Orders").getByText(/no such mark any more/)).toBeVisible();
  await page.getByRole("link", { name: "Remove total: 1" }).click();
  await expect(tile(page, "Orders").getByText("1–50 of 2,000")).toBeVisible();

  // Readers of a link choose what its filters say.
  const targets = [chart, table].map(({ id: widgetId }) => ({ widgetId, table: "orders", column: "stage" }));
  const { filter } = await act(page, "saveFilter", { projectId: id, label: "Phase", kind: "many", targets });
  const link = async (use: string) =>
    (await act(page, "saveLink", { projectId: id, title: use, untouched: true, filters: [{ filterId: filter.id, use }] })).link.path as string;
  const reader = await stranger();
  await reader.goto(await link("open"));
  await chooseFigure(reader, "By stage", "paid");
  await expect(reader).toHaveURL(/f\.phase=paid/);
  await expect(tile(reader, "Orders").getByText("1–50 of 500")).toBeVisible();
  if (scripts) await live(reader);
  await chooseFigure(reader, "By stage", "paid");
  await expect(tile(reader, "Orders").getByText("1–50 of 2,000")).toBeVisible();
  await expect(tile(reader, "By month").getByRole("rowheader").first().getByRole("link")).toHaveCount(0);
  await reader.goto(await link("hidden"));
  await expect(tile(reader, "By stage").locator(".mark-link")).toHaveCount(0);
}
