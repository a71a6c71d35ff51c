import type { EncounterState } from "@/lib/combat/state.ts";
import { act } from "./action_attributes.ts";
import { Conn, type ConnProps } from "./ConnectionStatus.tsx";
import { Icon, type IconName } from "@/components/ui/Icon.tsx";
import { roundTitle, type Ticking, turnOf } from "./InitiativeHead.tsx";
import { plural } from "./format.ts";

export interface TopBarProps {
  fight: EncounterState;
  time: Ticking;
  conn: ConnProps;
  /** Join code; null until one was made. */
  code: string | null;
}

function Tool(
  { name, icon, does }: { name: string; icon: IconName; does: Parameters<typeof act>[0] },
) {
  return (
    <button
      type="button"
      class="btn"
      data-kind="bare"
      data-icon
      data-wide
      aria-label={name}
      {...act(does)}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Title, connection, code and the tools that are not needed every turn. */
export function TopBar({ fight, time, conn, code }: TopBarProps) {
  const phones = Object.keys(fight.seats).length;
  const share = code === null ? "Share with players" : `Share with players, code ${code}`;
  return (
    <header class="top">
      <button
        type="button"
        class="btn"
        data-kind="bare"
        data-icon
        aria-label="Menu"
        {...act("palette")}
      >
        <Icon name="menu" />
      </button>
      <div class="top-title">
        <h1>{fight.name}</h1>
        <span class="label" data-wide>{fight.edition} rules</span>
        <span class="label" data-narrow>
          {[roundTitle(fight), turnOf(fight)].filter((part) => part !== "").join(", ")}
          {fight.status === "running" && <>, {time}</>}
        </span>
      </div>
      <span class="push" />
      <Conn {...conn} />
      <button type="button" class="btn" data-kind="bare" aria-label={share} {...act("share")}>
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
