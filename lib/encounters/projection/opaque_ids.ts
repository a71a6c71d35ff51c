import { createHmac } from "node:crypto";
import type { Id } from "@/lib/combat/state.ts";
import type { ViewId } from "@/lib/contracts/player_view.ts";

/**
 * Names for players, made from the fight's own ids with a key that never leaves the server: they
 * cannot be counted, sorted by age or guessed from one another, and stay the same after a restart.
 */
export class OpaqueIds {
  readonly #known = new Map<Id, ViewId>();

  constructor(private readonly key: Uint8Array, private readonly encounterId: Id) {}

  /** The players' name of `id`; 44 bits, and it starts with a letter so that order is kept. */
  hide(id: Id): ViewId {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const digest = createHmac("sha256", this.key).update(`${this.encounterId}\n${id}`).digest();
    const letter = String.fromCharCode(97 + (digest[0] ?? 0) % 26);
    const masked = letter + digest.subarray(1, 6).toString("base64url");
    this.#known.set(id, masked);
    return masked;
  }

  /** The one of `candidates` that players know as `masked`. */
  find(masked: ViewId, candidates: Iterable<Id>): Id | undefined {
    for (const id of candidates) if (this.hide(id) === masked) return id;
    return undefined;
  }
}
