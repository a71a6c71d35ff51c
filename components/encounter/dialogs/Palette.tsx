import { triggers } from "@/lib/actions/tracker_action.ts";
import { Dialog } from "@/components/ui/Dialog.tsx";
import type { DialogsProps, KeyRow } from "@/components/encounter/dialogs/props.ts";

/** Actions that have no key of their own. */
const OTHERS: readonly KeyRow[] = [
  { id: "settings", keys: [], label: "Settings of this fight" },
  { id: "view-as-player", keys: [], label: "See it as a player" },
  { id: "table-display", keys: [], label: "Table display" },
  { id: "theme", keys: [], label: "Light or dark" },
  { id: "rename", keys: [], label: "Rename the fight" },
  { id: "roll-initiative", keys: [], label: "Roll initiative for all" },
  { id: "end-fight", keys: [], label: "End the fight" },
  { id: "builder", keys: [], label: "Builder of this fight" },
  { id: "recap", keys: [], label: "Recap of this fight" },
  { id: "all-fights", keys: [], label: "All fights" },
];

const HIDDEN: ReadonlySet<string> = new Set(["digit", "apply", "escape", "palette"]);

/** What people call a command beside its name. */
const ALSO: Readonly<Record<string, string>> = {
  "all-fights": "encounters",
  area: "aoe fireball breath",
  damage: "hit hurt",
  defeat: "kill",
  effect: "condition",
  "end-fight": "finish stop",
  keys: "shortcuts help",
  "look-cursor": "stat block",
  next: "end turn",
  pause: "timer pause",
  "roll-initiative": "reroll",
  share: "code qr join invite",
  "table-display": "tv screen",
  theme: "dark mode",
  "view-as-player": "preview",
};

/** Commands that fit what is typed: those without a key first, who needs no hint for the others. */
export function paletteRows(rows: readonly KeyRow[], text: string): readonly KeyRow[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return [...OTHERS, ...rows].filter(({ id, label }) => {
    const names = `${label.toLowerCase()} ${ALSO[id] ?? ""}`;
    return !HIDDEN.has(id) && words.every((word) => names.includes(word));
  });
}

/** Every command by name: type a part of it, Enter. */
export function Palette({ keyRows, text, at }: DialogsProps) {
  const rows = paletteRows(keyRows, text);
  return (
    <Dialog title="All commands">
      <input
        class="input"
        aria-label="Find a command"
        data-field="dialog"
        autocomplete="off"
        placeholder="Write a part of its name"
        value={text}
        autofocus
      />
      <ul class="creature-list picks palette">
        {rows.map((row, index) => (
          <li key={row.id} data-on={index === at ? "" : undefined}>
            <button
              type="button"
              class="palette-item"
              {...triggers({ do: "command", name: row.id })}
            >
              <span>{row.label}</span>
              {row.keys[0] !== undefined && <kbd class="key">{row.keys[0].replace("+", " ")}</kbd>}
            </button>
          </li>
        ))}
      </ul>
      {rows.length === 0 && <p class="muted">No command is called so.</p>}
    </Dialog>
  );
}
