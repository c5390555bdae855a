// The pages about schemas without scripts: links and forms do everything.
import { test } from "../lib/person";
import { changes } from "../lib/changes";
import { diagram, sharedDiagram, tables } from "../lib/schema";

test("tables are found, and their keys followed to other tables", ({ page }) => tables(page, false));
test("a diagram shows all tables, some, and files of them", ({ page }) => diagram(page, false));
test("a diagram is handed on by link", ({ page, stranger }) => sharedDiagram(page, stranger, false));
test("what changed in a database is told with what it breaks", ({ page }) => changes(page, false));
