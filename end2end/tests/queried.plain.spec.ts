// Widgets from saved queries, without scripts.
import { test } from "../lib/person";
import { widgetsOfQueries } from "../lib/queried";

test("a saved query becomes widgets by forms alone", async ({ page }) => {
  await widgetsOfQueries(page, false);
});
