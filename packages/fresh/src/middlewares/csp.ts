import { internalsOf } from "../context.ts";
import type { Middleware } from "../types.ts";

export interface CSPOptions {
  /** Only report what the policy would block. */
  reportOnly?: boolean;
  /** Where browsers send their reports. */
  reportTo?: string;
  /** Own directives; they replace the default ones of the same name. */
  csp?: string[];
  /** Allow inline scripts and styles of rendered pages by a nonce instead of 'unsafe-inline'. */
  useNonce?: boolean;
}

const DEFAULTS = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];
const INLINE = /^(?:default|script|style)-src(?:-elem|-attr)?$/;

/** Sends a Content-Security-Policy. */
export function csp<State>(options: CSPOptions = {}): Middleware<State> {
  const own = options.csp ?? [];
  const names = new Set(own.map(nameOf));
  const directives = [...DEFAULTS.filter((d) => !names.has(nameOf(d))), ...own];
  if (options.reportTo !== undefined) {
    directives.push("report-to csp-endpoint", `report-uri ${options.reportTo}`);
  }
  const plain = directives.join("; ");
  const header = options.reportOnly
    ? "content-security-policy-report-only"
    : "content-security-policy";

  return async (ctx) => {
    const notes = internalsOf(ctx);
    if (options.useNonce) notes.wantsNonce = true;
    const res = await ctx.next();
    const policy = options.useNonce && notes.nonce !== null
      ? withNonce(directives, notes.nonce)
      : plain;
    return withHeaders(res, (headers) => {
      headers.set(header, policy);
      if (options.reportTo !== undefined) {
        headers.set(
          "reporting-endpoints",
          `csp-endpoint="${options.reportTo}"`,
        );
      }
    });
  };
}

function nameOf(directive: string): string {
  return directive.trim().split(/\s+/)[0]?.toLowerCase() ?? "";
}

function withNonce(directives: readonly string[], nonce: string): string {
  return directives.map((d) =>
    INLINE.test(nameOf(d)) ? d.replaceAll("'unsafe-inline'", `'nonce-${nonce}'`) : d
  ).join("; ");
}

/** Change headers; those of a fetched or redirect response are frozen, so it is copied. */
export function withHeaders(
  res: Response,
  change: (headers: Headers) => void,
): Response {
  try {
    change(res.headers);
    return res;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const copy = new Response(res.body, res);
    change(copy.headers);
    return copy;
  }
}
