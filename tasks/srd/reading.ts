/** Hears of what could not be read ("open") and of what could only be said in words. */
export type Report = (what: string, state?: "open" | "in words") => void;

/** The creature around an action, and where what could not be read is written down. */
export interface Reading {
  readonly slug: string;
  readonly edition: "2014" | "2024";
  readonly report: Report;
}
