/**
 * What a button of the fight asks for. Parts carry no handlers: a button says what it does in
 * `data-do`, and one listener above them all carries it out. So a row is the same on the server
 * and in the browser, two hundred rows cost one listener, and a key can name the same act.
 */
export const ACTS = [
  "add",
  "add-custom",
  "add-pick",
  "all-fights",
  "amount-back",
  "amount-digit",
  "amount-half",
  "answer",
  "apply",
  "area",
  "area-outcome",
  "area-roll",
  "attack",
  "check",
  "cancel-area",
  "close",
  "close-toast",
  "command",
  "copy-link",
  "critical",
  "damage",
  "defeat",
  "delay",
  "dismiss",
  "duplicate",
  "edition",
  "effect",
  "effect-pick",
  "end-concentration",
  "end-effect",
  "end-fight",
  "heal",
  "hit-points",
  "initiative",
  "jump",
  "keys",
  "keys-off",
  "keys-reset",
  "legendary-resistance",
  "log",
  "look",
  "menu",
  "move-down",
  "move-up",
  "new-code",
  "next",
  "older",
  "open-group",
  "palette",
  "pane",
  "pause",
  "previous",
  "proposal",
  "put-down",
  "reaction",
  "ready",
  "rebind",
  "redo",
  "release",
  "remove",
  "rename",
  "reroll",
  "restore",
  "resume-fight",
  "reveal",
  "revive",
  "roll",
  "roll-initiative",
  "save",
  "set",
  "settings",
  "share",
  "slot",
  "start",
  "strike",
  "table-display",
  "take-area",
  "target",
  "target-foes",
  "temporary",
  "theme",
  "trust",
  "undo",
  "undo-to",
  "ungroup",
  "use",
  "view-as-player",
] as const;

export type Act = typeof ACTS[number];

export interface ActAttributes {
  readonly "data-do": Act;
  readonly "data-v"?: string;
}

/** Attributes of a button that does `act`, with what it does it to. */
export function act(name: Act, ...values: readonly (string | number)[]): ActAttributes {
  return values.length === 0
    ? { "data-do": name }
    : { "data-do": name, "data-v": values.join(" ") };
}
