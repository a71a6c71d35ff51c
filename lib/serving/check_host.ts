/** A name or an IPv6 address in brackets, with or without a port. */
const HOST = /^(?:[\w.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * Answers 400 when the address of a request cannot be read: its `Host` holds more than a name and
 * a port, which would end as a part of the path, or as a fault in whoever reads the address.
 */
export function checkHost<Info>(
  fetch: (request: Request, info: Info) => Response | Promise<Response>,
): (request: Request, info: Info) => Response | Promise<Response> {
  return (request, info) => {
    const host = request.headers.get("host");
    if ((host === null || HOST.test(host)) && URL.canParse(request.url)) {
      return fetch(request, info);
    }
    return new Response("Bad request: the Host header is not a name with a port.\n", {
      status: 400,
      headers: {
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
      },
    });
  };
}
