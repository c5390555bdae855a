// Everything a new person does, with scripts.
import { test } from "../lib/person";
import { journey } from "../lib/journey";

test("everything a new person does works with scripts", async ({ page, stranger }) => {
  await journey(page, stranger, true);
});
