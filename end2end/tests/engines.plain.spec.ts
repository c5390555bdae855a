// PostgreSQL, MySQL and SQLite on one board, without scripts.
import { test } from "../lib/person";
import { threeEngines } from "../lib/engines";

test("one table in three engines is shown as one without scripts", async ({ page, stranger }) => {
  await threeEngines(page, stranger, false);
});
