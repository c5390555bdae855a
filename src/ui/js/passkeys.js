// Passkeys: the browser's half of WebAuthn. Bytes travel as base64url.

// Where the interface finds it.
globalThis.vizboardPasskeys = { make, show };

/** ES256, EdDSA and RS256, in the order in which they are wished for. */
const ALGORITHMS = [-7, -8, -257];

/** Has a passkey made, and answers what the authenticator says of it. */
async function make(json) {
  const { challenge, rpId, timeout, user, credentials } = JSON.parse(json);
  const publicKey = {
    challenge: bytes(challenge),
    rp: { id: rpId, name: "VizBoard" },
    user: { id: bytes(user.id), name: user.name, displayName: user.displayName },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
    excludeCredentials: credentials.map(named),
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    attestation: "none",
    timeout,
  };
  const { response } = await navigator.credentials.create({ publicKey });
  return JSON.stringify({ clientData: text(response.clientDataJSON), authenticatorData: text(response.getAuthenticatorData()) });
}

/** Has one of the passkeys sign, whichever the person chooses when none is named. */
async function show(json) {
  const { challenge, rpId, timeout, credentials } = JSON.parse(json);
  const publicKey = { challenge: bytes(challenge), rpId, timeout, allowCredentials: credentials.map(named), userVerification: "required" };
  const { rawId, response } = await navigator.credentials.get({ publicKey });
  return JSON.stringify({
    id: text(rawId),
    clientData: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : "",
  });
}

function named(id) {
  return { type: "public-key", id: bytes(id) };
}

function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
