// Row rules with scripts.
import { test } from "../lib/person";
import { limiting } from "../lib/rowrules";

test("a viewer sees their own rows", async ({ page, stranger }) => {
  test.setTimeout(180_000);
  await limiting(page, stranger, true);
});
