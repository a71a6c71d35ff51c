// `deno task passwords:build FILE`: makes the filter of breached passwords from a list with one
// password a line, such as the million of OWASP's SecLists (`10_million_password_list_top_1M.txt`).
import { filterBits, filterForm, type PasswordFilter } from "@/lib/auth/breached_passwords.ts";
import { PASSWORD_MIN } from "@/lib/auth/password_rules.ts";
import { ROOT } from "@/tasks/lib/files.ts";

const OUT = "lib/auth/data/breached_passwords.json";
/** With 17 hashes 24 bits a password let one other password in 100,000 through as known. */
const BITS_EACH = 24;
const HASHES = 17;

/** The filter over the long enough passwords of a list. */
export function passwordFilter(lines: Iterable<string>): PasswordFilter {
  const kept = new Set<string>();
  for (const line of lines) {
    const form = filterForm(line.trim());
    if ([...form].length >= PASSWORD_MIN) kept.add(form);
  }
  const bytes = new Uint8Array(Math.ceil((kept.size * BITS_EACH) / 8));
  for (const password of kept) {
    for (const at of filterBits(password, HASHES, bytes.length * 8)) {
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
    }
  }
  return { count: kept.size, hashes: HASHES, bits: bytes.toBase64() };
}

if (import.meta.main) {
  const [file] = Deno.args;
  if (file === undefined) {
    console.error("Usage: deno task passwords:build FILE");
    Deno.exit(64);
  }
  const filter = passwordFilter((await Deno.readTextFile(file)).split("\n"));
  await Deno.writeTextFile(ROOT + OUT, JSON.stringify(filter) + "\n");
  console.log(`${filter.count} passwords, ${Math.round(filter.bits.length / 1024)} kB`);
}
