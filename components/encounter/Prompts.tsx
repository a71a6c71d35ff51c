import { actionsOf } from "@/lib/combat/action_lists.ts";
import { blockOf, fullName, saveBonus } from "@/lib/combat/lookup.ts";
import type { ComponentChildren } from "preact";
import type { Combatant, EncounterState, Prompt, Proposal } from "@/lib/combat/state.ts";
import type { Ability } from "@/lib/combat/vocabulary.ts";
import { Icon, type IconName } from "@/components/ui/Icon.tsx";
import { memo } from "@/components/ui/memo.ts";
import { type TrackerAction, triggers } from "@/lib/actions/tracker_action.ts";
import { proposalWords } from "./proposal_text.ts";
import { signed } from "@/lib/combat/text.ts";
import { ABILITY_NAMES, nameOfId } from "./format.ts";

export interface PromptsProps {
  encounter: EncounterState;
  /** Whose buttons the number keys press; null: none. */
  answering: string | null;
}

const ICONS: Readonly<Record<Prompt["kind"], IconName>> = {
  concentration: "concentration",
  recharge: "die",
  "effect-save": "face",
  "area-save": "target",
  "death-save": "skull",
  resistance: "crown",
  legendary: "crown",
  lair: "star",
  readied: "clock",
};

/** An action of a creature by its id, wherever in the block it stands. */
function actionOf(encounter: EncounterState, creature: Combatant | undefined, id: string) {
  const block = creature === undefined ? undefined : blockOf(encounter, creature);
  return actionsOf(block).find((action) => action.id === id);
}

/** What a prompt asks, in one line; the first part is who it is about. */
export function promptWords(
  encounter: EncounterState,
  prompt: Prompt,
): readonly [who: string, rest: string] {
  const creature = encounter.combatants[prompt.combatantId];
  const who = nameOfId(encounter, prompt.combatantId);
  switch (prompt.kind) {
    case "concentration":
      return [who, ` keeps ${prompt.spell}? Con save, DC ${prompt.dc}`];
    case "recharge":
      return [
        who,
        `: ${actionOf(encounter, creature, prompt.actionId)?.name ?? "Action"} recharges?`,
      ];
    case "effect-save": {
      const effect = creature?.effects.find((one) => one.id === prompt.effectId);
      const save = `${ABILITY_NAMES[prompt.ability]} save, DC ${prompt.dc}`;
      return [who, ` shakes off ${effect?.name ?? "the effect"}? ${save}`];
    }
    case "area-save": {
      const label = encounter.areas[prompt.areaId]?.label ?? "the effect";
      return [who, ` against ${label}: ${ABILITY_NAMES[prompt.ability]} save, DC ${prompt.dc}`];
    }
    case "resistance":
      return [who, ` failed the save, ${prompt.label}: use a legendary resistance?`];
    case "death-save":
      return [who, " makes a death save"];
    case "legendary":
      return [who, `: legendary action after ${nameOfId(encounter, prompt.afterId)}’s turn?`];
    case "lair":
      return [who, lairText(creature) ?? ": which lair action?"];
    case "readied":
      return [who, ` readied: ${prompt.note}`];
  }
}

/** What a lair made by hand does: its notes. */
function lairText(lair: Combatant | undefined): string | undefined {
  return lair?.blockId === null && lair.notes !== "" ? `: ${lair.notes}` : undefined;
}

/** Where it comes from, in small. */
function cause(encounter: EncounterState, prompt: Prompt): string {
  const creature = encounter.combatants[prompt.combatantId];
  switch (prompt.kind) {
    case "concentration":
      return [prompt.cause, `round ${prompt.round}`].filter((text) => text !== "").join(", ");
    case "recharge": {
      const needs = prompt.from === 6 ? "Needs a 6" : `Needs ${prompt.from} or more`;
      return prompt.roll === null ? needs : `${needs}, rolled ${prompt.roll.total}`;
    }
    case "resistance": {
      const { max, spent } = creature?.legendaryResistance ?? { max: 0, spent: 0 };
      return `${max - spent} of ${max} left`;
    }
    case "legendary":
      return `${(creature?.legendary?.max ?? 0) - (creature?.legendary?.spent ?? 0)} of ${
        creature?.legendary?.max ?? 0
      } left. Choose now or then`;
    default:
      return `Round ${prompt.round}`;
  }
}

function Answer({ does, bare, children }: {
  does: TrackerAction;
  bare?: boolean;
  children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class="btn"
      data-kind={bare ? "bare" : undefined}
      {...triggers(does)}
    >
      {children}
    </button>
  );
}

function Roll({ prompt, text }: { prompt: Prompt; text: string }) {
  return (
    <Answer does={{ do: "answer-roll", promptId: prompt.id }}>
      <Icon name="die" />
      {text}
    </Answer>
  );
}

function Outcomes({ prompt, yes, no }: { prompt: Prompt; yes: string; no: string }) {
  return (
    <>
      <Answer does={{ do: "answer-outcome", promptId: prompt.id, success: true }}>{yes}</Answer>
      <Answer does={{ do: "answer-outcome", promptId: prompt.id, success: false }}>{no}</Answer>
    </>
  );
}

function SaveAnswers({ encounter, prompt, ability, yes, no }: {
  encounter: EncounterState;
  prompt: Prompt;
  ability: Ability;
  yes: string;
  no: string;
}) {
  const creature = encounter.combatants[prompt.combatantId];
  const bonus = creature === undefined ? 0 : saveBonus(creature, ability);
  return (
    <>
      <Roll prompt={prompt} text={`Roll ${signed(bonus)}`} />
      <Outcomes prompt={prompt} yes={yes} no={no} />
    </>
  );
}

const FACES = Array.from({ length: 20 }, (_, at) => at + 1);

/** The number on a die that was rolled at the table: 1 and 20 count differently. */
function TableDie({ prompt }: { prompt: Prompt }) {
  return (
    <details class="table-die">
      <summary class="btn">Rolled at the table</summary>
      <div class="table-die-faces" role="group" aria-label="Number on the die">
        {FACES.map((total) => (
          <Answer key={total} does={{ do: "answer-total", promptId: prompt.id, total }}>
            {total}
          </Answer>
        ))}
      </div>
    </details>
  );
}

function Choices({ encounter, prompt }: { encounter: EncounterState; prompt: Prompt }) {
  const creature = encounter.combatants[prompt.combatantId];
  const block = creature === undefined ? undefined : blockOf(encounter, creature);
  const list = prompt.kind === "lair" ? block?.lair?.actions : block?.legendary?.actions;
  return (
    <>
      {(list ?? []).map((action) => (
        <Answer
          key={action.id}
          does={{ do: "answer-action", promptId: prompt.id, actionId: action.id }}
        >
          {action.name}
          {(action.cost ?? 1) > 1 && `, ${action.cost}`}
        </Answer>
      ))}
    </>
  );
}

function Answers({ encounter, prompt }: { encounter: EncounterState; prompt: Prompt }) {
  switch (prompt.kind) {
    case "concentration":
      return (
        <SaveAnswers encounter={encounter} prompt={prompt} ability="con" yes="Keeps" no="Loses" />
      );
    case "recharge":
      return (
        <>
          <Roll prompt={prompt} text={prompt.roll === null ? "Roll" : "Again"} />
          <Answer does={{ do: "answer-outcome", promptId: prompt.id, success: true }}>
            Recharged
          </Answer>
        </>
      );
    case "effect-save":
    case "area-save":
      return (
        <SaveAnswers
          encounter={encounter}
          prompt={prompt}
          ability={prompt.ability}
          yes="Saves"
          no="Fails"
        />
      );
    case "resistance":
      return <Outcomes prompt={prompt} yes="Resist" no="Let it fail" />;
    case "death-save":
      return (
        <>
          <Roll prompt={prompt} text="Roll" />
          <TableDie prompt={prompt} />
        </>
      );
    case "legendary":
    case "lair":
      return <Choices encounter={encounter} prompt={prompt} />;
    case "readied":
      return (
        <Answer does={{ do: "answer-outcome", promptId: prompt.id, success: true }}>
          Acts now
        </Answer>
      );
  }
}

function PromptItem({ encounter, prompt, answering }: {
  encounter: EncounterState;
  prompt: Prompt;
  answering: boolean;
}) {
  const [who, rest] = promptWords(encounter, prompt);
  return (
    <li class="prompt" data-answering={answering ? "" : undefined} data-prompt={prompt.id}>
      <Icon name={ICONS[prompt.kind]} />
      <p>
        <b>{who}</b>
        {rest}
        <small>{cause(encounter, prompt)}</small>
      </p>
      <div class="prompt-actions">
        <Answers encounter={encounter} prompt={prompt} />
        <button
          type="button"
          class="btn"
          data-kind="bare"
          {...triggers({ do: "dismiss", promptId: prompt.id })}
        >
          Pass
        </button>
      </div>
    </li>
  );
}

function ProposalItem({ encounter, proposal, answering }: {
  encounter: EncounterState;
  proposal: Proposal;
  answering: boolean;
}) {
  const creature = encounter.combatants[proposal.combatantId];
  const changes = proposal.body.kind === "damage" || proposal.body.kind === "heal" ||
    proposal.body.kind === "temporary";
  return (
    <li class="prompt" data-answering={answering ? "" : undefined} data-prompt={proposal.id}>
      <Icon name="phone" />
      <p>
        <b>{creature === undefined ? "Somebody" : fullName(creature)}</b> says:{" "}
        {proposalWords(encounter, proposal)}
      </p>
      <div class="prompt-actions">
        <button type="button" class="btn" {...triggers({ do: "accept", proposalId: proposal.id })}>
          Accept
        </button>
        {changes && (
          <button
            type="button"
            class="btn"
            {...triggers({ do: "change", proposalId: proposal.id })}
          >
            Change
          </button>
        )}
        <button
          type="button"
          class="btn"
          data-kind="bare"
          {...triggers({ do: "reject", proposalId: proposal.id })}
        >
          Refuse
        </button>
      </div>
    </li>
  );
}

/** How many things wait for an answer. */
export function waitingCount(encounter: EncounterState): number {
  return encounter.prompts.length + encounter.proposals.length;
}

/** The pane of the prompts when there are none. */
export const NothingWaits = memo(function NothingWaits() {
  return (
    <section class="prompts" aria-labelledby="prompts-t">
      <div class="section-head">
        <h2 id="prompts-t">Prompts</h2>
      </div>
      <p class="empty-note">Nothing waits for an answer.</p>
      <ul />
    </section>
  );
});

/** What waits for an answer. None of it blocks the fight; newest last. */
export function Prompts({ encounter, answering }: PromptsProps) {
  const count = waitingCount(encounter);
  return (
    <section class="prompts" aria-labelledby="prompts-t">
      <div class="section-head">
        <h2 id="prompts-t">Prompts</h2>
        <span class="count" role="img" aria-label={`${count} open`}>{count}</span>
        <kbd class="key push key-hint">o</kbd>
      </div>
      <ul>
        {encounter.prompts.map((prompt) => (
          <PromptItem
            key={prompt.id}
            encounter={encounter}
            prompt={prompt}
            answering={answering === prompt.id}
          />
        ))}
        {encounter.proposals.map((proposal) => (
          <ProposalItem
            key={proposal.id}
            encounter={encounter}
            proposal={proposal}
            answering={answering === proposal.id}
          />
        ))}
      </ul>
    </section>
  );
}
