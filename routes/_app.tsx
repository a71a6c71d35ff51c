import { SellsContext, SignedInContext } from "@/components/account/signed_in.ts";
import { sectionSheet } from "@/components/ui/section_styles.ts";
import { define } from "@/define.ts";
import { fixedTheme } from "@/lib/http/theme.ts";

/** Both are on every page; without them the lines move when they come. */
const FONTS = ["faustina-core.3a889b76", "source-sans-3-core.a710f6b3"] as const;

/** `--bg` of the two themes, for the browser's own bars. */
const BACKGROUND = { dark: "#110e0b", light: "#f8f5ef" } as const;

function ThemeColor({ theme }: { readonly theme: "light" | "dark" | undefined }) {
  if (theme !== undefined) return <meta name="theme-color" content={BACKGROUND[theme]} />;
  return (
    <>
      <meta
        name="theme-color"
        media="(prefers-color-scheme: dark)"
        content={BACKGROUND.dark}
      />
      <meta
        name="theme-color"
        media="(prefers-color-scheme: light)"
        content={BACKGROUND.light}
      />
    </>
  );
}

/** The document around every page. The theme is in the first bytes, so nothing flashes. */
export default define.page(function App({ Component, state, url }) {
  const sheet = sectionSheet(url.pathname);
  return (
    <html lang="en" data-theme={fixedTheme(state)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>Encounter Tracker</title>
        {FONTS.map((name) => (
          <link
            key={name}
            rel="preload"
            href={`/fonts/${name}.woff2`}
            as="font"
            type="font/woff2"
            crossorigin="anonymous"
          />
        ))}
        {sheet !== undefined && <link rel="stylesheet" href={sheet} />}
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icons/apple-touch.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <ThemeColor theme={fixedTheme(state)} />
      </head>
      <body>
        <SignedInContext.Provider value={state.visitor?.account !== undefined}>
          <SellsContext.Provider value={state.services.limits.sells}>
            <Component />
          </SellsContext.Provider>
        </SignedInContext.Provider>
      </body>
    </html>
  );
});
