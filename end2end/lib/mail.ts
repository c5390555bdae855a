// A mail server of a story's own, and a VizBoard that sends its mail there.
import { createServer, type Socket } from "node:net";
import { start } from "../server.mjs";

interface Letter {
  to: string;
  text: string;
}

/** Speaks enough SMTP to be given letters, or to refuse every receiver. */
async function mailbox() {
  const letters: Letter[] = [];
  let refuses = false;
  const talk = (socket: Socket) => {
    let to = "";
    let body: string[] | null = null;
    let rest = "";
    const say = (line: string) => socket.write(`${line}\r\n`);
    const heed = (line: string) => {
      if (body) {
        if (line === ".") {
          // The plain part comes first; its soft line breaks are undone.
          const raw = body.join("\r\n").replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
          letters.push({ to, text: raw.slice(0, raw.indexOf("text/html")) });
          body = null;
          say("250 taken");
        } else body.push(line.replace(/^\./, ""));
      } else if (/^EHLO/i.test(line)) say("250 mail.test");
      else if (/^RCPT/i.test(line)) {
        to = line.replace(/^[^<]*<|>.*$/g, "");
        say(refuses ? "550 no such mailbox" : "250 ok");
      } else if (/^DATA/i.test(line)) {
        body = [];
        say("354 go on");
      } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
      else say("250 ok");
    };
    socket.on("error", () => null);
    socket.on("data", (chunk) => {
      const lines = (rest + chunk.toString("utf8")).split("\r\n");
      rest = lines.pop() ?? "";
      lines.forEach(heed);
    });
    say("220 mail.test");
  };
  const server = createServer(talk);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("the mail server has no port");
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    refuse: (on: boolean) => {
      refuses = on;
    },
    /** The path of the newest link to this address that begins so, waited for. */
    async link(to: string, path: string, unlike = "") {
      for (let attempt = 0; attempt < 200; attempt++) {
        const found = letters.filter((letter) => letter.to === to).map((letter) => letter.text.match(new RegExp(`${path}/\\w{32}`))?.[0]);
        const newest = found.filter(Boolean).at(-1);
        if (newest && newest !== unlike) return newest;
        await new Promise((wait) => setTimeout(wait, 100));
      }
      throw new Error(`no letter to ${to} with ${path}`);
    },
    close: () => server.close(),
  };
}

export type Mailbox = Awaited<ReturnType<typeof mailbox>>;

/** A server that sends mail, for the length of a story. `extra` are further settings. */
export async function withMail(extra: Record<string, string>, story: (url: string, mail: Mailbox) => Promise<void>) {
  const mail = await mailbox();
  const server = await start(process.env.VIZBOARD_BIN, { SMTP_URL: mail.url, VIZBOARD_MAIL_FROM: "VizBoard <viz@example.org>", ...extra });
  try {
    await story(server.url, mail);
  } finally {
    await server.stop();
    mail.close();
  }
}
