/**
 * What a button of the fight asks for. Parts carry no handlers: a button says what it does in
 * `data-do`, and one listener above them all carries it out. So a row is the same on the server
 * and in the browser, two hundred rows cost one listener, and a key can name the same act.
 */
export const ACTS = [
  "add",
  "add-pick",
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
  "close",
  "close-toast",
  "critical",
  "damage",
  "defeat",
  "delay",
  "dismiss",
  "duplicate",
  "edit",
  "effect",
  "effect-pick",
  "end-concentration",
  "end-effect",
  "end-fight",
  "group",
  "heal",
  "hit-points",
  "initiative",
  "legendary-resistance",
  "log",
  "keys",
  "legendary",
  "look",
  "menu",
  "move-down",
  "move-up",
  "next",
  "older",
  "open-group",
  "palette",
  "pane",
  "pause",
  "plan",
  "previous",
  "proposal",
  "put-down",
  "reaction",
  "ready",
  "redo",
  "remove",
  "restore",
  "resume-fight",
  "reveal",
  "revive",
  "roll",
  "reroll",
  "save",
  "settings",
  "share",
  "skill",
  "slot",
  "start",
  "strike",
  "target",
  "target-foes",
  "temporary",
  "theme",
  "undo",
  "undo-to",
  "use",
  "view-as-player",
  "wear",
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
