import type { ReadonlySignal } from "@preact/signals";
import { plural } from "@/lib/combat/text.ts";

/** How the line to the server is (the client's `Connection`). */
export interface ConnectionStatusProps {
  kind: "live" | "sending" | "offline" | "refused" | "gone";
  pending: number;
}

/** One short line that tells the truth about what is saved. */
export function connectionText({ kind, pending }: ConnectionStatusProps): string {
  switch (kind) {
    case "live":
      return "Saved";
    case "sending":
      return `${pending} to send`;
    case "offline":
      return pending === 0
        ? "No connection. Keep playing"
        : `No connection. Keep playing, ${plural(pending, "change")} ${
          pending === 1 ? "waits" : "wait"
        }`;
    case "refused":
      return "Signed out. Open the fight again";
    case "gone":
      return "This fight was deleted";
  }
}

const LOOK = {
  live: undefined,
  sending: "queue",
  offline: "off",
  refused: "off",
  gone: "off",
} as const;

/** The line by itself: when it changes, nothing around it is drawn again. */
export function LiveConnection(
  { connection }: { connection: ReadonlySignal<ConnectionStatusProps> },
) {
  return <ConnectionStatus {...connection.value} />;
}

/** Disc, dashed ring or square, with the words. */
export function ConnectionStatus(props: ConnectionStatusProps) {
  return <span class="connection" data-connection={LOOK[props.kind]}>{connectionText(props)}</span>;
}
