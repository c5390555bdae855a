// Row rules without scripts.
import { test } from "../lib/person";
import { limiting } from "../lib/rowrules";

test("a viewer sees their own rows", async ({ page, stranger }) => {
  await limiting(page, stranger, false);
});
