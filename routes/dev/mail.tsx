import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";
import type { KeptLetter } from "@/lib/email/port.ts";

/** The letters that no server sent: on one's own machine, while SMTP_URL is not set. */
export const handler = define.handlers<readonly KeptLetter[]>({
  GET(ctx) {
    const { letterBox } = ctx.state.services;
    if (letterBox === null) throw new HttpError(404);
    return page(letterBox.letters(), { headers: { "cache-control": "no-store" } });
  },
});

const LINK = /https?:\/\/\S+/;

function Letter({ letter }: { readonly letter: KeptLetter }) {
  const link = LINK.exec(letter.text)?.[0];
  return (
    <li class="letter">
      <h2>{letter.subject}</h2>
      <p class="muted">
        To {letter.to}, {new Date(letter.at).toISOString().slice(11, 19)} UTC
      </p>
      <pre>{letter.text}</pre>
      {link !== undefined && (
        <a class="btn" href={new URL(link).pathname + new URL(link).search}>Open the link</a>
      )}
    </li>
  );
}

export default define.page<never, readonly KeptLetter[]>(({ data, url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Letters · Encounter Tracker</title>
      <meta name="robots" content="noindex" />
    </Head>
    <div class="wrap">
      <div class="page-head">
        <h1>Letters</h1>
      </div>
      {data.length === 0
        ? <p class="muted">None yet. Letters stand here because SMTP_URL is not set.</p>
        : <ul>{data.map((letter) => <Letter key={letter.at + letter.to} letter={letter} />)}</ul>}
    </div>
  </SitePage>
));
