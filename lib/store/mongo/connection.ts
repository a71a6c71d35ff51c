import {
  type ClientSession,
  type CommandFailedEvent,
  type CommandSucceededEvent,
  type Db,
  MongoClient,
  type MongoClientOptions,
  ReadConcern,
} from "mongodb";
import { ConfigurationFault } from "@/lib/errors.ts";
import { isMalformed, MongoFault, mongoFault } from "@/lib/store/mongo/fault.ts";

/** One answered or failed command, for the metrics. */
export type ObserveCommand = (command: string, ok: boolean, ms: number) => void;

export interface ConnectionOptions {
  readonly uri: string;
  /** Most milliseconds that one operation takes, its retry included. */
  readonly operationMs?: number;
  readonly poolSize?: number;
  /** Most milliseconds that an operation waits for a connection of the pool. */
  readonly waitMs?: number;
}

/** Short enough that a person who waits gets an answer, long enough for an election. */
const OPERATION_MS = 5_000;
const SELECTION_MS = 2_500;
const POOL_SIZE = 20;
/** Most tries of a transaction that others keep getting in the way of. */
const TRANSACTION_TRIES = 30;

/** Commands of the driver's own housekeeping, which no metric counts. */
const HOUSEKEEPING = new Set(["hello", "ismaster", "endSessions", "saslStart", "saslContinue"]);

/** What every operation on a collection is given. */
export interface Limits {
  readonly signal: AbortSignal;
  readonly session?: ClientSession;
}

/**
 * A pool of connections to one database, chosen for instances that live for seconds: few
 * connections, quick failures. Writes are acknowledged by a majority and in their journals, and
 * reads ask the primary, whatever the address says: who reads after a write sees it.
 */
export class Connection {
  readonly db: Db;
  readonly #client: MongoClient;
  readonly #operationMs: number;
  readonly #observers: ObserveCommand[] = [];

  /** @throws {ConfigurationFault} When the address is none. */
  constructor(options: ConnectionOptions) {
    this.#operationMs = options.operationMs ?? OPERATION_MS;
    this.#client = makeClient(options, this.#operationMs);
    this.db = this.#client.db(databaseName(options.uri));
    const answered = (ok: boolean) => (event: CommandSucceededEvent | CommandFailedEvent) => {
      if (HOUSEKEEPING.has(event.commandName)) return;
      for (const observe of this.#observers) observe(event.commandName, ok, event.duration);
    };
    this.#client.on("commandSucceeded", answered(true));
    this.#client.on("commandFailed", answered(false));
  }

  /** Tells of every answered command from now on. */
  observe(observer: ObserveCommand): void {
    this.#observers.push(observer);
  }

  /**
   * Resolves when the database can be used.
   *
   * @throws {ConfigurationFault} When only another configuration helps: credentials, roles, a
   * certificate, a server without transactions.
   * @throws {MongoFault} When the database is out of reach.
   */
  async open(): Promise<void> {
    const action = "open the database";
    try {
      const hello = await this.run(action, (limits) => this.db.command({ hello: 1 }, limits));
      if (hello["setName"] === undefined && hello["msg"] !== "isdbgrid") {
        throw new ConfigurationFault(
          "MONGODB_URI leads to a server without transactions: it must be a replica set",
        );
      }
      await this.run(action, (limits) => this.db.collection("encounters").findOne({}, limits));
    } catch (error) {
      if (error instanceof MongoFault && error.ofConfiguration) {
        throw new ConfigurationFault(`MONGODB_URI cannot be used. ${error.message}`, {
          cause: error,
        });
      }
      throw error;
    }
  }

  /**
   * Carries an operation out within its time.
   *
   * @param action what it does, for the error's message: "find the fight"
   * @throws {MongoFault} When the database does not carry it out; what it did is then unknown.
   */
  async run<T>(action: string, work: (limits: Limits) => Promise<T>): Promise<T> {
    try {
      return await work({ signal: AbortSignal.timeout(this.#operationMs) });
    } catch (error) {
      throw mongoFault(action, error);
    }
  }

  /**
   * Carries several operations out as one. `work` runs again when others got in the way, so it
   * must do nothing but use the database, each operation with the limits that it is given.
   *
   * @throws {MongoFault} When the database does not carry it out.
   */
  async transact<T>(action: string, work: (limits: Limits) => Promise<T>): Promise<T> {
    const deadline = performance.now() + 2 * this.#operationMs;
    let tries = 0;
    try {
      return await this.#client.withSession((session) =>
        session.withTransaction(async () => {
          if (tries++ >= TRANSACTION_TRIES || performance.now() > deadline) {
            throw new MongoFault("busy", action, new Error(`${tries} tries`));
          }
          const left = Math.max(1, deadline - performance.now());
          const signal = AbortSignal.timeout(Math.min(this.#operationMs, left));
          return await work({ signal, session });
        }, { readConcern: new ReadConcern("snapshot"), maxCommitTimeMS: this.#operationMs })
      );
    } catch (error) {
      throw mongoFault(action, error);
    }
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

function makeClient({ uri, poolSize, waitMs }: ConnectionOptions, operationMs: number) {
  const options: MongoClientOptions = {
    appName: "encounter-tracker",
    maxPoolSize: poolSize ?? POOL_SIZE,
    maxConnecting: 4,
    maxIdleTimeMS: 60_000,
    waitQueueTimeoutMS: waitMs ?? SELECTION_MS,
    serverSelectionTimeoutMS: SELECTION_MS,
    connectTimeoutMS: SELECTION_MS,
    // Only for what takes no signal, such as a commit.
    socketTimeoutMS: operationMs + SELECTION_MS,
    heartbeatFrequencyMS: 2_000,
    retryWrites: true,
    retryReads: true,
    writeConcern: { w: "majority", journal: true },
    readPreference: "primary",
    readConcern: { level: "majority" },
    monitorCommands: true,
    ignoreUndefined: true,
  };
  try {
    return new MongoClient(uri, options);
  } catch (error) {
    if (!isMalformed(error) && !(error instanceof TypeError)) throw error;
    const why = error instanceof Error ? error.message : "it is no address";
    throw new ConfigurationFault(`MONGODB_URI cannot be read: ${why}`, { cause: error });
  }
}

/** The database that the address names; "encounter_tracker" when it names none. */
export function databaseName(uri: string): string {
  const name = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1];
  return name === undefined ? "encounter_tracker" : decodeURIComponent(name);
}
