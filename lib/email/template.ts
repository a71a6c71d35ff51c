/** What a letter says, before it is text or HTML. */
export interface LetterText {
  readonly subject: string;
  /** Paragraphs before the button and after it. */
  readonly before: readonly string[];
  readonly button?: { readonly name: string; readonly link: string };
  readonly after: readonly string[];
}

const FOOT = "Encounter Tracker sends this because somebody used your address there.";

/** A letter as plain text and as HTML that says the same. What people typed is text in both. */
export function render({ subject, before, button, after }: LetterText) {
  const link = button === undefined ? [] : [`${button.name}:\n${button.link}`];
  const text = [...before, ...link, ...after, `-- \n${FOOT}`].join("\n\n") + "\n";
  const paragraph = (line: string) => `<p>${escape(line)}</p>`;
  const html = [
    "<!doctype html>",
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>${escape(subject)}</title></head>`,
    "<body>",
    ...before.map(paragraph),
    ...button === undefined
      ? []
      : [`<p><a href="${escape(button.link)}"><b>${escape(button.name)}</b></a></p>`],
    ...after.map(paragraph),
    `<hr><p><small>${FOOT}</small></p>`,
    "</body>",
    "</html>",
  ].join("\n") + "\n";
  return { subject, text, html };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
