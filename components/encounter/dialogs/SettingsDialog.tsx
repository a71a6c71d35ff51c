import { EDITIONS, HP_DISPLAYS } from "@/lib/combat/vocabulary.ts";
import type { EncounterState, Settings } from "@/lib/combat/state.ts";
import { triggers } from "@/lib/actions/tracker_action.ts";
import { Dialog } from "@/components/ui/Dialog.tsx";

const HP_WORDS = { exact: "Exact", bar: "Bar", words: "Words", hidden: "Hidden" } as const;

function HpChoice({ settings, which, label }: {
  settings: Settings;
  which: "partyHp" | "monsterHp";
  label: string;
}) {
  return (
    <div class="setting">
      <span>{label}</span>
      <span class="segmented" role="group" aria-label={label}>
        {HP_DISPLAYS.map((how) => (
          <button
            key={how}
            type="button"
            aria-pressed={`${settings[which] === how}`}
            {...triggers({ do: "set-hit-points-shown", setting: which, how })}
          >
            {HP_WORDS[how]}
          </button>
        ))}
      </span>
    </div>
  );
}

const SWITCHES = [
  ["autoRollMonsters", "Roll monsters’ saves at once"],
  ["deathSaves", "Characters at 0 make death saves"],
  ["showMonsterAc", "Players see monsters’ armour class"],
  ["showTimerToPlayers", "Players see the clock"],
  ["showCodeOnTable", "The table display shows the code"],
  ["rerollEachRound", "Roll initiative again each round"],
] as const;

/** What this fight shows to players and rolls by itself. */
export function SettingsDialog({ encounter }: { encounter: EncounterState }) {
  const { settings } = encounter;
  return (
    <Dialog title="Settings of this fight">
      <div class="settings">
        <HpChoice settings={settings} which="partyHp" label="Players see the party’s hit points" />
        <HpChoice settings={settings} which="monsterHp" label="Players see monsters’ hit points" />
        <div class="setting">
          <span>Rules</span>
          <span class="segmented" role="group" aria-label="Rules">
            {EDITIONS.map((edition) => (
              <button
                key={edition}
                type="button"
                aria-pressed={`${encounter.edition === edition}`}
                {...triggers({ do: "edition", edition })}
              >
                {edition}
              </button>
            ))}
          </span>
        </div>
        {SWITCHES.map(([name, label]) => (
          <div class="setting" key={name}>
            <span>{label}</span>
            <button
              type="button"
              class="btn"
              role="switch"
              aria-checked={`${settings[name]}`}
              aria-label={label}
              {...triggers({ do: "set-switch", setting: name, on: !settings[name] })}
            >
              {settings[name] ? "On" : "Off"}
            </button>
          </div>
        ))}
      </div>
    </Dialog>
  );
}
