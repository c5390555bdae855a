// Charts beyond the documented ones: drawn by the server, alive in the browser, set up by form, proposed by what is asked.
import { accessible, expect, signUp, test } from "../lib/person";
import { project, tile, widget } from "../lib/board";

const asked = (type: string, subtype: string, title: string, question: object, format: object = {}) => ({
  type,
  subtype,
  title,
  configs: { tableName: "orders", question, format },
});
const sum = { function: "sum", column: "total" };

test("further kinds come as pictures and become live, and only then is the greater script loaded", async ({ page }) => {
  await signUp(page, "kinds");
  const { id, board } = await project(page, "Kinds");
  await widget(page, id, asked("bar_charts", "basic_bar", "Usual", { measures: [sum], groups: [{ column: "placed", grain: "month" }] }));
  const scripts: string[] = [];
  page.on("request", (request) => scripts.push(new URL(request.url()).pathname));
  await page.goto(board);
  await expect(tile(page, "Usual").locator(".chart-frame")).toHaveAttribute("data-live", "");
  expect(scripts.some((path) => path.endsWith("chart-more.js"))).toBe(false);

  await widget(page, id, asked("numbers", "big_number", "Revenue", { measures: [sum], groups: [{ column: "placed", grain: "month" }] }, { number: { style: "currency", currency: "EUR" } }));
  await widget(page, id, asked("distributions", "histogram", "Sizes", { groups: [{ column: "total", bins: 10 }] }));
  await widget(page, id, asked("flows", "treemap", "Parts", { measures: [sum], groups: [{ column: "placed", grain: "month" }] }));
  await widget(page, id, asked("pivot_tables", "pivot_table", "Pivot", { measures: [sum, { function: "count" }], groups: [{ column: "placed", grain: "month" }] }, { scale: true }));
  const html = await (await page.request.get(board)).text();
  expect(html).toContain("number-value");
  expect(html).toContain("pivot-table");

  await page.goto(board);
  await expect(tile(page, "Revenue").locator(".number-value")).toHaveText(/^−?€/);
  await expect(tile(page, "Pivot").getByRole("columnheader").first()).toHaveText("placed");
  for (const title of ["Sizes", "Parts"]) {
    const frame = tile(page, title).locator(".chart-frame");
    await frame.scrollIntoViewIfNeeded();
    await expect(frame).toHaveAttribute("data-live", "");
  }
  expect(scripts.some((path) => path.endsWith("chart-more.js"))).toBe(true);
  await accessible(page);
});

test("a chart is proposed from what is asked, and others are a click away", async ({ page }) => {
  await signUp(page, "proposed");
  const { id, board } = await project(page, "Proposed");
  await page.goto(board);
  await page.locator("a.kind-first").first().click();
  const panel = page.locator("aside.side-panel");
  await panel.getByRole("combobox", { name: "Table", exact: true }).selectOption("orders");
  await expect(panel.getByRole("heading", { name: "Add widget: Big number" })).toBeVisible();
  await panel.getByLabel("X axis column").selectOption("placed");
  await panel.getByLabel("total", { exact: true }).check();
  await expect(panel.getByRole("heading", { name: "Add widget: Line" })).toBeVisible();
  const also = panel.getByRole("region", { name: "Also fits" });
  await also.getByRole("link", { name: "Calendar" }).click();
  await expect(panel.getByRole("heading", { name: "Add widget: Calendar" })).toBeVisible();
  await expect(panel.locator(".preview .chart-frame")).toBeVisible();
  await accessible(page);
  await panel.getByLabel("Title").fill("Days");
  await panel.getByRole("button", { name: "Add to board" }).click();
  await expect(tile(page, "Days").locator(".chart-frame")).toBeVisible();
  expect(id).toBeTruthy();
});

test("figures, filters, order and look are chosen by form", async ({ page }) => {
  await signUp(page, "beyond");
  const { id, board } = await project(page, "Beyond");
  const made = await widget(page, id, asked("bar_charts", "basic_bar", "Sales", { measures: [sum], groups: [{ column: "placed", grain: "month" }] }));
  await page.goto(`${board}?edit=${made.id}`);
  const panel = page.locator("aside.side-panel");
  await panel.locator("summary", { hasText: "Figures, filters and order" }).click();
  await panel.getByRole("combobox", { name: "Figure", exact: true }).first().selectOption("percentile");
  await panel.getByRole("combobox", { name: "Of", exact: true }).first().selectOption("total");
  await panel.getByLabel("Percentile").first().fill("90");
  await panel.getByLabel("Percentile").first().blur();
  await expect(panel.locator(".preview")).toContainText("90th percentile of total");
  await panel.locator("summary", { hasText: "Look" }).click();
  await panel.getByRole("combobox", { name: "Numbers", exact: true }).selectOption("currency");
  await panel.getByLabel("At the value").fill("10");
  await panel.getByLabel("At the value").blur();
  await expect(panel.locator(".preview .chart-frame")).toHaveAttribute("data-live", "");
  await accessible(page);
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel).toHaveCount(0);
  await page.goto(`${board}?edit=${made.id}`);
  await expect(panel.getByLabel("Percentile").first()).toHaveValue("90");
  await expect(panel.getByLabel("At the value")).toHaveValue("10");
});
