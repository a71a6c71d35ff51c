import type { ComponentChildren } from "preact";
import { describeAction, describeTrait, limitText, signed } from "@/lib/bestiary/describe.ts";
import type { StatAction, StatBlock } from "@/lib/bestiary/stat_block.ts";
import type { ActionSpec, Spellcasting } from "@/lib/combat/block.ts";

export function SheetPart({ title, note, children }: {
  title: string;
  note?: string;
  children: ComponentChildren;
}) {
  return (
    <section class="part">
      <h2>
        {title}
        {note !== undefined && <span class="label">{note}</span>}
      </h2>
      {children}
    </section>
  );
}

function Line({ name, limit, text }: { name: string; limit: string; text: string }) {
  return (
    <div class="deed">
      <div>
        <div class="deed-name">
          {name}
          {limit !== "" && <span class="label deed-limit">{limit}</span>}
        </div>
        <div class="deed-text">{text}</div>
      </div>
    </div>
  );
}

function Deeds({ title, note, actions }: {
  title: string;
  note?: string;
  actions: readonly StatAction[];
}) {
  if (actions.length === 0) return null;
  return (
    <SheetPart title={title} {...note === undefined ? {} : { note }}>
      {actions.map((action) => (
        <Line
          key={action.id}
          name={action.name}
          limit={limitText(action)}
          text={describeAction(action)}
        />
      ))}
    </SheetPart>
  );
}

function Spells({ casting }: { casting: Spellcasting | undefined }) {
  if (casting === undefined) return null;
  const note = [
    casting.dc === undefined ? "" : `DC ${casting.dc}`,
    casting.toHit === undefined ? "" : `${signed(casting.toHit)} to hit`,
  ].filter(Boolean).join(", ");
  return (
    <SheetPart title="Spells" {...note === "" ? {} : { note }}>
      {casting.groups.map((group) => (
        <Line key={group.label} name={group.label} limit="" text={group.spells.join(", ")} />
      ))}
    </SheetPart>
  );
}

/** A lair's actions are the fight's plain ones: the text is all there is. */
function Lair({ actions }: { actions: readonly ActionSpec[] | undefined }) {
  if (actions === undefined || actions.length === 0) return null;
  return (
    <SheetPart title="Lair, initiative 20">
      {actions.map((one) => (
        <Line key={one.id} name={one.name} limit="" text={describeAction(one)} />
      ))}
    </SheetPart>
  );
}

function legendaryNote({ uses, usesInLair }: NonNullable<StatBlock["legendary"]>): string {
  return `${uses} per round${usesInLair ? `, ${usesInLair} in its lair` : ""}`;
}

/** Traits and everything the creature does, in the order of the books. */
export function SheetDeeds({ block }: { block: StatBlock }) {
  return (
    <>
      {block.traits.length > 0 && (
        <SheetPart title="Traits">
          {block.traits.map((trait) => (
            <Line
              key={trait.name}
              name={trait.name}
              limit={limitText(trait)}
              text={describeTrait(trait)}
            />
          ))}
        </SheetPart>
      )}
      <Spells casting={block.spellcasting} />
      <Deeds title="Actions" actions={block.actions} />
      <Deeds title="Bonus actions" actions={block.bonusActions} />
      <Deeds title="Reactions" actions={block.reactions} />
      {block.legendary && (
        <Deeds
          title="Legendary actions"
          note={legendaryNote(block.legendary)}
          actions={block.legendary.actions}
        />
      )}
      <Lair actions={block.lair?.actions} />
    </>
  );
}
