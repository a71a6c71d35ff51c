// The evening on two servers: after the first is killed its store is backed up, and the second runs
// on what was restored from that.
import assert from "node:assert/strict";
import { listBackups } from "@/lib/backup/catalogue.ts";
import { backupPlace, restoreInto, takeBackup } from "@/lib/compose/backups.ts";
import { parseConfig } from "@/lib/config/parse.ts";
import { type AppOptions, startApp } from "@/tests/help/app.ts";
import { SCREENS } from "@/tests/help/browser.ts";
import { playEvening } from "@/tests/help/full_session.ts";
import { keyboard } from "@/tests/help/keyboard.ts";

const OFFLINE_MS = 3_000;

function configOf(dataDir: string) {
  const parsed = parseConfig({ APP_ENV: "test", DATA_DIR: dataDir });
  assert.ok(parsed.ok);
  return parsed.config;
}

/** Backs a store up into `folder` and puts it back into a new folder there; that one's path. */
async function restoredCopy(dataDir: string, folder: string): Promise<string> {
  const config = configOf(dataDir);
  const place = backupPlace(config, `${folder}/backups`);
  assert.ok(typeof place !== "string");
  await takeBackup(config, place, () => {});
  const [backup] = await listBackups(place);
  assert.ok(backup);
  const restored = `${folder}/restored`;
  const opening = { place, identities: [], progress: () => {}, backup };
  const done = await restoreInto(configOf(restored), opening);
  assert.ok(done.ok, JSON.stringify(done));
  return restored;
}

Deno.test("a whole evening, its second half on a restored store", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "tracker-restored-evening-" });
  // Sessions are signed by keys of the configuration: they outlive the store.
  const key = crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: "base64url" });
  const keys = { JWT_KEYS: `evening:${key.replaceAll("=", "")}` };
  let starts = 0;
  const start = async ({ dataDir = "", env = {} }: AppOptions) => {
    const restored = starts++ === 0 ? dataDir : await restoredCopy(dataDir, folder);
    return await startApp({ dataDir: restored, env: { ...env, ...keys } });
  };
  try {
    await playEvening(t, { screen: SCREENS.laptop, hands: keyboard, offline: OFFLINE_MS, start });
    assert.equal(starts, 2, "the server was never started again");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
