import { useContext } from "preact/hooks";
import { SellsContext } from "@/components/account/signed_in.ts";
import { type ThemeChoice, ThemeSwitch } from "@/components/ui/ThemeSwitch.tsx";

export interface SiteFooterProps {
  readonly path: string;
  readonly theme: ThemeChoice;
}

/** Attribution, the theme, and what is for programs. */
export function SiteFooter({ path, theme }: SiteFooterProps) {
  const sells = useContext(SellsContext);
  return (
    <footer class="foot">
      <span>
        Monster figures from the System Reference Document 5.1 and 5.2, Wizards of the Coast LLC, CC
        BY 4.0.
      </span>
      <div class="foot-end push">
        <nav aria-label="Small print">
          {sells && <a href="/pricing">Plans</a>}
          <a href="/import">Import</a>
          <a href="/export">Export</a>
          <a href="/api/v1/openapi.json">API</a>
          <a href="/privacy">Privacy</a>
        </nav>
        <ThemeSwitch chosen={theme} path={path} />
      </div>
    </footer>
  );
}
