// Widgets from saved queries, with scripts.
import { test } from "../lib/person";
import { widgetsOfQueries } from "../lib/queried";

test("a saved query becomes widgets, and its deletion is told before and after", async ({ page }) => {
  test.setTimeout(120_000);
  await widgetsOfQueries(page, true);
});
