/** Replaced by the build with the build's id. */
declare const __FRESH_BUILD_ID__: string | undefined;

const KEY = "__frsh_c";

/** The id of the build, "" where there is none. */
export const BUILD_ID = typeof __FRESH_BUILD_ID__ === "string" ? __FRESH_BUILD_ID__ : "";

/**
 * The address of a static file with the build's key, under which it may be cached forever.
 * Addresses that do not start with one "/" pass unchanged.
 */
export function asset(path: string): string {
  if (
    BUILD_ID === "" || !path.startsWith("/") || path.startsWith("//") ||
    path.includes(KEY)
  ) {
    return path;
  }
  const hash = path.indexOf("#");
  const end = hash < 0 ? path.length : hash;
  const sep = path.slice(0, end).includes("?") ? "&" : "?";
  return `${path.slice(0, end)}${sep}${KEY}=${BUILD_ID}${path.slice(end)}`;
}

/** {@link asset} for every address of a `srcset`. */
export function assetSrcSet(srcset: string): string {
  return srcset.replace(
    /(^|,\s*)([^\s,]+)/g,
    (_, before, path) => before + asset(path),
  );
}
