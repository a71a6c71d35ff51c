import { z } from "zod";
import { MAX_PICTURE_BYTES, PICTURE_TYPES, type PictureSize } from "./picture_limits.ts";

const PERCENT = z.number().min(0).max(100);
export const MAX_ALT = 200;

/** A picture as others name it: an unguessable name, and how it is shown. */
export const pictureSchema = z.strictObject({
  name: z.string().regex(/^[0-9a-f]{32}$/),
  /** What it shows, for who cannot see it. */
  alt: z.string().max(MAX_ALT),
  /** The point that stays in view when it is cut, in percent from the left and the top. */
  focus: z.strictObject({ x: PERCENT, y: PERCENT }),
});
export type Picture = z.infer<typeof pictureSchema>;

/** Where the file of a picture is. */
export function pictureAddress({ name }: Pick<Picture, "name">, size: PictureSize): string {
  return `/pictures/${name}-${size}.webp`;
}

/** What a browser asks for before it sends a file. */
export const pictureRequest = z.strictObject({
  type: z.enum(PICTURE_TYPES),
  bytes: z.int().min(1).max(MAX_PICTURE_BYTES),
});
export type PictureRequest = z.infer<typeof pictureRequest>;

/** Where and with which form fields the file is sent; the file comes last, as `file`. */
export const pictureTicket = z.strictObject({
  id: z.string(),
  url: z.string(),
  fields: z.record(z.string(), z.string()),
  expiresAt: z.number(),
});
export type PictureTicket = z.infer<typeof pictureTicket>;

/** What changes of a picture after it was sent. */
export const pictureChange = pictureSchema.pick({ alt: true, focus: true }).partial();
export type PictureChange = z.infer<typeof pictureChange>;

/** A person's own picture in their list. */
export const ownPicture = pictureSchema.extend({
  id: z.string(),
  width: z.number(),
  height: z.number(),
  bytes: z.number(),
});
export type OwnPicture = z.infer<typeof ownPicture>;

export const pictureList = z.strictObject({
  pictures: z.array(ownPicture),
  usedBytes: z.number(),
  quotaBytes: z.number(),
});
export type PictureList = z.infer<typeof pictureList>;

/** A picture out of a form's hidden field; null when there is none. */
export function pictureOfField(text: string | undefined): Picture | null {
  if (text === undefined || text === "") return null;
  try {
    return pictureSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
