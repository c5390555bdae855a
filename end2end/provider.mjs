// An OpenID Connect provider for tests: the certified oidc-provider on a free port of this machine. Whoever comes says in
// a form who they are. Alone (`node provider.mjs REDIRECT`) it prints its address, and ends with its standard input.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import Provider from "oidc-provider";

export const client = { id: "vizboard", secret: "a secret of the client: 100% + more & so on" };

const key = () => ({ ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }), kid: randomBytes(6).toString("hex"), use: "sig", alg: "RS256" });

const form = (uid) => `<!DOCTYPE html><html lang="en"><title>Example ID</title><h1>Example ID</h1>
  <form method="post" action="/interaction/${uid}">
    <label>Who <input name="sub"></label><label>E-mail <input name="email"></label>
    <label><input type="checkbox" name="verified" value="yes"> Confirmed</label>
    <button>Sign in</button><button name="cancel" value="yes">Cancel</button>
  </form></html>`;

async function body(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

/** Listens; `serve` begins once it is known where its client is to be sent back to. */
export async function listen() {
  const people = new Map();
  const calls = {};
  let provider;
  let settings;
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://provider").pathname;
    calls[path] = (calls[path] ?? 0) + 1;
    try {
      if (path === "/test/calls") return response.end(JSON.stringify(calls));
      if (path === "/test/rotate") {
        make();
        return response.end("{}");
      }
      if (path.startsWith("/interaction/")) return await interaction(request, response, path.split("/")[2]);
      await provider.callback()(request, response);
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${server.address().port}`;

  async function interaction(request, response, uid) {
    if (request.method !== "POST") {
      response.setHeader("content-type", "text/html; charset=utf-8");
      return response.end(form(uid));
    }
    const said = await body(request);
    const result = said.get("cancel") ? { error: "access_denied", error_description: "cancelled" } : { login: { accountId: said.get("sub") } };
    people.set(said.get("sub"), { email: said.get("email") || undefined, email_verified: said.get("verified") === "yes", given_name: "Ada", family_name: "Lovelace" });
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  function make() {
    provider = new Provider(issuer, {
      clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: settings.redirects, response_types: ["code"], grant_types: ["authorization_code"] }],
      jwks: { keys: [key()] },
      cookies: { keys: [randomBytes(16).toString("hex")] },
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["given_name", "family_name"] },
      // By the standard what is asked for stands at the UserInfo endpoint only; many providers put it into the ID token too.
      conformIdTokenClaims: !settings.inToken,
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
      // Nobody is asked for a consent.
      async loadExistingGrant(ctx) {
        const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
      },
    });
  }

  return {
    issuer,
    serve(redirects, { inToken = false } = {}) {
      settings = { redirects, inToken };
      make();
    },
    close: () => server.close(),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const provider = await listen();
  provider.serve([process.argv[2]], { inToken: process.argv[3] === "in-token" });
  console.log(`listening ${provider.issuer}`);
  process.stdin.resume().on("end", () => process.exit(0));
}
