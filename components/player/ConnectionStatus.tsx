import type { Connection } from "@/lib/client/encounter/connection.ts";

/** The line to the table, said honestly. */
export function ConnectionStatus({ connection }: { readonly connection: Connection }) {
  const { kind, pending } = connection;
  return (
    <span class="connection" role="status" data-connection={STATES[kind]}>
      {kind === "live"
        ? "Live"
        : kind === "sending"
        ? "Sending"
        : kind === "offline"
        ? `No connection${pending > 0 ? `, ${pending} wait` : ""}`
        : "Not connected"}
    </span>
  );
}

const STATES = {
  live: undefined,
  sending: "queue",
  offline: "off",
  refused: "off",
  gone: "off",
} as const;
