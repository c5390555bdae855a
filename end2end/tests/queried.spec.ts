// Widgets from saved queries, with scripts.
import { test } from "../lib/person";
import { widgetsOfQueries } from "../lib/queried";

test("a saved query becomes widgets, and its deletion is told before and after", async ({ page }) => {
  await widgetsOfQueries(page, true);
});
