/** A share as a person reads it; "no data" is a state of its own. */
export function share(rate: number | null): string {
  return rate === null ? "an unknown share" : `${(rate * 100).toFixed(rate < 0.1 ? 2 : 1)} %`;
}
