import { Buffer } from "node:buffer";
import { z } from "zod";
import type { NewPasskey, PasskeyCeremonies } from "@/lib/auth/port.ts";

const NAME = "Encounter Tracker";
const base64url = (max: number) => z.string().max(max).regex(/^[A-Za-z0-9_-]*$/);
const TRANSPORTS = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"] as const;

const credential = {
  id: base64url(1_400),
  rawId: base64url(1_400),
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}).transform(() => ({})),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).exactOptional(),
};
const registrationAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(4_000),
    attestationObject: base64url(20_000),
    transports: z.array(z.enum(TRANSPORTS).catch("internal")).max(8).exactOptional(),
  }),
});
const authenticationAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(4_000),
    authenticatorData: base64url(4_000),
    // Those that withstand quantum computers are long.
    signature: base64url(10_000),
    userHandle: base64url(100),
  }),
});

/**
 * Passkeys by @simplewebauthn/server, which is loaded with the first of them.
 *
 * @param origin Where the site is reached; its host is what passkeys are bound to.
 */
export class WebAuthnCeremonies implements PasskeyCeremonies {
  readonly #host: string;

  constructor(private readonly origin: string) {
    this.#host = new URL(origin).hostname;
  }

  async registration(
    account: { readonly id: string; readonly email: string; readonly name: string },
    known: readonly string[],
  ): Promise<{ readonly challenge: string; readonly options: unknown }> {
    const { generateRegistrationOptions } = await import("@simplewebauthn/server");
    const options = await generateRegistrationOptions({
      rpName: NAME,
      rpID: this.#host,
      userID: new TextEncoder().encode(account.id),
      userName: account.email,
      userDisplayName: account.name || account.email,
      attestationType: "none",
      excludeCredentials: known.map((id) => ({ id })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    return { challenge: options.challenge, options };
  }

  async registered(answer: unknown, challenge: string): Promise<NewPasskey | undefined> {
    const read = registrationAnswer.safeParse(answer);
    if (!read.success) return undefined;
    const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
    try {
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: read.data,
        expectedChallenge: challenge,
        expectedOrigin: this.origin,
        expectedRPID: this.#host,
        requireUserVerification: true,
      });
      if (!verified) return undefined;
      const { credential: made, credentialBackedUp } = registrationInfo;
      return {
        id: made.id,
        publicKey: Buffer.from(made.publicKey).toString("base64url"),
        counter: made.counter,
        transports: read.data.response.transports ?? [],
        synced: credentialBackedUp,
      };
    } catch {
      return undefined;
    }
  }

  async authentication(): Promise<{ readonly challenge: string; readonly options: unknown }> {
    const { generateAuthenticationOptions } = await import("@simplewebauthn/server");
    const options = await generateAuthenticationOptions({
      rpID: this.#host,
      userVerification: "required",
      allowCredentials: [],
    });
    return { challenge: options.challenge, options };
  }

  claimed(answer: unknown): { readonly passkeyId: string; readonly accountId: string } | undefined {
    const read = authenticationAnswer.safeParse(answer);
    if (!read.success) return undefined;
    const accountId = Buffer.from(read.data.response.userHandle, "base64url").toString("utf8");
    return /^account_[A-Za-z0-9_-]{22}$/.test(accountId)
      ? { passkeyId: read.data.id, accountId }
      : undefined;
  }

  async authenticated(
    answer: unknown,
    challenge: string,
    passkey: { readonly id: string; readonly publicKey: string; readonly counter: number },
  ): Promise<number | undefined> {
    const read = authenticationAnswer.safeParse(answer);
    if (!read.success) return undefined;
    const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
    try {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: read.data,
        expectedChallenge: challenge,
        expectedOrigin: this.origin,
        expectedRPID: this.#host,
        requireUserVerification: true,
        credential: {
          id: passkey.id,
          publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
          counter: passkey.counter,
        },
      });
      return verified ? authenticationInfo.newCounter : undefined;
    } catch {
      return undefined;
    }
  }
}
