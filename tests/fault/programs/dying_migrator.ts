// Migrates a file and dies by its own hand, as by `kill -9`, at the n-th passing of a moment.
// Arguments: file, direction, moment, n.
import process from "node:process";
import { migrate } from "@/lib/store/migrations/migrate.ts";
import { openMigrationStore } from "@/lib/store/sqlite/open.ts";
import { TOY_MIGRATIONS } from "@/tests/fault/programs/toy_migrations.ts";

const [path = "", direction = "", moment = "", count = ""] = Deno.args;
const store = openMigrationStore({ path });
let passed = 0;
await migrate(store, TOY_MIGRATIONS, {
  direction: direction === "down" ? "down" : "up",
  ...direction === "down" ? { to: "none" } : {},
  owner: `dying ${process.pid}`,
  lockMs: 150,
  moment: (at) => {
    if (at === moment && ++passed === Number(count)) process.kill(process.pid, "SIGKILL");
  },
});
