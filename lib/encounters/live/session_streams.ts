import type { SseConnection } from "./sse_connection.ts";

/** Sessions remembered as ended, for streams that were being opened while their session ended. */
const MOST_ENDED = 1_000;

/** The open streams by what they hang on: a signed-in session, a membership, a token. */
export class SessionStreams {
  readonly #open = new Map<string, Set<SseConnection>>();
  readonly #ended = new Set<string>();

  /** Notes a stream of a session; closes it at once when the session has just ended. */
  add(sessionId: string, connection: SseConnection): void {
    if (this.#ended.has(sessionId)) return connection.close();
    const streams = this.#open.get(sessionId) ?? new Set<SseConnection>();
    this.#open.set(sessionId, streams.add(connection));
  }

  remove(sessionId: string, connection: SseConnection): void {
    const streams = this.#open.get(sessionId);
    streams?.delete(connection);
    if (streams?.size === 0) this.#open.delete(sessionId);
  }

  /** Ends the streams of a session that is over. */
  end(sessionId: string): void {
    this.#ended.add(sessionId);
    if (this.#ended.size > MOST_ENDED) {
      for (const oldest of this.#ended) {
        this.#ended.delete(oldest);
        break;
      }
    }
    for (const connection of [...this.#open.get(sessionId) ?? []]) connection.close();
  }
}
