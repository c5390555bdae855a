// Filters of a board and links with rights of their own, without scripts.
import { test } from "../lib/person";
import { filtersAndLinks } from "../lib/filters";

test("filters and links work without scripts", async ({ page, stranger }) => {
  await filtersAndLinks(page, stranger, false);
});
