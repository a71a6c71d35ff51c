import { useEffect, useState } from "preact/hooks";
import { clockText } from "@/lib/combat/text.ts";
import type { TimerView } from "@/lib/contracts/player_view.ts";

/** Time of the running turn; ticks by itself, stands still while paused, never announced. */
export function TurnTimer({ timer, now, offset = 0 }: {
  readonly timer: TimerView | undefined;
  /** Server time at which the page was rendered, so that both sides write the same text. */
  readonly now: number;
  readonly offset?: number;
}) {
  const [time, setTime] = useState(now);
  useEffect(() => {
    if (!timer || timer.pausedAt !== undefined) return;
    const tick = () => setTime(Date.now() + offset);
    tick();
    const id = setInterval(tick, 500);
    return () => clearInterval(id);
  }, [timer, offset]);
  if (!timer) return null;
  const spent = (timer.pausedAt ?? time) - timer.startedAt - timer.pausedFor;
  const over = timer.limit !== undefined && spent > timer.limit * 1000;
  return (
    <span class="timer push" role="timer" aria-label="Turn time" data-over={over || undefined}>
      {clockText(spent)}
    </span>
  );
}
