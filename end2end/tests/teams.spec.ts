// Teams with scripts.
import { test } from "../lib/person";
import { askedByName, teamwork } from "../lib/teams";

test("an invitation, a viewer, an editor, a good-bye", async ({ page, stranger }) => {
  await teamwork(page, stranger, true);
});

test("somebody is asked by name and gets a project", async ({ page, stranger }) => {
  await askedByName(page, stranger);
});
