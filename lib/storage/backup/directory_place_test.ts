import { backupPlaceContract } from "@/lib/backup/backup_place_contract.ts";
import { DirectoryPlace } from "@/lib/storage/backup/directory_place.ts";

backupPlaceContract("directory", async () => {
  const folder = await Deno.makeTempDir({ prefix: "tracker-place-" });
  return {
    place: new DirectoryPlace(`${folder}/backups`),
    close: () => Deno.remove(folder, { recursive: true }),
  };
}, Deno.test);
