import type { Email, EmailResult, KeptLetter, LetterBox, Mailer } from "./port.ts";

const MOST_LETTERS = 50;

/** Stands where a mail server would: keeps the newest letters in memory, for `/dev/mail`. */
export class MemoryLetterBox implements Mailer, LetterBox {
  readonly #letters: KeptLetter[] = [];

  constructor(private readonly now: () => number) {}

  send({ to, subject, text, html = "" }: Email): Promise<EmailResult> {
    this.#letters.unshift({ at: this.now(), to: to.join(", "), subject, text, html });
    this.#letters.length = Math.min(this.#letters.length, MOST_LETTERS);
    return Promise.resolve({ ok: true });
  }

  verify(): Promise<void> {
    return Promise.resolve();
  }

  letters(): readonly KeptLetter[] {
    return this.#letters;
  }

  close(): void {}
}
