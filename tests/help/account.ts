import assert from "node:assert/strict";
import { HttpPerson } from "@/tests/help/person.ts";

export const PASSWORD = "three owls over the moor";

/** Sends a form as a page of the site would. */
export function sendForm(
  person: HttpPerson,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  return person.fetch(path, { method: "POST", body: new URLSearchParams(fields) });
}

/** The newest link to `page` in a letter to an address, as the page of letters shows it. */
export async function linkInMail(origin: string, email: string, page: string): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const html = await (await fetch(`${origin}/dev/mail`)).text();
    const links = html.split('class="letter"').slice(1)
      .filter((part) => part.includes(`To ${email},`))
      .map((letter) => /href="(\/[^"]+key=[\w-]{43})"/.exec(letter)?.[1]);
    // A letter comes a moment after it was asked for; an older one is another's.
    const link = links.find((found) => found?.startsWith(page));
    if (link !== undefined) return link;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  throw new Error(`No letter with a link came for ${email}`);
}

/** Makes an account in this browser by the pages and the letter; it is signed in then. */
export async function signUp(
  person: HttpPerson,
  email: string,
  password = PASSWORD,
): Promise<Response> {
  const asked = await sendForm(person, "/sign-up", { email, password });
  assert.equal(asked.headers.get("location"), "/sign-up/sent", await asked.text());
  const link = await linkInMail(person.origin, email, "/sign-up/finish");
  const key = new URL(link, person.origin).searchParams.get("key") ?? "";
  const done = await sendForm(person, "/sign-up/finish", { key });
  assert.equal(done.status, 303, await done.text());
  return done;
}

/** Signs in with a password. */
export function signIn(person: HttpPerson, email: string, password = PASSWORD): Promise<Response> {
  return sendForm(person, "/sign-in", { email, password });
}
