import type { BillingLetter } from "@/lib/billing/letters_port.ts";
import type { Outbox } from "./outbox.ts";
import { type LetterText, render } from "./template.ts";

const DAY = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });
const KEPT = "Everything you made stays: you can read, run, export and delete it in every plan.";

/** What each letter of billing says. `origin` is where the site is reached. */
export function billingText(letter: BillingLetter, origin: string): LetterText {
  const day = DAY.format(letter.day);
  const button = { name: "Your plan", link: `${origin}/account/plan` };
  switch (letter.kind) {
    case "trial-ends":
      return {
        subject: "Your trial ends in three days",
        before: [
          `Your trial of ${letter.plan} ends on ${day}. It ends by itself; nothing is charged.`,
        ],
        button,
        after: [KEPT],
      };
    case "payment-failed":
      return {
        subject: "A payment failed",
        before: [
          `The payment for ${letter.plan} did not go through. Your plan goes on until ${day}.`,
          "Open your plan and press Payment to use another card or to pay again.",
        ],
        button,
        after: [KEPT],
      };
    case "plan-changed":
      return {
        subject: `Your plan is ${letter.plan}`,
        before: [`Your plan at Encounter Tracker is ${letter.plan} now.`],
        button,
        after: [],
      };
    case "plan-cancelled":
      return {
        subject: "Your plan is cancelled",
        before: [`${letter.plan} is cancelled. It ends on ${day}.`],
        button,
        after: [KEPT],
      };
  }
}

/** Puts a letter of billing into the outbox. */
export async function sendBillingLetter(
  outbox: Outbox,
  origin: string,
  letter: BillingLetter,
): Promise<void> {
  await outbox.put({ to: letter.to, ...render(billingText(letter, origin)) }, letter.id);
}
