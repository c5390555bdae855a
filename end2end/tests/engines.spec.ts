// PostgreSQL, MySQL and SQLite on one board, with scripts.
import { test } from "../lib/person";
import { threeEngines } from "../lib/engines";

test("one table in three engines is shown as one with scripts", async ({ page, stranger }) => {
  await threeEngines(page, stranger, true);
});
