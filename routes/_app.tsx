import { define } from "@/define.ts";
import { fixedTheme } from "@/lib/http/theme.ts";

/** The document around every page. The theme is in the first bytes, so nothing flashes. */
export default define.page(function App({ Component, state }) {
  return (
    <html lang="en" data-theme={fixedTheme(state)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>Encounter Tracker</title>
        <link
          rel="preload"
          href="/fonts/faustina-core.3a889b76.woff2"
          as="font"
          type="font/woff2"
          crossorigin="anonymous"
        />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
});
