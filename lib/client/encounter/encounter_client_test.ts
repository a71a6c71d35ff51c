import assert from "node:assert/strict";
import type { ClientEnvironment } from "@/lib/client/environment.ts";
import { DecidableHistory } from "@/lib/combat/history/decidable_history.ts";
import { NOTHING_YET } from "@/lib/combat/defaults.ts";
import { toEntry } from "@/lib/combat/decide.ts";
import { LiveEncounterClient } from "./encounter_client.ts";
import { predict } from "./prediction.ts";
import { passingQueue } from "./queue_storage.ts";

function opened() {
  const timeline = new DecidableHistory(NOTHING_YET);
  const envelope = {
    id: "create",
    at: 1,
    seed: "0".repeat(32),
    actor: { kind: "dm" as const },
    command: {
      type: "CreateEncounter" as const,
      encounterId: "fight",
      name: "Ford",
      edition: "2014" as const,
    },
  };
  const decided = timeline.decide(envelope);
  assert.ok(decided.ok);
  return timeline.append(toEntry(timeline.state, envelope, decided));
}

/** A browser whose next frame comes when the test says so, and whose requests never end. */
function stillBrowser() {
  const requests: { url: string; init: RequestInit | undefined }[] = [];
  const waiting: ((hiding: boolean) => void)[] = [];
  const environment: ClientEnvironment = {
    tabs: false,
    fetch(url, init) {
      requests.push({ url, init });
      return new Promise(() => {});
    },
    now: () => 1_000,
    chance: () => 0.5,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    later: () => () => {},
    onLine: () => () => {},
    afterFrame: (work) => void waiting.push(work),
  };
  const sent = () => requests.filter(({ url }) => url.includes("/commands"));
  const frame = (hiding: boolean) => waiting.splice(0).forEach((work) => work(hiding));
  return { environment, sent, frame };
}

function openOn({ environment }: ReturnType<typeof stillBrowser>) {
  const storage = passingQueue();
  const seed = { state: opened(), log: [] };
  const client = new LiveEncounterClient({
    encounterId: "fight",
    seed,
    environment,
    storage,
    predict,
  });
  return { client, storage };
}

Deno.test("a command shows at once, and is kept and sent when its frame is done", async () => {
  const browser = stillBrowser();
  const { client, storage } = openOn(browser);
  client.dispatch({ type: "RenameEncounter", name: "Bridge" });
  assert.equal(client.state.name, "Bridge");
  assert.equal(browser.sent().length, 0);
  assert.equal((await storage.load()).length, 0);

  browser.frame(false);
  assert.equal(browser.sent().length, 1);
  assert.equal(browser.sent()[0]?.init?.keepalive, undefined);
  assert.equal((await storage.load()).length, 1);
  client.close();
});

Deno.test("a page that is left writes its commands down and sends them without itself", async () => {
  const browser = stillBrowser();
  const { client, storage } = openOn(browser);
  client.dispatch({ type: "RenameEncounter", name: "Bridge" });
  client.dispatch({ type: "SetNotes", notes: "Mist" });
  browser.frame(true);
  const [only, ...others] = browser.sent();
  assert.deepEqual(others, []);
  assert.equal(only?.init?.keepalive, true);
  assert.deepEqual(
    (await storage.load()).map(({ command }) => command.type),
    ["RenameEncounter", "SetNotes"],
  );
  client.close();
});
