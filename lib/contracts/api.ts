/** The bodies and queries of the API's requests. */
import { z } from "zod";
import { fileMark } from "./import_answer.ts";
import { seatProposal } from "./parts.ts";
import { commandId, edition, encounterId, id, name, whole } from "./primitives.ts";

export const createBody = z.strictObject({
  name,
  edition,
  /** Made by the sender, so that a repeated request makes one fight. */
  id: encounterId.exactOptional(),
});

export const listQuery = z.strictObject({
  which: z.enum(["open", "archived", "deleted"]).default("open"),
  limit: z.coerce.number().pipe(whole(1, 100)).default(50),
  /** `updatedAt` of the last one seen. */
  before: z.coerce.number().pipe(whole(0, 8_640_000_000_000_000)).exactOptional(),
  /** `id` of the last one seen: others that changed in the same millisecond are not passed over. */
  beforeId: encounterId.exactOptional(),
});

export const logQuery = z.strictObject({
  after: z.coerce.number().pipe(whole(0, 1e9)).default(0),
  limit: z.coerce.number().pipe(whole(1, 1000)).default(200),
});

export const exportQuery = z.strictObject({
  format: z.enum(["text", "markdown", "json"]).default("text"),
});

export const claimBody = z.strictObject({
  /** A key of `table.claimable`. */
  character: id,
  player: name,
});

export const proposalRequest = z.strictObject({
  /** The same id is carried out once. */
  id: commandId.exactOptional(),
  body: seatProposal,
});

export const lastEventVersion = z.string().regex(/^\d{1,9}$/).transform(Number);
export const tableVersion = z.string().regex(/^[A-Za-z0-9_-]{8}$/);

export const importQuery = z.strictObject({
  /** Look only, or store. */
  step: z.enum(["preview", "store"]),
  /** For creatures that do not say by which rules they are made. */
  edition: edition.default("2014"),
  /** Fetch the file from here instead of reading the body. */
  url: z.string().max(2000).exactOptional(),
  /** The report's `mark`: nothing is stored when the file has become another since. */
  mark: fileMark.exactOptional(),
});
