// What the time of an answer tells of who has an account: 500 sign-ins to an address that has one
// against 500 to one that has none, and the same for forgotten passwords and signing up.
import { PasswordReset } from "@/lib/auth/password_reset.ts";
import { Registration } from "@/lib/auth/registration.ts";
import { PasswordSignIn } from "@/lib/auth/sign_in.ts";
import { TakeOverGuest } from "@/lib/auth/take_over_guest.ts";
import { median, type Row, row } from "@/tasks/bench/row.ts";
import { KEYS, makeAccount, withAccounts } from "@/tests/help/account_services.ts";

const PAIRS = 500;
/** Milliseconds between the two medians. */
const BUDGET_MS = 3;
const KNOWN = "mara@example.org";
const PASSWORD = "three owls over the moor";

/** The medians' difference of `work` with a known and an unknown address, taken in turns. */
async function difference(
  pairs: number,
  work: (email: string, number: number) => Promise<unknown>,
): Promise<number> {
  const times: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
  for (let number = -5; number < pairs; number++) {
    for (
      const which of number % 2 === 0
        ? ["known", "unknown"] as const
        : ["unknown", "known"] as const
    ) {
      const email = which === "known" ? KNOWN : `nobody${number}@example.org`;
      const start = performance.now();
      await work(email, number);
      if (number >= 0) times[which].push(performance.now() - start);
    }
  }
  return Math.abs(median(times.known) - median(times.unknown));
}

export async function rows(): Promise<readonly Row[]> {
  const measured: Row[] = [];
  await withAccounts(async (room) => {
    await makeAccount(room, KNOWN, PASSWORD);
    const open = { allowed: true, remaining: 1, retryAfterMs: 0, source: "local" as const };
    const deps = { ...room.deps, limiter: { limit: () => Promise.resolve(open) } };
    const { documents, encounters } = room.store;
    const takeOver = new TakeOverGuest({
      documents,
      encounters,
      accounts: deps.accounts,
      now: deps.now,
    });
    const signIn = new PasswordSignIn(deps, KEYS);
    const reset = new PasswordReset(deps);
    const registration = new Registration(deps, takeOver);
    const note = (name: string, value: number, runs: number) =>
      measured.push(row({ name, value, unit: "ms", budget: BUDGET_MS, runs }));
    const attempt = { address: "a", device: undefined };
    note(
      "sign-in, known against unknown address, medians apart",
      await difference(
        PAIRS,
        (email) => signIn.check({ email, password: "wrong words here" }, attempt),
      ),
      PAIRS * 2,
    );
    note(
      "forgotten password, known against unknown address, medians apart",
      await difference(PAIRS, (email) => reset.ask(email, "a")),
      PAIRS * 2,
    );
    note(
      "sign-up, known against unknown address, medians apart",
      await difference(
        PAIRS,
        (email) => registration.begin({ email, password: PASSWORD, guestId: null }, "a"),
      ),
      PAIRS * 2,
    );
  });
  return measured;
}
