/** Making passkeys and signing in with them, from the browser's side. */
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";

export type PasskeyOutcome =
  | { readonly kind: "done"; readonly to: string }
  /** The person changed their mind, or the device has none. */
  | { readonly kind: "cancelled" }
  | { readonly kind: "refused"; readonly message: string };

/** Whether this browser can do it at all. */
export function canUsePasskeys(): boolean {
  return browserSupportsWebAuthn();
}

async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  const fields = typeof answer === "object" && answer !== null ? { ...answer } : {};
  if (response.ok) return fields;
  const detail: unknown = Reflect.get(fields, "detail");
  throw new RangeError(typeof detail === "string" ? detail : "That did not work. Try again.");
}

/** Carries out one ceremony: options from the server, the device, the server's word. */
async function ceremony(
  path: string,
  device: (options: never) => Promise<unknown>,
  more: Readonly<Record<string, string>>,
): Promise<PasskeyOutcome> {
  try {
    const { options } = await post(`${path}/options`, {});
    let answer: unknown;
    try {
      // What the server made goes to the device as it is.
      answer = await device(options as never);
    } catch {
      return { kind: "cancelled" };
    }
    const { to } = await post(`${path}/verify`, { answer, ...more });
    return { kind: "done", to: typeof to === "string" ? to : "/account/security" };
  } catch (error) {
    const message = error instanceof RangeError ? error.message : "The server does not answer.";
    return { kind: "refused", message };
  }
}

export function addPasskey(name: string): Promise<PasskeyOutcome> {
  return ceremony(
    "/account/passkeys",
    (optionsJSON) => startRegistration({ optionsJSON }),
    { name },
  );
}

/** @param to Where to go afterwards. */
export function signInWithPasskey(to: string): Promise<PasskeyOutcome> {
  return ceremony(
    "/sign-in/passkey",
    (optionsJSON) => startAuthentication({ optionsJSON }),
    { to },
  );
}
