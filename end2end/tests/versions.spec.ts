// The past of a board, with scripts.
import { test } from "../lib/person";
import { versions } from "../lib/versions";

test("a board is drafted, published, restored, exported, imported and copied", async ({ page, stranger }) => {
  await versions(page, stranger, true);
});
