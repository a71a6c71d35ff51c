/** What a person may choose; "system" follows the device. */
export const THEME_CHOICES = ["system", "light", "dark"] as const;
export type ThemeChoice = typeof THEME_CHOICES[number];

const WORDS: Readonly<Record<ThemeChoice, string>> = {
  system: "System",
  light: "Light",
  dark: "Dark",
};

export interface ThemeSwitchProps {
  readonly chosen: ThemeChoice;
  /** Where to come back to: the path of this page. */
  readonly path: string;
}

/** A form, not a script: the server sends the page in the chosen theme, so nothing flashes. */
export function ThemeSwitch({ chosen, path }: ThemeSwitchProps) {
  return (
    <form class="theme" method="post" action="/theme">
      <input type="hidden" name="to" value={path} />
      <span class="segmented" role="group" aria-label="Theme">
        {THEME_CHOICES.map((choice) => (
          <button
            key={choice}
            type="submit"
            name="theme"
            value={choice}
            aria-pressed={choice === chosen ? "true" : "false"}
          >
            {WORDS[choice]}
          </button>
        ))}
      </span>
    </form>
  );
}
