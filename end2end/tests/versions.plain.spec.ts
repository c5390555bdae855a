// The past of a board, without scripts.
import { test } from "../lib/person";
import { versions } from "../lib/versions";

test("a board is drafted, published, restored, exported, imported and copied without scripts", async ({ page, stranger }) => {
  await versions(page, stranger, false);
});
