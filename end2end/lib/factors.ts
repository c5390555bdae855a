// What a person's phone does: codes of an app, and an authenticator for passkeys.
import { createHmac } from "node:crypto";
import { createServer } from "node:net";
import { type Page } from "@playwright/test";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The half minute that it is. */
export const step = () => Math.floor(Date.now() / 30_000);

/** The code of one half minute (RFC 6238). */
export function code(secret: string, at: number) {
  const bits = [...secret.replace(/\s/g, "")].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(at));
  const mac = createHmac("sha1", key).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** Sets an app up on the settings page, and answers its secret and the recovery codes. */
export async function setUpApp(page: Page) {
  await page.goto("/settings/security");
  await page.getByRole("button", { name: "Set up an app" }).click();
  await page.waitForURL("**/settings/security/app");
  const secret = await page.locator("code").first().innerText();
  // The oldest that is taken, so that the next ones are for the story.
  await page.getByLabel("Code").fill(code(secret, step() - 1));
  await page.getByRole("button", { name: "Turn it on" }).click();
  await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
  const codes = await page.locator("section", { hasText: "Your recovery codes" }).locator("li code").allInnerTexts();
  return { secret, codes };
}

/** Lets the browser have an authenticator that always finds its person there. */
export async function authenticator(page: Page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send("WebAuthn.enable");
  const { authenticatorId } = await browser.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** Whether it verifies whoever is there. */
    verifies: (isUserVerified: boolean) => browser.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (!address || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
