// The pages about a project's schemas, told once for pages with and without scripts.
import { expect, type Page } from "@playwright/test";
import { accessible, live, signUp } from "./person";
import { project } from "./board";

/** From the board to the list, to a table, along its keys, to its rows. */
export async function tables(page: Page, scripts: boolean) {
  await signUp(page, scripts ? "schema" : "schema-plain");
  const { id, board } = await project(page, "Schema", ["North", "South"]);
  await page.goto(board);
  if (scripts) await live(page);
  await page.locator('summary[aria-label="More about this project"]').click();
  await page.getByRole("link", { name: "Schema" }).click();
  await expect(page).toHaveURL(new RegExp(`/projects/${id}/schema$`));
  const list = page.getByRole("region", { name: "Tables" });
  await expect(list.getByRole("link", { name: "orders", exact: true })).toHaveCount(2);
  if (scripts) await accessible(page, "the list of tables");

  await page.getByRole("searchbox", { name: "Search tables and columns" }).fill("placed");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(list.getByRole("link")).toHaveText(["orders", "orders"]);
  await expect(list.getByText("has a column placed").first()).toBeVisible();
  await page.getByRole("list", { name: "Connections" }).getByRole("link", { name: "South" }).click();
  await expect(list.getByRole("link")).toHaveText(["orders"]);

  await list.getByRole("link", { name: "orders" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("orders");
  const columns = page.getByRole("region", { name: "Columns" });
  await expect(columns.getByRole("row", { name: /stage/ })).toContainText("new, paid, shipped, returned");
  await expect(columns.getByRole("row", { name: /\btotal\b/ })).toContainText("numeric(14,2)");
  const rows = page.getByRole("article", { name: "Rows" });
  await expect(rows.getByText("1–50 of 2,000")).toBeVisible();
  if (scripts) await accessible(page, "a table");
  await rows.getByRole("link", { name: "number total", exact: true }).click();
  await expect(rows.locator("tbody tr").first().locator("td").nth(4)).toHaveText("0.99");
  await page.getByRole("region", { name: "References" }).getByRole("link", { name: "customers" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("customers");
  await expect(page.getByRole("region", { name: "Referenced by" }).getByRole("link", { name: "orders" })).toBeVisible();

  // A name that no address takes as it is.
  await page.goto(`/projects/${id}/schema?q=drop`);
  await page.getByRole("region", { name: "Tables" }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Table; drop table customers");
  await expect(page.getByRole("article", { name: "Rows" }).getByText("<script>alert(1)</script>")).toBeVisible();
}

/** The diagram: all tables, one with its neighbours, one hidden, names only, files. */
export async function diagram(page: Page, scripts: boolean) {
  await signUp(page, scripts ? "diagram" : "diagram-plain");
  const { id } = await project(page, "Drawn");
  await page.goto(`/projects/${id}/schema`);
  if (scripts) await live(page);
  await page.getByRole("link", { name: "Diagram" }).click();
  await expect(page).toHaveURL(/\/schema\/diagram/);
  const drawing = page.getByRole("region", { name: "Diagram of Shop" });
  const cards = drawing.locator(".dg-table");
  await expect(cards.filter({ hasText: "customers" }).first()).toBeVisible();
  const all = await cards.count();
  expect(all).toBeGreaterThan(5);
  if (scripts) {
    await live(page);
    await expect(drawing).toHaveAttribute("data-live", "");
    await accessible(page, "the diagram");
  }

  await page.getByLabel("Find a table").fill("orders");
  await page.getByRole("button", { name: "Focus" }).click();
  await expect(page).toHaveURL(/focus=orders/);
  await expect(cards).toHaveCount(2);
  await expect(page.getByText("orders and its neighbours")).toBeVisible();
  await page.getByRole("link", { name: "Names only" }).click();
  await expect(page).toHaveURL(/names=1/);
  await expect(cards.locator(".dg-col")).toHaveCount(0);
  await page.getByRole("link", { name: "Show all tables" }).click();
  await expect(cards).toHaveCount(all);
  await page.locator("summary", { hasText: "Tables" }).click();
  await page.getByRole("link", { name: "Hide customers", exact: true }).click();
  await expect(cards).toHaveCount(all - 1);
  await page.locator("summary", { hasText: "Tables" }).click();
  await page.getByRole("link", { name: "Show customers", exact: true }).click();
  await expect(cards).toHaveCount(all);

  for (const [format, beginning] of [["svg", "<svg"], ["png", "\x89PNG"], ["sql", "-- Made"], ["dbml", "Enum"], ["mermaid", "erDiagram"]]) {
    const answer = await page.request.get(`/api/projects/${id}/diagram?format=${format}`);
    expect(answer.status(), format).toBe(200);
    expect((await answer.body()).toString("latin1").startsWith(beginning), format).toBe(true);
    expect(answer.headers()["content-disposition"]).toContain('attachment; filename="shop.');
  }
}

/** Moving about in a diagram, which only scripts do. */
export async function movingAbout(page: Page) {
  await signUp(page, "diagram-moves");
  const { id } = await project(page, "Moves");
  await page.goto(`/projects/${id}/schema/diagram`);
  await live(page);
  const drawing = page.getByRole("region", { name: "Diagram of Shop" });
  await expect(drawing).toHaveAttribute("data-live", "");
  const world = drawing.locator(".dg-world");
  const scale = async () => Number((await world.getAttribute("transform"))!.match(/scale\(([\d.]+)\)/)![1]);
  const place = () => world.getAttribute("transform");

  const fitted = await place();
  const before = await scale();
  await drawing.getByRole("button", { name: "Larger" }).click();
  expect(await scale()).toBeCloseTo(before * 1.3, 2);
  await drawing.focus();
  await page.keyboard.press("-");
  await page.keyboard.press("-");
  expect(await scale()).toBeCloseTo(before / 1.3, 2);
  const still = await place();
  await page.keyboard.press("ArrowRight");
  expect(await place()).not.toBe(still);
  await page.keyboard.press("0");
  expect(await place()).toBe(fitted);

  const { x, y } = (await drawing.boundingBox())!;
  await page.mouse.move(x + 10, y + 10);
  await page.mouse.wheel(0, 2_000);
  expect(await scale()).toBeLessThan(before / 2);
  await expect(drawing.locator("svg.dg")).toHaveClass(/dg-far/);
  const far = await place();
  await page.mouse.down();
  await page.mouse.move(x + 80, y + 60, { steps: 4 });
  await page.mouse.up();
  expect(await place()).not.toBe(far);
  await expect(page).toHaveURL(/\/diagram$/);

  await page.getByLabel("Find a table").pressSequentially("customers");
  await expect(drawing.locator(".dg-hit")).not.toHaveCount(0);
  await page.keyboard.press("Enter");
  expect(await scale()).toBeGreaterThanOrEqual(0.8);
  await drawing.locator('.dg-table[data-name="orders"] a').focus();
  await expect(drawing.locator(".dg-edge.dg-on")).not.toHaveCount(0);

  // Away and back without asking the server for the page: the drawing is there all the same.
  await page.getByRole("link", { name: "Schema" }).first().click();
  await expect(page.getByRole("region", { name: "Tables" })).toBeVisible();
  await page.goBack();
  await expect(drawing.locator(".dg-table").first()).toBeVisible();
}

/** A link that shows the diagram to a stranger, who learns nothing of the connection. */
export async function sharedDiagram(page: Page, open: () => Promise<Page>, scripts: boolean) {
  await signUp(page, scripts ? "diagram-link" : "diagram-link-plain");
  const { id, board } = await project(page, "Handed on");
  await page.goto(board);
  await page.getByRole("link", { name: "Share" }).click();
  const panel = page.getByRole("complementary");
  await panel.getByRole("link", { name: "Add link" }).click();
  await panel.getByLabel("Title", { exact: true }).fill("For the auditors");
  await panel.getByRole("checkbox", { name: /Also show the diagram/ }).check();
  await panel.getByRole("button", { name: "Save link" }).click();
  const link = await panel.getByLabel("Address of For the auditors").inputValue();

  const stranger = await open();
  await stranger.goto(link);
  await stranger.getByRole("link", { name: "Diagram of the tables" }).click();
  await expect(stranger).toHaveURL(/\/public\/[\w-]+\/diagram$/);
  if (scripts) await live(stranger);
  const drawing = stranger.getByRole("region", { name: "Diagram of the tables of Handed on" });
  const cards = drawing.locator(".dg-table");
  await expect(cards.filter({ hasText: "customers" }).first()).toBeVisible();
  if (scripts) {
    await expect(drawing).toHaveAttribute("data-live", "");
    await drawing.getByRole("button", { name: "Larger" }).click();
    await accessible(stranger, "a shared diagram");
  }
  await stranger.getByLabel("Find a table").fill("orders");
  await stranger.getByRole("button", { name: "Focus" }).click();
  await expect(stranger).toHaveURL(/focus=orders/);
  await expect(cards).toHaveCount(2);
  await expect(stranger.getByRole("link", { name: "Open the table" })).toHaveCount(0);
  const html = await (await stranger.request.get(stranger.url())).text();
  for (const secret of [id, "Shop", "awkward_reader", "127.0.0.1:5"]) expect(html).not.toContain(secret);
  await stranger.getByRole("link", { name: "Back to the board" }).click();
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("Handed on");
}
