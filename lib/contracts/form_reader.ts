/** Reads the fields of a plain form and collects what is wrong, each with what to write instead. */
import type { InputIssue } from "@/lib/errors.ts";

export type FormFields = Readonly<Record<string, string>>;

export class FormReader {
  readonly issues: InputIssue[] = [];

  constructor(readonly fields: FormFields) {}

  text(name: string): string {
    return (this.fields[name] ?? "").trim();
  }

  /** Text of several lines, with line feeds only. */
  prose(name: string): string {
    return this.text(name).replaceAll("\r\n", "\n");
  }

  /** A whole number; `otherwise` for an empty field. */
  number(name: string, otherwise: number): number {
    const typed = this.text(name).replace("−", "-").replace(/^\+/, "");
    if (typed === "") return otherwise;
    if (/^-?\d{1,6}$/.test(typed)) return Number(typed);
    this.issues.push({ path: name, message: "Write a whole number." });
    return otherwise;
  }

  optional(name: string): number | undefined {
    return this.text(name) === "" ? undefined : this.number(name, 0);
  }

  /** What `read` makes of the field; `otherwise` when it cannot. */
  read<T>(name: string, read: (text: string) => T | null, otherwise: T, hint: string): T {
    const found = read(this.text(name));
    if (found !== null) return found;
    this.issues.push({ path: name, message: hint });
    return otherwise;
  }

  /** Adds an issue for a field that has none yet. */
  complain(path: string, message: string): void {
    if (!this.issues.some((issue) => issue.path === path)) this.issues.push({ path, message });
  }
}
