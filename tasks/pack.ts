// `deno task pack RELEASE`: packs the commit and what was built from it into data/artefacts, with its
// SHA-256 beside it, for `deno task deploy ENV --release RELEASE`.
import { packRelease, RELEASE } from "@/tasks/deploy/prepare.ts";

async function main([release, ...more]: readonly string[]): Promise<number> {
  if (release === undefined || more.length > 0 || !RELEASE.test(release)) {
    console.error("Usage: deno task pack RELEASE");
    return 2;
  }
  console.log(await packRelease(release));
  return 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
