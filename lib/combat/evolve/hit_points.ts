/** Damage, healing, temporary hit points, death saves. Differences are folded in, not totals. */
import { setBody } from "../body.ts";
import type { Draft } from "../draft.ts";
import type { EventOf, EventType } from "../events.ts";
import { findCombatant } from "../lookup.ts";
import type { HitPoints, Id } from "../state.ts";
import { damageBody } from "@/lib/combat/body_damage.ts";
import type { Handlers } from "./handlers.ts";
import { count } from "./tally.ts";

type HitPointEvents = Extract<
  EventType,
  | "DamageDealt"
  | "Healed"
  | "TemporaryGranted"
  | "HitPointsSet"
  | "MaximumChanged"
  | "LifeChanged"
  | "DeathSaveRecorded"
  | "DeathSavesSet"
>;

function hpOf({ state }: Draft, id: Id): HitPoints | null {
  return findCombatant(state, id)?.hp ?? null;
}

/** Struck anew, not as it was when it was decided: another hit may have been undone since. */
function dealDamage(draft: Draft, { hits, sourceId, critical }: EventOf<"DamageDealt">): void {
  const sums: [Id, number][] = [];
  for (const { id, damage } of hits) {
    const target = findCombatant(draft.state, id);
    const hp = target?.hp;
    if (!target || !hp) continue;
    const { absorbed, lost, ...fall } = damageBody(
      draft.state,
      { ...target, hp },
      damage,
      critical,
    );
    const after = { ...hp, current: hp.current - lost, temp: hp.temp - absorbed };
    setBody(draft, id, { hp: after, ...fall });
    sums.push([id, absorbed + lost]);
  }
  count(draft, "taken", sums);
  if (sourceId !== null) {
    count(draft, "dealt", [[sourceId, sums.reduce((sum, [, amount]) => sum + amount, 0)]]);
  }
}

export const hitPointHandlers: Handlers<HitPointEvents> = {
  DamageDealt: dealDamage,
  Healed(draft, { heals, sourceId }) {
    for (const { id, gained } of heals) {
      const hp = hpOf(draft, id);
      if (hp) setBody(draft, id, { hp: { ...hp, current: hp.current + gained } });
    }
    const total = heals.reduce((sum, { gained }) => sum + gained, 0);
    if (sourceId !== null) count(draft, "healed", [[sourceId, total]]);
  },
  TemporaryGranted(draft, { grants }) {
    for (const { id, after } of grants) {
      const hp = hpOf(draft, id);
      if (hp) setBody(draft, id, { hp: { ...hp, temp: after } });
    }
  },
  HitPointsSet(draft, { id, after }) {
    setBody(draft, id, { hp: after });
  },
  MaximumChanged(draft, { changes, amount }) {
    for (const { id, gained = null } of changes) {
      const hp = hpOf(draft, id);
      if (!hp) continue;
      const current = hp.current + (gained ?? (hp.current > 0 ? Math.max(0, amount) : 0));
      setBody(draft, id, { hp: { ...hp, maxBonus: hp.maxBonus + amount, current } });
    }
  },
  LifeChanged(draft, { id, life, hp: current }) {
    const hp = hpOf(draft, id);
    if (hp === null || current === null) setBody(draft, id, { life });
    else setBody(draft, id, { life, hp: { ...hp, current } });
  },
  DeathSaveRecorded(draft, { id, successes, failures, life }) {
    const hp = hpOf(draft, id);
    setBody(draft, id, {
      life,
      deathSaves: { successes, failures },
      ...(life === "up" && hp && { hp: { ...hp, current: Math.max(1, hp.current) } }),
    });
  },
  DeathSavesSet(draft, { id, successes, failures, life }) {
    setBody(draft, id, { life, deathSaves: { successes, failures } });
  },
};
