import type { ComponentChildren } from "preact";
import { FullTextNote } from "@/components/creatures/FullText.tsx";
import { describeAction, describeTrait, limitText } from "@/lib/creatures/describe.ts";
import { signed } from "@/lib/combat/text.ts";
import { fullTextOf, type FullTexts } from "@/lib/creatures/full_text.ts";
import type { StatAction, StatBlock } from "@/lib/creatures/stat_block.ts";
import type { ActionSpec, Spellcasting } from "@/lib/combat/block.ts";

export function StatBlockPart({ title, note, children }: {
  title: string;
  note?: string;
  children: ComponentChildren;
}) {
  return (
    <section class="stat-block-part">
      <h2>
        {title}
        {note !== undefined && <span class="label">{note}</span>}
      </h2>
      {children}
    </section>
  );
}

function Line({ name, limit, text, full }: {
  name: string;
  limit: string;
  text: string;
  full?: string | undefined;
}) {
  return (
    <div class="action">
      <div>
        <div class="action-name">
          {name}
          {limit !== "" && <span class="label action-limit">{limit}</span>}
        </div>
        <div class="action-text">{text}</div>
        <FullTextNote text={full} />
      </div>
    </div>
  );
}

function Actions({ title, note, part, actions, texts }: {
  title: string;
  note?: string;
  /** What the source calls them. */
  part: string;
  texts: FullTexts | undefined;
  actions: readonly StatAction[];
}) {
  if (actions.length === 0) return null;
  return (
    <StatBlockPart title={title} {...note === undefined ? {} : { note }}>
      {actions.map((action) => (
        <Line
          key={action.id}
          name={action.name}
          limit={limitText(action)}
          text={describeAction(action)}
          full={fullTextOf(texts, part, action.name)}
        />
      ))}
    </StatBlockPart>
  );
}

function Spells({ casting }: { casting: Spellcasting | undefined }) {
  if (casting === undefined) return null;
  const note = [
    casting.dc === undefined ? "" : `DC ${casting.dc}`,
    casting.toHit === undefined ? "" : `${signed(casting.toHit)} to hit`,
  ].filter(Boolean).join(", ");
  return (
    <StatBlockPart title="Spells" {...note === "" ? {} : { note }}>
      {casting.groups.map((group) => (
        <Line key={group.label} name={group.label} limit="" text={group.spells.join(", ")} />
      ))}
    </StatBlockPart>
  );
}

/** A lair's actions are the fight's plain ones: the text is all there is. */
function Lair({ actions, texts }: {
  actions: readonly ActionSpec[] | undefined;
  texts: FullTexts | undefined;
}) {
  if (actions === undefined || actions.length === 0) return null;
  return (
    <StatBlockPart title="Lair, initiative 20">
      {actions.map((action) => (
        <Line
          key={action.id}
          name={action.name}
          limit=""
          text={describeAction(action)}
          full={fullTextOf(texts, "lair action", action.name)}
        />
      ))}
    </StatBlockPart>
  );
}

function legendaryNote({ uses, usesInLair }: NonNullable<StatBlock["legendary"]>): string {
  return `${uses} per round${usesInLair ? `, ${usesInLair} in its lair` : ""}`;
}

/** Traits and everything the creature does, in the order of the books. */
export function StatBlockActions(
  { block, texts }: { block: StatBlock; texts: FullTexts | undefined },
) {
  return (
    <>
      {block.traits.length > 0 && (
        <StatBlockPart title="Traits">
          {block.traits.map((trait) => (
            <Line
              key={trait.name}
              name={trait.name}
              limit={limitText(trait)}
              text={describeTrait(trait)}
              full={fullTextOf(texts, "trait", trait.name)}
            />
          ))}
        </StatBlockPart>
      )}
      <Spells casting={block.spellcasting} />
      <Actions title="Actions" part="action" actions={block.actions} texts={texts} />
      <Actions
        title="Bonus actions"
        part="bonus action"
        actions={block.bonusActions}
        texts={texts}
      />
      <Actions title="Reactions" part="reaction" actions={block.reactions} texts={texts} />
      {block.legendary && (
        <Actions
          title="Legendary actions"
          part="legendary action"
          texts={texts}
          note={legendaryNote(block.legendary)}
          actions={block.legendary.actions}
        />
      )}
      <Lair actions={block.lair?.actions} texts={texts} />
    </>
  );
}
