// `deno task rollback ENV [--wait SECONDS] [--yes] [--json]`: the release before the one that serves
// gets the traffic again. docs/runbooks/rollback.md says when.
import { main } from "@/tasks/deploy.ts";

if (import.meta.main) Deno.exit(await main("rollback", Deno.args));
