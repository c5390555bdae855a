// The board without scripts: links and forms do everything.
import { expect, signUp, test } from "../lib/person";
import { orders, note, project, tile, titles, widget } from "../lib/board";

test("a widget is set up step by step, and its table sorted, filtered and paged", async ({ page }) => {
  await signUp(page, "plain");
  const { board } = await project(page, "Plain");
  await page.goto(board);
  await page.getByRole("link", { name: "Add widget" }).first().click();
  const panel = page.getByRole("complementary");
  await panel.getByRole("link", { name: "Data table", exact: true }).click();
  await panel.getByRole("checkbox", { name: "orders", exact: true }).check();
  await panel.getByRole("checkbox", { name: "customers", exact: true }).check();
  await panel.getByRole("button", { name: "Next" }).click();
  await expect(panel.getByRole("region", { name: "Preview" }).getByRole("table")).toBeVisible();
  await panel.getByLabel("Title", { exact: true }).fill("Orders");
  await panel.getByRole("button", { name: "Add to board" }).click();
  await expect(page).toHaveURL(new RegExp(`${board}$`));
  const table = tile(page, "Orders");
  await expect(table.getByText("1–50 of 240")).toBeVisible();

  const switched = async (name: string) => {
    await table.getByRole("combobox", { name: "Table", exact: true }).selectOption(name);
    await table.getByRole("button", { name: "Show" }).click();
  };
  await switched("orders");
  await table.getByRole("link", { name: "number total", exact: true }).click();
  await expect(table.locator("tbody tr").first().locator("td").nth(4)).toHaveText("0.99");
  await table.getByRole("link", { name: "Filter by total" }).click();
  await table.getByLabel("Condition").selectOption("gte");
  await table.getByLabel("Value").fill("499");
  await table.getByRole("button", { name: "Apply" }).click();
  await expect(table.getByText("1–4 of 4")).toBeVisible();
  await expect(table.locator("tbody tr").first().locator("td").nth(4)).toHaveText("499.99");
  await table.getByRole("link", { name: "Remove filter total at least 499" }).click();
  await table.getByRole("link", { name: "Next page" }).click();
  await expect(table.getByText("51–100 of 2,000")).toBeVisible();
  await switched("customers");
  await table.getByRole("searchbox").fill("customer 17");
  await table.getByRole("button", { name: "Search" }).click();
  await expect(table.getByText("1–11 of 11")).toBeVisible();

  await page.goto(`${board}?add=bar_charts.basic_bar`);
  await panel.getByRole("combobox", { name: "Table", exact: true }).selectOption("orders");
  await panel.getByRole("button", { name: "Next" }).click();
  await panel.getByLabel("X axis column").selectOption("stage");
  await panel.getByRole("checkbox", { name: "total", exact: true }).check();
  await panel.getByRole("button", { name: "Next" }).click();
  await expect(panel.getByRole("region", { name: "Preview" }).locator("svg").first()).toBeVisible();
  await expect(panel.getByLabel("Title", { exact: true })).toHaveValue("Total by stage");
  await panel.getByLabel("Title", { exact: true }).fill("");
  await panel.getByRole("button", { name: "Add to board" }).click();
  await expect(panel.getByText("Title is required")).toBeVisible();
  await panel.getByLabel("Title", { exact: true }).fill("Total by stage");
  await panel.getByRole("button", { name: "Add to board" }).click();
  await expect(tile(page, "Total by stage").locator(".tile-body svg").first()).toBeVisible();
});

test("tiles are moved, widened and deleted, the board shared and taken back", async ({ page, stranger: open }) => {
  await signUp(page, "plain");
  const { id, board } = await project(page, "Plain order");
  await widget(page, id, note("First"));
  await widget(page, id, orders);
  await page.goto(board);
  expect(await titles(page)).toEqual(["First", "Orders"]);
  await expect(page.getByRole("button", { name: "Move First" })).toBeHidden();
  const menu = async (title: string) => {
    await tile(page, title).hover();
    await tile(page, title).locator(".tile-tools summary").click();
  };
  await menu("Orders");
  await tile(page, "Orders").getByRole("button", { name: "Move earlier" }).click();
  expect(await titles(page)).toEqual(["Orders", "First"]);
  await menu("First");
  await tile(page, "First").getByRole("button", { name: "Wider" }).click();
  await expect(tile(page, "First")).toHaveClass(/tile-wide/);
  await menu("First");
  await tile(page, "First").getByRole("button", { name: "Taller" }).click();
  await expect(tile(page, "First")).toHaveAttribute("style", /--w:8;--h:7/);
  await menu("First");
  await tile(page, "First").getByRole("link", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toContainText("First");
  await page.getByRole("dialog").getByRole("button", { name: "Delete widget" }).click();
  expect(await titles(page)).toEqual(["Orders"]);

  await page.getByRole("link", { name: "Share" }).click();
  await page.getByRole("button", { name: "Publish" }).click();
  const link = await page.getByLabel("Public link").inputValue();
  const stranger = await open();
  expect((await stranger.goto(link))?.status()).toBe(200);
  await expect(tile(stranger, "Orders").getByText("1–50 of 2,000")).toBeVisible();
  await tile(stranger, "Orders").getByRole("link", { name: "Next page" }).click();
  await expect(tile(stranger, "Orders").getByText("51–100 of 2,000")).toBeVisible();
  await page.getByRole("button", { name: "Make private" }).click();
  expect((await stranger.goto(link))?.status()).toBe(404);
});
