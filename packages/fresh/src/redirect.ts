/**
 * A safe value for a Location header. Browsers drop tabs and line breaks, strip leading blanks
 * and read "\" as "/", so that "/\evil.example" or "/<TAB>/evil.example" would leave the origin:
 * a target that begins with a slash of either kind therefore keeps exactly one there, and none
 * is doubled in its path. Other targets pass unchanged.
 */
export function safeLocation(target: string): string {
  const clean = target.replace(/^[\p{Cc} ]+/u, "").replace(
    /[\t\n\r]/g,
    "",
  );
  if (!/^[/\\]/.test(clean)) return headerSafe(clean);
  const end = clean.search(/[?#]/);
  const path = end < 0 ? clean : clean.slice(0, end);
  const rest = end < 0 ? "" : clean.slice(end);
  return headerSafe(path.replace(/[/\\]+/g, "/") + rest);
}

/** Header values hold Latin-1 without control characters: all else is percent-encoded. */
function headerSafe(value: string): string {
  // half of a character pair has no encoding: it becomes the replacement character
  return value.toWellFormed().replace(/\p{Cc}|[^\u0020-\u00ff]+/gu, (c) => encodeURI(c));
}
