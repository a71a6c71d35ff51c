import type { ComponentChildren } from "preact";
import type { TableView } from "@/lib/contracts/player_view.ts";
import { Hp } from "./HitPoints.tsx";
import { PlayOrder } from "./PlayerInitiative.tsx";
import { nameOf, standing } from "./format.ts";

/** The table display for a TV: no controls, scaled by the screen. */
export function Wall({ table, timer, connection, join }: {
  readonly table: TableView;
  readonly timer: ComponentChildren;
  readonly connection: ComponentChildren;
  /** Code, address and QR picture; absent when the DM keeps the code off the screen. */
  readonly join?: ComponentChildren;
}) {
  const active = table.active === undefined ? undefined : table.rows[table.active];
  const running = table.status === "running" && active !== undefined;
  return (
    <main class="wall" data-quiet={running ? undefined : ""}>
      <section class="wall-now" aria-live="polite">
        <div class="now-label">{running ? "Now" : table.name}</div>
        <div class="wall-who">
          <h1>{active && running ? nameOf(active) : between(table)}</h1>
          {active && running && (
            <p class="muted">{standing(active) ?? <Hp hp={active.hp} life={active.life} />}</p>
          )}
          {running && timer}
        </div>
        {table.showCode && join}
      </section>
      <section class="wall-list" aria-label="Order from here">
        <header>
          <h2>{table.round > 0 ? `Round ${table.round}` : "The party"}</h2>
          {connection}
        </header>
        <PlayOrder table={table} />
      </section>
    </main>
  );
}

function between(table: TableView): string {
  return table.status === "ended" ? "The fight is over" : "The fight begins soon";
}
