/**
 * The DM's side of the wire: a replica of one fight in the browser. Commands take effect at once
 * and are sent in order; the server's word comes back over the stream.
 */
import type { Command, CommandType } from "@/lib/combat/commands.ts";
import type { LogEntry } from "@/lib/combat/log/log_entry.ts";
import type { EncounterState, Id, Instant } from "@/lib/combat/state.ts";
import type { Refusal, Result } from "@/lib/errors.ts";
import { browserEnvironment, type ClientEnvironment, hex } from "@/lib/client/environment.ts";
import { isLogEntry, isLogPage, isOpened, parseJson, readAnswer } from "@/lib/client/wire.ts";
import { type BatchAnswer, sendBatch } from "./answers.ts";
import type { Connection, ConnectionKind } from "./connection.ts";
import { type EventStream, openStream } from "@/lib/client/event_stream.ts";
import type { Predict } from "./prediction.ts";
import {
  browserQueue,
  passingQueue,
  type QueuedCommand,
  type QueueStorage,
} from "./queue_storage.ts";
import { type Pending, Replica } from "./replica.ts";
import { NO_TABS, otherTabs, type TabMessage, type Tabs } from "./tabs.ts";

/** What the page was rendered from; the replica starts here without a request. */
export interface EncounterSeed {
  readonly state: EncounterState;
  /** Newest entries, oldest first, ending at `state.version`. */
  readonly log: readonly LogEntry[];
}

/** A command that looked right here and that the server refused; it has been rolled back. */
export interface LateRefusal {
  readonly commandId: Id;
  readonly commandType: CommandType;
  readonly command: Command;
  readonly refusal: Refusal;
}

export interface EncounterOptions {
  readonly encounterId: Id;
  readonly seed: EncounterSeed;
  readonly onRefused?: (refused: LateRefusal) => void;
  /** The server has no room for this screen to follow, and why. */
  readonly onHeld?: (reason: string) => void;
  /** Origin and path of the API, without a slash at the end; the page's own when absent. */
  readonly api?: string;
  readonly environment?: ClientEnvironment;
  readonly storage?: QueueStorage;
  /**
   * Resolves when what the server told is kept for a reload without a connection. A command leaves
   * the queue only then: at any moment one of the two has it.
   */
  readonly kept?: () => Promise<void>;
  /**
   * The rules, where they are at hand. Else they are fetched when the fight is open; a command
   * that comes before them is sent at once and shows with the server's answer.
   */
  readonly predict?: Predict;
}

export interface EncounterClient {
  /** With every command of this browser applied, acknowledged or not. */
  readonly state: EncounterState;
  /** Entries oldest first, unacknowledged ones of this browser last. */
  readonly log: readonly LogEntry[];
  /** Whether `loadOlderLog` would find more. */
  readonly hasOlderLog: boolean;
  readonly connection: Connection;
  /** The server's clock minus this device's, in milliseconds. */
  readonly clockOffset: Instant;
  /** Called after every change of `state`, `log` or `connection`. */
  subscribe(listener: () => void): () => void;
  /**
   * Applies and sends; a refusal is answered at once and changes nothing. In the moment before
   * the rules are here, both are left to the server: its refusal comes through `onRefused`.
   */
  dispatch(command: Command): Result<{ readonly commandId: Id }>;
  loadOlderLog(): Promise<void>;
  /** Newest version that the server told of. */
  readonly confirmed: number;
  /** The fight at that version, without what is on its way. */
  told(): EncounterSeed;
  /** Goes on from what this device kept of the fight; false when that is the older one. */
  adopt(kept: EncounterSeed): boolean;
  /** Resolves when everything sent so far is acknowledged or refused. */
  settled(): Promise<void>;
  close(): void;
}

/** Commands in one request. */
const BATCH = 100;
/** So many surely fit into what a browser sends for a page that is gone (64 kB). */
const FEW = 20;
/** Entries missing for so long are asked for. */
const GAP_MS = 1_000;
/** A command of another tab that is not acknowledged by then is sent by this one too. */
const ADOPT_MS = 3_000;
const OLDER = 100;

type Needed = Required<Pick<EncounterOptions, "environment" | "storage">>;

/** The DM's client; see `EncounterClient`. */
export class LiveEncounterClient implements EncounterClient {
  readonly #options: EncounterOptions & Needed;
  readonly #api: string;
  readonly #replica: Replica;
  readonly #listeners = new Set<() => void>();
  readonly #stream: EventStream;
  readonly #tabs: Tabs;
  #line: "open" | "lost" | "refused" | "gone" = "lost";
  #clockOffset = 0;
  #sending = false;
  #failures = 0;
  #closed = false;
  #cancelRetry = () => {};
  #cancelGap: (() => void) | undefined;
  #settlers: (() => void)[] = [];
  #connection: Connection = { kind: "live", pending: 0 };

  constructor(options: EncounterOptions & Needed) {
    this.#options = options;
    this.#api = `${options.api ?? ""}/api/v1/encounters/${options.encounterId}`;
    const { seed: { state, log }, predict } = options;
    this.#replica = new Replica(state, log, () => this.#clockOffset, predict);
    this.#tabs = options.environment.tabs === false
      ? NO_TABS
      : otherTabs(options.encounterId, (message) => this.#fromTab(message));
    this.#stream = openStream(options.environment, {
      url: `${this.#api}/stream`,
      lastId: () => String(this.#replica.confirmed),
      onEvent: (event, data) => this.#onEvent(event, data),
      onState: (line) => this.#onLine(line),
      onHeld: options.onHeld,
    });
    this.#restore();
    this.#learn();
  }

  get state(): EncounterState {
    return this.#replica.state;
  }

  get log(): readonly LogEntry[] {
    return this.#replica.log;
  }

  get hasOlderLog(): boolean {
    return this.#replica.oldest > 1;
  }

  get connection(): Connection {
    return this.#connection;
  }

  get clockOffset(): number {
    return this.#clockOffset;
  }

  subscribe(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  dispatch(command: Command): Result<{ readonly commandId: Id }> {
    const { environment: env, storage } = this.#options;
    const item: QueuedCommand = { id: hex(env, 12), at: env.now(), seed: hex(env, 16), command };
    const refused = this.#replica.add(item, true);
    if (refused !== undefined) return refused;
    this.#changed();
    const pass = (hiding: boolean) => {
      // A browser that keeps nothing still sends; only a reload before that would lose it.
      storage.put(item).catch(() => {});
      this.#tabs.tell({ kind: "queued", item });
      this.#send(hiding);
    };
    // The frame comes first: a person waits for it, and nobody for the rest.
    if (env.afterFrame === undefined) pass(false);
    else env.afterFrame(pass);
    return { ok: true, value: { commandId: item.id } };
  }

  async loadOlderLog(): Promise<void> {
    const { oldest } = this.#replica;
    if (oldest <= 1) return;
    const after = Math.max(0, oldest - 1 - OLDER);
    const limit = oldest - 1 - after;
    const response = await this.#fetch(`/log?after=${after}&limit=${limit}`);
    if (response === undefined) return;
    const page = await readAnswer(response, isLogPage);
    if (page === undefined) return;
    this.#replica.addOlder(page.entries);
    this.#changed();
  }

  get confirmed(): number {
    return this.#replica.confirmed;
  }

  told(): EncounterSeed {
    return this.#replica.told;
  }

  adopt(kept: EncounterSeed): boolean {
    if (kept.state.version < this.#replica.confirmed) return false;
    this.#replica.reset(kept.state, kept.log);
    this.#changed();
    return true;
  }

  settled(): Promise<void> {
    if (this.#replica.pending.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#settlers.push(resolve));
  }

  close(): void {
    this.#closed = true;
    this.#stream.close();
    this.#tabs.close();
    this.#cancelRetry();
    this.#cancelGap?.();
    this.#listeners.clear();
  }

  /** Fetches the rules; without them commands still go out, and show when the answer comes. */
  async #learn(): Promise<void> {
    if (this.#replica.predicts) return;
    const rules = await import("./prediction.ts").catch(() => undefined);
    if (rules === undefined || this.#closed) return;
    this.#replica.learn(rules.predict);
    if (this.#replica.pending.length > 0) this.#changed();
  }

  /** Takes up what a page before this one could not send. */
  async #restore(): Promise<void> {
    const kept = await this.#options.storage.load().catch(() => []);
    if (this.#closed || kept.length === 0) return;
    // The page before may have sent one whose answer it did not see: the log has it.
    const taken = new Set(this.#replica.log.map((entry) => entry.commandId));
    const left = kept.filter((item) => !taken.has(item.id));
    if (left.length < kept.length) {
      this.#forget(kept.map((item) => item.id).filter((id) => taken.has(id)));
    }
    if (left.length === 0) return;
    // One that is refused here by now is for the server to refuse: then the person hears of it.
    for (const item of left) this.#replica.add(item, false);
    for (const one of this.#replica.pending) one.own = true;
    this.#changed();
    this.#send();
  }

  #onEvent(event: string, data: string): void {
    if (event === "hello") {
      this.#clockOffset = Number(data) - this.#options.environment.now();
      return;
    }
    if (event === "gone") return this.#onLine("gone");
    if (event === "reset") {
      this.#reload();
      return;
    }
    const entry = parseJson(data);
    if (isLogEntry(entry)) this.#receive([entry]);
  }

  #onLine(line: "open" | "lost" | "refused" | "gone"): void {
    this.#line = line;
    this.#changed();
    if (line !== "open") return;
    this.#failures = 0;
    this.#cancelRetry();
    this.#learn();
    this.#send();
  }

  #receive(entries: readonly LogEntry[]): void {
    const before = this.#replica.pending.length;
    const gap = this.#replica.receive(entries);
    if (gap) {
      this.#cancelGap ??= this.#options.environment.later(() => this.#fillGap(), GAP_MS);
    } else {
      this.#cancelGap?.();
      this.#cancelGap = undefined;
    }
    if (before !== this.#replica.pending.length) this.#forget(entries.map((one) => one.commandId));
    this.#changed();
  }

  async #fillGap(): Promise<void> {
    this.#cancelGap = undefined;
    const response = await this.#fetch(`/log?after=${this.#replica.confirmed}&limit=1000`);
    if (response === undefined) return;
    const page = await readAnswer(response, isLogPage);
    if (page !== undefined) this.#receive(page.entries);
  }

  /** Loads the whole fight anew, when the log grew by more than is sent one by one. */
  async #reload(): Promise<void> {
    const response = await this.#fetch("");
    if (response === undefined) return;
    const opened = await readAnswer(response, isOpened);
    if (opened === undefined) return;
    const { state, log } = opened;
    this.#replica.reset(state, log);
    this.#forget(log.map((one) => one.commandId));
    this.#changed();
  }

  async #fetch(path: string): Promise<Response | undefined> {
    try {
      const response = await this.#options.environment.fetch(this.#api + path);
      return response.ok ? response : undefined;
    } catch {
      // The stream notices that the line is cut and says so.
      return undefined;
    }
  }

  /** Sends what waits, one request after the other, in order. */
  async #send(hiding = false): Promise<void> {
    if (this.#sending || this.#closed || this.#line === "gone" || this.#line === "refused") return;
    const next = this.#replica.pending.filter((one) => one.own && !one.acknowledged)
      .slice(0, BATCH);
    if (next.length === 0) return;
    this.#sending = true;
    const again = await this.#deliver(next, hiding);
    this.#sending = false;
    if (again) this.#send();
  }

  /** True when the next ones may follow at once. */
  async #deliver(items: readonly Pending[], hiding: boolean): Promise<boolean> {
    const { environment } = this.#options;
    const keepalive = hiding && items.length <= FEW;
    const url = `${this.#api}/commands?clock=${Math.round(this.#clockOffset)}`;
    try {
      const delivery = await sendBatch(environment, url, items, keepalive);
      switch (delivery.kind) {
        case "done":
          this.#failures = 0;
          this.#acknowledge(items, delivery.answer);
          return true;
        case "refused":
          this.#reject(items[delivery.index] ?? items[0], delivery.refusal);
          return true;
        case "gone":
          this.#onLine("gone");
          return false;
        case "denied":
          this.#onLine("refused");
          return false;
        case "later":
          this.#retryLater();
          return false;
      }
    } catch {
      this.#retryLater();
      return false;
    }
  }

  #acknowledge(items: readonly Pending[], answer: BatchAnswer): void {
    const told = new Set(answer.results.map((result) => result.id));
    for (const item of items) if (told.has(item.id)) item.acknowledged = true;
    this.#forget([...told]);
    const entries = answer.results.map((result) => result.entry);
    this.#tabs.tell({ kind: "entries", entries });
    this.#receive(entries);
    const { refused } = answer;
    if (refused === undefined) return;
    const { code, message } = refused;
    this.#reject(items.find((one) => one.id === refused.id), { ok: false, code, message });
  }

  #reject(item: Pending | undefined, refusal: Refusal): void {
    if (item === undefined) return;
    this.#replica.drop(item.id);
    this.#forget([item.id]);
    this.#tabs.tell({ kind: "dropped", id: item.id });
    const { id: commandId, command } = item;
    this.#changed();
    this.#options.onRefused?.({ commandId, commandType: command.type, command, refusal });
  }

  #retryLater(): void {
    const { later, chance } = this.#options.environment;
    const wait = Math.min(5_000, 200 * 2 ** Math.min(this.#failures++, 5));
    this.#cancelRetry();
    this.#cancelRetry = later(() => this.#send(), wait * (0.5 + chance() / 2));
    this.#changed();
  }

  async #forget(ids: readonly Id[]): Promise<void> {
    const { kept, storage } = this.#options;
    await kept?.();
    storage.remove(ids).catch(() => {});
  }

  #fromTab(message: TabMessage): void {
    switch (message.kind) {
      case "queued": {
        const { item } = message;
        this.#replica.add(item, false);
        this.#options.environment.later(() => this.#adopt(item.id), ADOPT_MS);
        break;
      }
      case "entries":
        this.#receive(message.entries);
        return;
      case "dropped":
        this.#replica.drop(message.id);
    }
    this.#changed();
  }

  /** Sends what another tab did not get through; sent twice it is carried out once. */
  #adopt(id: Id): void {
    const item = this.#replica.pending.find((one) => one.id === id);
    if (item === undefined) return;
    item.own = true;
    this.#send();
  }

  #kind(pending: number): ConnectionKind {
    if (this.#line === "gone" || this.#line === "refused") return this.#line;
    if (this.#line === "lost") return "offline";
    return pending > 0 ? "sending" : "live";
  }

  #changed(): void {
    if (this.#closed) return;
    const pending = this.#replica.pending.length;
    const kind = this.#kind(pending);
    if (kind !== this.#connection.kind || pending !== this.#connection.pending) {
      this.#connection = { kind, pending };
    }
    if (pending === 0) {
      for (const resolve of this.#settlers) resolve();
      this.#settlers = [];
    }
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Opens a fight in the browser; close it when the page goes away. */
export function openEncounter(options: EncounterOptions): EncounterClient {
  const environment = options.environment ?? browserEnvironment();
  const storage = options.storage ??
    (typeof indexedDB === "undefined" ? passingQueue() : browserQueue(options.encounterId));
  return new LiveEncounterClient({ ...options, environment, storage });
}
