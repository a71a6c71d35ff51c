/** One entry of a fight's log: what one command brought about. Written once, never changed. */
import type { Actor, CommandType } from "@/lib/combat/commands.ts";
import type { CombatEvent } from "@/lib/combat/events.ts";
import type { Id, Instant } from "@/lib/combat/state.ts";

export interface LogEntry {
  /** 1, 2, 3 … without gaps within a fight. */
  readonly version: number;
  readonly commandId: Id;
  readonly commandType: CommandType;
  readonly actor: Actor;
  readonly at: Instant;
  /** Round after it; 0 before the first turn. */
  readonly round: number;
  readonly events: readonly CombatEvent[];
}
