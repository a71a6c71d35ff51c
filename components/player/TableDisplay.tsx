import type { ComponentChildren } from "preact";
import type { TableView } from "@/lib/contracts/player_view.ts";
import { Portrait } from "@/components/ui/Portrait.tsx";
import { HitPoints } from "./HitPoints.tsx";
import { PlayerInitiative } from "./PlayerInitiative.tsx";
import { nameOf, portraitOf, standing } from "./format.ts";

/** So many rows fit on every screen; of more the last in sight fades out. */
const MOST_IN_SIGHT = 7;

/** The table display for a TV: no controls, scaled by the screen. */
export function TableDisplay({ table, timer, connection, join }: {
  readonly table: TableView;
  readonly timer: ComponentChildren;
  readonly connection: ComponentChildren;
  /** Code, address and QR picture; absent when the DM keeps the code off the screen. */
  readonly join?: ComponentChildren;
}) {
  const active = table.active === undefined ? undefined : table.rows[table.active];
  const running = table.status === "running" && active !== undefined;
  const title = active && running ? nameOf(active) : between(table);
  return (
    <main
      class="table-display"
      data-quiet={running ? undefined : ""}
      data-many={table.order.length > MOST_IN_SIGHT ? "" : undefined}
    >
      <section class="table-now" aria-live="polite">
        <div class="current-turn-label">{running ? "Now" : table.name}</div>
        <div class="table-who">
          {active && running && <Portrait portrait={portraitOf(active)} size="table" />}
          <h1 data-length={lengthOf(title)}>{title}</h1>
          {active && running && (
            <p class="muted">
              {standing(active) ?? <HitPoints hp={active.hp} life={active.life} />}
            </p>
          )}
          {running && timer}
        </div>
        {table.showCode && join}
      </section>
      <section class="table-list" aria-label="Order from here">
        <header>
          <h2>{table.round > 0 ? `Round ${table.round}` : "The party"}</h2>
          {connection}
        </header>
        <PlayerInitiative table={table} />
      </section>
    </main>
  );
}

/** How large a name can be written so that it fits, whoever has the turn. */
function lengthOf(title: string): "long" | "longest" | undefined {
  return title.length > 48 ? "longest" : title.length > 22 ? "long" : undefined;
}

function between(table: TableView): string {
  return table.status === "ended" ? "The fight is over" : "The fight begins soon";
}
