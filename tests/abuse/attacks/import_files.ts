/** Small packed files that unfold into millions of parts. */
import type { Attack } from "../attack.ts";
import { HttpPerson } from "@/tests/help/person.ts";

const MILLION = 1_000_000;

async function packed(...parts: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  return await new Response(
    new Blob([...parts]).stream().pipeThrough(new CompressionStream("gzip")),
  )
    .bytes();
}

/** The three files of the report: nested lists, empty creatures, unclosed tags. */
export const FILES: Readonly<Record<string, () => Promise<Uint8Array<ArrayBuffer>>>> = {
  lists: () => packed("[", "[],".repeat(10 * MILLION), "[]]"),
  creatures: () => packed('{"creatures":[', "{},".repeat(10 * MILLION), "{}]}"),
  tags: () => packed("<a".repeat(15 * MILLION)),
};

/** What one file came to: the server's last word. */
export async function sendForeignFile(
  origin: string,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<string> {
  const response = await new HttpPerson(origin).fetch("/api/v1/import?step=preview", {
    method: "POST",
    body,
    signal,
  });
  const lines = (await response.text()).trim().split("\n");
  return response.ok ? lines.at(-1) ?? "" : `${response.status} ${lines.at(-1)}`;
}

export const importFiles: Attack = {
  name: "ten packed files that unfold into millions of parts",
  seconds: 60,
  async run({ origin, sent, signal }) {
    const files = await Promise.all(Object.values(FILES).map((make) => make()));
    const answers = await Promise.all(Array.from({ length: 10 }, async (_, n) => {
      const file = files[n % files.length] ?? new Uint8Array();
      sent(file.byteLength);
      return await sendForeignFile(origin, file, signal).catch(() => "no answer");
    }));
    const answered = answers.filter((answer) => answer !== "no answer").length;
    return `${answered} of ${answers.length} files answered`;
  },
};
