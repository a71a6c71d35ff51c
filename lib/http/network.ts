/** Whom a limit counts as one. */

/** The eight groups of an IPv6 address; undefined for what is none. */
function groupsOf(address: string): readonly number[] | undefined {
  const [text = ""] = address.split("%");
  // An IPv4 address at the end is two groups.
  const four = /^(.*:)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  const [, head = "", ...parts] = four ?? [];
  const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number);
  if (Math.max(a, b, c, d) > 255) return undefined;
  const hex = (high: number, low: number) => (high * 256 + low).toString(16);
  const whole = four === null ? text : `${head}${hex(a, b)}:${hex(c, d)}`;
  const sides = whole.split("::");
  if (sides.length > 2) return undefined;
  const [left = [], right = []] = sides.map((side) => side === "" ? [] : side.split(":"));
  const missing = 8 - left.length - right.length;
  if (sides.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array<string>(sides.length === 1 ? 0 : missing).fill("0"), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16));
}

/** An IPv4 address in its one form; undefined for what is none. */
function fourOf(address: string): string | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  return parts?.every((part) => part <= 255) ? parts.join(".") : undefined;
}

/** Proxies write ports and brackets around addresses. */
function bare(address: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(address)?.[1];
  if (bracketed !== undefined) return bracketed;
  return /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address)?.[1] ?? address;
}

/**
 * The network of an address: an IPv4 address itself, of an IPv6 address the first `bits` bits. One
 * connection has a whole /64 of addresses, and a customer up to a /48. What is no address, as of a
 * socket without one, is "unknown".
 */
export function networkOf(address: string, bits: 48 | 64 = 64): string {
  const text = bare(address.trim());
  const four = fourOf(text);
  if (four !== undefined) return four;
  const groups = groupsOf(text);
  if (groups === undefined) return "unknown";
  const [g5 = 0, g6 = 0, g7 = 0] = groups.slice(5);
  // An IPv4 address that came through an IPv6 socket.
  if (groups.slice(0, 5).every((group) => group === 0) && g5 === 0xffff) {
    return [g6 >> 8, g6 & 255, g7 >> 8, g7 & 255].join(".");
  }
  const kept = groups.slice(0, bits / 16).map((group) => group.toString(16));
  return `${kept.join(":")}::/${bits}`;
}
