// Every panel of a board has an address, and whoever opens it directly gets the panel with its scripts.
import { expect, signUp, test } from "../lib/person";
import { act, note, orders, project, widget } from "../lib/board";

/** How often each address is opened: what goes wrong in hydration depends on which answer comes first. */
const times = Number(process.env.PANELS_OPENED ?? 2);

test("every panel of a board opens from its address", async ({ page, wrong }) => {
  await signUp(page, "panels");
  const { id, board } = await project(page, "Panels");
  await widget(page, id, note("Words"));
  const table = await widget(page, id, orders);
  await act(page, "setProjectVisibility", { projectId: id, public: true });
  const { widgets } = (await act(page, "getBoard", { projectId: id })).board;
  expect(widgets).toHaveLength(2);

  for (const [query, heading] of [
    ["share=1", "Share this board"],
    ["share=new", "Share this board"],
    ["share=embed", "Share this board"],
    ["history=1", "Versions"],
    ["code=1", "Export and import"],
    [`copy=${table.id}`, /Copy/],
    ["filter=1", "Filters of this board"],
    ["filter=new", "Filters of this board"],
    ["filter=new&column=0", "Filters of this board"],
    [`edit=${table.id}`, "Edit Orders"],
    ["add=", "Add a widget"],
    ["add=bar_charts.basic_bar", /Add widget/],
    ["add=bar_charts.basic_bar&table=orders", /Add widget/],
    [`delete=${table.id}`, /Orders/],
    ["arrange=1&share=1", "Share this board"],
  ] as const) {
    for (let time = 0; time < times; time++) {
      await page.goto(`${board}?${query}`);
      await expect(page.getByRole("heading", { name: heading }).last(), query).toBeVisible();
      expect(wrong, query).toEqual([]);
    }
  }
});
