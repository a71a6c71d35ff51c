/** Small pieces of text that the log, the pages and the exports share. Pure. */

/** "1 round", "3 rounds"; `many` where an s is not enough. */
export function plural(count: number, singular: string, many = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : many}`;
}

/** A bonus with its sign; the minus is the typographic one: "+2", "−1". */
export function signed(bonus: number): string {
  return bonus < 0 ? `−${-bonus}` : `+${bonus}`;
}

/** Milliseconds as on a clock, with hours only where there are some: "0:48", "12:05", "1:04:10". */
export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

/** "83+8" with temporary hit points, "83" without. */
export function levelText(
  { current, temp }: { readonly current: number; readonly temp: number },
): string {
  return temp > 0 ? `${current}+${temp}` : String(current);
}
