import { type HttpContext, withHeaders } from "@/lib/http/context.ts";

export interface SecurityOptions {
  /** True where the site is only ever reached by https. */
  readonly encrypted: boolean;
  /** Another origin that pages send files to; absent where it is the site's own. */
  readonly uploadOrigin?: string | undefined;
  /** Where Stripe's pages are in tests; absent where they are Stripe's own. */
  readonly payOrigin?: string | undefined;
}

const TWO_YEARS = 63_072_000;
const NONCE = /'nonce-([\w+/=-]+)'/;

const PERMISSIONS = [
  "camera=()",
  "display-capture=()",
  "geolocation=()",
  "microphone=()",
  "payment=()",
  "usb=()",
].join(", ");

/** The policy of a page. Without a nonce not a single inline script or style runs. */
export function pagePolicy(
  nonce: string | undefined,
  options: SecurityOptions,
  mode: "development" | "production" = "production",
): string {
  const inline = nonce === undefined ? "" : ` 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    `script-src 'self'${inline}`,
    `style-src 'self'${inline}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${options.uploadOrigin === undefined ? "" : ` ${options.uploadOrigin}`}`,
    `form-action 'self' ${
      options.payOrigin ?? "https://checkout.stripe.com https://billing.stripe.com"
    }`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // No text becomes a script or markup: `worker` names the one script that a page starts. Vite's
    // own client, in development, draws its overlay by such texts.
    ...mode === "production" ? ["require-trusted-types-for 'script'", "trusted-types worker"] : [],
    ...options.encrypted ? ["upgrade-insecure-requests"] : [],
  ].join("; ");
}

/** The policy for whatever is not a page: nothing of it may act as one. */
function otherPolicy(type: string): string {
  // A service worker lives under the policy of its own script and has to fetch.
  if (type.includes("javascript")) return "default-src 'self'; frame-ancestors 'none'";
  return "default-src 'none'; frame-ancestors 'none'";
}

/** What is only ever saved: should a browser show it in spite of that, it may do nothing. */
const DOWNLOAD_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** What is never shown as a page by itself needs no rules for pages; a first visit loads many. */
function isFile(type: string): boolean {
  return /^(?:font\/|image\/png)|^text\/(?:css|javascript)/.test(type);
}

/**
 * Sets the security headers of every answer. The nonce is the one that the framework put on the
 * page's scripts: it names it in the policy that its own `csp()` set, which is replaced here.
 */
export function securityHeaders(
  options: SecurityOptions,
): (ctx: Pick<HttpContext, "config" | "next">) => Promise<Response> {
  return async (ctx) => {
    const response = await ctx.next();
    return withHeaders(response, (headers) => {
      const type = headers.get("content-type") ?? "";
      const isPage = type.includes("text/html");
      const nonce = NONCE.exec(headers.get("content-security-policy") ?? "")?.[1];
      const policy = isPage ? pagePolicy(nonce, options, ctx.config.mode) : otherPolicy(type);
      // A service worker can change; what never changes is only ever a part of a page.
      const lasting = headers.get("cache-control")?.includes("immutable") === true;
      if (!lasting) headers.set("content-security-policy", policy);
      if (headers.get("content-disposition")?.startsWith("attachment")) {
        headers.set("content-security-policy", DOWNLOAD_POLICY);
      }
      headers.set("x-content-type-options", "nosniff");
      headers.set("cross-origin-resource-policy", "same-origin");
      if (!isFile(type)) {
        headers.set("referrer-policy", "strict-origin-when-cross-origin");
        headers.set("cross-origin-opener-policy", "same-origin");
        headers.set("permissions-policy", PERMISSIONS);
      }
      if (options.encrypted) {
        headers.set("strict-transport-security", `max-age=${TWO_YEARS}; includeSubDomains`);
      }
      // A page carries a nonce and perhaps a person's data: no cache may keep it for others.
      if (isPage && !headers.has("cache-control")) {
        headers.set("cache-control", "private, no-cache");
      }
    });
  };
}
