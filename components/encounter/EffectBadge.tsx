import type { ComponentChildren } from "preact";
import type { Effect } from "@/lib/combat/state.ts";
import type { Condition } from "@/lib/combat/vocabulary.ts";
import { CONDITION_ICONS } from "@/components/ui/effect_icon.ts";
import { Icon, type IconName } from "@/components/ui/Icon.tsx";
import { effectNote } from "./format.ts";

/** Conditions that help the one who has them. */
const KIND: ReadonlySet<Condition> = new Set(["invisible"]);

export type Tone = "harm" | "heal";

/** A small mark in a row: icon, name, note. */
export function Badge({ icon, tone, children }: {
  icon?: IconName | undefined;
  tone?: Tone | undefined;
  children: ComponentChildren;
}) {
  return (
    <span class="badge" data-tone={tone}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </span>
  );
}

/** Icon and tone of an effect; what is no condition gets a shield. */
export function effectLook(effect: Effect): { icon: IconName; tone: Tone | undefined } {
  if (effect.condition === null) {
    return { icon: effect.concentrationOf === null ? "shield" : "concentration", tone: undefined };
  }
  return {
    icon: CONDITION_ICONS[effect.condition],
    tone: KIND.has(effect.condition) ? undefined : "harm",
  };
}

/** An effect as a row shows it. */
export function EffectBadge({ effect }: { effect: Effect }) {
  const { icon, tone } = effectLook(effect);
  const note = effectNote(effect);
  return (
    <Badge icon={icon} tone={tone}>
      <b>{effect.name}</b>
      {note !== "" && ` ${note}`}
    </Badge>
  );
}
