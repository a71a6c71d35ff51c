import type { AccountLetter, AccountLetters } from "@/lib/auth/port.ts";
import type { Outbox } from "./outbox.ts";
import { type LetterText, render } from "./template.ts";

const NOT_YOU = "If that was not you, nothing has to be done: nothing has changed.";
const WAS_NOT_YOU =
  "If that was not you, set a new password at once and look at your signed-in devices.";

/** What each letter says. `origin` is where the site is reached. */
export function letterText(letter: AccountLetter, origin: string): LetterText {
  switch (letter.kind) {
    case "sign-up":
      return {
        subject: "Finish your account",
        before: ["You asked for an account at Encounter Tracker. Open this page to finish it."],
        button: { name: "Finish the account", link: origin + letter.link },
        after: ["The link works once, for 24 hours.", NOT_YOU],
      };
    case "already-registered":
      return {
        subject: "You have an account already",
        before: [
          "Somebody asked for an account at Encounter Tracker with this address, which has one.",
          "Sign in with it. If you do not know the password any more, ask for a new one.",
        ],
        button: { name: "Sign in", link: `${origin}/sign-in` },
        after: [NOT_YOU],
      };
    case "reset-password":
      return {
        subject: "Set a new password",
        before: ["You asked to set a new password. Open this page to do so."],
        button: { name: "Set a new password", link: origin + letter.link },
        after: ["The link works once, for 30 minutes.", NOT_YOU],
      };
    case "password-changed":
      return {
        subject: "Your password was changed",
        before: ["The password of your account was changed. Every other device was signed out."],
        after: [WAS_NOT_YOU],
      };
    case "change-email":
      return {
        subject: "Confirm your new address",
        before: ["You asked to use this address for your account. Open this page to confirm it."],
        button: { name: "Use this address", link: origin + letter.link },
        after: ["The link works once, for 24 hours.", NOT_YOU],
      };
    case "email-changed":
      return {
        subject: "Your address was changed",
        before: [`Your account is reached at ${letter.newEmail} from now on.`],
        after: [WAS_NOT_YOU],
      };
    case "security-changed":
      return {
        subject: "Your account's security was changed",
        before: [letter.what],
        after: [WAS_NOT_YOU],
      };
  }
}

/** The account's letters, put into the outbox. */
export class OutboxLetters implements AccountLetters {
  constructor(private readonly outbox: Outbox, private readonly origin: string) {}

  get delivers(): boolean {
    return this.outbox.delivers;
  }

  async send(letter: AccountLetter): Promise<void> {
    await this.outbox.put({ to: letter.to, ...render(letterText(letter, this.origin)) });
  }
}
