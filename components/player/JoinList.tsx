import type { TableView } from "@/lib/contracts/player_view.ts";
import { BasicIcon as Icon } from "@/components/ui/BasicIcon.tsx";
import { SideMark } from "@/components/ui/SideMark.tsx";

/**
 * "Who are you?" Plain forms: sitting down works before any script runs, and the page that comes
 * back is the player's own.
 */
export function JoinList({ table, code, watching }: {
  readonly table: TableView;
  readonly code: string;
  /** Has chosen to watch: the list becomes a way back. */
  readonly watching: boolean;
}) {
  const characters = Object.entries(table.claimable);
  if (watching) {
    return (
      <footer class="action-bar">
        <a class="btn" href={`/play/${code}`}>Sit down as a character</a>
      </footer>
    );
  }
  return (
    <section class="join-list">
      <h1>Who are you?</h1>
      {characters.length === 0 && (
        <p>Nobody to play yet. Your DM adds the party, then they appear here by themselves.</p>
      )}
      <form method="post" action={`/play/${code}`} class="picks">
        {characters.map(([id, character]) => (
          <button
            key={id}
            type="submit"
            class="pick"
            name="character"
            value={id}
            disabled={character.taken === true}
          >
            <SideMark side="party" />
            <span class="name">{character.name}</span>
            {character.taken ? <span>Taken</span> : <Icon name="right" />}
          </button>
        ))}
      </form>
      <a class="btn" data-kind="bare" data-size="big" href={`/play/${code}?watch`}>Only watch</a>
    </section>
  );
}
