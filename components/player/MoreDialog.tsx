import { EffectBadge } from "@/components/player/InitiativeRow.tsx";
import { BasicIcon as Icon } from "@/components/ui/BasicIcon.tsx";
import { effectIcon } from "@/components/ui/effect_icon.ts";
import { sentence } from "@/components/player/format.ts";
import { CONDITIONS } from "@/lib/combat/vocabulary.ts";
import type { SeatProposal, SeatView } from "@/lib/contracts/player_view.ts";
import { DialogFrame } from "./DialogFrame.tsx";

/** What a player does less often: conditions, initiative, giving up the seat. */
export function MoreDialog({ seat, code, onSend, onClose }: {
  readonly seat: SeatView;
  readonly code: string;
  readonly onSend: (body: SeatProposal) => void;
  readonly onClose: () => void;
}) {
  const { own } = seat;
  const effects = Object.entries(own.effects);
  const has = new Set(effects.map(([, effect]) => effect.icon));
  const initiative = (event: Event) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const value = Number(new FormData(event.target).get("initiative"));
    if (Number.isInteger(value)) onSend({ kind: "initiative", value });
  };
  return (
    <DialogFrame title={own.name} onClose={onClose}>
      {effects.length > 0 && (
        <ul class="more-effects" aria-label="On you now">
          {effects.map(([id, effect]) => (
            <li key={id}>
              <EffectBadge effect={effect} />
              <button
                class="btn"
                type="button"
                aria-label={`End ${effect.name}`}
                onClick={() => onSend({ kind: "end-effect", effectId: id })}
              >
                End
              </button>
            </li>
          ))}
        </ul>
      )}
      <h3>Tell your DM that you are</h3>
      <div class="more-conditions">
        {CONDITIONS.filter((name) => !has.has(name)).map((name) => (
          <button
            key={name}
            class="btn"
            type="button"
            onClick={() => onSend({ kind: "effect", name })}
          >
            <Icon name={effectIcon(name)} />
            {sentence(name)}
          </button>
        ))}
      </div>
      <form class="action-bar-typed" onSubmit={initiative}>
        <label class="sr-only" for="initiative">Initiative you rolled</label>
        <input
          class="input"
          id="initiative"
          name="initiative"
          inputMode="numeric"
          autoComplete="off"
          pattern="-?[0-9]{1,2}"
          title="A whole number, such as 17"
          placeholder={own.initiative === undefined
            ? "Initiative you rolled"
            : `Initiative, now ${own.initiative}`}
          required
        />
        <button class="btn" type="submit">Send</button>
      </form>
      <form method="post" action={`/play/${code}`}>
        <button class="btn" type="submit" data-kind="bare" name="release" value="1">
          Give up this seat
        </button>
      </form>
    </DialogFrame>
  );
}
