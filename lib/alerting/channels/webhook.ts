import { createHmac } from "node:crypto";
import type { Channel } from "../port.ts";
import { postJson } from "./post.ts";

/**
 * Any other receiver. The body is signed: `x-signature: t=SECONDS,v1=HEX`, where HEX is the
 * HMAC-SHA-256 of `SECONDS.BODY`; `idempotency-key` repeats when a message is sent again.
 */
export function webhookChannel(url: string, secret: string, now: () => number = Date.now): Channel {
  return {
    name: "webhook",
    severities: ["critical", "warning", "ticket"],
    send: (notification, signal) => {
      const body = JSON.stringify(notification);
      const headers = {
        "x-signature": signatureOf(body, secret, Math.floor(now() / 1_000)),
        "idempotency-key": notification.id,
      };
      return postJson(url, body, headers, signal);
    },
  };
}

/** The value of `x-signature` for a body sent at `seconds` since 1970. */
export function signatureOf(body: string, secret: string, seconds: number): string {
  const hex = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${hex}`;
}
