/** The API's routes on their real handler, without pages or a build, for tests and benches. */
import { App } from "fresh";
import type { State } from "@/define.ts";
import type { Identity } from "@/lib/auth/identity.ts";
import type { Services } from "@/lib/compose/compose.ts";
import type { AppServices } from "@/lib/compose/app_services.ts";
import type { Encounters } from "@/lib/encounters/encounters.ts";
import { bodyLimit } from "@/lib/http/body_limit.ts";
import { catchErrors } from "@/lib/http/catch_errors.ts";
import { csrf } from "@/lib/http/csrf.ts";
import { networkQuota } from "@/lib/http/network_quota.ts";
import { pathLimit } from "@/lib/http/path_limit.ts";
import { failureResponse } from "@/lib/http/problem.ts";
import { requestId } from "@/lib/http/request_id.ts";
import { createLog, type Log } from "@/lib/log.ts";

const ROOT = new URL("../../", import.meta.url);

/** A log that nobody reads. */
export function quietLog(): Log {
  return createLog({ level: "error", write: () => {}, now: () => new Date() });
}

/** Every route file of the API with its pattern, e.g. `/api/v1/encounters/:id`. */
export function routeFiles(folder = "routes/api/v1"): { path: string; pattern: string }[] {
  return [...Deno.readDirSync(new URL(folder, ROOT))].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) return routeFiles(path);
    if (entry.name.startsWith("_")) return [];
    const pattern = path.replace(/^routes/, "").replace(/\.tsx?$/, "").replace(/\/index$/, "")
      .replace(/\[(\w+)\]/g, ":$1");
    return [{ path, pattern }];
  });
}

/** A handler of the whole API over these use cases; what is left out must not be asked for. */
export async function apiHandler(
  encounters: Encounters,
  appServices: Partial<AppServices> = {},
): Promise<(req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>> {
  const app = new App<State>();
  app.use((ctx) => {
    // Guests only: accounts have tests of their own over the whole app.
    const identity: Pick<Identity, "identify"> = {
      identify: async (headers) => ({
        visitor: await encounters.visitors.read(headers),
        setCookies: [],
      }),
    };
    const services: Partial<Services> = {
      identity: identity as Identity,
      encounters,
      appServices: () => Promise.resolve(appServices as AppServices),
    };
    ctx.state.services = services as Services;
    return ctx.next();
  })
    .use(requestId({ log: quietLog(), trustProxy: false }))
    .use(
      catchErrors((ctx, failure) => Promise.resolve(failureResponse(failure, ctx.state.requestId))),
    )
    .use(pathLimit())
    .use(bodyLimit())
    .use(csrf({ origin: undefined }))
    .use(networkQuota);
  for (const { path, pattern } of routeFiles()) {
    const module = await import(new URL(path, ROOT).href);
    app.route(pattern, { handler: module.handler });
  }
  return app.handler();
}
