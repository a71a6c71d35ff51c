/** Browsers with Trusted Types take the address of a worker only from a policy. */

interface Policies {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): unknown };
}

function isPolicies(value: unknown): value is Policies {
  return typeof value === "object" && value !== null && "createPolicy" in value;
}

let policy: ReturnType<Policies["createPolicy"]> | undefined;

/** The address of our own worker, as `register` takes it under the page's policy; no other. */
export function workerUrl(address: "/sw.js"): string {
  const policies: unknown = Reflect.get(globalThis, "trustedTypes");
  if (!isPolicies(policies)) return address;
  policy ??= policies.createPolicy("worker", {
    createScriptURL(given) {
      if (given === "/sw.js") return given;
      throw new TypeError("Cannot start a worker that is not ours");
    },
  });
  // The type of the DOM's library knows only texts here.
  return policy.createScriptURL(address) as string;
}
