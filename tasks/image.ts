// What the Dockerfile runs: builds the app, then takes away what only building and testing need.
import { ensureBuilt, ensureInstalled } from "@/tasks/lib/build.ts";
import { ROOT } from "@/tasks/lib/files.ts";

/** Packages, by the beginnings of their folders' names, that no running app or task loads. */
const BUILD_ONLY = [
  "@esbuild+",
  "@img+sharp-libvips-linuxmusl",
  "@img+sharp-linuxmusl",
  "@rollup+",
  "axe-core@",
  "esbuild@",
  "fake-indexeddb@",
  "fast-check@",
  "lightningcss",
  "lucide-preact@",
  "playwright-core@",
  "rollup@",
  "smtp-server@",
  "vite@",
];

async function takeAway(): Promise<string[]> {
  const folder = `${ROOT}node_modules/.deno`;
  const taken: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (!BUILD_ONLY.some((beginning) => name.startsWith(beginning))) continue;
    await Deno.remove(`${folder}/${name}`, { recursive: true });
    taken.push(name);
  }
  return taken.sort();
}

/** Packages are complete without those: from here on Deno uses what is there and fetches nothing. */
async function keepPackages(): Promise<void> {
  const path = `${ROOT}deno.json`;
  const text = await Deno.readTextFile(path);
  const kept = text.replace('"nodeModulesDir": "auto"', '"nodeModulesDir": "manual"');
  if (kept === text) throw new Error("deno.json does not name nodeModulesDir as expected");
  await Deno.writeTextFile(path, kept);
}

if (import.meta.main) {
  await ensureInstalled();
  await ensureBuilt({ force: true });
  const taken = await takeAway();
  await keepPackages();
  await Deno.remove(`${ROOT}node_modules/.vite`, { recursive: true }).catch(() => {});
  // The folder that the image's user may write to.
  await Deno.mkdir("/data", { recursive: true });
  console.log(`Built; ${taken.length} packages were only needed for that.`);
}
