/** Making passkeys and signing in with them, from the browser's side. */
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
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

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && "challenge" in value;
}

function isCreation(value: unknown): value is PublicKeyCredentialCreationOptionsJSON {
  return isObject(value) && "pubKeyCredParams" in value;
}

function isRequest(value: unknown): value is PublicKeyCredentialRequestOptionsJSON {
  return isObject(value);
}

/** Carries out one ceremony: options from the server, the device, the server's word. */
async function ceremony<Options>(
  path: string,
  isOptions: (value: unknown) => value is Options,
  device: (options: Options) => Promise<unknown>,
  more: Readonly<Record<string, string>>,
): Promise<PasskeyOutcome> {
  try {
    const { options } = await post(`${path}/options`, {});
    if (!isOptions(options)) throw new RangeError("That did not work. Load this page again.");
    let answer: unknown;
    try {
      answer = await device(options);
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
    isCreation,
    (optionsJSON) => startRegistration({ optionsJSON }),
    { name },
  );
}

/** @param to Where to go afterwards. */
export function signInWithPasskey(to: string): Promise<PasskeyOutcome> {
  return ceremony(
    "/sign-in/passkey",
    isRequest,
    (optionsJSON) => startAuthentication({ optionsJSON }),
    { to },
  );
}
