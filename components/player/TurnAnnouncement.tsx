import { useEffect } from "preact/hooks";
import { pageTitle } from "@/components/player/format.ts";
import type { PlayerView } from "@/lib/contracts/player_view.ts";

/** Tells a phone that lies on the table: by its title, and by a short buzz when the turn comes. */
export function TurnAnnouncement({ view, turns, mine }: {
  readonly view: PlayerView;
  readonly turns: number | undefined;
  readonly mine: boolean;
}) {
  const title = pageTitle(view, turns);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    if (mine) navigator.vibrate?.(150);
  }, [mine]);
  return null;
}
