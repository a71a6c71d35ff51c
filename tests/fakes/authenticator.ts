import { Buffer } from "node:buffer";
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** What a test may change about an answer. */
export interface AnswerChange {
  readonly origin?: string;
  readonly challenge?: string;
  /** The counter that the answer claims; one more than before without it. */
  readonly counter?: number;
  readonly userVerified?: boolean;
  readonly host?: string;
}

type Cbor = number | string | Uint8Array | ReadonlyMap<number | string, Cbor>;

/** The few forms of CBOR that WebAuthn needs. */
function cbor(value: Cbor): Buffer {
  const head = (major: number, length: number) =>
    length < 24
      ? Buffer.from([major << 5 | length])
      : length < 256
      ? Buffer.from([major << 5 | 24, length])
      : Buffer.from([major << 5 | 25, length >> 8, length & 255]);
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") {
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  }
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const parts = [...value].flatMap(([key, one]) => [cbor(key), cbor(one)]);
  return Buffer.concat([head(5, value.size), ...parts]);
}

/** A security key in software: one ES256 passkey, with a counter. */
export class SoftwareAuthenticator {
  readonly id = randomBytes(32);
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject };
  #userHandle = "";

  /** @param counts False for passkeys that are kept by many devices: their counter stays 0. */
  constructor(readonly origin: string, readonly counts = true, public counter = 0) {
    this.#keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  }

  /** An answer to the options of a registration. */
  register(options: { challenge: string; user: { id: string } }, change: AnswerChange = {}) {
    this.#userHandle = options.user.id;
    const { x = "", y = "" } = this.#keys.publicKey.export({ format: "jwk" });
    const key = cbor(
      new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, "base64url")],
        [-3, Buffer.from(y, "base64url")],
      ]),
    );
    const credential = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, this.id.length]),
      this.id,
      key,
    ]);
    const authData = this.#authData(change, credential);
    const attestation = cbor(
      new Map<string, Cbor>([["fmt", "none"], ["attStmt", new Map()], ["authData", authData]]),
    );
    return this.#answer({
      clientDataJSON: this.#clientData("webauthn.create", options.challenge, change),
      attestationObject: attestation.toString("base64url"),
      transports: ["internal"],
    });
  }

  /** An answer to the options of a sign-in. */
  authenticate(options: { challenge: string }, change: AnswerChange = {}) {
    if (this.counts) this.counter++;
    const clientDataJSON = this.#clientData("webauthn.get", options.challenge, change);
    const authData = this.#authData(change);
    const hash = createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest();
    const signature = sign("sha256", Buffer.concat([authData, hash]), this.#keys.privateKey);
    return this.#answer({
      clientDataJSON,
      authenticatorData: authData.toString("base64url"),
      signature: signature.toString("base64url"),
      userHandle: this.#userHandle,
    });
  }

  #answer<R>(response: R) {
    const id = this.id.toString("base64url");
    return { id, rawId: id, type: "public-key", clientExtensionResults: {}, response };
  }

  #clientData(type: string, challenge: string, change: AnswerChange): string {
    const data = {
      type,
      challenge: change.challenge ?? challenge,
      origin: change.origin ?? this.origin,
      crossOrigin: false,
    };
    return Buffer.from(JSON.stringify(data)).toString("base64url");
  }

  #authData(change: AnswerChange, credential?: Buffer): Buffer {
    const host = change.host ?? new URL(this.origin).hostname;
    const flags = 0x01 | (change.userVerified === false ? 0 : 0x04) | (credential ? 0x40 : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(change.counter ?? this.counter);
    const hash = createHash("sha256").update(host).digest();
    return Buffer.concat([hash, Buffer.from([flags]), counter, credential ?? Buffer.alloc(0)]);
  }
}
