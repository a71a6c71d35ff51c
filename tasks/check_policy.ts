// Holds lib/auth/policy.ts against the route files: every address with every method that it takes
// is in the table, and the table names nothing that is not there.
import { ROUTES, ruleOf } from "@/lib/auth/policy.ts";
import { OPERATIONS } from "@/lib/contracts/registry.ts";
import { routeFiles } from "@/tasks/lib/api_app.ts";

export interface RouteMethods {
  /** E.g. `/encounters/:id`. */
  readonly pattern: string;
  /** The file, for messages. */
  readonly path: string;
  readonly methods: readonly string[];
}

/** Every route of the app with the methods that its module answers. */
export async function routeMethods(): Promise<readonly RouteMethods[]> {
  return await Promise.all(
    routeFiles("routes").map(async ({ path, pattern }) => {
      const module = await import(new URL(`../${path}`, import.meta.url).href);
      return { pattern: pattern || "/", path, methods: methodsOf(module) };
    }),
  );
}

function methodsOf(module: { readonly handler?: unknown; readonly default?: unknown }): string[] {
  const { handler } = module;
  const methods = typeof handler === "object" && handler !== null ? Object.keys(handler) : [];
  const whole = typeof handler === "function" || module.default !== undefined;
  return whole && !methods.includes("GET") ? [...methods, "GET"] : methods;
}

/** Rules of the API whose description says another kind of access. */
function otherAccess(): string[] {
  return OPERATIONS.flatMap(({ id, method, path, access }) => {
    const pattern = `/api/v1${path.replace(/\{(\w+)\}/g, ":$1")}`;
    const rule = ruleOf(pattern, method);
    const expected = rule?.startsWith("encounter.")
      ? "owner"
      : rule === "code" || rule === "seat"
      ? rule
      : "anyone";
    return expected === access ? [] : [`${id}: the API says "${access}", the policy "${rule}"`];
  });
}

/** What is missing in the table, what is too much in it, and where the API's description differs. */
export function policyProblems(routes: readonly RouteMethods[]): string[] {
  const problems = routes.flatMap(({ pattern, path, methods }) =>
    methods.filter((method) => ruleOf(pattern, method) === undefined)
      .map((method) => `${path}: ${method} ${pattern} is not in lib/auth/policy.ts`)
  );
  const there = new Map(routes.map(({ pattern, methods }) => [pattern, methods]));
  for (const [pattern, rules] of Object.entries(ROUTES)) {
    for (const method of Object.keys(rules)) {
      if (there.get(pattern)?.includes(method)) continue;
      problems.push(`lib/auth/policy.ts: no route answers ${method} ${pattern}`);
    }
  }
  return [...problems, ...otherAccess()];
}
