/** Hit points as the server lets a player see them: figures, a bar, a word, or nothing. */
import type { HpView, LifeView } from "@/lib/contracts/player_view.ts";
import { Bar, hurtMark } from "@/components/ui/Bar.tsx";
import { sentence } from "./format.ts";

const LIFE_WORDS: Readonly<Record<LifeView, string>> = {
  dying: "Down",
  stable: "Stable",
  dead: "Dead",
  defeated: "Defeated",
};

export function HitPoints(
  { hp, life }: { readonly hp?: HpView | undefined; readonly life?: LifeView | undefined },
) {
  if (life) return <span class="wound">{LIFE_WORDS[life]}</span>;
  if (!hp) return <span />;
  if (hp.show === "words") return <span class="wound">{sentence(hp.wound)}</span>;
  if (hp.show === "bar") {
    return (
      <span class="hp" data-hurt={hurtMark(hp.share, 100)}>
        <span class="sr-only">{hp.share} % left</span>
        <Bar now={hp.share} max={100} />
      </span>
    );
  }
  return <ExactHp current={hp.current} max={hp.max} temp={hp.temp ?? 0} />;
}

/** "31/67" over its bar, with temporary hit points before it. */
export function ExactHp(
  { current, max, temp }: {
    readonly current: number;
    readonly max: number;
    readonly temp: number;
  },
) {
  return (
    <span class="hp" data-hurt={hurtMark(current, max)}>
      <span>
        {temp > 0 && (
          <span class="hp-temp">
            +{temp}
            <span class="sr-only">temporary</span>
            {" "}
          </span>
        )}
        <span class="hp-now">{current}</span>
        <span class="hp-max">/{max}</span>
      </span>
      <Bar now={current} max={max} temp={temp} />
    </span>
  );
}
