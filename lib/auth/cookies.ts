/** Cookies that prove who somebody is: names with the `__Host-` prefix wherever people come by https. */

/** The value of one cookie of a request. */
export function readCookie(headers: Headers, name: string): string | undefined {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at !== -1 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

export interface CookieOptions {
  /** Seconds; 0 removes it. Absent: until the browser is closed. */
  readonly maxAge?: number;
  readonly sameSite?: "Lax" | "Strict";
}

/** Names and writes the cookies of a site that is reached by https only, or also without. */
export class CookieJar {
  constructor(private readonly encrypted: boolean) {}

  /** `__Host-` lets no other host, path or plain connection set it. */
  name(bare: string): string {
    return this.encrypted ? `__Host-${bare}` : bare;
  }

  read(headers: Headers, bare: string): string | undefined {
    return readCookie(headers, this.name(bare));
  }

  /** A `Set-Cookie` value that no script can read. */
  set(bare: string, value: string, { maxAge, sameSite = "Lax" }: CookieOptions = {}): string {
    const age = maxAge === undefined ? "" : `; Max-Age=${maxAge}`;
    const secure = this.encrypted ? "; Secure" : "";
    return `${this.name(bare)}=${value}; Path=/${age}; HttpOnly; SameSite=${sameSite}${secure}`;
  }

  /** A `Set-Cookie` value that removes it. */
  remove(bare: string): string {
    return this.set(bare, "", { maxAge: 0 });
  }
}
