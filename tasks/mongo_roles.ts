// `deno task mongo:roles --admin URI --database NAME`: makes (or renews) the two roles that the
// product needs on a MongoDB of one's own, and a user for each: `NAME-app` reads and writes
// documents, `NAME-migrator` also changes collections, indexes and validators. Passwords come from
// MONGODB_APP_PASSWORD and MONGODB_MIGRATOR_PASSWORD. On Atlas, where users are not made through
// the driver, give the same actions to two database users.
import { MongoClient, MongoServerError } from "mongodb";

const USAGE = `deno task mongo:roles --admin URI --database NAME

Passwords: MONGODB_APP_PASSWORD, MONGODB_MIGRATOR_PASSWORD (12 characters at least).
Exit codes: 0 done; 1 the server refused; 2 wrong usage.`;

const READ = ["find", "listCollections", "listIndexes", "collStats", "changeStream"];
const WRITE = ["insert", "update", "remove"];
const SCHEMA = ["createCollection", "dropCollection", "createIndex", "dropIndex", "collMod"];

/** What each role may do with every collection of the product's database. */
export const ROLES = {
  app: [...READ, ...WRITE],
  migrator: [...READ, ...WRITE, ...SCHEMA],
} as const;

/**
 * Makes both roles and their users in the database `name`, or brings them up to date.
 *
 * @param admin address of somebody who may make users and roles
 * @throws {MongoServerError} When the server refuses.
 */
export async function makeRoles(
  admin: string,
  name: string,
  passwords: Readonly<Record<keyof typeof ROLES, string>>,
): Promise<void> {
  const client = new MongoClient(admin, { serverSelectionTimeoutMS: 5_000 });
  try {
    const db = client.db(name);
    for (const role of ["app", "migrator"] as const) {
      const title = `${name}-${role}`;
      const privileges = [{ resource: { db: name, collection: "" }, actions: [...ROLES[role]] }];
      await makeOrRenew(
        () => db.command({ createRole: title, privileges, roles: [] }),
        () => db.command({ updateRole: title, privileges, roles: [] }),
      );
      const user = { pwd: passwords[role], roles: [{ role: title, db: name }] };
      await makeOrRenew(
        () => db.command({ createUser: title, ...user }),
        () => db.command({ updateUser: title, ...user }),
      );
    }
  } finally {
    await client.close();
  }
}

/** Codes of the server: the role, or the user, is there already. */
const THERE = new Set([51002, 51003]);

async function makeOrRenew(make: () => Promise<unknown>, renew: () => Promise<unknown>) {
  try {
    await make();
  } catch (error) {
    const there = error instanceof MongoServerError &&
      (THERE.has(Number(error.code)) || /already exists/i.test(error.message));
    if (!there) throw error;
    await renew();
  }
}

function valueOf(option: string): string | undefined {
  const at = Deno.args.indexOf(option);
  return at === -1 ? undefined : Deno.args[at + 1];
}

if (import.meta.main) {
  const [admin, database] = [valueOf("--admin"), valueOf("--database")];
  const app = Deno.env.get("MONGODB_APP_PASSWORD") ?? "";
  const migrator = Deno.env.get("MONGODB_MIGRATOR_PASSWORD") ?? "";
  if (admin === undefined || database === undefined || app.length < 12 || migrator.length < 12) {
    console.error(USAGE);
    Deno.exit(2);
  }
  try {
    await makeRoles(admin, database, { app, migrator });
    console.log(`Made the users ${database}-app and ${database}-migrator in ${database}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}
