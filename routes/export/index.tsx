import { Head } from "fresh/runtime";
import { SitePage } from "@/components/ui/SitePage.tsx";
import { define } from "@/define.ts";

const FILES = [
  {
    href: "/export/account.json",
    name: "Everything",
    text:
      "Creatures, parties, templates and fights in this site's own format. Import it here or on any other site that runs this tracker.",
  },
  {
    href: "/export/improved-initiative.json",
    name: "For Improved Initiative",
    text: "Your creatures and characters as a library file.",
  },
  {
    href: "/export/creatures.csv",
    name: "Table (CSV)",
    text: "Your creatures, one a row, for spreadsheets.",
  },
  {
    href: "/export/creatures.md",
    name: "Text (Markdown)",
    text: "Your creatures as stat blocks to read or paste.",
  },
] as const;

export default define.page(({ url, state }) => (
  <SitePage path={url.pathname} theme={state.theme}>
    <Head>
      <title>Export · Encounter Tracker</title>
      <meta name="description" content="Take your creatures, characters and fights with you." />
    </Head>
    <div class="wrap imp">
      <div class="page-head">
        <h1>Export</h1>
        <p class="muted">What you made is yours. Take it along at any time, free.</p>
        <a class="btn" href="/import">Import instead</a>
      </div>
      <ul class="import-files">
        {FILES.map(({ href, name, text }) => (
          <li key={href}>
            <a class="btn" href={href} download>{name}</a>
            <p>{text}</p>
          </li>
        ))}
      </ul>
      <p class="muted">
        The format is described by a{" "}
        <a href="/schemas/export-1.json">JSON Schema</a>. For paper or PDF, print a creature's page.
      </p>
    </div>
  </SitePage>
));
