import type { ComponentChildren } from "preact";
import type { PlayerView } from "@/lib/contracts/player_view.ts";
import { Portrait } from "@/components/ui/Portrait.tsx";
import { HitPoints } from "./HitPoints.tsx";
import { nameOf, portraitOf, standing, waitText } from "./format.ts";

/** Whose turn it is, and how long until one's own. `timer` is given from outside: it ticks. */
export function NowCard({ view, turns, timer }: {
  readonly view: PlayerView;
  readonly turns: number | undefined;
  readonly timer: ComponentChildren;
}) {
  const { table } = view;
  const active = table.active === undefined ? undefined : table.rows[table.active];
  if (table.status !== "running" || !active) {
    return (
      <section class="current-turn" data-quiet aria-labelledby="now-t" aria-live="polite">
        <h1 id="now-t">
          {table.status === "ended" ? "The fight is over" : "The fight begins soon"}
        </h1>
        <p class="muted">
          {table.status === "ended" ? "Your DM ended it." : "This page follows by itself."}
        </p>
      </section>
    );
  }
  return (
    <section class="current-turn" aria-labelledby="now-t" aria-live="polite">
      <div class="heading-line">
        <span class="current-turn-label">Now</span>
        {timer}
      </div>
      <h1 id="now-t">{nameOf(active)}</h1>
      <Portrait portrait={portraitOf(active)} size="card" />
      <div class="heading-line">
        <span class="muted">
          {standing(active) ?? <HitPoints hp={active.hp} life={active.life} />}
        </span>
        <span class="current-turn-wait push">{waitText(turns)}</span>
      </div>
    </section>
  );
}
