// Widgets from saved queries, the same with and without scripts: from the SQL page onto the board, edited there, and deleted
// under the widget.
import { expect, type Page } from "@playwright/test";
import { act, project, tile } from "./board";
import { accessible, live, signUp } from "./person";

const byMonth = "select date_trunc('month', placed)::date as month, sum(total) as revenue, count(*) as orders from orders where placed < :until group by 1 order by 1";

export async function widgetsOfQueries(page: Page, scripts: boolean) {
  const there = async () => scripts && (await live(page));
  await signUp(page, scripts ? "queried" : "queried-plain");
  const { id, board } = await project(page, "Queried");
  const { queryId } = await act(page, "saveQuery", {
    projectId: id,
    title: "Revenue by month",
    text: byMonth,
    parameters: [{ name: "until", type: "date", default: "2025-07-01" }],
  });
  await page.goto(`/projects/${id}/sql/${queryId}`);
  await there();
  await page.getByRole("link", { name: "Add to board" }).click();

  // The result says what is grouped and measured, and which chart suits it.
  const panel = page.getByRole("complementary");
  await expect(panel.getByRole("heading", { level: 2 })).toHaveText("Add widget: Line");
  await there();
  await expect(panel.getByLabel("Connection or saved query").locator("option:checked")).toHaveText("Revenue by month");
  await expect(panel.getByLabel("X axis column")).toHaveValue("month");
  await expect(panel.getByRole("checkbox", { name: "revenue" })).toBeChecked();
  await expect(panel.getByLabel("Table", { exact: true })).toHaveCount(0);
  await expect(panel.getByRole("region", { name: "Preview", exact: true }).locator("svg, canvas").first()).toBeVisible();
  if (scripts) await accessible(page, "a widget of a saved query in the panel");
  await panel.getByLabel("Title").fill("Revenue");
  await panel.getByRole("button", { name: "Add to board" }).click();
  await expect(tile(page, "Revenue").locator("svg, canvas").first()).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${board}$`));

  // A table of the same query, from the panel of the board.
  await page.goto(`${board}?add=datatables.simple_dataTable`);
  await there();
  await panel.getByLabel("Connection or saved query").selectOption({ label: "Revenue by month" });
  if (!scripts) await panel.getByRole("button", { name: "Next" }).click();
  await expect(panel.getByRole("group", { name: "Tables" })).toHaveCount(0);
  await expect(panel.getByRole("region", { name: "Preview", exact: true })).toContainText("2024-01-01");
  await panel.getByLabel("Title").fill("Months");
  await panel.getByRole("button", { name: "Add to board" }).click();
  await expect(tile(page, "Months").getByText("1–18 of 18")).toBeVisible();

  // Deleting names both before, and both say it after.
  await page.goto(`/projects/${id}/sql`);
  await there();
  await page.locator('summary[aria-label="Delete Revenue by month"]').click();
  await expect(page.getByText("What the board makes of this query will say that it is gone:")).toBeVisible();
  await expect(page.getByRole("link", { name: "Months", exact: true })).toBeVisible();
  if (scripts) await accessible(page, "what deleting a query breaks");
  await page.getByRole("button", { name: "Delete query" }).click();
  await expect(page.getByText("Saved queries of this project appear here.")).toBeAttached();
  await page.goto(board);
  await there();
  for (const title of ["Revenue", "Months"]) await expect(tile(page, title)).toContainText("The saved query of this widget does not exist any more.");
}
