import { capital } from "@/components/ui/capital.ts";
import { NO_SPELLCHECK, startValue } from "@/components/ui/field_attributes.ts";
import { CHALLENGE_RATINGS, crText } from "@/lib/creatures/challenge_rating.ts";
import type { FindQuery } from "@/lib/creatures/find_query.ts";
import type { SearchResult } from "@/lib/creatures/search.ts";
import { memo } from "@/components/ui/memo.ts";
import { Icon } from "@/components/ui/Icon.tsx";

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

/** The facets that the form offers, with the values that the results have. */
export const SHOWN_FACETS = [
  ["edition", "Edition"],
  ["type", "Type"],
  ["size", "Size"],
  ["environment", "Place"],
  ["source", "Source"],
  ["tag", "Tag"],
] as const;
export type FacetName = typeof SHOWN_FACETS[number][0];
export type FacetLists = Readonly<Record<FacetName, readonly FacetValue[]>>;

type Choices = Omit<FindQuery, "q">;

const SIZE_ORDER = ["tiny", "small", "medium", "large", "huge", "gargantuan"];

/** A search's facets as lists that can be sent to a page. */
export function facetLists(facets: SearchResult["facets"]): FacetLists {
  const of = (name: FacetName): FacetValue[] =>
    [...facets[name]].map(([value, count]) => ({ value, count })).sort((a, b) =>
      name === "size"
        ? SIZE_ORDER.indexOf(a.value) - SIZE_ORDER.indexOf(b.value)
        : a.value.localeCompare(b.value)
    );
  return {
    edition: of("edition"),
    type: of("type"),
    size: of("size"),
    environment: of("environment"),
    source: of("source"),
    tag: of("tag"),
  };
}

function Choice({ name, label, chosen, values }: {
  name: FacetName;
  label: string;
  chosen: string;
  values: readonly FacetValue[];
}) {
  const known = values.some(({ value }) => value === chosen);
  return (
    <select class="facet" name={name} aria-label={label} data-set={chosen === "" ? undefined : ""}>
      <option value="" selected={chosen === ""}>{label}</option>
      {chosen !== "" && !known && <option value={chosen} selected>{capital(chosen)} (0)</option>}
      {values.map(({ value, count }) => (
        <option key={value} value={value} selected={value === chosen}>
          {`${capital(value)} (${count})`}
        </option>
      ))}
    </select>
  );
}

function Rating({ name, label, chosen }: { name: "from" | "to"; label: string; chosen: string }) {
  return (
    <select class="facet" name={name} aria-label={label} data-set={chosen === "" ? undefined : ""}>
      <option value="" selected={chosen === ""}>{label}</option>
      {CHALLENGE_RATINGS.map(crText).map((cr) => (
        <option key={cr} value={cr} selected={cr === chosen}>{`${label} ${cr}`}</option>
      ))}
    </select>
  );
}

/** Drawn again only when a choice or its counts change: lists of options are slow to lay out. */
const Facets = memo(function Facets({ facets, ...chosen }: Choices & { facets: FacetLists }) {
  return (
    <div class="facets">
      {SHOWN_FACETS.map(([name, label]) => (
        <Choice
          key={name}
          name={name}
          label={label}
          chosen={chosen[name]}
          values={facets[name]}
        />
      ))}
      <Rating name="from" label="CR from" chosen={chosen.from} />
      <Rating name="to" label="CR to" chosen={chosen.to} />
    </div>
  );
});

/** The search field and its facets: a plain form, which scripts only make faster. */
export function FindForm({ query, facets }: { query: FindQuery; facets: FacetLists }) {
  const { q: _, ...choices } = query;
  return (
    <form class="creature-search" method="get" action="/bestiary" role="search">
      <div class="field-and-button">
        <div class="search">
          <Icon name="search" />
          <label class="sr-only" for="q">Find a creature</label>
          <input
            class="input"
            id="q"
            name="q"
            type="search"
            {...startValue(query.q)}
            placeholder="Name, type, place or CR 3-5"
            autocomplete="off"
            autocapitalize="none"
            {...NO_SPELLCHECK}
          />
        </div>
        <button type="submit" class="btn">Search</button>
      </div>
      <Facets facets={facets} {...choices} />
    </form>
  );
}
