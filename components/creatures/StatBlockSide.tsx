import { capital } from "@/components/ui/capital.ts";
import { Icon } from "@/components/ui/Icon.tsx";
import type { StatBlock, Summary } from "@/lib/creatures/stat_block.ts";
import { isBuiltIn } from "./StatBlock.tsx";

/** A fight of the visitor's that a creature may join. */
export interface EncounterChoice {
  readonly id: string;
  readonly name: string;
}

export interface StatBlockSideProps {
  readonly block: StatBlock;
  readonly own: boolean;
  readonly otherEdition: Summary | undefined;
  readonly kin: readonly Summary[];
  readonly encounters: readonly EncounterChoice[];
}

/** One press adds it: to the newest fight, or to a new one where there is none. */
function AddForm({ block, encounters }: Pick<StatBlockSideProps, "block" | "encounters">) {
  return (
    <form class="add-form" method="post" action={`/bestiary/${block.slug}/add`}>
      {encounters.length > 0 && (
        <div class="field">
          <label for="encounter">Fight</label>
          <select class="input" id="encounter" name="encounter">
            {encounters.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
            <option value="">A new fight</option>
          </select>
        </div>
      )}
      <div class="field add-count">
        <label for="count">How many</label>
        <input
          class="input"
          id="count"
          name="count"
          type="number"
          min={1}
          max={50}
          value={1}
          inputmode="numeric"
        />
      </div>
      <button type="submit" class="btn" data-kind="turn" data-size="big">
        {encounters.length > 0 ? "Add to the fight" : "Start a fight with it"}
      </button>
    </form>
  );
}

function Facts({ block, otherEdition, kin }: Omit<StatBlockSideProps, "own" | "encounters">) {
  return (
    <dl class="facts side-facts">
      <dt>Edition</dt>
      <dd>
        {block.edition}
        {otherEdition && (
          <>
            . <a href={`/bestiary/${otherEdition.slug}`}>{otherEdition.edition} version</a>
          </>
        )}
      </dd>
      <dt>Source</dt>
      <dd>{block.source}</dd>
      {block.environments.length > 0 && [
        <dt key="place">Place</dt>,
        <dd key="places">{capital(block.environments.join(", "))}</dd>,
      ]}
      {kin.length > 0 && [
        <dt key="kin">Near it</dt>,
        <dd key="kins">
          <ul>
            {kin.map((summary) => (
              <li key={summary.slug}>
                <a href={`/bestiary/${summary.slug}`}>{summary.name}</a>
              </li>
            ))}
          </ul>
        </dd>,
      ]}
    </dl>
  );
}

/** What can be done with the creature, and where it stands among others. */
export function StatBlockSide(props: StatBlockSideProps) {
  const { block, own } = props;
  return (
    <aside class="side-actions no-print" aria-label="Use this creature">
      <AddForm block={block} encounters={props.encounters} />
      {own && (
        <a class="btn" href={`/bestiary/${block.slug}/edit`}>
          <Icon name="edit" />Change
        </a>
      )}
      <a class="btn" href={`/bestiary/new?from=${block.slug}`}>
        <Icon name="copy" />Copy and change
      </a>
      {own && (
        <form method="post" action={`/bestiary/${block.slug}/edit`}>
          <button type="submit" class="btn" name="do" value="delete">
            <Icon name="close" />Delete
          </button>
        </form>
      )}
      <Facts {...props} />
      <p class="label">
        {isBuiltIn(block) ? "Prints" : "Yours. Prints"}{" "}
        on one page with your browser’s print command.
      </p>
    </aside>
  );
}
