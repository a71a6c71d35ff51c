import { createHash } from "node:crypto";

/** The folder of migrations of SQLite, with a slash at its end; MongoDB's are in mongo/ below it. */
export const FOLDER: string = new URL("../../migrations/", import.meta.url).pathname;
export const MONGO_FOLDER = `${FOLDER}mongo/`;

/** What each store's migrations are given, and how their list is named. */
interface Dialect {
  readonly handle: string;
  readonly imported: string;
  readonly list: string;
  readonly parameter: string;
  readonly body: string;
}

const SQLITE: Dialect = {
  handle: "DatabaseSync",
  imported: 'import type { DatabaseSync } from "node:sqlite";',
  list: "MIGRATIONS",
  parameter: "run(db: DatabaseSync)",
  body: 'db.exec("");',
};

const MONGO: Dialect = {
  handle: "MongoHandle",
  imported: 'import type { MongoHandle } from "@/lib/store/mongo/migration_store.ts";',
  list: "MONGO_MIGRATIONS",
  parameter: "async run({ db, session }: MongoHandle)",
  body: 'await db.collection("").updateMany({}, {}, { session });',
};

function dialectOf(folder: string): Dialect {
  return folder.endsWith("/mongo/") ? MONGO : SQLITE;
}

export interface MigrationFile {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly checksum: string;
}

/** SHA-256 of a migration's text, in hex; line ends do not count, they differ between machines. */
export function checksumOf(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}

/** The migration files of a folder, oldest first. */
export function migrationFiles(folder: string = FOLDER): MigrationFile[] {
  const files: MigrationFile[] = [];
  for (const { name: file } of Deno.readDirSync(folder)) {
    if (!file.endsWith(".ts") || file === "manifest.ts" || file.endsWith("_test.ts")) continue;
    const at = file.indexOf("_");
    files.push({
      id: at === -1 ? file.slice(0, -3) : file.slice(0, at),
      name: at === -1 ? "" : file.slice(at + 1, -3),
      file,
      checksum: checksumOf(Deno.readTextFileSync(folder + file)),
    });
  }
  return files.sort((a, b) => a.file < b.file ? -1 : 1);
}

/** What differs between the manifest and the files, one sentence each. */
export function manifestDifferences(
  manifest: readonly Pick<MigrationFile, "id" | "name" | "checksum">[],
  files: readonly MigrationFile[],
): string[] {
  const differences: string[] = [];
  const listed = new Map(manifest.map((pick) => [`${pick.id}_${pick.name}`, pick]));
  for (const { id, name, file, checksum } of files) {
    const one = listed.get(`${id}_${name}`);
    if (one === undefined) differences.push(`migrations/${file} is not in the manifest`);
    else if (one.checksum !== checksum) differences.push(`migrations/${file} was edited`);
    listed.delete(`${id}_${name}`);
  }
  for (const missing of listed.keys()) {
    differences.push(`migrations/${missing}.ts is in the manifest and not in the folder`);
  }
  const order = manifest.map(({ id }) => id);
  if (order.some((id, index) => index > 0 && id < (order[index - 1] ?? ""))) {
    differences.push("the manifest is not in the order of ids");
  }
  return differences;
}

/** The text of a folder's manifest.ts for these files. */
export function manifestText(
  files: readonly MigrationFile[],
  { handle, imported, list }: Dialect = SQLITE,
): string {
  // By the whole name, so that a duplicate id is still a module, and reported as what it is.
  const alias = (file: string) => `m${file.slice(0, -".ts".length).replace(/\W/g, "_")}`;
  const imports = files.map(({ file }) => `import * as ${alias(file)} from "./${file}";`);
  const entries = files.map(({ id, name, file, checksum }) =>
    `  {\n    id: "${id}",\n    name: "${name}",\n    checksum: "${checksum}",\n    ...${
      alias(file)
    },\n  },`
  );
  return `// Written by \`deno task migrate create\` and \`deno task migrate verify --write\`: which
// migrations this release knows, so that the built server needs no folder to look into.
${imported}
import type { Migration } from "@/lib/store/ports/migration_store.ts";
${imports.join("\n")}

export const ${list}: readonly Migration<${handle}>[] = [
${entries.join("\n")}
];
`;
}

/** Writes the manifest anew from the folder. */
export function writeManifest(folder: string = FOLDER): void {
  Deno.writeTextFileSync(
    `${folder}manifest.ts`,
    manifestText(migrationFiles(folder), dialectOf(folder)),
  );
}

const TEMPLATE = (description: string, { imported, parameter, body }: Dialect) =>
  `${imported}

export const description = ${JSON.stringify(description)};

export const up = [{
  mode: "transactional" as const,
  name: "say here what the step does",
  ${parameter} {
    ${body}
  },
}];

export const down = [{
  mode: "transactional" as const,
  name: "say here what takes it back",
  ${parameter} {
    ${body}
  },
}];
`;

/**
 * Writes an empty migration with the id of `now` (UTC), or of the next free second, and lists it.
 *
 * @param title words or snake_case: "add notes to parties"
 * @returns the file's name
 * @throws {RangeError} When the title has no letter or digit.
 */
export function createMigration(title: string, now: Date, folder: string = FOLDER): string {
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  if (name === "") throw new RangeError("Cannot name a migration: give a title in words");
  const newest = migrationFiles(folder).at(-1)?.id ?? "";
  let at = now.getTime();
  let id = idOf(at);
  // A new one must come after all others, also when clocks of two machines differ.
  if (id <= newest) at = timeOf(newest) + 1_000;
  id = idOf(at);
  const file = `${id}_${name}.ts`;
  Deno.writeTextFileSync(folder + file, TEMPLATE(title, dialectOf(folder)));
  writeManifest(folder);
  return file;
}

function idOf(at: number): string {
  return new Date(at).toISOString().replace(/\D/g, "").slice(0, 14);
}

function timeOf(id: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(id) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

if (import.meta.main) [FOLDER, MONGO_FOLDER].forEach((folder) => writeManifest(folder));
