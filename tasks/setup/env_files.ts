// Files of variables that `deno task setup` makes, each with secrets of its own.
import { ROOT } from "@/tasks/lib/files.ts";

/** A random text of `bytes` bytes, in hexadecimal digits: no file format has to quote it. */
export function secret(bytes = 24): string {
  return [...crypto.getRandomValues(new Uint8Array(bytes))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What the services of docker-compose.yml are started with. */
function services(): Record<string, string> {
  const mongo = secret();
  const redis = secret();
  const rest = secret();
  const key = secret(10).toUpperCase();
  const storage = secret();
  return {
    MONGO_INITDB_ROOT_USERNAME: "root",
    MONGO_INITDB_ROOT_PASSWORD: mongo,
    MONGO_REPLICA_KEY: secret(96),
    REDIS_PASSWORD: redis,
    SRH_TOKEN: rest,
    SRH_CONNECTION_STRING: `redis://:${redis}@cache:6379`,
    UPSTASH_REDIS_REST_TOKEN: rest,
    MONGODB_URI: `mongodb://root:${mongo}@mongo:27017/encounter_tracker_development` +
      "?authSource=admin&replicaSet=rs0",
    ROOT_ACCESS_KEY: key,
    ROOT_SECRET_KEY: storage,
    S3_ACCESS_KEY_ID: key,
    S3_SECRET_ACCESS_KEY: storage,
    // The app listens beyond its own container.
    OPS_TOKEN: secret(),
  };
}

/** One key of a ring, as `deno task keys:rotate` makes them. */
function key(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const text = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
  return `${day}-${secret(3)}:${text.replaceAll("=", "")}`;
}

/** What a release that `deno task deploy local` starts is told. */
function local(): Record<string, string> {
  return {
    APP_ENV: "development",
    PUBLIC_ORIGIN: "http://127.0.0.1:8100",
    DATA_DIR: `${ROOT}data/local/store`,
    BACKUP_TO: `${ROOT}data/local/backups`,
    OPS_TOKEN: secret(),
    JWT_KEYS: key(),
  };
}

/** Each file, what it is for, and what it holds when it is made. */
export const ENV_FILES = {
  ".env.services": { about: "Secrets of docker-compose.yml's services.", make: services },
  ".env.local": { about: "Variables of `deno task deploy local`.", make: local },
} as const;

/** Makes a file that is not there, readable by its owner alone; false when it was there. */
export async function makeEnvFile(
  name: keyof typeof ENV_FILES,
  folder = ROOT,
): Promise<boolean> {
  const { about, make } = ENV_FILES[name];
  const lines = Object.entries(make()).map(([key, value]) => `${key}=${value}\n`);
  const text = `# ${about} Made by \`deno task setup\`; never commit it.\n${lines.join("")}`;
  try {
    await Deno.writeTextFile(folder + name, text, { createNew: true, mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}
