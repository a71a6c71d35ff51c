/** Many tables at once, each with a DM who acts and screens that listen, as browsers do. */
import { setTimeout as sleep } from "node:timers/promises";
import { type EventStream, openStream } from "@/lib/client/event_stream.ts";
import { command, FOES, newEncounter, ORDER, PARTY, sent, share } from "@/tests/api/encounters.ts";
import { HttpPerson } from "@/tests/help/person.ts";

/** One screen that shows a fight. */
interface Screen {
  stream: EventStream | undefined;
  /** Newest version (the DM's) or table (a player's) that it was told. */
  shown: string;
  toldAt: number;
  open: boolean;
}

interface Table {
  readonly dm: HttpPerson;
  readonly id: string;
  readonly dmScreens: Screen[];
  readonly playerScreens: Screen[];
  /** Version that the DM's last acknowledged command led to. */
  version: number;
  /** When that was acknowledged. */
  at: number;
}

export interface CrowdOptions {
  readonly tables: number;
  /** Screens of each table: half of them the DM's, the others players'. */
  readonly screens: number;
  /** Milliseconds between two commands of one DM. */
  readonly everyMs: number;
}

export interface Crowd {
  readonly acknowledged: number;
  readonly screens: number;
  /** From a command's acknowledgement (0 when it was told before that) to a DM's screens, in ms. */
  readonly fanout: readonly number[];
  /** Requests with commands that had to be sent again. */
  readonly repeated: number;
  /** Screens that do not show what was acknowledged a moment ago, or are not connected. */
  behind(): number;
  /** Ends the commands, and answers what is wrong in the logs: nothing may be lost or doubled. */
  finish(): Promise<readonly string[]>;
}

/** Longest that one command is tried again. */
const PATIENCE_MS = 30_000;
/** A command acknowledged so shortly ago may still be on its way to the screens. */
const GRACE_MS = 1_000;

/** A browser of its own network. */
class FarPerson extends HttpPerson {
  constructor(origin: string, private readonly address: string) {
    super(origin);
  }

  override fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("x-forwarded-for", this.address);
    return super.fetch(path, { ...init, headers });
  }
}

/** Sits down at `tables` tables; they play until `finish`. */
export async function startCrowd(
  origin: string,
  { tables: count, screens, everyMs }: CrowdOptions,
): Promise<Crowd> {
  const tables: Table[] = [];
  const acknowledged = new Map<Table, string[]>();
  const fanout: number[] = [];
  let [open, repeated] = [true, 0];
  const told = (table: Table, version: number) => {
    if (version === table.version) fanout.push(Math.max(0, performance.now() - table.at));
  };
  // A few at a time: this is the opening, not the test.
  for (let start = 0; start < count; start += 8) {
    const numbers = Array.from({ length: Math.min(8, count - start) }, (_, n) => start + n);
    tables.push(...await Promise.all(numbers.map((n) => sitDown(origin, n, screens, told))));
  }
  const play = async (table: Table) => {
    const mine: string[] = [];
    acknowledged.set(table, mine);
    await sleep(Math.random() * everyMs);
    while (open) {
      const one = sent({ type: "NextTurn" });
      const start = performance.now();
      for (;;) {
        const answer = await attempt(table, one);
        if (answer !== undefined) {
          mine.push(one.id);
          if (answer > table.version) [table.version, table.at] = [answer, performance.now()];
          break;
        }
        repeated++;
        if (performance.now() - start > PATIENCE_MS) throw new Error("A command finds nobody");
        await sleep(100 + Math.random() * 200);
      }
      await sleep(everyMs * (0.5 + Math.random()));
    }
  };
  const playing = tables.map(play);
  const every = () => tables.flatMap((table) => [...table.dmScreens, ...table.playerScreens]);
  return {
    get acknowledged() {
      return [...acknowledged.values()].reduce((sum, ids) => sum + ids.length, 0);
    },
    get screens() {
      return every().length;
    },
    get repeated() {
      return repeated;
    },
    fanout,
    behind: () => tables.reduce((sum, table) => sum + behindAt(table), 0),
    async finish() {
      open = false;
      await Promise.all(playing);
      await sleep(GRACE_MS);
      for (const screen of every()) screen.stream?.close();
      const wrong: string[] = [];
      for (const table of tables) {
        wrong.push(...await logProblems(table, acknowledged.get(table) ?? []));
      }
      return wrong;
    },
  };
}

async function attempt(
  { dm, id }: Table,
  returnType: ReturnType<typeof sent>,
): Promise<number | undefined> {
  try {
    const response = await dm.send("POST", `/api/v1/encounters/${id}/commands`, {
      sentAt: Date.now(),
      commands: [returnType],
    });
    const answer = await response.json();
    return response.ok && answer.refused === undefined ? answer.version : undefined;
  } catch {
    return undefined;
  }
}

async function sitDown(
  origin: string,
  number: number,
  screens: number,
  told: (table: Table, version: number) => void,
): Promise<Table> {
  const dm = new FarPerson(origin, `10.1.${number >> 8}.${number & 255}`);
  const id = await newEncounter(dm);
  const { version } = await command(dm, id, PARTY, FOES, ...ORDER, { type: "StartCombat" });
  const code = await share(dm, id);
  const table: Table = {
    ...{ dm, id, version, at: performance.now() },
    ...{ dmScreens: [], playerScreens: [] },
  };
  const half = Math.ceil(screens / 2);
  for (let n = 0; n < screens; n++) {
    const mine = n < half;
    const person = mine ? dm : new FarPerson(origin, `10.${2 + n}.${number >> 8}.${number & 255}`);
    const path = mine ? `/api/v1/encounters/${id}/stream` : `/api/v1/play/${code}/stream`;
    const screen = listen(person, path, mine ? String(version) : "", (id) => {
      if (mine) told(table, Number(id));
    });
    (mine ? table.dmScreens : table.playerScreens).push(screen);
  }
  return table;
}

function listen(
  person: HttpPerson,
  url: string,
  from: string,
  told: (id: string) => void,
): Screen {
  const screen: Screen = { stream: undefined, shown: from, toldAt: 0, open: false };
  screen.stream = openStream({
    fetch: (path, init) => person.fetch(path, init),
    now: () => Date.now(),
    chance: () => Math.random(),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    later: (work, ms) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    onLine: () => () => {},
  }, {
    url,
    lastId: () => screen.shown,
    onEvent: (_event, _data, id) => {
      if (id === "") return;
      screen.shown = id;
      screen.toldAt = performance.now();
      told(id);
    },
    onState: (state) => {
      screen.open = state === "open";
    },
  });
  return screen;
}

/** Screens of a table that are not where they should be by now. */
function behindAt({ dmScreens, playerScreens, version, at }: Table): number {
  const settled = performance.now() - at > GRACE_MS;
  const dms =
    dmScreens.filter(({ open, shown }) => !open || (settled && Number(shown) < version)).length;
  const newest = playerScreens.reduce((a, b) => b.toldAt > a.toldAt ? b : a, {
    toldAt: 0,
    shown: "",
  });
  const players =
    playerScreens.filter(({ open, shown }) =>
      !open || (performance.now() - newest.toldAt > GRACE_MS && shown !== newest.shown)
    ).length;
  return dms + players;
}

async function logProblems({ dm, id }: Table, acknowledged: readonly string[]) {
  const wrong: string[] = [];
  const seen = new Map<string, number>();
  for (let after = 0;;) {
    const response = await dm.fetch(`/api/v1/encounters/${id}/log?after=${after}&limit=1000`);
    const page: { entries: { commandId: string; version: number }[] } = await response.json();
    for (const { commandId, version } of page.entries) {
      if (version !== after + 1) wrong.push(`${id} has a gap after ${after}`);
      if (seen.has(commandId)) wrong.push(`${commandId} is in ${id} twice`);
      seen.set(commandId, version);
      after = version;
    }
    if (page.entries.length < 1_000) break;
  }
  let last = 0;
  for (const commandId of acknowledged) {
    const version = seen.get(commandId);
    if (version === undefined) wrong.push(`${commandId} of ${id} is lost`);
    else if (version < last) wrong.push(`${commandId} of ${id} changed its place`);
    last = version ?? last;
  }
  return wrong;
}
