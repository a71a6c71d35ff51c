const SOMEWHERE = "http://local.invalid";

/**
 * `given` when it is a path of this site with its query, else `/`: no scheme, no host, nothing that
 * a browser would read as one ("//x", "/\x", a tab in between).
 */
export function localPath(given: string): string {
  // deno-lint-ignore no-control-regex -- browsers drop control characters before they read "//"
  if (!given.startsWith("/") || /[\\\u0000-\u001f]/.test(given)) return "/";
  const url = URL.parse(given, SOMEWHERE);
  if (url === null || url.origin !== SOMEWHERE || url.pathname.startsWith("//")) return "/";
  return url.pathname + url.search;
}
