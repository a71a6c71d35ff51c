import { Icon } from "@/components/ui/Icon.tsx";
import { SideMark } from "@/components/ui/SideMark.tsx";
import type { BuilderLine, BuilderView } from "@/lib/contracts/builder_view.ts";

function IconButton({ does, icon, label, pressed }: {
  does: string;
  icon: Parameters<typeof Icon>[0]["name"];
  label: string;
  pressed?: boolean;
}) {
  return (
    <button
      type="submit"
      class="btn"
      data-kind={pressed ? undefined : "bare"}
      data-icon
      name="do"
      value={does}
      aria-label={label}
      aria-pressed={pressed === undefined ? undefined : `${pressed}`}
      title={label}
    >
      <Icon name={icon} />
    </button>
  );
}

function Count({ line }: { line: BuilderLine }) {
  if (line.side === "lair") {
    return (
      <span class="line-place">
        <SideMark side="lair" />
      </span>
    );
  }
  return (
    <span class="count-buttons" role="group" aria-label={`How many: ${line.name}`}>
      <button type="submit" name="do" value="less" aria-label={`One ${line.name} less`}>
        <Icon name="remove" />
      </button>
      <span>{line.count}</span>
      <button type="submit" name="do" value="more" aria-label={`One ${line.name} more`}>
        <Icon name="add" />
      </button>
    </span>
  );
}

function Line({ line, first, last, building }: {
  line: BuilderLine;
  first: boolean;
  last: boolean;
  building: boolean;
}) {
  return (
    <li class="builder-line" data-key={line.key}>
      <form method="post">
        <input type="hidden" name="key" value={line.key} />
        <Count line={line} />
        <span class="line-who">
          {line.slug === null
            ? <span class="name">{line.name}</span>
            : <a class="name" href={`/bestiary/${line.slug}`}>{line.name}</a>}
          <span class="label">{line.note}</span>
        </span>
        <span class="line-actions">
          {building && line.slug !== null && (
            <>
              <IconButton
                does="pin"
                icon="pin"
                pressed={line.pinned}
                label={line.pinned ? `Let ${line.name} be swapped` : `Keep ${line.name}`}
              />
              {!line.pinned && (
                <IconButton does="reroll" icon="die" label={`Reroll ${line.name}`} />
              )}
            </>
          )}
          {line.side !== "lair" && (
            <IconButton
              does={line.hidden ? "show" : "hide"}
              icon={line.hidden ? "hidden" : "visible"}
              pressed={line.hidden}
              label={line.hidden ? `Reveal ${line.name}` : `Hide ${line.name} from players`}
            />
          )}
          <IconButton does="remove" icon="close" label={`Remove ${line.name}`} />
          {building && !(first && last) && (
            <span class="line-move">
              <button
                type="submit"
                name="do"
                value="up"
                disabled={first}
                aria-label={`Move ${line.name} up`}
              >
                <Icon name="up" />
              </button>
              <button
                type="submit"
                name="do"
                value="down"
                disabled={last}
                aria-label={`Move ${line.name} down`}
              >
                <Icon name="down" />
              </button>
            </span>
          )}
        </span>
      </form>
      {building && (
        <span class="line-grip" data-grip aria-hidden="true">
          <Icon name="grip" />
        </span>
      )}
    </li>
  );
}

/** Everybody in the fight but the party, a line a kind. */
export function EncounterLines({ view }: { view: BuilderView }) {
  const building = view.status === "building";
  if (view.lines.length === 0) {
    return (
      <p class="muted">
        Nobody here yet. Search on the left and add, or let Suggest make a fight.
      </p>
    );
  }
  return (
    <ul class="creature-list builder-lines" aria-label="In this fight">
      {view.lines.map((line, index) => (
        <Line
          key={line.key}
          line={line}
          first={index === 0}
          last={index === view.lines.length - 1}
          building={building}
        />
      ))}
    </ul>
  );
}
