type Chunk = string | Uint8Array;
type Chunks = Iterable<Chunk> | AsyncIterable<Chunk>;
/** What `ctx.stream` takes: chunks now or later, or a function that gives them. */
export type StreamSource = Chunks | (() => Chunks);

const encoder = new TextEncoder();

/** A body that pulls one chunk at a time and ends its source when the client leaves. */
export function streamBody(source: StreamSource): ReadableStream<Uint8Array> {
  const chunks = typeof source === "function" ? source() : source;
  const iterator = Symbol.asyncIterator in chunks
    ? chunks[Symbol.asyncIterator]()
    : chunks[Symbol.iterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) return controller.close();
      controller.enqueue(
        typeof value === "string" ? encoder.encode(value) : value,
      );
    },
    async cancel() {
      await iterator.return?.();
    },
  }, { highWaterMark: 0 });
}
