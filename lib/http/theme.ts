import type { HttpContext, HttpState } from "@/lib/http/context.ts";
import { THEME_CHOICES, type ThemeChoice } from "@/components/ui/ThemeSwitch.tsx";

const ONE_YEAR = 31_536_000;

/** What a request knows about the look of its page. */
export interface ThemeState extends HttpState {
  /** What the person chose; "system" until then. */
  theme: ThemeChoice;
  /** True once the person chose, so that dark pages (fight, phone, table) stop insisting. */
  themeChosen: boolean;
  /** Set by pages that are dark until the person chooses otherwise. */
  darkPage: boolean;
}

/** The choice in a `Cookie` header; undefined when there is none that we know. */
export function chosenTheme(cookies: string | null): ThemeChoice | undefined {
  const value = /(?:^|;\s*)theme=([a-z]+)/.exec(cookies ?? "")?.[1];
  return THEME_CHOICES.find((choice) => choice === value);
}

/** Reads the choice once per request. */
export async function theme(
  ctx: HttpContext & { readonly state: ThemeState },
): Promise<Response> {
  const chosen = chosenTheme(ctx.req.headers.get("cookie"));
  ctx.state.theme = chosen ?? "system";
  ctx.state.themeChosen = chosen !== undefined;
  ctx.state.darkPage = false;
  return await ctx.next();
}

/** The `data-theme` of the page: fixed, or undefined to let the system decide. */
export function fixedTheme(state: ThemeState): "light" | "dark" | undefined {
  if (state.themeChosen) return state.theme === "system" ? undefined : state.theme;
  return state.darkPage ? "dark" : undefined;
}

/** The cookie that keeps a choice for a year. It says nothing secret and no script needs it. */
export function themeCookie(choice: ThemeChoice, encrypted: boolean): string {
  const parts = [`theme=${choice}`, "Path=/", `Max-Age=${ONE_YEAR}`, "SameSite=Lax", "HttpOnly"];
  return [...parts, ...encrypted ? ["Secure"] : []].join("; ");
}
