import type { KeyValue } from "@/lib/store/ports/kv_store.ts";
import type {
  Section,
  Stamp,
  TransferKey,
  TransferStore,
} from "@/lib/store/ports/transfer_store.ts";
import { compareKeys } from "@/lib/store/transfer/keys.ts";

const LOG_PAGE = 1_000;
/** Value of the target that says what is being copied into it. */
const MARK = "transfer/into";

/** What one pass over everything did. */
export interface Pass {
  readonly looked: number;
  readonly copied: number;
  readonly removed: number;
  readonly entries: number;
}

export interface CopyProgress {
  readonly section: "encounters" | "documents" | "values";
  readonly looked: number;
  readonly total: number;
  readonly copied: number;
  readonly entries: number;
}

/** Why a store may not be copied into another. */
export class CopyRefused extends Error {
  override readonly name = "CopyRefused";
}

interface Mark {
  readonly from: string;
  readonly completed: boolean;
}

/**
 * Makes sure that `target` is empty or holds what an earlier, unfinished copy from `source` left,
 * and marks it.
 *
 * @throws {CopyRefused} When there is anything else.
 */
export async function claimTarget(source: TransferStore, target: TransferStore): Promise<void> {
  const mark = await markOf(target);
  if (mark === undefined) {
    const counts = await Promise.all([
      target.encounters.count(),
      target.documents.count(),
      target.values.count(),
    ]);
    if (counts.some((count) => count > 0)) {
      throw new CopyRefused(`${target.title} is not empty: copy into an empty store`);
    }
  } else if (mark.completed) {
    throw new CopyRefused(
      `${target.title} is complete and may be in use: copy into an empty store`,
    );
  } else if (mark.from !== source.title) {
    throw new CopyRefused(`${target.title} holds a part of ${mark.from}: finish that, or empty it`);
  }
  await writeMark(target, { from: source.title, completed: false });
}

/** Says that the target is whole: nothing may be copied over it any more. */
export async function completeTarget(source: TransferStore, target: TransferStore): Promise<void> {
  await writeMark(target, { from: source.title, completed: true });
}

async function markOf(target: TransferStore): Promise<Mark | undefined> {
  const [found] = await target.values.read([[MARK]]);
  const value = found?.value;
  if (typeof value !== "object" || value === null || !("from" in value)) return undefined;
  return { from: String(value["from"]), completed: value["completed"] === true };
}

async function writeMark(target: TransferStore, mark: Mark): Promise<void> {
  const value: KeyValue = { key: MARK, value: { ...mark }, version: 1 };
  await target.values.write([value]);
}

/**
 * Makes the target what the source is: copies what differs, removes what the source has no more.
 * Whatever ends it, the next pass goes on: what is there already is only looked at.
 */
export async function copyPass(
  source: TransferStore,
  target: TransferStore,
  progress: (progress: CopyProgress) => void = () => {},
): Promise<Pass> {
  const sum = { looked: 0, copied: 0, removed: 0, entries: 0 };
  const section = async <Item>(
    name: CopyProgress["section"],
    from: Section<Item>,
    to: Section<Item>,
    write: (items: readonly Item[]) => Promise<number>,
    clear: (keys: readonly TransferKey[]) => Promise<void> = () => Promise.resolve(),
  ) => {
    const total = await from.count();
    let [looked, copied, entries] = [0, 0, 0];
    for await (const { differing, changed, gone, pageSize } of differences(from, to)) {
      if (gone.length > 0) await to.remove(gone);
      if (changed.length > 0) await clear(changed);
      if (differing.length > 0) {
        const items = await from.read(differing);
        entries += await write(items);
        copied += items.length;
      }
      looked += pageSize;
      sum.removed += gone.length;
      progress({ section: name, looked, total, copied, entries });
    }
    sum.looked += looked;
    sum.copied += copied;
    sum.entries += entries;
  };
  await section("documents", source.documents, target.documents, async (items) => {
    await target.documents.write(items);
    return 0;
  }, (changed) => target.documents.remove(changed));
  await section("values", source.values, target.values, async (items) => {
    await target.values.write(items);
    return 0;
  });
  await section("encounters", source.encounters, target.encounters, async (records) => {
    let entries = 0;
    for (const record of records) entries += await copyEncounter(source, target, record.id);
    return entries;
  });
  return sum;
}

/** Pages of keys that differ between two sections, both read in the order of keys. */
async function* differences<Item>(from: Section<Item>, to: Section<Item>) {
  const theirs = ahead(to);
  for await (const page of from.stamps()) {
    const differing: TransferKey[] = [];
    const changed: TransferKey[] = [];
    const gone: TransferKey[] = [];
    for (const { key, stamp } of page) {
      gone.push(...await theirs.before(key));
      const there = await theirs.take(key);
      if (there === stamp) continue;
      differing.push(key);
      if (there !== undefined) changed.push(key);
    }
    yield { differing, changed, gone, pageSize: page.length };
  }
  const gone = await theirs.before(null);
  yield { differing: [], changed: [], gone, pageSize: 0 };
}

/** Reads a section's stamps as far as they are asked for. */
function ahead<Item>(section: Section<Item>) {
  const pages = section.stamps()[Symbol.asyncIterator]();
  let page: readonly Stamp[] = [];
  let at = 0;
  let ended = false;
  const next = async (): Promise<Stamp | undefined> => {
    while (at >= page.length && !ended) {
      const { done, value } = await pages.next();
      ended = done === true;
      if (ended) break;
      page = value;
      at = 0;
    }
    return page[at];
  };
  return {
    /** Keys that come before `key` (null: all that are left). */
    async before(key: TransferKey | null): Promise<TransferKey[]> {
      const passed: TransferKey[] = [];
      for (;;) {
        const stamp = await next();
        if (stamp === undefined) return passed;
        if (key !== null && compareKeys(stamp.key, key) >= 0) return passed;
        passed.push(stamp.key);
        at++;
      }
    },
    /** The stamp of `key`, if it is next. */
    async take(key: TransferKey): Promise<string | undefined> {
      const stamp = await next();
      if (stamp === undefined || compareKeys(stamp.key, key) !== 0) return undefined;
      at++;
      return stamp.stamp;
    },
  };
}

/** Brings one fight up to date; answers how many entries were copied. */
async function copyEncounter(
  source: TransferStore,
  target: TransferStore,
  id: string,
): Promise<number> {
  const [there] = await target.encounters.read([[id]]);
  let version = there?.version ?? 0;
  let copied = 0;
  for (;;) {
    const [record] = await source.encounters.read([[id]]);
    if (record === undefined) return copied;
    // The log of a fight only grows, unless the target's fight is another one.
    if (version > record.version) version = 0;
    const entries = await source.entriesAfter(id, version, LOG_PAGE);
    const last = entries.at(-1)?.version ?? version;
    // A part of the log is a fight of that version; the record is right with the last part.
    await target.writeLog({ ...record, version: last }, entries);
    copied += entries.length;
    version = last;
    if (last >= record.version) break;
    if (entries.length === 0) throw new Error(`The log of ${id} ends before its record does`);
  }
  const snapshot = await source.snapshot(id);
  if (snapshot !== null && snapshot.version <= version) await target.saveSnapshot(id, snapshot);
  return copied;
}
