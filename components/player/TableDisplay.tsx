import type { ComponentChildren } from "preact";
import type { TableView } from "@/lib/contracts/player_view.ts";
import { Portrait } from "@/components/ui/Portrait.tsx";
import { HitPoints } from "./HitPoints.tsx";
import { PlayerInitiative } from "./PlayerInitiative.tsx";
import { nameOf, portraitOf, standing } from "./format.ts";

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
  return (
    <main class="table-display" data-quiet={running ? undefined : ""}>
      <section class="table-now" aria-live="polite">
        <div class="current-turn-label">{running ? "Now" : table.name}</div>
        <div class="table-who">
          {active && running && <Portrait portrait={portraitOf(active)} size="table" />}
          <h1>{active && running ? nameOf(active) : between(table)}</h1>
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

function between(table: TableView): string {
  return table.status === "ended" ? "The fight is over" : "The fight begins soon";
}
