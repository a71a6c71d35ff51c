/** Bytes that a reader may leave waiting before its stream is cut. */
export const BUFFER_LIMIT = 1024 * 1024;

/**
 * One open stream to one reader. Writing never waits: who does not read is cut off when a
 * mebibyte has piled up, so that nobody else is slowed down; it comes back and resumes.
 */
export class SseConnection {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  #onClose: (() => void) | undefined;
  /** Bytes of the greeting: they may wait beside the limit, or who comes to much never gets it. */
  #greeting = 0;
  /** True once the reader was told to load anew and has not read since. */
  #behind = false;

  constructor(limit = BUFFER_LIMIT) {
    this.body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => this.#gone(),
    }, { highWaterMark: limit, size: (chunk) => chunk.byteLength });
  }

  /** Called once when the stream ends, from either side. */
  onClose(listener: () => void): void {
    this.#onClose = listener;
  }

  /** Whether the stream is still open. */
  get open(): boolean {
    return this.#controller !== undefined;
  }

  /**
   * Sends bytes; false when the reader was too slow and has been cut off. What greets a reader who
   * has just come is sent whatever its size.
   */
  write(bytes: Uint8Array<ArrayBuffer>, part: "greeting" | "news" = "news"): boolean {
    const controller = this.#controller;
    if (controller === undefined) return false;
    if (part === "greeting") this.#greeting += bytes.byteLength;
    else if ((controller.desiredSize ?? 0) + this.#greeting <= 0) {
      this.#gone();
      controller.error(new Error("Cannot go on: the reader is too slow"));
      return false;
    }
    controller.enqueue(bytes);
    return true;
  }

  /**
   * Sends bytes, or `instead` once when too much is waiting, then nothing until the reader has
   * read: `instead` tells it to load anew, which brings what was left out.
   */
  writeOr(bytes: Uint8Array<ArrayBuffer>, instead: Uint8Array<ArrayBuffer>): void {
    const controller = this.#controller;
    if (controller === undefined) return;
    const room = (controller.desiredSize ?? 0) + this.#greeting > 0;
    if (room) {
      this.#behind = false;
      controller.enqueue(bytes);
    } else if (!this.#behind) {
      this.#behind = true;
      controller.enqueue(instead);
    }
  }

  /** Ends the stream in order. */
  close(): void {
    const controller = this.#controller;
    this.#gone();
    controller?.close();
  }

  #gone(): void {
    if (this.#controller === undefined) return;
    this.#controller = undefined;
    this.#onClose?.();
  }
}
