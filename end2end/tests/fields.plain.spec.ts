// Messages beside the fields, without scripts.
import { test } from "../lib/person";
import { peoplesForms, projectsForms, visitorsForms, widgetsForms } from "../lib/fields";

test("signing up and logging in", ({ page }) => visitorsForms(page));
test("one's own settings", ({ page }) => peoplesForms(page));
test("a project and its connections", ({ page }) => projectsForms(page));
test("setting up a widget", ({ page }) => widgetsForms(page));
