import type { ComponentChildren } from "preact";
import type { Id } from "@/lib/combat/state.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { HitPointNumbers, hurt, type ShownHitPoints } from "./HitPoints.tsx";

/** Where a row stands in the round. */
export type RowState = "now" | "next" | "acted" | "wait";

export interface Standing {
  state: RowState;
  /** Key that targets it; empty: no key, only the box; null: it cannot be a target. */
  digit: string | null;
  target: boolean;
  /** The keyboard's cursor stands here. */
  cursor: boolean;
  /** It is being dragged, or the dragged row would land after it. */
  drag?: "drag" | "drop" | undefined;
}

/** "Now" or "Next" in brass. */
export function Tag({ state }: { state: RowState }) {
  if (state === "now") return <span class="row-tag">Now</span>;
  return state === "next" ? <span class="row-tag">Next</span> : null;
}

/** Opens the creature; without scripts the page comes back with it opened. */
export function NameButton({ id, children }: { id: Id; children: ComponentChildren }) {
  return (
    <button
      type="submit"
      class="row-name"
      form="screen-state"
      name="look"
      value={id}
      {...triggers({ do: "look", id })}
    >
      {children}
    </button>
  );
}

/** The box that makes it a target, with its key. */
export function MarkButton({ id, name, digit, target }: {
  id: Id;
  name: string;
  digit: string;
  target: boolean;
}) {
  return (
    <button
      type="submit"
      class="row-mark"
      form="screen-state"
      name="target"
      value={id}
      aria-pressed={`${target}`}
      aria-label={digit === "" ? `Target ${name}` : `${digit}, target ${name}`}
      {...triggers({ do: "target", id })}
    >
      <span>{digit}</span>
    </button>
  );
}

/** Value of a mark that is there or not: an empty attribute, or none. */
export function flag(on: boolean | undefined): "" | undefined {
  return on === true ? "" : undefined;
}

/** Attributes that every row has, from where it stands. */
export function standing({ state, cursor, drag }: Standing) {
  return {
    "data-state": state === "next" ? "wait" : state,
    "data-cursor": flag(cursor),
    "data-drag": flag(drag === "drag"),
    "data-drop": flag(drag === "drop"),
    "aria-current": state === "now" ? "step" as const : undefined,
  };
}

/** The roll that gave a row its place. */
export function InitiativeCell({ value }: { value: number | null }) {
  return (
    <span class="row-init">
      <span class="sr-only">Initiative</span>
      {value ?? "–"}
    </span>
  );
}

export function ArmourCell({ value }: { value: number | null }) {
  return (
    <span class="row-ac">
      {value !== null && (
        <>
          <span class="sr-only">AC</span>
          {value}
        </>
      )}
    </span>
  );
}

/** Hit points, as the button that opens the pad for them. */
export function HpButton({ id, hp, after }: {
  id: Id;
  hp: ShownHitPoints;
  after?: number | undefined;
}) {
  return (
    <button
      type="submit"
      class="hp"
      form="screen-state"
      name="hp"
      value={id}
      title="Change hit points"
      data-hurt={hurt(hp)}
      {...triggers({ do: "hit-points", id })}
    >
      <HitPointNumbers hp={hp} after={after} />
    </button>
  );
}
