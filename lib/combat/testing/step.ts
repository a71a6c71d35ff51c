/** A handful of numbers that becomes a command by looking at the state it meets. */
export interface Step {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly amount: number;
  readonly flag: boolean;
  readonly seed: string;
}
