import type { Mailer } from "@/lib/email/port.ts";
import type { Channel } from "../port.ts";
import { headline, plainText } from "../text.ts";

/** One letter per notification to everybody who should know. */
export function emailChannel(mailer: Mailer, recipients: readonly string[]): Channel {
  return {
    name: "email",
    severities: ["critical", "warning", "ticket"],
    send: (notification, signal) =>
      mailer.send({
        to: recipients,
        subject: headline(notification),
        text: plainText(notification),
        messageId: notification.id,
        headers: { "Auto-Submitted": "auto-generated" },
      }, signal),
  };
}
