import assert from "node:assert/strict";
import type { AccountLetter } from "@/lib/auth/port.ts";
import { letterText } from "@/lib/email/account_letters.ts";
import { render } from "@/lib/email/template.ts";

const ORIGIN = "https://fights.example.org";
const KEY = "k".repeat(43);
const LETTERS: readonly AccountLetter[] = [
  { kind: "sign-up", to: "mara@example.org", link: `/sign-up/finish?key=${KEY}` },
  { kind: "already-registered", to: "mara@example.org" },
  { kind: "reset-password", to: "mara@example.org", link: `/reset-password?key=${KEY}` },
  { kind: "password-changed", to: "mara@example.org" },
  { kind: "change-email", to: "mara@example.org", link: `/account/confirm-email?key=${KEY}` },
  { kind: "email-changed", to: "mara@example.org", newEmail: "new@example.org" },
  { kind: "security-changed", to: "mara@example.org", what: "A passkey was added: Laptop." },
];

/** Compares with the file beside this one; with UPDATE_SNAPSHOTS=1 the file is written anew. */
async function assertSnapshot(name: string, text: string): Promise<void> {
  const file = new URL(`snapshots/${name}`, import.meta.url);
  if (Deno.env.get("UPDATE_SNAPSHOTS") === "1") await Deno.writeTextFile(file, text);
  assert.equal(text, await Deno.readTextFile(file), `${name} differs from its snapshot`);
}

for (const letter of LETTERS) {
  Deno.test(`the letter ${letter.kind} reads as its snapshot`, async () => {
    const { subject, text, html } = render(letterText(letter, ORIGIN));
    await assertSnapshot(`${letter.kind}.txt`, `Subject: ${subject}\n\n${text}`);
    await assertSnapshot(`${letter.kind}.html`, html);
  });
}

Deno.test("what people typed is text in a letter, never markup, header or template", () => {
  const evil = `<img src=x onerror=alert(1)>\r\nBcc: all@example.org {{7*7}} \${7*7}`;
  const { text, html } = render(
    letterText({ kind: "email-changed", to: "a@example.org", newEmail: evil }, ORIGIN),
  );
  assert.ok(!html.includes("<img"));
  assert.ok(html.includes("&lt;img src=x"));
  assert.ok(text.includes("{{7*7}} ${7*7}"), "nothing is evaluated");
});
