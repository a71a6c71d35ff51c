import type { Prompt } from "@/lib/combat/state.ts";
import { type Pane, PANES, triggers } from "@/lib/actions/tracker_action.ts";
import { Icon } from "@/components/ui/Icon.tsx";
import { memo } from "@/components/ui/memo.ts";

const NAMES: Readonly<Record<Pane, string>> = {
  order: "Order",
  stat: "Creature",
  side: "Act",
  log: "Log",
};

/** One pane at a time on narrow screens. Links by name, so they work without scripts too. */
export const Tabs = memo(function Tabs({ pane, waiting }: { pane: Pane; waiting: number }) {
  return (
    <nav class="tabs" aria-label="Panels">
      {PANES.map((name) => (
        <button
          key={name}
          type="submit"
          form="screen-state"
          name="pane"
          value={name}
          data-tab={name}
          aria-current={`${pane === name}`}
          {...triggers({ do: "pane", pane: name })}
        >
          {NAMES[name]}
          {name === "side" && waiting > 0 && <span class="count">{waiting}</span>}
        </button>
      ))}
    </nav>
  );
});

/** The oldest prompt in one line over the tabs of a phone. */
export function PromptStrip({ prompts, text }: { prompts: readonly Prompt[]; text: string }) {
  if (prompts.length === 0) return null;
  const count = prompts.length === 1 ? "1 prompt" : `${prompts.length} prompts`;
  return (
    <button
      type="submit"
      form="screen-state"
      name="pane"
      value="side"
      class="action-strip"
      {...triggers({ do: "pane", pane: "side" })}
    >
      <Icon name="concentration" />
      <span class="action-strip-text">
        <b>{count}</b>, {text}
      </span>
      <span class="push">
        <Icon name="right" />
      </span>
    </button>
  );
}
