import type { EncounterState } from "@/lib/combat/state.ts";
import { type PlainAction, triggers } from "@/lib/actions/tracker_action.ts";
import { ConnectionStatus, type ConnectionStatusProps } from "./ConnectionStatus.tsx";
import { Icon, type IconName } from "@/components/ui/Icon.tsx";
import { roundTitle, type Ticking, turnOf } from "./InitiativeHead.tsx";
import { plural } from "@/lib/combat/text.ts";

export interface TopBarProps {
  encounter: EncounterState;
  time: Ticking;
  connection: ConnectionStatusProps;
  /** Join code; null until one was made. */
  code: string | null;
}

function Tool(
  { name, icon, does }: { name: string; icon: IconName; does: PlainAction },
) {
  return (
    <button
      type="button"
      class="btn"
      data-kind="bare"
      data-icon
      data-wide
      aria-label={name}
      {...triggers(does)}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Title, connection, code and the tools that are not needed every turn. */
export function TopBar({ encounter, time, connection, code }: TopBarProps) {
  const phones = Object.keys(encounter.seats).length;
  const share = code === null ? "Share with players" : `Share with players, code ${code}`;
  return (
    <header class="top-bar">
      <button
        type="button"
        class="btn"
        data-kind="bare"
        data-icon
        aria-label="Menu"
        {...triggers("palette")}
      >
        <Icon name="menu" />
      </button>
      <div class="top-title">
        <h1>{encounter.name}</h1>
        <span class="label" data-wide>{encounter.edition} rules</span>
        <span class="label" data-narrow>
          {[roundTitle(encounter), turnOf(encounter)].filter((part) => part !== "").join(", ")}
          {encounter.status === "running" && <>, {time}</>}
        </span>
      </div>
      <span class="push" />
      <ConnectionStatus {...connection} />
      <button type="button" class="btn" data-kind="bare" aria-label={share} {...triggers("share")}>
        <Icon name="qr" />
        {code !== null && <span class="code" data-wide>{code}</span>}
      </button>
      {phones > 0 && <span class="label" data-wide>{plural(phones, "phone")}</span>}
      <Tool name="See it as a player" icon="visible" does="view-as-player" />
      <Tool name="Light or dark" icon="sun" does="theme" />
      <Tool name="Keyboard shortcuts" icon="help" does="keys" />
    </header>
  );
}
