import { Decrypter, Encrypter } from "age-encryption";

type Bytes = AsyncIterable<Uint8Array>;

/** A stream as age's library wants it, pulled piece by piece. */
function webStream(source: Bytes): ReadableStream<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return?.();
    },
  }, { highWaterMark: 0 });
}

async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/**
 * `source` in the age format: whoever has the private key of one of the recipients can read it, with
 * this product or with any program that knows the format.
 */
export async function* encrypted(source: Bytes, recipients: readonly string[]): Bytes {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  yield* piecesOf(await encrypter.encrypt(webStream(source)));
}

/** @throws {Error} Where it is read: no identity fits, or a piece was changed. */
export async function* decrypted(source: Bytes, identities: readonly string[]): Bytes {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  yield* piecesOf(await decrypter.decrypt(webStream(source)));
}

/** The private keys in an identity file: its lines without comments. Undefined when one is wrong. */
export function identitiesIn(text: string): readonly string[] | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  try {
    for (const line of lines) new Decrypter().addIdentity(line);
  } catch {
    return undefined;
  }
  return lines.length > 0 ? lines : undefined;
}
