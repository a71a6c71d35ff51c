import { SMTPServer } from "smtp-server";

/** A letter that a real SMTP conversation delivered. */
export interface Letter {
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
}

/** Ways in which mail servers fail. */
export type SmtpFault =
  | { kind: "refuse_login" }
  | { kind: "refuse_recipient"; code: number }
  | { kind: "refuse_letter"; code: number }
  | { kind: "hang" };

export interface SmtpStandIn {
  readonly url: string;
  readonly letters: Letter[];
  readonly seen: { connections: number; faults: number };
  fail(fault: SmtpFault | undefined): void;
  close(): Promise<void>;
}

/** A real SMTP server on a free port that keeps what it receives. */
export async function startSmtp(): Promise<SmtpStandIn> {
  const letters: Letter[] = [];
  const seen = { connections: 0, faults: 0 };
  let fault: SmtpFault | undefined;
  const planted = (code: number, text: string) => {
    seen.faults += 1;
    return Object.assign(new Error(text), { responseCode: code });
  };
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    closeTimeout: 100,
    onConnect: (_session, done) => {
      seen.connections += 1;
      if (fault?.kind === "hang") {
        seen.faults += 1;
        return;
      }
      done();
    },
    onAuth: (auth, _session, done) => {
      if (fault?.kind === "refuse_login") return done(planted(535, "Authentication failed"));
      if (auth.username !== "mailer" || auth.password !== "pass:word") {
        return done(new Error("Invalid username or password"));
      }
      done(null, { user: auth.username });
    },
    onRcptTo: (_address, _session, done) => {
      if (fault?.kind === "refuse_recipient") {
        return done(planted(fault.code, "Recipient refused"));
      }
      done();
    },
    onData: (stream, session, done) => {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      stream.on("end", () => {
        if (fault?.kind === "refuse_letter") return done(planted(fault.code, "Letter refused"));
        const { mailFrom, rcptTo } = session.envelope;
        letters.push({
          at: Date.now(),
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map((recipient) => recipient.address),
          raw: new TextDecoder().decode(joined(chunks)),
        });
        done();
      });
    },
  });
  server.on("error", () => {
    // A client that leaves in the middle is what some tests want.
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `smtp://mailer:pass%3Aword@127.0.0.1:${port}`,
    letters,
    seen,
    fail: (next) => {
      fault = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
