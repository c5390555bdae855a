// Everything a new person does, without scripts.
import { test } from "../lib/person";
import { journey } from "../lib/journey";

test("everything a new person does works without scripts", async ({ page, stranger }) => {
  await journey(page, stranger, false);
});
