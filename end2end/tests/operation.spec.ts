// Operating a server, with scripts.
import { test } from "../lib/person";
import { operation } from "../lib/operation";

test("an administrator sees how the server is, backs up and reads who did what", async ({ page, stranger }) => {
  await operation(page, stranger, true);
});
