// From team to team without scripts.
import { test } from "../lib/person";
import { onAPhone, switching } from "../lib/switching";

test("a team is chosen in the rail and remembered", async ({ page }) => {
  await switching(page);
});

test("a team is chosen on a phone", async ({ page }) => onAPhone(page));
