// Charts with scripts: live over the server's picture, in both themes, with what cells hold as text.
import { accessible, expect, signUp, test } from "../lib/person";
import { project, tile, widget } from "../lib/board";

const chart = (subtype: string, title: string, tableName: string, x: string, y: string[]) => ({
  type: "chart",
  subtype,
  title,
  configs: { tableName, xAxisColumn: x, yAxisColumns: y },
});

test("a chart comes as a picture, becomes live without moving, and follows the theme", async ({ page, stranger }) => {
  await signUp(page, "charts");
  const { id, board } = await project(page, "Charts");
  await widget(page, id, chart("basic_line", "Sales", "orders", "placed", ["total"]));
  const answer = await page.request.get(board);
  expect(await answer.text()).toContain('stroke="var(--chart-1)"');

  await page.goto(board);
  const sales = tile(page, "Sales");
  await expect(sales.locator(".chart-frame")).toHaveAttribute("data-live", "");
  await expect(sales.locator(".chart-live svg")).toBeVisible();
  await expect(sales.locator(".chart-still svg")).toBeHidden();
  // As large as the picture is where nothing becomes live.
  const still = await stranger({ javaScriptEnabled: false, storageState: await page.context().storageState() });
  await still.goto(board);
  const [alive, drawn] = await Promise.all([page, still].map((each) => tile(each, "Sales").locator(".chart-frame").boundingBox()));
  expect(alive).toEqual(drawn);
  await expect(sales.getByText("Sum of total per")).toBeVisible();

  const stroke = () => sales.locator(".chart-live svg path[stroke-width='2']").first().getAttribute("stroke");
  await page.evaluate(() => document.documentElement.setAttribute("data-theme", "vizboard-light"));
  await expect.poll(stroke).toMatch(/^#|^rgb/);
  const light = await stroke();
  await page.evaluate(() => document.documentElement.setAttribute("data-theme", "vizboard-dark"));
  await expect.poll(stroke).not.toBe(light);

  await sales.locator("summary", { hasText: "Figures" }).click();
  await expect(sales.getByRole("table", { name: "Figures of Sales" })).toBeVisible();
  await accessible(page);
});

test("what a cell holds is text in picture, chart and tooltip", async ({ page }) => {
  page.on("dialog", () => expect(false, "a script ran").toBe(true));
  await signUp(page, "charts-evil");
  const { id, board } = await project(page, "Hostile");
  await widget(page, id, chart("horizontal_bar", "Evil", '"Odd ""Schema"".x".Table; drop table customers', 'quote"d', ["select"]));
  await widget(page, id, chart("basic_pie", "Evil pie", '"Odd ""Schema"".x".Table; drop table customers', 'quote"d', ["select"]));
  const answer = await (await page.request.get(board)).text();
  expect(answer).not.toContain("<script>alert(1)");
  expect(answer).not.toContain("<img src=x");

  await page.goto(board);
  for (const title of ["Evil", "Evil pie"]) {
    const live = tile(page, title).locator(".chart-live");
    await live.scrollIntoViewIfNeeded();
    await expect(live.locator("svg")).toBeVisible();
    const box = (await live.boundingBox())!;
    // The upper left of the middle: the row of the first bar, and the second slice.
    await page.mouse.move(box.x + box.width / 2 - 30, box.y + box.height / 2 - 20);
    await page.mouse.move(box.x + box.width / 2 - 33, box.y + box.height / 2 - 22);
    await expect(live.getByText(/alert\(1\)/).first()).toBeVisible();
  }
  expect(await page.locator("script", { hasText: "alert(1)" }).count()).toBe(0);
  expect(await page.locator("img[src=x]").count()).toBe(0);
});
