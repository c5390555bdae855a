// A board with scripts: one widget of each kind, tables, order, width, deleting, sharing.
import { accessible, expect, signUp, test } from "../lib/person";
import { act, note, orders, project, tile, titles, widget } from "../lib/board";

test("one widget of each kind is set up through the panel", async ({ page }) => {
  await signUp(page, "kinds");
  const { board } = await project(page, "Every kind", ["North", "South"]);
  await page.goto(board);
  await expect(page.getByText("Nothing on this board yet")).toBeVisible();

  const side = page.getByRole("navigation", { name: "Widgets to add" });
  const panel = page.getByRole("complementary");
  const add = async (group: string, kind: string, title: string, choose: () => Promise<void>) => {
    await side.locator("details", { hasText: group }).getByRole("link", { name: kind, exact: true }).click();
    await choose();
    await panel.getByLabel("Title", { exact: true }).fill(title);
    await panel.getByRole("button", { name: "Add to board" }).click();
    await expect(tile(page, title)).toBeVisible();
    await expect(panel).toBeHidden();
  };

  await add("Data tables", "Data table", "All orders", async () => {
    await panel.getByRole("checkbox", { name: "orders", exact: true }).check();
    await panel.getByRole("checkbox", { name: "customers", exact: true }).check();
    await expect(panel.getByRole("region", { name: "Preview" }).getByRole("columnheader", { name: "city" })).toBeVisible();
  });
  await expect(tile(page, "All orders").getByRole("table")).toBeVisible();

  await add("Data tables", "Integrated table", "Both shops", async () => {
    await panel.getByRole("checkbox", { name: "customers", exact: true }).check();
  });
  await expect(tile(page, "Both shops").getByRole("columnheader", { name: "SOURCE" })).toBeVisible();
  await expect(tile(page, "Both shops").getByRole("cell", { name: "North" }).first()).toBeVisible();

  const charts: [string, string[]][] = [
    ["Area charts", ["Area", "Linear area", "Step area"]],
    ["Bar charts", ["Bar", "Stacked bar", "Horizontal bar"]],
    ["Line charts", ["Line", "Linear line", "Step line"]],
    ["Pie charts", ["Pie", "Donut", "Stacked pie"]],
  ];
  for (const [group, fallback] of charts) {
    const kinds = await side.locator("details", { hasText: group }).getByRole("link").allInnerTexts();
    expect(kinds.length, group).toBe(fallback.length);
    for (const kind of kinds) {
      const time = !/bar|pie|donut/i.test(kind);
      await add(group, kind.trim(), `${kind.trim()} of orders`, async () => {
        await panel.getByRole("combobox", { name: "Table", exact: true }).selectOption("orders");
        await panel.getByLabel("X axis column").selectOption(time ? "placed" : "stage");
        await panel.getByRole("checkbox", { name: "total", exact: true }).check();
        await expect(panel.getByRole("region", { name: "Preview" }).locator("svg, canvas").first()).toBeVisible();
      });
      await expect(tile(page, `${kind.trim()} of orders`).locator(".tile-body svg, .tile-body canvas").first()).toBeVisible();
    }
  }

  await add("Text and titles", "Section title", "The numbers", async () => {});
  await expect(page.getByRole("heading", { name: "The numbers", level: 2 })).toBeVisible();
  await add("Text and titles", "Text block", "Read me", async () => {
    await panel.getByLabel("Text", { exact: true }).fill("Orders **by stage** <script>alert(1)</script>");
    await expect(panel.getByRole("region", { name: "Preview" }).locator("strong")).toHaveText("by stage");
  });
  await expect(tile(page, "Read me").locator("strong")).toHaveText("by stage");
  await expect(page.getByRole("article")).toHaveCount(16);
  await accessible(page);

  await page.reload();
  await expect(page.getByRole("article")).toHaveCount(16);
  await expect(tile(page, "All orders").getByRole("table")).toBeVisible();
});

test("a table is sorted, filtered, searched, paged and switched, and the address keeps it", async ({ page }) => {
  await signUp(page, "tables");
  const { id, board } = await project(page, "Tables");
  await widget(page, id, orders);
  await page.goto(board);
  const table = tile(page, "Orders");
  const cell = (row: number, column: number) => table.locator("tbody tr").nth(row).locator("td").nth(column);
  await expect(table.getByText("1–50 of 2,000")).toBeVisible();
  await expect(cell(0, 0)).toHaveText("9007199254740994");

  await table.getByRole("link", { name: "number total", exact: true }).click();
  await expect(table.getByRole("columnheader", { name: "total" })).toHaveAttribute("aria-sort", "ascending");
  await expect(cell(0, 4)).toHaveText("0.99");
  await table.getByRole("link", { name: "number total", exact: true }).click();
  await expect(cell(0, 4)).toHaveText("499.99");
  await expect(page).toHaveURL(/w0\.sort=-total/);

  await table.getByRole("link", { name: "Filter by stage" }).click();
  await table.getByRole("checkbox", { name: "paid" }).check();
  await table.getByRole("button", { name: "Apply" }).click();
  await expect(table.getByText("1–50 of 500")).toBeVisible();
  await expect(table.getByRole("listitem").filter({ hasText: "stage is one of paid" })).toBeVisible();
  await table.getByRole("link", { name: "Filter by total" }).click();
  await table.getByLabel("Condition").selectOption("lt");
  await table.getByLabel("Value").fill("100");
  await table.getByRole("button", { name: "Apply" }).click();
  // Before this condition the first row was another that is not 499.99 either.
  await expect.poll(async () => Number(await cell(0, 4).innerText())).toBeLessThan(100);
  await expect(cell(0, 3)).toHaveText("paid");

  // The link alone shows the same to whoever opens it.
  const address = page.url();
  const first = await cell(0, 0).innerText();
  await page.goto("about:blank");
  await page.goto(address);
  await expect(cell(0, 0)).toHaveText(first);
  await expect(table.getByRole("listitem")).toHaveCount(2);
  await table.getByRole("link", { name: "Clear all" }).click();
  await expect(table.getByText("1–50 of 2,000")).toBeVisible();

  await table.getByRole("link", { name: "Next page" }).click();
  await expect(table.getByText("51–100 of 2,000")).toBeVisible();
  await table.getByLabel("Rows per page").selectOption("200");
  await expect(table.getByText("1–200 of 2,000")).toBeVisible();
  await page.goBack();
  await expect(table.getByText("51–100 of 2,000")).toBeVisible();

  await table.getByRole("combobox", { name: "Table", exact: true }).selectOption("customers");
  await expect(table.getByRole("columnheader", { name: "city" })).toBeVisible();
  await table.getByRole("searchbox").fill("customer 17");
  await table.getByRole("searchbox").press("Enter");
  await expect(table.getByText("1–11 of 11")).toBeVisible();
  await expect(table.getByText("NULL").first()).toBeVisible();
  await table.getByRole("searchbox").fill("nobody");
  await table.getByRole("searchbox").press("Enter");
  await expect(table.getByText("No row fits the search and filters.")).toBeVisible();
  await table.getByRole("link", { name: "Show all rows" }).click();
  await expect(table.getByText("1–50 of 240")).toBeVisible();
  await accessible(page);
});

test("tiles change places and sizes by keyboard and by dragging, and go", async ({ page }) => {
  await signUp(page, "order");
  const { id, board } = await project(page, "Order");
  for (const title of ["One", "Two", "Three", "Four"]) await widget(page, id, note(title));
  await page.goto(board);
  await expect(tile(page, "Four").locator("strong")).toHaveText("Four");
  expect(await titles(page)).toEqual(["One", "Two", "Three", "Four"]);
  const saved = async () => {
    const { board } = await act(page, "getBoard", { projectId: id });
    return board.widgets.map((widget: { title: string }) => widget.title);
  };
  const box = async (title: string) => (await tile(page, title).boundingBox())!;

  // Handles belong to arranging, and nothing moves when it begins.
  const before = await box("Three");
  await expect(page.getByRole("button", { name: /^Move / })).toHaveCount(0);
  await page.getByRole("link", { name: "Arrange" }).click();
  const handle = page.getByRole("button", { name: "Move One" });
  await expect(handle).toBeVisible();
  const during = await box("Three");
  expect([during.x, during.width, during.height]).toEqual([before.x, before.width, before.height]);
  await accessible(page);

  await handle.focus();
  await handle.press("ArrowDown");
  await expect(page.getByText("One: column 1, row 6")).toBeAttached();
  expect(await saved(), "nothing is saved before it is dropped").toEqual(["One", "Two", "Three", "Four"]);
  await handle.press("Escape");
  await expect(page.getByText("One: back in its place")).toBeAttached();
  await expect(handle).toBeFocused();
  await handle.press("ArrowDown");
  await handle.press("Enter");
  await expect.poll(saved).toEqual(["Three", "Two", "One", "Four"]);
  await expect.poll(() => titles(page)).toEqual(["Three", "Two", "One", "Four"]);
  await expect(handle).toBeFocused();
  const { width } = await box("One");
  await handle.press("Shift+ArrowLeft");
  await expect(page.getByText("One: 5 columns wide, 5 rows high")).toBeAttached();
  await handle.press("Enter");
  await expect.poll(async () => (await box("One")).width).toBeLessThan(width * 0.9);

  const drag = async (name: string | { corner: string }, x: number, y: number) => {
    const from = typeof name === "string" ? tile(page, name).getByRole("button", { name: `Move ${name}` }) : tile(page, name.corner).locator(".tile-corner");
    const at = (await from.boundingBox())!;
    await page.mouse.move(at.x + 12, at.y + 12);
    await page.mouse.down();
    await page.mouse.move(at.x + 12 + x, at.y + 12 + y, { steps: 8 });
  };
  const from = await box("Four");
  const to = await box("Three");
  await drag("Four", to.x - from.x, to.y - from.y);
  await expect(tile(page, "Four")).toHaveClass(/tile-moving/);
  await expect.poll(async () => (await box("Four")).y, "it is seen where it would go").toBe(to.y);
  await page.mouse.up();
  await expect.poll(saved).toEqual(["Four", "Two", "Three", "One"]);
  await drag({ corner: "Four" }, 0, 100);
  await page.mouse.up();
  await expect.poll(async () => (await box("Four")).height).toBeGreaterThan(from.height + 50);

  // A refused move goes back to where it was.
  await page.route("**/actions/placeWidget", (route) => route.fulfill({ json: { success: false, error: "Not today" } }));
  const place = await box("Two");
  await page.getByRole("button", { name: "Move Two" }).focus();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The move was not saved. Not today")).toBeVisible();
  await expect.poll(() => box("Two")).toEqual(place);
  await page.unroute("**/actions/placeWidget");
  await page.getByRole("link", { name: "Done" }).click();
  await expect(handle).toHaveCount(0);

  await tile(page, "Two").hover();
  await tile(page, "Two").locator(".tile-tools summary").click();
  await tile(page, "Two").getByRole("button", { name: "Wider" }).click();
  await expect.poll(async () => (await box("Two")).width).toBeGreaterThan(place.width * 1.2);

  await tile(page, "Two").locator(".tile-tools summary").click();
  await tile(page, "Two").getByRole("link", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading")).toContainText("Two");
  await accessible(page);
  await dialog.getByRole("link", { name: "Keep it" }).click();
  await expect(dialog).toBeHidden();
  await tile(page, "Two").locator(".tile-tools summary").click();
  await tile(page, "Two").getByRole("link", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete widget" }).click();
  await expect(tile(page, "Two")).toBeHidden();
  await page.reload();
  expect(await titles(page)).toEqual(["Four", "Three", "One"]);
});

test("tabs are made, filled, renamed and deleted, and the address keeps them", async ({ page }) => {
  await signUp(page, "tabs");
  const { id, board } = await project(page, "Tabs");
  await widget(page, id, note("One"));
  await widget(page, id, note("Two"));
  await page.goto(`${board}?arrange=1`);
  const tabs = page.getByRole("navigation", { name: "Tabs" });
  await tabs.locator('summary[aria-label="Add a tab"]').click();
  await tabs.getByLabel("Title of the new tab").fill("Details");
  await tabs.getByRole("button", { name: "Add tab" }).click();
  await expect(tabs.getByRole("link", { name: "Details" })).toBeVisible();
  await tile(page, "Two").locator(".tile-tools summary").click();
  await tile(page, "Two").getByRole("button", { name: "To tab Details" }).click();
  await expect(tile(page, "Two")).toBeHidden();
  await tabs.getByRole("link", { name: "Details" }).click();
  await expect(page).toHaveURL(/tab=2/);
  await expect(tile(page, "Two")).toBeVisible();
  expect(await titles(page)).toEqual(["Two"]);
  await accessible(page);
  await page.goto(`${board}?tab=2`);
  expect(await titles(page)).toEqual(["Two"]);
  await page.getByRole("link", { name: "Arrange" }).click();
  await tabs.locator('summary[aria-label="Menu of tab Details"]').click();
  const menu = tabs.getByRole("listitem").filter({ hasText: "Details" });
  await menu.getByLabel("Title", { exact: true }).fill("More");
  await menu.getByRole("button", { name: "Rename" }).click();
  await expect(tabs.getByRole("link", { name: "More" })).toBeVisible();
  await tabs.locator('summary[aria-label="Menu of tab More"]').click();
  await tabs.getByRole("button", { name: "Delete, keep its widgets" }).last().click();
  await expect.poll(() => titles(page)).toEqual(["One", "Two"]);
});

test("a widget is edited, and keeps what its panel does not show", async ({ page }) => {
  await signUp(page, "edit");
  const { id, board } = await project(page, "Edit");
  const chart = { connectionId: undefined, tableName: "orders", xAxisColumn: "stage", yAxisColumns: ["total"] };
  const { id: widgetId } = await widget(page, id, { type: "bar_charts", subtype: "basic_bar", title: "By stage", configs: { ...chart, pageSize: 25 } });
  await page.goto(board);
  await tile(page, "By stage").hover();
  await tile(page, "By stage").locator(".tile-tools summary").click();
  await tile(page, "By stage").getByRole("link", { name: "Edit" }).click();
  const panel = page.getByRole("complementary");
  await panel.getByText("Change", { exact: true }).click();
  await panel.getByText("Donut").first().click();
  await panel.getByLabel("Put together by").selectOption("average");
  await panel.getByLabel("Title", { exact: true }).fill("");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByText("Title is required")).toBeVisible();
  await panel.getByLabel("Title", { exact: true }).fill("Average by stage");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(tile(page, "Average by stage")).toBeVisible();
  const stored = await (await page.request.get(`/api/widgets/${widgetId}`)).json();
  expect(stored.widget).toMatchObject({ type: "pie_charts", subtype: "donut_pie", configs: { aggregate: "average", tableName: "orders", pageSize: 25 } });
});

test("hostile names and values are shown as text, and one broken tile breaks no other", async ({ page }) => {
  await signUp(page, "hostile");
  const { id, board } = await project(page, "Hostile");
  const odd = '"Odd ""Schema"".x"."Table; drop table customers"';
  const { tables } = await act(page, "listTables", { projectId: id, connectionIds: [] });
  const label = tables.map((table: { name: string }) => table.name).find((name: string) => name.includes("drop table"));
  expect(label, odd).toBeTruthy();
  await widget(page, id, { ...orders, title: "<b>Odd</b> \u202eright to left", configs: { tables: [label, "no_key", "empty_table"] } });
  await widget(page, id, { ...orders, title: "Broken", configs: { tables: ["always_fails"] } });
  await widget(page, id, note("Alive"));
  await page.goto(board);
  const table = page.getByRole("article").first();
  await expect(table.getByText("<script>alert(1)</script>")).toBeVisible();
  await expect(table.getByRole("heading")).toContainText("<b>Odd</b>");
  await table.getByRole("link", { name: "Filter by a.b" }).click();
  await table.getByLabel("Value").fill("x");
  await table.getByRole("button", { name: "Apply" }).click();
  await expect(table.getByText("1–1 of 1")).toBeVisible();
  await table.getByRole("combobox", { name: "Table", exact: true }).selectOption("empty_table");
  await expect(table.getByText("The table has no rows.")).toBeVisible();
  await table.getByRole("combobox", { name: "Table", exact: true }).selectOption("no_key");
  await expect(table.getByText('{"k": [1, 2.50]}')).toBeVisible();
  await expect(tile(page, "Broken").getByRole("alert")).toBeVisible();
  await expect(tile(page, "Broken").getByRole("link", { name: "Try again" })).toBeVisible();
  await expect(tile(page, "Alive").locator("strong")).toHaveText("Alive");
  // An address that asks for a column that is not there is that tile's trouble too, with a way back.
  await page.goto(`${board}?w0.sort=nothing`);
  await expect(table.getByRole("alert")).toBeVisible();
  await table.getByRole("link", { name: "Reset the view" }).click();
  await expect(table.getByRole("table")).toBeVisible();
});

test("a tile that failed comes back by itself", async ({ page }) => {
  await signUp(page, "recovery");
  const { id, board } = await project(page, "Recovery");
  await widget(page, id, orders);
  await page.goto(board);
  const table = tile(page, "Orders");
  await page.route("**/actions/getWidgetData", (route) => route.fulfill({ json: { success: false, error: "The database sleeps." } }));
  await table.getByRole("link", { name: "number total", exact: true }).click();
  await expect(table.getByRole("alert")).toContainText("The database sleeps.");
  await page.unroute("**/actions/getWidgetData");
  await expect(table.locator("tbody tr").first().locator("td").nth(4)).toHaveText("0.99");
  await expect(table.getByRole("alert")).toHaveCount(0);
});

test("a board of somebody else is not found", async ({ page, stranger }) => {
  await signUp(page, "mine");
  const { board } = await project(page, "Mine");
  const other = await stranger();
  await signUp(other, "other");
  const answer = await other.goto(board);
  expect(answer?.status()).toBe(404);
  expect((await other.goto("/projects/not-an-id/dashboard"))?.status()).toBe(404);
});
