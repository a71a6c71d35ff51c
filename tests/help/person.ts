/** A browser without a window: keeps cookies and sends the page's origin. */
export class HttpPerson {
  readonly cookies = new Map<string, string>();

  constructor(readonly origin: string) {}

  /** The same person, with the same cookies, at another instance. */
  at(origin: string): HttpPerson {
    const same = new HttpPerson(origin);
    for (const [name, value] of this.cookies) same.cookies.set(name, value);
    return same;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("origin", this.origin);
    headers.set("sec-fetch-site", "same-origin");
    const cookies = [...this.cookies].map(([name, value]) => `${name}=${value}`);
    if (cookies.length > 0) headers.set("cookie", cookies.join("; "));
    const response = await fetch(this.origin + path, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  send(method: string, path: string, body?: unknown): Promise<Response> {
    if (body === undefined) return this.fetch(path, { method });
    return this.fetch(path, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }
}
