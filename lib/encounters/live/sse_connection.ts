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

  /** Sends bytes; false when the reader was too slow and has been cut off. */
  write(bytes: Uint8Array<ArrayBuffer>): boolean {
    const controller = this.#controller;
    if (controller === undefined) return false;
    if ((controller.desiredSize ?? 0) <= 0) {
      this.#gone();
      controller.error(new Error("Cannot go on: the reader is too slow"));
      return false;
    }
    controller.enqueue(bytes);
    return true;
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
