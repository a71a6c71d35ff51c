import { replay } from "@/lib/combat/evolve.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import type { Result } from "@/lib/errors.ts";
import { errorFailure, refusalFailure } from "@/lib/http/problem.ts";
import { CODE, FIGHT } from "@/tests/sim/base.ts";
import type { Instance } from "@/tests/sim/instance.ts";
import type { Simulation } from "@/tests/sim/simulation.ts";

type Stream = ReadableStream<Uint8Array<ArrayBuffer>>;
type Applied = Parameters<Instance["apply"]>[1];

/** Entries that come with a fight that is opened. */
const NEWEST_ENTRIES = 100;

/** The lines between browsers and instances, with a balancer that takes turns. */
export class Network {
  /** Ids of commands whose sender has read that they are carried out, by sender. */
  readonly acknowledged = new Map<string, string[]>();
  /** Every byte that players were sent, as text. */
  toPlayers = "";
  #turn = 0;
  #anew = 0;

  constructor(private readonly world: Simulation) {}

  /** One browser's `fetch`. */
  fetchOf(sender: string): (url: string, init?: RequestInit) => Promise<Response> {
    return async (url, init = {}) => {
      const { clock, chance, faults } = this.world;
      const far = () => clock.wait(chance.between(5, 90));
      await far();
      const instance = this.#next();
      if (instance === undefined || !instance.alive) throw new TypeError("refused");
      const lost = chance.happens(faults ? 0.05 : 0);
      if (lost && chance.happens(0.5)) {
        await clock.wait(chance.between(100, 900));
        throw new TypeError("lost");
      }
      const dead = this.#whenDead(instance);
      const answer = await Promise.race([this.#serve(instance, sender, url, init), dead.gone]);
      dead.stop();
      if (lost) {
        // The balancer asks once more by itself, as it should not.
        if (this.world.bug === "id-anew" && init.method === "POST") {
          await this.#serve(instance, sender, url, { ...init, body: this.#renamed(init.body) });
        }
        throw new TypeError("lost");
      }
      await far();
      this.#note(sender, answer.told);
      return answer.response;
    };
  }

  #renamed(body: RequestInit["body"]): string {
    const batch: { commands: { id: string }[] } = JSON.parse(String(body));
    for (const command of batch.commands) command.id = `again-${this.#anew++}`;
    return JSON.stringify(batch);
  }

  #note(sender: string, told: readonly string[]): void {
    const known = this.acknowledged.get(sender) ?? [];
    known.push(...told);
    this.acknowledged.set(sender, known);
  }

  #next(): Instance | undefined {
    const { instances } = this.world;
    for (let tried = 0; tried < instances.length; tried++) {
      const instance = instances[this.#turn++ % instances.length];
      // It learns that one is gone by being refused, most of the time at once.
      if (instance?.alive || this.world.chance.happens(0.2)) return instance;
    }
    return undefined;
  }

  #whenDead(instance: Instance) {
    const { promise: gone, reject } = Promise.withResolvers<never>();
    gone.catch(() => {});
    const reset = () => reject(new TypeError("reset"));
    const stop = instance.onKill(() => void this.world.clock.later(reset, 50));
    return { gone, stop };
  }

  async #serve(
    instance: Instance,
    sender: string,
    url: string,
    init: RequestInit,
  ): Promise<{ response: Response; told: readonly string[] }> {
    const plain = (response: Response) => ({ response, told: [] });
    try {
      const { pathname, searchParams } = new URL(url, "http://simulated");
      const lastId = new Headers(init.headers).get("last-event-id");
      if (pathname === `/api/v1/encounters/${FIGHT}/commands`) {
        return await this.#commands(instance, String(init.body));
      }
      if (pathname === `/api/v1/encounters/${FIGHT}/stream`) {
        return plain(await this.#stream(instance, "dm", lastId, init.signal ?? undefined));
      }
      if (pathname === `/api/v1/play/${CODE}/stream`) {
        return plain(await this.#stream(instance, "player", lastId, init.signal ?? undefined));
      }
      const record = await instance.parts.deps.store.find(FIGHT);
      const encounter = await instance.parts.encounters.load(FIGHT, record?.version ?? 0);
      if (pathname.endsWith("/log")) {
        const after = Number(searchParams.get("after"));
        const entries = await instance.parts.deps.store.entriesAfter(FIGHT, after, 1_000);
        return plain(Response.json({ version: encounter.version, entries }));
      }
      const { state } = encounter;
      const log = await instance.parts.deps.store.entriesAfter(
        FIGHT,
        Math.max(0, state.version - NEWEST_ENTRIES),
        NEWEST_ENTRIES,
      );
      const known = log.filter(({ version }) => version <= state.version);
      return plain(Response.json({ record, state, log: known }));
    } catch (error) {
      this.world.tell(`fault for ${sender}`);
      const { status, code, detail } = errorFailure(error);
      return plain(Response.json({ code, detail }, { status }));
    }
  }

  async #commands(instance: Instance, body: string) {
    const { commands, sentAt }: { commands: Applied; sentAt: number } = JSON.parse(body);
    const applied = await instance.apply(FIGHT, commands, sentAt);
    if (!applied.ok) return { response: problem(applied), told: [] };
    const { version, results, refused } = applied.value;
    if (refused !== undefined && results.length === 0) {
      return { response: problem(refused.refusal), told: [] };
    }
    const { index = 0, id = "", refusal = undefined } = refused ?? {};
    const stopped = refusal === undefined
      ? {}
      : { refused: { index, id, code: refusal.code, message: refusal.message } };
    return {
      // What the memory of this process holds must not be shared with the browser.
      response: new Response(JSON.stringify({ version, results, ...stopped })),
      told: results.map((result) => result.id),
    };
  }

  async #stream(
    instance: Instance,
    role: "dm" | "player",
    lastId: string | null,
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    const { bug } = this.world;
    const record = await instance.parts.deps.store.find(FIGHT);
    if (record === null) return problem({ ok: false, code: "NOT_FOUND", message: "" });
    const from = bug === "stream-from-now" ? record.version : Number(lastId ?? 0);
    const opened: Result<Stream> = role === "dm" || bug === "wrong-stream"
      ? await instance.hub.openDm(record, role === "dm" ? from : 0)
      : await instance.hub.openPlayer(record, lastId ?? undefined, { seatIds: [] });
    if (!opened.ok) return problem(opened);
    return new Response(this.#carried(instance, opened.value, role, signal));
  }

  /** The bytes of a stream, some milliseconds later, until somebody dies or hangs up. */
  #carried(
    instance: Instance,
    body: Stream,
    role: "dm" | "player",
    signal: AbortSignal | undefined,
  ): Stream {
    const { clock, chance } = this.world;
    const reader = body.getReader();
    const far = chance.between(3, 80);
    let ended = false;
    return new ReadableStream({
      start: (controller) => {
        const end = (work: () => void) => {
          if (ended) return;
          ended = true;
          stop();
          reader.cancel().catch(() => {});
          work();
        };
        const stop = instance.onKill(() => {
          clock.later(() => end(() => controller.error(new TypeError("reset"))), far);
        });
        signal?.addEventListener("abort", () => end(() => {}), { once: true });
        const pump = async () => {
          for (;;) {
            const { done, value } = await reader.read();
            if (done) return end(() => controller.close());
            if (role === "player") this.toPlayers += new TextDecoder().decode(value);
            clock.later(() => {
              if (!ended && instance.alive) controller.enqueue(value);
            }, far);
          }
        };
        pump().catch(() => end(() => controller.error(new TypeError("reset"))));
      },
      cancel: () => {
        ended = true;
        reader.cancel().catch(() => {});
      },
    });
  }

  /** The state that the log makes. */
  truth() {
    return replay(NOTHING_YET, this.world.store.kept.get(FIGHT)?.entries ?? []);
  }
}

function problem(refusal: Parameters<typeof refusalFailure>[0]): Response {
  const { status, code, detail, issues } = refusalFailure(refusal);
  return Response.json({ code, detail, errors: issues }, { status });
}
