/** Everything of an account in this project's own file. */
import { combatBlock } from "@/lib/contracts/block.ts";
import { type Party, partySchema } from "@/lib/contracts/character.ts";
import { templateSchema } from "@/lib/contracts/plan.ts";
import { draftOf } from "@/lib/combat/draft_of.ts";
import type { Combatant, EncounterState } from "@/lib/combat/state.ts";
import type { ImportedEncounter, ImportedMember } from "@/lib/interchange/format.ts";
import type { StatBlock } from "@/lib/creatures/stat_block.ts";
import { OWN_FORMAT, OWN_VERSION } from "./schema.ts";

export interface OwnParts {
  readonly creatures?: readonly StatBlock[];
  readonly parties?: readonly Party[];
  readonly templates?: readonly { readonly id: string; readonly template: unknown }[];
  readonly encounters?: readonly ImportedEncounter[];
}

/** The file as text; `exportedAt` in ISO 8601. */
export function ownExport(parts: OwnParts, schemaUrl: string, exportedAt: string): string {
  const { creatures = [], parties = [], templates = [], encounters = [] } = parts;
  const file = {
    $schema: schemaUrl,
    format: OWN_FORMAT,
    version: OWN_VERSION,
    exportedAt,
    creatures,
    parties: parties.map((party) => partySchema.parse(party)),
    templates: templates.map(({ id, template }) => ({
      id,
      template: templateSchema.parse(template),
    })),
    encounters,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * A fight as it can be set up again: everybody with hit points, initiative, conditions and notes as they stand. Turn,
 * round, log, seats and code belong to the running fight and stay there.
 */
export function exportedEncounter(state: EncounterState): ImportedEncounter {
  const blocks = Object.values(state.blocks).filter((block) =>
    combatBlock.safeParse(block).success
  );
  const known = new Set(blocks.map(({ id }) => id));
  return {
    name: state.name,
    edition: state.edition,
    notes: state.notes,
    members: Object.values(state.combatants).map((combatant) => memberOf(combatant, known)),
    blocks,
  };
}

function memberOf(combatant: Combatant, known: ReadonlySet<string>): ImportedMember {
  const { hp, initiative } = combatant;
  const { blockId, ...draft } = draftOf(combatant);
  const conditions = combatant.effects.flatMap(({ condition, impliedBy }) =>
    condition === null || impliedBy !== null ? [] : [condition]
  );
  return {
    draft: {
      ...draft,
      ...blockId === undefined || !known.has(blockId) ? {} : { blockId },
      ...hp === null ? {} : { hp: { max: hp.max, current: hp.current, temp: hp.temp } },
      ...initiative.value === null ? {} : { initiative: initiative.value },
    },
    conditions: [...new Set(conditions)],
    exhaustion: combatant.exhaustion,
    effects: combatant.effects.filter(({ condition }) => condition === null).slice(0, 20).map((
      effect,
    ) => effect.name.slice(0, 80)),
  };
}
