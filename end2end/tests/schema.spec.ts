// The pages about schemas, with scripts.
import { test } from "../lib/person";
import { changes } from "../lib/changes";
import { diagram, movingAbout, sharedDiagram, tables } from "../lib/schema";

test("tables are found, and their keys followed to other tables", ({ page }) => tables(page, true));
test("a diagram shows all tables, some, and files of them", ({ page }) => diagram(page, true));
test("one moves about in a diagram", ({ page }) => movingAbout(page));
test("a diagram is handed on by link", ({ page, stranger }) => sharedDiagram(page, stranger, true));
test("what changed in a database is told with what it breaks", ({ page }) => changes(page, true));
