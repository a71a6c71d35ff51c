export type Pip = "up" | "hurt" | "down" | "used";

/** A short row of marks, one a creature or a use; the label says the count in words (empty: beside it). */
export function Pips({ pips, label, round }: {
  pips: readonly Pip[];
  label: string;
  /** Discs for uses and successes; bars for creatures and failures. */
  round?: boolean;
}) {
  return (
    <span
      class={round ? "pips dots" : "pips"}
      role={label === "" ? undefined : "img"}
      aria-label={label === "" ? undefined : label}
    >
      {pips.map((pip, at) => <span key={at} class="pip" data-s={pip} />)}
    </span>
  );
}

/** `full` marks up, the rest used. */
export function poolPips(max: number, spent: number, spentAs: Pip = "used"): Pip[] {
  return Array.from({ length: max }, (_, at) => at < max - spent ? "up" : spentAs);
}
