export interface CommandLine {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  /** What is no option, in its order: the verb and what it takes. */
  readonly words: readonly string[];
}

/** Splits a command line into options and words; one sentence on what is wrong with an option. */
export function readCommandLine(
  args: readonly string[],
  known: { readonly flags: readonly string[]; readonly withValue: readonly string[] },
): CommandLine | string {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const words: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [name = "", inline] = (args[index] ?? "").split(/=(.*)/s);
    const option = name.startsWith("--") ? name.slice(2) : undefined;
    if (option === undefined) words.push(args[index] ?? "");
    else if (known.flags.includes(option)) flags.add(option);
    else if (known.withValue.includes(option)) {
      const value = inline ?? args[++index];
      if (value === undefined || value === "") return `--${option} needs a value`;
      values.set(option, value);
    } else return `There is no option ${name}`;
  }
  return { flags, values, words };
}
