import { useState } from "preact/hooks";
import { BasicIcon as Icon } from "@/components/ui/BasicIcon.tsx";
import { sentence } from "@/components/player/format.ts";
import type { OwnView, SeatProposal } from "@/lib/contracts/player_view.ts";
import { DAMAGE_TYPES, type DamageType } from "@/lib/combat/vocabulary.ts";
import { DialogFrame } from "./DialogFrame.tsx";

const MAX_DIGITS = 4;
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** Take damage, heal or gain temporary hit points: an amount, the result ahead, one button. */
export function AmountDialog({ own, mode, onSend, onClose }: {
  readonly own: OwnView;
  readonly mode: "damage" | "heal";
  readonly onSend: (body: SeatProposal) => void;
  readonly onClose: () => void;
}) {
  const [text, setText] = useState("");
  const [type, setType] = useState<DamageType | "">("");
  const [temporary, setTemporary] = useState(false);
  const amount = Number(text || "0");
  const kind = mode === "damage" ? "damage" : temporary ? "temporary" : "heal";
  const send = (event: Event) => {
    event.preventDefault();
    if (amount < 1) return;
    onSend(kind === "damage" ? { kind, amount, ...(type && { type }) } : { kind, amount });
  };
  const press = (key: string) =>
    setText((was) => (was + key).replace(/^0+/, "").slice(0, MAX_DIGITS));
  const choice = (item: boolean) => ({
    "aria-pressed": `${temporary === item}` as const,
    onClick: () => setTemporary(item),
  });
  return (
    <DialogFrame title={mode === "damage" ? "Take damage" : "Heal"} onClose={onClose}>
      <form class="stacked-form" onSubmit={send}>
        <div class="amount">
          <label class="sr-only" for="amount">Amount</label>
          <input
            id="amount"
            inputMode="none"
            autoComplete="off"
            placeholder="0"
            value={text}
            onInput={(e) => setText(e.currentTarget.value.replace(/\D/g, "").slice(0, MAX_DIGITS))}
          />
          <span class="muted">
            {kind === "damage" ? type : kind === "temporary" && "temporary"}
          </span>
          <output class="push muted">{ahead(own, kind, amount)}</output>
        </div>
        {mode === "damage"
          ? (
            <label class="field">
              Type
              <select
                class="input"
                value={type}
                onChange={(e) =>
                  setType(DAMAGE_TYPES.find((t) => t === e.currentTarget.value) ?? "")}
              >
                <option value="">Not known</option>
                {DAMAGE_TYPES.map((name) => (
                  <option key={name} value={name}>{sentence(name)}</option>
                ))}
              </select>
            </label>
          )
          : (
            <div class="segmented" role="group" aria-label="Kind">
              <button type="button" {...choice(false)}>Hit points</button>
              <button type="button" {...choice(true)}>Temporary</button>
            </div>
          )}
        <div class="number-pad" role="group" aria-label="Digits">
          {KEYS.map((key) => (
            <button key={key} type="button" onClick={() => press(key)}>{key}</button>
          ))}
          <button
            type="button"
            aria-label="Half"
            onClick={() => setText(String(Math.floor(amount / 2) || ""))}
          >
            ½
          </button>
          <button type="button" onClick={() => press("0")}>0</button>
          <button
            type="button"
            aria-label="Delete the last digit"
            onClick={() => setText((was) => was.slice(0, -1))}
          >
            <Icon name="undo" />
          </button>
        </div>
        <button
          class="btn"
          data-kind={mode === "damage" ? "harm" : "heal"}
          data-size="big"
          type="submit"
          disabled={amount < 1}
        >
          {kind === "damage"
            ? `Send ${amount} damage to your DM`
            : `Send ${amount} ${kind === "heal" ? "healing" : "temporary"}`}
        </button>
      </form>
    </DialogFrame>
  );
}

/** What it would come to, before resistances, which only the DM's side knows. */
function ahead(own: OwnView, kind: "damage" | "heal" | "temporary", amount: number): string {
  if (!own.hp || amount < 1) return "";
  const { current, max, temp } = own.hp;
  if (kind === "temporary") return amount > temp ? `+${temp} to +${amount}` : `keeps +${temp}`;
  if (kind === "heal") return `${current} to ${Math.min(max, current + amount)}`;
  return `${current} to ${Math.max(0, current - Math.max(0, amount - temp))}`;
}
