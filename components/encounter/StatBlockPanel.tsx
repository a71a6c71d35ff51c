import type { ComponentChildren } from "preact";
import { FullTextEnd, FullTextNote } from "@/components/creatures/FullText.tsx";
import { fullTextOf, type FullTexts } from "@/lib/creatures/full_text.ts";
import type { ActionSpec, CombatBlock, NamedText } from "@/lib/combat/block.ts";
import type { Combatant, Effect, EncounterState, Id } from "@/lib/combat/state.ts";
import { Abilities } from "./Abilities.tsx";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { Badge, effectLook } from "./EffectBadge.tsx";
import { Action } from "./Action.tsx";
import { Facts } from "./Facts.tsx";
import { Icon } from "@/components/ui/Icon.tsx";
import { memo } from "@/components/ui/memo.ts";
import { Portrait } from "@/components/ui/Portrait.tsx";
import { Pips, poolPips } from "./Pips.tsx";
import { Spells } from "./Spells.tsx";
import { Vitals } from "./Vitals.tsx";
import { capital } from "@/components/ui/capital.ts";
import { fullName } from "@/lib/combat/lookup.ts";
import { clockText, plural } from "@/lib/combat/text.ts";
import { crText } from "@/lib/creatures/challenge_rating.ts";
import { effectDuration, nameOfId } from "./format.ts";

export interface StatBlockPanelProps {
  encounter: EncounterState;
  /** Full texts by stat block. */
  texts?: Readonly<Record<Id, FullTexts>>;
  /** A combatant, or a group: then the first of its members that is up. */
  id: Id | null;
  /** Id of the pending action. */
  live: string | null;
  after: ReadonlyMap<Id, number>;
}

/** "Huge dragon, CR 17, 18,000 XP", or who plays it. */
export function subtitle(encounter: EncounterState, creature: Combatant): string {
  const block = creature.blockId === null ? undefined : encounter.blocks[creature.blockId];
  const parts: string[] = [];
  if (block?.type !== undefined) parts.push(capital(`${block.size ?? ""} ${block.type}`.trim()));
  if (block?.cr !== undefined) parts.push(`CR ${crText(block.cr)}`);
  if (creature.xp > 0) parts.push(`${creature.xp.toLocaleString("en")} XP`);
  if (creature.level !== null) parts.push(`Level ${creature.level}`);
  const seat = Object.values(encounter.seats).find((candidate) =>
    candidate.combatantId === creature.id
  );
  if (seat !== undefined) parts.push(`${seat.player} plays on a phone`);
  return parts.join(", ");
}

function Part({ title, children }: { title: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="stat-block-part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function ActionList({ title, part, creature, actions, texts, live }: {
  title: ComponentChildren;
  /** What the source calls them. */
  part: string;
  creature: Combatant;
  texts: FullTexts | undefined;
  actions: readonly ActionSpec[] | undefined;
  live: string | null;
}) {
  if (actions === undefined || actions.length === 0) return null;
  return (
    <Part title={title}>
      {actions.map((action) => (
        <Action
          key={action.id}
          creature={creature}
          action={action}
          full={fullTextOf(texts, part, action.name)}
          live={live === action.id}
        />
      ))}
    </Part>
  );
}

function Traits({ traits, texts }: {
  traits: readonly NamedText[] | undefined;
  texts: FullTexts | undefined;
}) {
  if (traits === undefined || traits.length === 0) return null;
  return (
    <Part title="Traits">
      {traits.map((trait) => (
        <div class="action" key={trait.name}>
          <div>
            <div class="action-name">{trait.name}</div>
            <div class="action-text">{trait.text}</div>
            <FullTextNote text={fullTextOf(texts, "trait", trait.name)} />
          </div>
        </div>
      ))}
    </Part>
  );
}

function LegendaryTitle({ creature }: { creature: Combatant }) {
  const pool = creature.legendary;
  if (pool === null) return <>Legendary actions</>;
  return (
    <>
      Legendary actions{" "}
      <Pips
        round
        pips={poolPips(pool.max, pool.spent)}
        label={`${pool.max - pool.spent} of ${pool.max} left`}
      />
    </>
  );
}

/** All that the block brings; drawn again only when the creature or its block changes. */
const BlockParts = memo(function BlockParts({ creature, block, texts, live }: {
  creature: Combatant;
  block: CombatBlock;
  texts: FullTexts | undefined;
  live: string | null;
}) {
  const common = { creature, texts, live };
  return (
    <>
      <ActionList title="Actions" part="action" actions={block.actions} {...common} />
      <ActionList
        title="Bonus actions"
        part="bonus action"
        actions={block.bonusActions}
        {...common}
      />
      <ActionList
        title={<LegendaryTitle creature={creature} />}
        part="legendary action"
        actions={block.legendary?.actions}
        {...common}
      />
      <ActionList title="Reactions" part="reaction" actions={block.reactions} {...common} />
      <Spells creature={creature} casting={block.spellcasting} />
      <Traits traits={block.traits} texts={texts} />
      <ActionList
        title="Lair actions"
        part="lair action"
        actions={block.lair?.actions}
        {...common}
      />
      <FullTextEnd block={block} texts={texts} />
    </>
  );
});

function EffectLine({ encounter, owner, effect }: {
  encounter: EncounterState;
  owner: Combatant;
  effect: Effect;
}) {
  const { icon, tone } = effectLook(effect);
  const by = effect.sourceId === null ? "By hand" : `By ${nameOfId(encounter, effect.sourceId)}`;
  const held = effect.concentrationOf === null ? "" : ", who is concentrating";
  return (
    <li class="action">
      <div>
        <Badge icon={icon} tone={tone}>
          <b>{effect.name}</b> {effectDuration(encounter, effect, owner.id)}
        </Badge>
        <div class="action-text">{`${by}${held}. ${effect.reminder}`.trim()}</div>
      </div>
      <button
        type="button"
        class="btn"
        data-kind="bare"
        data-icon
        aria-label={`End ${effect.name}`}
        {...triggers({ do: "end-effect", id: owner.id, effectId: effect.id })}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

function Concentrating({ creature }: { creature: Combatant }) {
  if (creature.concentration === null) return null;
  const { name } = creature.concentration;
  return (
    <li class="action">
      <div>
        <Badge icon="concentration">
          <b>{name}</b> concentrating
        </Badge>
      </div>
      <button
        type="button"
        class="btn"
        data-kind="bare"
        data-icon
        aria-label={`End ${name}`}
        {...triggers({ do: "end-concentration", id: creature.id })}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

function Effects({ encounter, creature }: { encounter: EncounterState; creature: Combatant }) {
  if (creature.effects.length === 0 && creature.concentration === null) return null;
  return (
    <Part title="Effects">
      <ul>
        <Concentrating creature={creature} />
        {creature.effects.map((effect) => (
          <EffectLine key={effect.id} encounter={encounter} owner={creature} effect={effect} />
        ))}
      </ul>
    </Part>
  );
}

/** What it did and bore in this fight, and whether it still has its reaction. */
function ThisEncounter(
  { encounter, creature }: { encounter: EncounterState; creature: Combatant },
) {
  const { tally } = encounter;
  const turns = tally.turns[creature.id] ?? 0;
  const time = tally.turnTime[creature.id] ?? 0;
  return (
    <Part title="This fight">
      <dl class="facts">
        <dt>Dealt</dt>
        <dd>
          {tally.dealt[creature.id] ?? 0} {turns > 0 && `in ${plural(turns, "turn")}`}
        </dd>
        <dt>Taken</dt>
        <dd>{tally.taken[creature.id] ?? 0}</dd>
        {turns > 0 && (
          <>
            <dt>Time</dt>
            <dd>{clockText(time / turns)} a turn</dd>
          </>
        )}
        <dt>Reaction</dt>
        <dd>
          <button
            type="button"
            class="roll"
            aria-pressed={`${creature.reactionUsed}`}
            {...triggers({ do: "reaction", id: creature.id })}
          >
            {creature.reactionUsed ? "Used" : "Ready"}
          </button>
        </dd>
      </dl>
    </Part>
  );
}

/** The creature to show for an order entry: itself, or the first of a group that is up. */
export function creatureOf(encounter: EncounterState, id: Id | null): Combatant | undefined {
  if (id === null) return undefined;
  const group = encounter.groups[id];
  if (group === undefined) return encounter.combatants[id];
  const members = group.memberIds.flatMap((member) => encounter.combatants[member] ?? []);
  return members.find((member) => member.life === "up") ?? members[0];
}

function Heading(
  { encounter, id, creature }: { encounter: EncounterState; id: Id; creature: Combatant },
) {
  const now = encounter.activeId !== null &&
    (encounter.activeId === id || encounter.activeId === creature.groupId);
  const group = encounter.groups[id];
  const initiative = group?.initiative.value ?? creature.initiative.value;
  return (
    <header class="stat-block-head">
      <div class={now ? "stat-block-turn accent-text" : "stat-block-turn label"}>
        {now ? "Now" : "Waiting"}
        {initiative !== null && `, initiative ${initiative}`}
      </div>
      <div class="stat-block-title">
        <h2 id="stat-name">{group?.name ?? fullName(creature)}</h2>
        <button
          type="button"
          class="btn"
          data-kind="bare"
          data-icon
          aria-label={`More for ${group?.name ?? fullName(creature)}`}
          {...triggers({ do: "menu", id })}
        >
          <Icon name="more" />
        </button>
      </div>
      <div class="label">{subtitle(encounter, creature)}</div>
      <Portrait portrait={creature.portrait} size="card" />
    </header>
  );
}

/** The creature whose turn it is, or the one that is looked at. */
export function StatBlockPanel({ encounter, texts = {}, id, live, after }: StatBlockPanelProps) {
  const creature = creatureOf(encounter, id);
  if (creature === undefined || id === null) {
    return <p class="muted">Choose a creature in the order to see it here.</p>;
  }
  const block = creature.blockId === null ? undefined : encounter.blocks[creature.blockId];
  const place = creature.hp === null;
  return (
    <article class="stat-block" aria-labelledby="stat-name">
      <Heading encounter={encounter} id={id} creature={creature} />
      {!place && (
        <>
          <Vitals
            edition={encounter.edition}
            creature={creature}
            block={block}
            after={after.get(creature.id)}
          />
          <Abilities creature={creature} block={block} />
        </>
      )}
      <Effects encounter={encounter} creature={creature} />
      {block !== undefined && (
        <BlockParts
          creature={creature}
          block={block}
          texts={texts[block.id]}
          live={live}
        />
      )}
      <Facts creature={creature} block={block} />
      {!place && <ThisEncounter encounter={encounter} creature={creature} />}
    </article>
  );
}
