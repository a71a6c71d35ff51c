import type { Ran } from "@/tasks/lib/run.ts";

/** A built and tested release, as one file and what is known about it. */
export interface Artefact {
  readonly release: string;
  /** The packed release; a platform that runs images has none. */
  readonly path: string | undefined;
  readonly sha256: string | undefined;
}

/** A conversation in lines with a program that runs where the environment's store is. */
export interface Conversation {
  send(line: string): Promise<void>;
  readonly lines: AsyncIterable<string>;
  end(): Promise<void>;
  /** Ends it at once, whatever it is in the middle of. */
  kill(): void;
}

/**
 * Where releases run. Whatever it is asked for may be asked again after an interruption: each call
 * brings about its result or finds that it is there.
 */
export interface Platform {
  readonly title: string;
  /** The release that gets traffic; undefined before the first one. */
  serving(signal: AbortSignal): Promise<string | undefined>;
  /** Brings the release's files to the platform; nothing runs yet. */
  upload(artefact: Artefact, signal: AbortSignal): Promise<void>;
  /** Runs `deno task WORDS…` with a release's files, beside the environment's store. */
  task(release: string, words: readonly string[], signal: AbortSignal): Promise<Ran>;
  /** The same for a program that is talked to. */
  converse(release: string, words: readonly string[]): Conversation;
  /** Whether instances of a release are up, with traffic or without. */
  running(release: string, signal: AbortSignal): Promise<boolean>;
  /** Starts a release beside the one that serves, and gives the address that only we know. */
  start(release: string, signal: AbortSignal): Promise<string>;
  /** Gives all traffic to a release that was started. */
  promote(release: string, signal: AbortSignal): Promise<void>;
  /** Ends the instances of a release; those that get traffic are refused. */
  stop(release: string, signal: AbortSignal): Promise<void>;
}

/** Something that the platform refused or could not do, in one sentence. */
export class PlatformError extends Error {
  override name = "PlatformError";
}
