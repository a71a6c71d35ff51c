import type { AlertStore } from "./port.ts";

/** The alerting document in this process: for tests, and while the real store is away. */
export class MemoryAlertStore implements AlertStore {
  #version = 0;
  #document = "";

  constructor(document?: string) {
    if (document === undefined) return;
    this.#version = 1;
    this.#document = document;
  }

  read(): Promise<{ version: number; document: string } | null> {
    if (this.#version === 0) return Promise.resolve(null);
    return Promise.resolve({ version: this.#version, document: this.#document });
  }

  write(document: string, expected: number): Promise<boolean> {
    if (expected !== this.#version) return Promise.resolve(false);
    this.#version += 1;
    this.#document = document;
    return Promise.resolve(true);
  }
}
