// `deno task deploy:stop [ENV]`: ends what `deno task deploy` has started on this machine, also what
// serves; of environments on this machine alone (local, without a name).
import { resolve } from "node:path";
import { LocalPlatform } from "@/tasks/deploy/platforms/local.ts";
import { readTarget } from "@/tasks/deploy/target.ts";

async function main([name = "local"]: readonly string[]): Promise<number> {
  const target = await readTarget(name);
  if (typeof target === "string" || target.platform.kind !== "local") {
    console.error(typeof target === "string" ? target : `${name} does not run on this machine`);
    return 2;
  }
  const { platform } = target;
  await new LocalPlatform({ ...platform, folder: resolve(platform.folder), env: {} }).stopAll();
  console.log(`Nothing of ${name} runs any more.`);
  return 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
