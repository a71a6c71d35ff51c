import type { OwnerId } from "@/lib/store/ports/encounter_store.ts";

const MB = 1_000_000;

/** How many bytes of pictures an owner may keep. */
export type PictureQuota = (ownerId: OwnerId) => Promise<number>;

/** The same for everybody. */
export const defaultQuota: PictureQuota = () => Promise.resolve(100 * MB);
