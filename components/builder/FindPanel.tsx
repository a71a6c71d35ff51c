import { capital } from "@/components/ui/capital.ts";
import { Icon } from "@/components/ui/Icon.tsx";
import { figuresLine, Marked } from "@/components/creatures/FoundList.tsx";
import { NO_SPELLCHECK, startValue } from "@/components/ui/field_attributes.ts";
import { CHALLENGE_RATINGS, crText } from "@/lib/creatures/challenge_rating.ts";
import { CREATURE_TYPES, ENVIRONMENTS, type Summary } from "@/lib/creatures/stat_block.ts";
import type { BuilderFind } from "@/lib/contracts/builder_find.ts";

export interface FindPanelProps {
  readonly find: BuilderFind;
  /** Index of the result that Enter adds. */
  readonly at: number;
  readonly aim: string;
  /** Whether there is a budget to fit into. */
  readonly budget: boolean;
  /** Whether writing begins here: nobody is in the fight yet. */
  readonly first: boolean;
}

function Choice({ name, label, chosen, values }: {
  name: string;
  label: string;
  chosen: string;
  values: readonly string[];
}) {
  return (
    <select class="facet" name={name} aria-label={label} data-set={chosen === "" ? undefined : ""}>
      <option value="" selected={chosen === ""}>{label}</option>
      {values.map((value) => (
        <option key={value} value={value} selected={value === chosen}>
          {name === "from" || name === "to" ? `${label} ${value}` : capital(value)}
        </option>
      ))}
    </select>
  );
}

function Toggle({ name, label, on }: { name: string; label: string; on: boolean }) {
  return (
    <label class="facet-box">
      <input type="checkbox" name={name} checked={on} />
      {label}
    </label>
  );
}

const RATINGS = CHALLENGE_RATINGS.map(crText);

function Filters({ find, aim, budget }: FindPanelProps) {
  const { query } = find;
  return (
    <div class="facets">
      {budget && <Toggle name="fits" label={`Fits ${aim}`} on={find.fits} />}
      <Toggle name="mine" label="Mine" on={find.mine} />
      <Choice name="from" label="CR from" chosen={query.from} values={RATINGS} />
      <Choice name="to" label="CR to" chosen={query.to} values={RATINGS} />
      <Choice name="type" label="Type" chosen={query.type} values={CREATURE_TYPES} />
      <Choice name="environment" label="Place" chosen={query.environment} values={ENVIRONMENTS} />
      <select class="facet" name="edition" aria-label="Edition">
        <option value="" selected={query.edition !== "both"}>This edition</option>
        <option value="both" selected={query.edition === "both"}>Both editions</option>
      </select>
    </div>
  );
}

function Hit({ one, find, on }: { one: Summary; find: BuilderFind; on: boolean }) {
  const many = find.count > 1 ? `${find.count} × ` : "";
  return (
    <li data-on={on ? "" : undefined} data-hit>
      <span>
        <a class="creature-link" href={`/bestiary/${one.slug}`}>
          <Marked name={one.name} query={find.name} />
        </a>
        <span class="label">
          {figuresLine(one)}
          {find.query.edition === "both" ? `, ${one.edition}` : ""}
        </span>
      </span>
      <span class="num">CR {crText(one.cr)}</span>
      <form method="post">
        <input type="hidden" name="slug" value={one.slug} />
        <input type="hidden" name="count" value={find.count} />
        <button
          type="submit"
          class="btn"
          data-icon={many === "" ? "" : undefined}
          name="do"
          value="add"
          aria-label={`Add ${many}${one.name}`}
        >
          <Icon name="add" />
          {many !== "" && <span>{find.count}</span>}
        </button>
      </form>
    </li>
  );
}

function status({ total, hits, query, count }: BuilderFind): string {
  if (total === 0) return "Nothing found. Write less of the name, or add it by hand.";
  const order = query.q === "" ? "by name" : "best match first";
  const shown = total > hits.length ? `${hits.length} of ${total}` : String(total);
  return `${shown} found, ${order}${count > 1 ? `; adds ${count}` : ""}`;
}

/** Search of both bestiaries and one's own, each result one press from the fight. */
export function FindPanel(props: FindPanelProps) {
  const { find, at, first } = props;
  return (
    <section aria-labelledby="find-t">
      <h2 id="find-t" class="sr-only">Find creatures</h2>
      <form class="creature-search" method="get" role="search" data-find>
        <div class="field-and-button">
          <div class="search">
            <Icon name="search" />
            <label class="sr-only" for="q">Find a creature</label>
            <input
              class="input"
              id="q"
              name="q"
              {...startValue(find.query.q)}
              placeholder="6 goblin"
              autocomplete="off"
              autocapitalize="none"
              {...NO_SPELLCHECK}
              aria-describedby="find-s"
              autofocus={first}
            />
          </div>
          <button type="submit" class="btn">Search</button>
        </div>
        <Filters {...props} />
      </form>
      <p class="label" role="status" id="find-s">{status(find)}</p>
      <ul class="creature-list" aria-label="Results">
        {find.hits.map((hit, index) => (
          <Hit key={hit.slug} one={hit} find={find} on={index === at} />
        ))}
      </ul>
    </section>
  );
}
