import { useContext } from "preact/hooks";
import { SignedInContext } from "@/components/account/signed_in.ts";
import { Icon } from "@/components/ui/Icon.tsx";

const PLACES = [
  { href: "/encounters", name: "Fights" },
  { href: "/bestiary", name: "Bestiary" },
  { href: "/parties", name: "Parties" },
] as const;

/** The bar over every page around the fight. */
export function SiteHeader({ path }: { readonly path: string }) {
  return (
    <header>
      <nav class="site" aria-label="Site">
        <a class="mark" href="/" aria-label="Encounter Tracker">
          <Icon name="mark" />
          <span class="mark-name">Encounter Tracker</span>
        </a>
        {PLACES.map(({ href, name }) => (
          <a key={href} href={href} aria-current={isWithin(path, href) ? "page" : undefined}>
            {name}
          </a>
        ))}
        <CampaignsLink path={path} />
        <span class="push" />
        <AccountLink path={path} />
      </nav>
    </header>
  );
}

/** Only accounts have campaigns. Narrow screens find them among the account's pages. */
function CampaignsLink({ path }: { readonly path: string }) {
  if (!useContext(SignedInContext)) return null;
  return (
    <a
      href="/campaigns"
      data-roomy
      aria-current={isWithin(path, "/campaigns") ? "page" : undefined}
    >
      Campaigns
    </a>
  );
}

function AccountLink({ path }: { readonly path: string }) {
  const [href, name] = useContext(SignedInContext)
    ? ["/account", "Account"] as const
    : ["/sign-in", "Sign in"] as const;
  return <a href={href} aria-current={isWithin(path, href) ? "page" : undefined}>{name}</a>;
}

function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}
