import { maximumHp } from "@/lib/combat/maximum_hp.ts";
import type { EncounterState, Proposal } from "@/lib/combat/state.ts";
import { plural } from "@/lib/combat/text.ts";

function hpAfter(encounter: EncounterState, proposal: Proposal, change: number): string {
  const creature = encounter.combatants[proposal.combatantId];
  if (creature === undefined || creature.hp === null) return "";
  const { hp } = creature;
  const max = maximumHp(encounter, hp, creature.exhaustion);
  const after = change < 0
    ? Math.max(0, hp.current - Math.max(0, -change - hp.temp))
    : Math.min(max, hp.current + change);
  return `, ${hp.current} to ${after}`;
}

/** What a player says happened: "took 12 piercing, 71 to 59". */
export function proposalWords(encounter: EncounterState, proposal: Proposal): string {
  const { body } = proposal;
  switch (body.kind) {
    case "initiative":
      return `initiative ${body.value}`;
    case "damage": {
      const critical = body.critical === true ? " (critical)" : "";
      const type = body.type === undefined ? "" : ` ${body.type}`;
      return `took ${body.amount}${type}${critical}${hpAfter(encounter, proposal, -body.amount)}`;
    }
    case "heal":
      return `healed ${body.amount}${hpAfter(encounter, proposal, body.amount)}`;
    case "temporary":
      return `${body.amount} temporary hit points`;
    case "effect": {
      const name = body.effect.name ?? body.effect.condition ?? "an effect";
      return body.effect.rounds === undefined
        ? `has ${name}`
        : `has ${name} for ${plural(body.effect.rounds, "round")}`;
    }
    case "end-effect": {
      const owner = encounter.combatants[proposal.combatantId];
      const effect = owner?.effects.find((candidate) => candidate.id === body.effectId);
      return `${effect?.name ?? "the effect"} is over`;
    }
    case "death-save":
      return `death save, ${body.natural} on the die`;
    case "save":
      return `save ${body.total}`;
    case "end-turn":
      return "my turn is over";
  }
}
