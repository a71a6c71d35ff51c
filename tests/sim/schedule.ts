import { replay } from "@/lib/combat/evolve.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { commandFor } from "@/lib/combat/testing/commands.ts";
import { LiveEncounterClient } from "@/lib/client/encounter/encounter_client.ts";
import { predict } from "@/lib/client/encounter/prediction.ts";
import { passingQueue, type QueueStorage } from "@/lib/client/encounter/queue_storage.ts";
import type { ClientEnvironment } from "@/lib/client/environment.ts";
import { openSeat, type PlayerClient } from "@/lib/client/player/player_client.ts";
import { EncounterCache } from "@/lib/encounters/live/encounter_cache.ts";
import { PlayerProjection } from "@/lib/encounters/projection/player_projection.ts";
import { canonicalText } from "@/lib/store/transfer/keys.ts";
import { CODE, FIGHT, SECRETS } from "@/tests/sim/base.ts";
import type { Bug } from "@/tests/sim/bugs.ts";
import { KEYS } from "@/tests/sim/instance.ts";
import type { Snapshot } from "@/lib/store/ports/encounter_store.ts";
import { type KeptFight, ModelStore } from "@/tests/sim/model_store.ts";
import { Network } from "@/tests/sim/network.ts";
import { Simulation } from "@/tests/sim/simulation.ts";

/** Virtual milliseconds of a schedule: faults and commands, then peace to get in step in. */
export const STORM_MS = 12_000;
export const PEACE_MS = 30_000;
const COMMANDS = 9;

export interface Outcome {
  /** What is wrong, one sentence each; empty when all is well. */
  readonly wrong: readonly string[];
  readonly trace: readonly string[];
  readonly commands: number;
  readonly steps: number;
}

interface Device {
  readonly name: string;
  readonly sent: string[];
  readonly storage: QueueStorage;
  client: LiveEncounterClient;
}

/** Plays one schedule from its seed to its end and looks whether everything holds. */
export async function runSchedule(seed: number, bug?: Bug): Promise<Outcome> {
  const world = new Simulation(seed, bug);
  const real = performance.now;
  // Long work gives others their turn by this clock: a busy machine must not change their order.
  performance.now = () => 0;
  try {
    return await play(world);
  } finally {
    performance.now = real;
  }
}

async function play(world: Simulation): Promise<Outcome> {
  const network = new Network(world);
  const { clock } = world;
  const devices: Device[] = [];
  for (const name of ["dm-1", "dm-2"]) {
    const storage = passingQueue();
    const client = dmClient(world, network, name, storage, world.base.state);
    devices.push({ name, sent: [], storage, client });
  }
  const players = ["phone-1", "phone-2"].map((name) => player(world, network, name));
  plan(world, devices, network);
  await clock.pass(STORM_MS);
  world.faults = false;
  await clock.pass(PEACE_MS);
  const wrong = await judge(world, network, devices, players);
  for (const { client } of devices) client.close();
  for (const one of players) one.close();
  for (const instance of world.instances) instance.kill();
  world.tell(`end ${JSON.stringify(wrong)}`);
  const commands = devices.reduce((sum, { sent }) => sum + sent.length, 0);
  return { wrong, trace: world.trace, commands, steps: clock.steps };
}

function environment(world: Simulation, network: Network, name: string): ClientEnvironment {
  const { clock, chance } = world;
  const skew = Math.round(chance.between(-300_000, 300_000));
  return {
    fetch: network.fetchOf(name),
    now: () => clock.now + skew,
    chance: () => chance.next(),
    randomBytes: (length) => chance.bytes(length),
    later: (work, ms) => clock.later(work, ms),
    onLine: () => () => {},
    tabs: false,
  };
}

function dmClient(
  world: Simulation,
  network: Network,
  name: string,
  storage: QueueStorage,
  state: Simulation["base"]["state"],
): LiveEncounterClient {
  return new LiveEncounterClient({
    encounterId: FIGHT,
    seed: { state, log: [] },
    storage,
    environment: environment(world, network, name),
    predict,
  });
}

function player(world: Simulation, network: Network, name: string): PlayerClient {
  const [instance] = world.instances;
  if (instance === undefined) throw new Error("There is no instance");
  return openSeat({
    code: CODE,
    seed: { view: { table: EMPTY_TABLE }, version: "" },
    environment: environment(world, network, name),
  });
}

/** Everything that is to happen in the storm, at its moment. */
function plan(world: Simulation, devices: readonly Device[], network: Network): void {
  const { clock, chance } = world;
  for (let number = 0; number < COMMANDS; number++) {
    const at = chance.between(100, STORM_MS - 500);
    const burst = chance.happens(0.3) ? 3 : 1;
    for (let more = 0; more < burst; more++) {
      clock.later(() => act(world, devices, number * 10 + more), at);
    }
  }
  for (let count = chance.below(4); count > 0; count--) {
    clock.later(
      () => world.crash(chance.below(world.instances.length)),
      chance.between(500, STORM_MS - 1_000),
    );
  }
  for (let count = chance.below(3); count > 0; count--) {
    clock.later(() => world.failOver(), chance.between(500, STORM_MS - 3_500));
  }
  if (chance.happens(0.3)) {
    clock.later(() => reload(world, devices, network), chance.between(2_000, STORM_MS));
  }
}

/** A DM does something that the rules allow. */
function act(world: Simulation, devices: readonly Device[], salt: number): void {
  const { chance } = world;
  const device = devices[chance.below(devices.length)];
  if (device === undefined) return;
  const step = {
    kind: chance.below(1_000),
    a: chance.below(1_000),
    b: chance.below(1_000),
    amount: chance.below(30),
    flag: chance.happens(0.5),
    seed: "5".repeat(32),
  };
  const command = commandFor(device.client.state, step, salt);
  const done = device.client.dispatch(command);
  if (!done.ok) return void world.tell(`refused ${command.type} ${JSON.stringify(done)}`);
  device.sent.push(done.value.commandId);
  world.tell(`${device.name} ${command.type} ${done.value.commandId}`);
}

/** A browser's page goes away and comes back with what it had queued. */
function reload(world: Simulation, devices: readonly Device[], network: Network): void {
  const [device] = devices;
  if (device === undefined) return;
  device.client.close();
  world.tell(`${device.name} reloads`);
  device.client = dmClient(world, network, device.name, device.storage, world.base.state);
}

async function judge(
  world: Simulation,
  network: Network,
  devices: readonly Device[],
  players: readonly PlayerClient[],
): Promise<string[]> {
  const wrong: string[] = [];
  const kept = world.store.kept.get(FIGHT);
  if (kept === undefined) return ["the fight is gone"];
  const { entries, record, snapshots } = kept;
  if (entries.some(({ version }, index) => version !== index + 1)) wrong.push("the log has gaps");
  if (record.version !== entries.length) wrong.push("the record is not where the log is");
  const versions = new Map<string, number>();
  for (const { commandId, version } of entries) {
    if (versions.has(commandId)) wrong.push(`${commandId} is carried out twice`);
    versions.set(commandId, version);
  }
  for (const [sender, ids] of network.acknowledged) {
    for (const id of ids) if (!versions.has(id)) wrong.push(`${id} of ${sender} is lost`);
  }
  const ours = new Set(devices.flatMap(({ sent }) => sent));
  const strange = entries.filter(({ commandId }) =>
    !ours.has(commandId) && !commandId.startsWith("opening")
  );
  if (strange.length > 0) wrong.push(`${strange[0]?.commandId} was sent by nobody`);
  for (const { name, sent } of devices) {
    const order = sent.flatMap((id) => versions.get(id) ?? []);
    if (order.some((version, index) => index > 0 && version < (order[index - 1] ?? 0))) {
      wrong.push(`commands of ${name} changed places`);
    }
  }
  const truth = JSON.stringify(network.truth());
  for (const [version, { state }] of snapshots) {
    const then = replay(NOTHING_YET, entries.filter((entry) => entry.version <= version));
    if (JSON.stringify(state) !== JSON.stringify(then)) wrong.push(`snapshot ${version} is false`);
  }
  for (const { name, client } of devices) {
    if (client.connection.pending > 0) wrong.push(`${name} still waits for answers`);
    else if (JSON.stringify(client.state) !== truth) wrong.push(`${name} shows another fight`);
  }
  const table = await tableFrom(kept);
  for (const snapshot of snapshots.values()) {
    if (await tableFrom(kept, snapshot) === table) continue;
    wrong.push(`who begins from snapshot ${snapshot.version} shows another table`);
  }
  for (const [index, { view }] of players.entries()) {
    if (canonicalText(view.table) !== table) wrong.push(`phone ${index + 1} shows another table`);
  }
  for (const secret of SECRETS) {
    if (network.toPlayers.includes(secret)) wrong.push(`players were sent "${secret}"`);
  }
  return wrong;
}

/** The table as whoever begins from `snapshot` shows it, or has seen the whole fight without one. */
async function tableFrom(kept: KeptFight, snapshot?: Snapshot): Promise<string> {
  const store = new ModelStore();
  const snapshots = new Map(snapshot === undefined ? [] : [[snapshot.version, snapshot]]);
  store.kept.set(FIGHT, { ...kept, snapshots });
  const encounter = await new EncounterCache(store, KEYS).load(FIGHT, 0);
  return canonicalText(new PlayerProjection(encounter).table);
}

/** What a phone shows before the first answer. */
const EMPTY_TABLE: PlayerClient["view"]["table"] = JSON.parse("{}");
