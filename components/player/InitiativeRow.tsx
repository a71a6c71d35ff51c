import type { EffectView, RowView } from "@/lib/contracts/player_view.ts";
import { HitPoints } from "./HitPoints.tsx";
import { Portrait } from "@/components/ui/Portrait.tsx";
import { SideMark } from "@/components/ui/SideMark.tsx";
import { BasicIcon as Icon } from "@/components/ui/BasicIcon.tsx";
import { effectIcon } from "@/components/ui/effect_icon.ts";
import { lasts, nameOf, portraitOf, standing } from "./format.ts";

/** Pictures of what is not a harm by itself. */
const NEUTRAL = new Set(["effect", "concentration", "invisible"]);

/** One effect as picture, name and how long it lasts. */
export function EffectBadge({ effect }: { readonly effect: EffectView }) {
  return (
    <span class="badge" data-tone={NEUTRAL.has(effect.icon) ? undefined : "harm"}>
      <Icon name={effectIcon(effect.icon)} />
      <b>{effect.name}</b> {lasts(effect)}
    </span>
  );
}

/** One row of the players' order. */
export function InitiativeRow({ row, mine, next }: {
  readonly row: RowView;
  readonly mine: boolean;
  readonly next: boolean;
}) {
  const effects = Object.entries(row.effects ?? {});
  const down = row.life === "dead" || row.life === "defeated";
  const group = standing(row);
  const notes = mine || effects.length > 0 || row.delaying || row.surprised;
  return (
    <li
      class="seat-row"
      data-me={mine || undefined}
      data-next={next || undefined}
      data-down={down || undefined}
    >
      <SideMark side={row.kind === "lair" ? "lair" : row.side} />
      <span class="name">
        <Portrait portrait={portraitOf(row)} size="row" /> {nameOf(row)}{" "}
        {next && <span class="label">Next</span>}
      </span>
      {group ? <span class="wound">{group}</span> : <HitPoints hp={row.hp} life={row.life} />}
      {notes && (
        <span class="row-notes">
          {mine && (
            <span class="badge">
              <b>You</b>
            </span>
          )}
          {row.delaying && <span class="badge">Waits</span>}
          {row.surprised && <span class="badge">Surprised</span>}
          {effects.map(([id, effect]) => <EffectBadge key={id} effect={effect} />)}
        </span>
      )}
    </li>
  );
}
