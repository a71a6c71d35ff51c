import { App, csp, staticFiles } from "fresh";
import type { State } from "@/define.ts";
import { compose } from "@/lib/compose/compose.ts";
import * as policy from "@/lib/auth/policy.ts";
import { loadConfig } from "@/lib/config.ts";
import { explained } from "@/lib/errors.ts";
import { authorise } from "@/lib/http/authorise.ts";
import { bodyLimit } from "@/lib/http/body_limit.ts";
import { cacheFiles } from "@/lib/http/cache_files.ts";
import { catchErrors, reportTo } from "@/lib/http/catch_errors.ts";
import { compress } from "@/lib/http/compress.ts";
import { csrf, isSigned } from "@/lib/http/csrf.ts";
import { identify } from "@/lib/http/identify.ts";
import { networkQuota } from "@/lib/http/network_quota.ts";
import { pathLimit } from "@/lib/http/path_limit.ts";
import { requestId } from "@/lib/http/request_id.ts";
import { securityHeaders } from "@/lib/http/security_headers.ts";
import { theme } from "@/lib/http/theme.ts";
import { watchRequests } from "@/lib/http/watch_requests.ts";
import { later, refuseToStart } from "@/lib/runtime.ts";
import { listener } from "@/lib/serving/serve.ts";
import { onShutdown } from "@/lib/serving/shutdown.ts";
import { renderFailure } from "@/routes/_error.tsx";

/** When the rest is loaded after a start: the first answers are out by then. */
const WARM_UP_MS = 1_000;

const config = loadConfig();
const services = await compose(config).catch((error) => refuseToStart(error, explained(error)));
onShutdown(services, { drainMs: config.DRAIN_SECONDS * 1_000 });

// Nobody waits for what a start can do without.
later(WARM_UP_MS, () => services.appServices());

export const app = new App<State>({ trustProxy: config.TRUST_PROXY });

// From the outside in: whatever happens has an id, a line in the log and the headers of a page.
app
  .use((ctx) => {
    ctx.state.services = services;
    return ctx.next();
  })
  .use(requestId({ log: services.log, trustProxy: config.TRUST_PROXY }))
  .use(watchRequests(services.metrics))
  .use(compress)
  .use(securityHeaders(services))
  .use(theme)
  .use(catchErrors(renderFailure, reportTo(services.faults)))
  .use(pathLimit())
  .use(cacheFiles, staticFiles())
  .use(csp({ useNonce: true }))
  .use(bodyLimit())
  .use(csrf({ origin: config.PUBLIC_ORIGIN, exempt: isSigned }))
  .use(networkQuota)
  .use(identify(services.identity, (all) => services.encounters.visitors.renewedCookie(all)))
  .use(authorise(policy))
  .fsRoutes();

/** Starts the app on Node, from `_fresh/node-entry.js`. */
export const serve = listener(config);
