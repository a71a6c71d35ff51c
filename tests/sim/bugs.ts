/** Faults that can be planted into the simulated parts: what each breaks is what must be found. */
export const BUGS = {
  "append-without-fence": "the store takes an append whatever version its writer has seen",
  "append-without-command-check": "the store takes a command that is there already",
  "acknowledged-too-early": "the store answers before an append is kept, and fail-overs drop it",
  "half-an-append": "the store keeps only the first entry of an append",
  "stale-snapshot": "a snapshot is kept under a later version than its state has",
  "lost-wake-up": "wake-ups to other instances are lost and nobody looks by himself",
  "stale-reads": "reads are answered by a member that is far behind",
  "id-anew": "the balancer repeats a lost request under new command ids",
  "stream-from-now": "a stream that comes back goes on from now, not from what its reader has",
  "wrong-stream": "players are given the DM's stream",
} as const;
export type Bug = keyof typeof BUGS;

export function isBug(name: string): name is Bug {
  return Object.hasOwn(BUGS, name);
}
