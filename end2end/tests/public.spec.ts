// Sharing with scripts: the link, the public page signed out, and its end.
import { accessible, expect, signUp, test } from "../lib/person";
import { note, orders, project, tile, widget } from "../lib/board";

test("a board is shared, read by a stranger and taken back", async ({ page, stranger: open }) => {
  await signUp(page, "share");
  const { id, board } = await project(page, "Shared board");
  await widget(page, id, orders);
  await widget(page, id, { type: "bar_charts", subtype: "basic_bar", title: "By stage", configs: { tableName: "orders", xAxisColumn: "stage", yAxisColumns: ["total"] } });
  await widget(page, id, note("Notes"));
  await page.goto(board);
  await page.getByRole("link", { name: "Share" }).click();
  const panel = page.getByRole("complementary");
  await expect(panel.getByText("read, sort, filter and search all rows")).toBeVisible();
  await accessible(page);
  await panel.getByRole("button", { name: "Publish" }).click();
  await expect(panel.getByLabel("Public link")).toHaveValue(/^http:\/\/127\.0\.0\.1:\d+\/public\/[\w-]{12}$/);
  const link = await panel.getByLabel("Public link").inputValue();
  await accessible(page);

  const stranger = await open();
  const answer = await stranger.goto(link);
  expect(answer?.status()).toBe(200);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("Shared board");
  await expect(stranger.locator("meta[name=robots]")).toHaveAttribute("content", /noindex/);
  await expect(stranger.getByText("made with VizBoard")).toBeVisible();
  const table = tile(stranger, "Orders");
  await table.getByRole("link", { name: "number total", exact: true }).click();
  await expect(table.locator("tbody tr").first().locator("td").nth(4)).toHaveText("0.99");
  await expect(tile(stranger, "By stage").locator("svg, canvas").first()).toBeVisible();
  await expect(stranger.getByRole("button", { name: /Move|Menu/ })).toHaveCount(0);
  await accessible(stranger);
  // Nothing of the connection or the project is in what a stranger receives.
  const html = await (await stranger.request.get(link)).text();
  for (const secret of [id, "awkward_reader", "reader-pass-1", "Shop", "connectionId", "127.0.0.1:5"]) expect(html).not.toContain(secret);

  await panel.getByRole("button", { name: "Make private" }).click();
  await expect(panel.getByRole("button", { name: "Publish" })).toBeVisible();
  const gone = await stranger.goto(link);
  expect(gone?.status()).toBe(404);
  await expect(stranger.getByText("Orders")).toHaveCount(0);
});
