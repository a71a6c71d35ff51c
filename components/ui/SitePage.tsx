import type { ComponentChildren } from "preact";
import { SiteFooter } from "@/components/ui/SiteFooter.tsx";
import { SiteHeader } from "@/components/ui/SiteHeader.tsx";
import type { ThemeChoice } from "@/components/ui/ThemeSwitch.tsx";

export interface SitePageProps {
  /** Path of the page, for the header's mark and the way back from the theme. */
  readonly path: string;
  readonly theme: ThemeChoice;
  readonly children: ComponentChildren;
}

/** Frame of every page around the fight: skip link, header, main, footer. */
export function SitePage({ path, theme, children }: SitePageProps) {
  return (
    <>
      <a class="skip" href="#main">Skip to the content</a>
      <SiteHeader path={path} />
      <main id="main" tabIndex={-1}>{children}</main>
      <SiteFooter path={path} theme={theme} />
    </>
  );
}
