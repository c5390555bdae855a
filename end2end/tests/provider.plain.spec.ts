// Signing in by a provider without scripts.
import { test } from "../lib/person";
import { comesByProvider, withProvider } from "../lib/provider";

test("somebody comes by a provider, sets a password, unlinks and links it", async ({ page, stranger }) => {
  await withProvider((url) => comesByProvider(page, stranger, url));
});
