import { type PlainAction, triggers } from "@/lib/actions/tracker_action.ts";
import { type ConnectionStatusProps, LiveConnection } from "./ConnectionStatus.tsx";
import { Icon, type IconName } from "@/components/ui/Icon.tsx";
import type { ReadonlySignal } from "@preact/signals";
import { memo } from "@/components/ui/memo.ts";
import type { Ticking } from "./InitiativeHead.tsx";
import type { Edition } from "@/lib/combat/vocabulary.ts";
import { plural } from "@/lib/combat/text.ts";

export interface TopBarProps {
  name: string;
  edition: Edition;
  /** "Round 3, turn 4 of 8". */
  when: string;
  running: boolean;
  /** Phones that have a seat. */
  phones: number;
  time: Ticking;
  connection: ReadonlySignal<ConnectionStatusProps>;
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
export const TopBar = memo(function TopBar(props: TopBarProps) {
  const { connection, code, phones, time } = props;
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
        <h1>{props.name}</h1>
        <span class="label" data-wide>{props.edition} rules</span>
        <span class="label" data-narrow>
          {props.when}
          {props.running && <>, {time}</>}
        </span>
      </div>
      <span class="push" />
      <LiveConnection connection={connection} />
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
});
