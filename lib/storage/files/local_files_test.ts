import { filesContract } from "@/lib/storage/files_contract.ts";
import { LocalFiles } from "@/lib/storage/files/local_files.ts";

const STATUS = { EntityTooLarge: 400, EntityTooSmall: 400, AccessDenied: 403 };

filesContract("local", async () => {
  const folder = await Deno.makeTempDir({ prefix: "tracker-files-" });
  const storage = new LocalFiles({
    folder,
    secret: crypto.getRandomValues(new Uint8Array(32)),
    now: Date.now,
  });
  return {
    storage,
    async send({ ticket, fields = {}, file }) {
      const sent = Object.entries({ ...ticket.fields, ...fields })
        .filter((entry): entry is [string, string] => entry[1] !== undefined);
      const refused = await storage.receive({ fields: Object.fromEntries(sent), file });
      return refused === undefined ? 204 : STATUS[refused];
    },
    close: () => Deno.remove(folder, { recursive: true }),
  };
}, Deno.test);
