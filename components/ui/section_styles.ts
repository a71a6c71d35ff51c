/**
 * Which style sheet a page has besides assets/styles.css. Sections share one, so that a phone
 * loads no rule of a page that it does not show, and each is linked by its address: it needs
 * nothing of the framework. `fresh.config.ts` writes the built names, with their hash, in here.
 */
const SECTIONS: readonly (readonly [pathname: RegExp, sheet: string])[] = [
  [/^\/$/, "/assets/pages/landing.css"],
  [/^\/(?:join|play)(?:\/|$)/, "/assets/pages/player.css"],
  [/^\/encounters\/[^/]+\/?$/, "/assets/pages/tracker.css"],
  [/^\/(?:bestiary|encounters|parties)(?:\/|$)/, "/assets/pages/library.css"],
  [/^\/(?:import|export|privacy)(?:\/|$)/, "/assets/pages/import.css"],
  [
    /^\/(?:account|billing|campaigns|dev|forgotten-password|invitations)(?:\/|$)/,
    "/assets/pages/account.css",
  ],
  [
    /^\/(?:pricing|reset-password|sign-in|sign-up)(?:\/|$)/,
    "/assets/pages/account.css",
  ],
  [/^\/recovery(?:\/|$)/, "/assets/pages/account.css"],
  [/^\/ops(?:\/|$)/, "/assets/pages/ops.css"],
];

/** The address of the style sheet of the page at `pathname`; undefined where there is none. */
export function sectionSheet(pathname: string): string | undefined {
  return SECTIONS.find(([section]) => section.test(pathname))?.[1];
}
