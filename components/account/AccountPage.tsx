import type { ComponentChildren } from "preact";
import { Icon } from "@/components/ui/Icon.tsx";

/** The account's pages, in the order of their tabs. */
export const ACCOUNT_TABS = [
  { href: "/account", name: "Profile" },
  { href: "/account/security", name: "Security" },
  { href: "/account/sessions", name: "Sessions" },
  { href: "/account/plan", name: "Plan and usage" },
  { href: "/account/preferences", name: "Preferences" },
  { href: "/account/tokens", name: "API tokens" },
  { href: "/campaigns", name: "Campaigns" },
] as const;

export interface AccountPageProps {
  /** Path of the tab that is shown. */
  readonly path: string;
  readonly email: string;
  /** What was done just now. */
  readonly say?: string | undefined;
  readonly wrong?: string | undefined;
  readonly children: ComponentChildren;
}

/** Head and tabs of the account's pages. */
export function AccountPage({ path, email, say = "", wrong = "", children }: AccountPageProps) {
  return (
    <div class="wrap">
      <div class="page-head">
        <h1>Account</h1>
        <span class="muted">{email}</span>
        <span class="push" />
        <form method="post" action="/sign-out">
          <button class="btn" type="submit">Sign out</button>
        </form>
      </div>
      <nav class="segmented account-nav" aria-label="Account pages">
        {ACCOUNT_TABS.map(({ href, name }) => (
          <a key={href} href={href} aria-current={href === path ? "page" : "false"}>{name}</a>
        ))}
      </nav>
      {say !== "" && <p class="status-message" role="status">{say}</p>}
      {wrong !== "" && (
        <p class="field-error" role="alert">
          <Icon name="warning" />
          {wrong}
        </p>
      )}
      {children}
    </div>
  );
}
