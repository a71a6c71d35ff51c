/**
 * How the line to the server is, as shown to a person: `live` in step; `sending` with changes on
 * their way; `offline` with changes kept until the line is back; `refused` when the server does
 * not accept this person any more; `gone` when the fight or code is not there any more.
 */
export type ConnectionKind = "live" | "sending" | "offline" | "refused" | "gone";

export interface Connection {
  readonly kind: ConnectionKind;
  /** Changes made here that the server has not acknowledged. */
  readonly pending: number;
}
