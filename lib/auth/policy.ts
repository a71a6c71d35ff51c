/**
 * Who may do what. `GRANTS` says which roles may do something to a thing, `ROUTES` says what each
 * address asks for. A middleware holds every request against `ROUTES`, use cases ask `may` about
 * the thing itself. `deno task check` stops at an address that is not in the table.
 */

/** Who somebody is to a thing: its owner, or what a campaign makes them. */
export const ROLES = ["owner", "co-dm", "viewer", "player"] as const;
export type Role = typeof ROLES[number];

/** What can be done to a thing, and who may. For everybody else the thing is not there. */
export const GRANTS = {
  /** Read a fight as its DM sees it: state, log, stream, what players see. */
  "encounter.view": ["owner", "co-dm", "viewer"],
  /** Run and build a fight: commands, its plan, its code for players. */
  "encounter.run": ["owner", "co-dm"],
  /** Decide over the fight as a whole: put away, delete, bring back, copy. */
  "encounter.keep": ["owner"],
  "party.view": ["owner", "co-dm", "viewer"],
  "party.change": ["owner", "co-dm"],
  /** Delete a party or a creature, bring it back, copy it, make it the default. */
  "party.keep": ["owner"],
  /** A creature that somebody made. Built-in ones are everybody's. */
  "creature.view": ["owner", "co-dm", "viewer"],
  "creature.change": ["owner", "co-dm"],
  "creature.keep": ["owner"],
  "picture.change": ["owner"],
  "campaign.view": ["owner", "co-dm", "viewer", "player"],
  /** Name, settings, members, invitations, what is in it. */
  "campaign.change": ["owner"],
  "campaign.leave": ["co-dm", "viewer", "player"],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type Grant = keyof typeof GRANTS;

/** Whether somebody of this role may; undefined is somebody who has nothing to do with the thing. */
export function may(role: Role | undefined, grant: Grant): boolean {
  const roles: readonly Role[] = GRANTS[grant];
  return role !== undefined && roles.includes(role);
}

/**
 * Who an address lets in, where it does not name a thing of somebody's:
 * - `anybody`: guests and people without a cookie too; what is listed there is their own
 * - `account`: whoever is signed in; `proof`: and has just proven who they are
 * - `admin`: an account with that role; for others the address is not there
 * - `operator`: whoever may see the operations' figures; for others it is not there
 * - `code`: whoever has a fight's code; `seat`: and sits in a seat of it
 * - `signature`: a program that signs what it sends, or whoever has a link with a secret in it
 * - `development`: nobody where letters are sent for real
 */
export const DOORS = [
  "anybody",
  "account",
  "proof",
  "admin",
  "operator",
  "code",
  "seat",
  "signature",
  "development",
] as const;
export type Door = typeof DOORS[number];

/** What a request asks for: to come in by a door, or to do something to the thing it names. */
export type RouteRule = Door | Grant;

const BY_LINK = { GET: "signature", POST: "signature" } as const;
const READ_AND_SEND = { GET: "anybody", POST: "anybody" } as const;

/** Every address with the methods that it takes. */
export const ROUTES: Readonly<Record<string, Readonly<Record<string, RouteRule>>>> = {
  "/": { GET: "anybody" },
  "/offline": { GET: "anybody" },
  "/privacy": { GET: "anybody" },
  "/theme": { POST: "anybody" },
  "/join": { GET: "anybody" },
  "/schemas/:name": { GET: "anybody" },
  "/pictures/:file": { GET: "anybody" },
  "/health": { GET: "operator" },
  "/livez": { GET: "anybody" },
  "/readyz": { GET: "anybody" },
  "/dev/mail": { GET: "development" },

  "/sign-up": READ_AND_SEND,
  "/sign-up/sent": { GET: "anybody" },
  "/sign-up/finish": BY_LINK,
  "/sign-in": READ_AND_SEND,
  "/sign-in/code": READ_AND_SEND,
  "/sign-in/passkey/options": { POST: "anybody" },
  "/sign-in/passkey/verify": { POST: "anybody" },
  "/sign-in/provider": { GET: "anybody" },
  "/sign-in/provider/callback": { GET: "signature" },
  "/sign-out": { POST: "anybody" },
  "/forgotten-password": READ_AND_SEND,
  "/reset-password": BY_LINK,
  "/account/confirm-email": { GET: "account", POST: "account" },
  "/account": { GET: "account", POST: "account" },
  "/account/prove": { GET: "account", POST: "account" },
  "/account/preferences": { GET: "account", POST: "account" },
  "/account/plan": { GET: "account", POST: "account" },
  "/account/invoices": { GET: "account" },
  "/account/change-plan": { GET: "proof", POST: "proof" },
  "/pricing": { GET: "anybody" },
  "/billing/success": { GET: "account" },
  "/billing/cancelled": { GET: "anybody" },
  "/account/sessions": { GET: "account", POST: "account" },
  "/account/tokens": { GET: "proof", POST: "proof" },
  "/account/security": { GET: "proof", POST: "proof" },
  "/account/codes": { GET: "proof", POST: "proof" },
  "/account/passkeys/options": { POST: "proof" },
  "/account/passkeys/verify": { POST: "proof" },

  "/campaigns": { GET: "account", POST: "account" },
  "/campaigns/:id": { GET: "campaign.view", POST: "campaign.change" },
  "/campaigns/:id/leave": { POST: "campaign.leave" },
  "/invitations": { GET: "signature", POST: "account" },

  "/recovery": READ_AND_SEND,
  "/recovery/open": BY_LINK,
  "/encounters": READ_AND_SEND,
  "/encounters/:id": { GET: "encounter.view", POST: "encounter.run" },
  "/encounters/:id/build": { GET: "encounter.run", POST: "encounter.run" },
  "/encounters/:id/summary": { GET: "encounter.view", POST: "encounter.run" },
  "/parties": READ_AND_SEND,
  "/parties/:id": { GET: "party.view", POST: "party.change" },
  "/parties/:id/characters/:character": { GET: "party.change", POST: "party.change" },
  "/bestiary": { GET: "anybody" },
  "/bestiary/new": READ_AND_SEND,
  "/bestiary/:slug": { GET: "creature.view" },
  "/bestiary/:slug/add": { POST: "creature.view" },
  "/bestiary/:slug/edit": { GET: "creature.change", POST: "creature.change" },
  "/import": READ_AND_SEND,
  "/export": { GET: "anybody" },
  "/export/:file": { GET: "anybody" },
  "/export/creature/:slug": { GET: "creature.view" },

  "/play": { GET: "anybody" },
  "/play/:code": { GET: "code", POST: "code" },

  "/ops": { GET: "operator" },
  "/ops/silences": { POST: "operator" },
  "/ops/runbooks/:name": { GET: "anybody" },
  "/metrics": { GET: "operator" },
  // Signing in asks for the token itself; signing out only takes a cookie away.
  "/ops/sign-in": { POST: "anybody" },
  "/ops/sign-out": { POST: "anybody" },
  "/ops/acknowledge": { GET: "signature", POST: "signature" },
  "/ops/pagerduty": { POST: "signature" },

  "/api/v1/account/plan-stream": { GET: "account" },
  "/api/v1/webhooks/stripe": { POST: "signature" },
  "/api/v1/openapi.json": { GET: "anybody" },
  "/api/v1/browser-errors": { POST: "anybody" },
  "/api/v1/creatures": { GET: "anybody" },
  "/api/v1/creatures/:slug": { GET: "creature.view" },
  "/api/v1/pictures": READ_AND_SEND,
  // The form's own signed fields say whose picture it is.
  "/api/v1/pictures/upload": { POST: "signature" },
  "/api/v1/pictures/:picture": { POST: "picture.change", DELETE: "picture.change" },
  "/api/v1/pictures/:picture/finish": { POST: "picture.change" },
  "/api/v1/import": { POST: "anybody" },
  "/api/v1/encounters": READ_AND_SEND,
  "/api/v1/encounters/:id": { GET: "encounter.view", DELETE: "encounter.keep" },
  "/api/v1/encounters/:id/restore": { POST: "encounter.keep" },
  "/api/v1/encounters/:id/duplicate": { POST: "encounter.keep" },
  "/api/v1/encounters/:id/archive": { POST: "encounter.keep", DELETE: "encounter.keep" },
  "/api/v1/encounters/:id/commands": { POST: "encounter.run" },
  "/api/v1/encounters/:id/log": { GET: "encounter.view" },
  "/api/v1/encounters/:id/export": { GET: "encounter.view" },
  "/api/v1/encounters/:id/stream": { GET: "encounter.view" },
  "/api/v1/encounters/:id/preview": { GET: "encounter.view" },
  "/api/v1/encounters/:id/share": { POST: "encounter.run", DELETE: "encounter.run" },
  "/api/v1/play/:code": { GET: "code" },
  "/api/v1/play/:code/stream": { GET: "code" },
  "/api/v1/play/:code/seat": { POST: "code", DELETE: "code" },
  "/api/v1/play/:code/proposals": { POST: "seat" },
};

/** What a request to an address asks for; undefined where the table does not have it. */
export function ruleOf(pattern: string, method: string): RouteRule | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  const methods = Object.hasOwn(ROUTES, pattern) ? ROUTES[pattern] : undefined;
  return methods !== undefined && Object.hasOwn(methods, asked) ? methods[asked] : undefined;
}

/** What a token for programs may do; nothing beside. */
export const SCOPES = ["encounters:read", "encounters:write", "creatures:read"] as const;
export type Scope = typeof SCOPES[number];

/** What a token needs for an address; undefined where tokens open nothing. */
export function scopeOf(pattern: string, method: string): Scope | undefined {
  const reads = method === "GET" || method === "HEAD";
  if (/^\/api\/v1\/encounters(?:\/|$)/.test(pattern)) {
    return reads ? "encounters:read" : "encounters:write";
  }
  return reads && /^\/api\/v1\/creatures(?:\/|$)/.test(pattern) ? "creatures:read" : undefined;
}
