import { jwtVerify, SignJWT } from "jose";
import type { z } from "zod";
import { keysFor, type SigningKeys } from "@/lib/auth/keys.ts";

/**
 * Signed notes that a browser carries from one step to the next: who has passed the password and
 * owes a code, which challenge was given. One class of note never passes for another.
 */
export class Tickets<Claims extends Record<string, unknown>> {
  readonly #ring: SigningKeys;

  constructor(
    private readonly options: {
      readonly keys: SigningKeys;
      /** Which class of notes; each has keys of its own. */
      readonly purpose: string;
      readonly schema: z.ZodType<Claims>;
      readonly seconds: number;
      /** Milliseconds since the epoch. */
      readonly now: () => number;
    },
  ) {
    this.#ring = keysFor(options.keys, `tickets: ${options.purpose}`);
  }

  get seconds(): number {
    return this.options.seconds;
  }

  write(claims: Claims): Promise<string> {
    const at = Math.floor(this.options.now() / 1_000);
    const { kid, bytes } = this.#ring.current;
    return new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid })
      .setAudience(this.options.purpose).setIssuedAt(at)
      .setExpirationTime(at + this.options.seconds).sign(bytes);
  }

  /** What a note says; undefined when it is not ours, changed or too old. */
  async read(text: string | undefined): Promise<Claims | undefined> {
    if (text === undefined) return undefined;
    try {
      const { payload } = await jwtVerify(text, ({ kid }) => {
        const key = this.#ring.keys.find((signingKey) => signingKey.kid === kid);
        if (key === undefined) throw new RangeError("Cannot verify: the key is not ours");
        return key.bytes;
      }, {
        algorithms: ["HS256"],
        audience: this.options.purpose,
        requiredClaims: ["exp"],
        currentDate: new Date(this.options.now()),
      });
      return this.options.schema.safeParse(payload).data;
    } catch {
      return undefined;
    }
  }
}
