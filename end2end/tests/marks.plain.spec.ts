// Marks of charts and the rows behind them, without scripts.
import { test } from "../lib/person";
import { marksAndRows } from "../lib/marks";

test("marks narrow the board and lead to their rows without scripts", async ({ page, stranger }) => {
  await marksAndRows(page, stranger, false);
});
