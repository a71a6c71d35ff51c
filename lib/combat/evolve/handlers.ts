/** The form of an event handler: folds one event into the draft, never throws, ignores who is not there. */
import type { Draft } from "../draft.ts";
import type { EventOf, EventType } from "../events.ts";

export type Handlers<T extends EventType> = {
  readonly [K in T]: (draft: Draft, event: EventOf<K>) => void;
};
