// Marks of charts and the rows behind them, with scripts.
import { expect, signUp, test } from "../lib/person";
import { project, tile, widget } from "../lib/board";
import { byStage } from "../lib/filters";
import { marksAndRows } from "../lib/marks";

test("marks narrow the board and lead to their rows", async ({ page, stranger }) => {
  await marksAndRows(page, stranger, true);
});

const orders = { type: "datatables", subtype: "simple_dataTable", title: "Orders", configs: { tables: ["orders"] } };

test("a bar is clicked in the live chart, in place, and once more for its rows", async ({ page }) => {
  await signUp(page, "bars");
  const { id, board } = await project(page, "Bars");
  const chart = await widget(page, id, byStage);
  await widget(page, id, orders);
  await page.goto(board);
  const frame = tile(page, "By stage").locator(".chart-frame");
  await expect(frame).toHaveAttribute("data-live", "");
  await expect(tile(page, "By stage").locator(".chart-live svg")).toBeVisible();
  let loads = 0;
  page.on("load", () => loads++);
  // The middle of the first quarter: the whole room of a bar is its mark.
  const click = async () => {
    const box = (await frame.boundingBox())!;
    await page.mouse.click(box.x + box.width / 8, box.y + box.height / 2);
  };
  await click();
  await expect(page).toHaveURL(new RegExp(`m\\.${chart.id}=stage\\.eq\\.`));
  await expect(tile(page, "Orders").getByText("1–50 of 500")).toBeVisible();
  await expect(page.getByRole("list", { name: "Chosen in charts" })).toBeVisible();
  // The others step back.
  await expect(tile(page, "By stage").locator(".chart-live svg path[fill-opacity]").first()).toBeAttached();
  await click();
  await expect(page).toHaveURL(new RegExp(`/projects/${id}/rows`));
  await expect(page.getByRole("article", { name: "Rows of By stage" }).getByText("1–50 of 500")).toBeVisible();
  await page.goBack();
  await expect(tile(page, "Orders").getByText("1–50 of 500")).toBeVisible();
  expect(loads).toBe(0);
});

test("a slice, a cell and an area are marks too", async ({ page }) => {
  await signUp(page, "slices");
  const { id, board } = await project(page, "Slices");
  const configs = { tableName: "orders", xAxisColumn: "stage", yAxisColumns: ["total"] };
  const pie = await widget(page, id, { type: "pie_charts", subtype: "basic_pie", title: "Slices", configs });
  const groups = [{ column: "stage" }, { column: "placed", grain: "year" }];
  const heat = await widget(page, id, { type: "distributions", subtype: "heat_map", title: "Cells", configs: { tableName: "orders", question: { groups } } });
  const area = { ...configs, xAxisColumn: "placed", grain: "month" };
  const line = await widget(page, id, { type: "area_charts", subtype: "basic_area", title: "Area", configs: area });
  for (const [title, widget, marks] of [["Slices", pie, 1], ["Cells", heat, 2], ["Area", line, 1]] as const) {
    await page.goto(board);
    const frame = tile(page, title).locator(".chart-frame");
    await frame.scrollIntoViewIfNeeded();
    await expect(frame).toHaveAttribute("data-live", "");
    const box = (await frame.boundingBox())!;
    await page.mouse.click(box.x + box.width / 2 + 12, box.y + box.height / 2 + 14);
    await expect(page.getByRole("list", { name: "Chosen in charts" }).getByRole("listitem")).toHaveCount(marks);
    expect(new URL(page.url()).searchParams.getAll(`m.${widget.id}`)).toHaveLength(marks);
  }
});
