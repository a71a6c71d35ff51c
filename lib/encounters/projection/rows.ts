import { acOf } from "@/lib/combat/figures.ts";
import type { Combatant, Id } from "@/lib/combat/state.ts";
import { findGroup } from "@/lib/combat/lookup.ts";
import type { LifeView, MemberView, RowView, ViewId } from "@/lib/contracts/player_view.ts";
import { effectViews, type ProjectionContext } from "./effects.ts";
import { hpView, lifeView } from "./hit_points.ts";

function named(
  { redaction }: ProjectionContext,
  combatant: Combatant,
): Pick<MemberView, "name" | "label" | "portrait"> {
  const name = redaction.nameOf(combatant);
  if (name === undefined) return {};
  const label = combatant.label === "" ? undefined : redaction.text(combatant.label);
  const { portrait } = combatant;
  return {
    name,
    ...label === undefined ? {} : { label },
    // What it says may name somebody whom players do not know.
    ...portrait ? { portrait: { ...portrait, alt: redaction.text(portrait.alt) ?? "" } } : {},
  };
}

function figures(projection: ProjectionContext, combatant: Combatant): MemberView {
  const { settings } = projection.state;
  const party = combatant.side === "party";
  const hp = hpView(projection.state, combatant, party ? settings.partyHp : settings.monsterHp);
  const life = lifeView(combatant.life);
  const effects = effectViews(projection, combatant);
  // An effect that players do not see changes no figure that they do.
  const seen = combatant.effects.filter(({ hiddenFromPlayers }) => !hiddenFromPlayers);
  const ac = party || !settings.showMonsterAc ? null : acOf({ ...combatant, effects: seen });
  return {
    ...named(projection, combatant),
    ...combatant.color === null ? {} : { color: combatant.color },
    ...hp === undefined ? {} : { hp },
    ...life === undefined ? {} : { life },
    ...ac === null ? {} : { ac },
    ...Object.keys(effects).length === 0 ? {} : { effects },
  };
}

function single(projection: ProjectionContext, combatant: Combatant): RowView {
  const { value } = combatant.initiative;
  return {
    ...figures(projection, combatant),
    side: combatant.side,
    kind: combatant.kind,
    ...value === null ? {} : { initiative: value },
    ...combatant.delaying ? { delaying: true } : {},
    ...combatant.surprised ? { surprised: true } : {},
  };
}

/** A group is down when all of it that players see is down. */
function groupLife(members: readonly Combatant[]): LifeView | undefined {
  const [first, ...rest] = members.map((member) => lifeView(member.life));
  if (first === undefined) return undefined;
  return rest.every((life) => life !== undefined) ? first : undefined;
}

function together(
  projection: ProjectionContext,
  entryId: Id,
  shown: readonly Combatant[],
): RowView | undefined {
  const [first] = shown;
  const group = findGroup(projection.state, entryId);
  if (first === undefined || group === undefined) return undefined;
  const members: Record<ViewId, MemberView> = {};
  for (const member of shown) {
    members[projection.opaqueIds.hide(member.id)] = figures(projection, member);
  }
  const name = shown.some((combatant) => !combatant.nameHidden)
    ? projection.redaction.text(group.name)
    : undefined;
  const life = groupLife(shown);
  return {
    ...name === undefined ? {} : { name },
    side: first.side,
    kind: first.kind,
    ...group.initiative.value === null ? {} : { initiative: group.initiative.value },
    ...life === undefined ? {} : { life },
    ...shown.every((combatant) => combatant.delaying) ? { delaying: true } : {},
    ...shown.every((combatant) => combatant.surprised) ? { surprised: true } : {},
    members,
  };
}

/** One row of the order as players see it; undefined when they do not. */
export function rowView(projection: ProjectionContext, entryId: Id): RowView | undefined {
  const shown = projection.redaction.members(entryId);
  const alone = projection.state.combatants[entryId];
  if (alone) return shown.length > 0 ? single(projection, alone) : undefined;
  return together(projection, entryId, shown);
}
