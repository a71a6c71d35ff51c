// What the bindings do not have: Atlas's provider 2.17 is newer than the newest of them (1.41.1), and
// nobody publishes any of Upstash's provider. Both by the providers' own documentation.
import type { Field, ProviderSchema } from "@/tasks/terraform/schemas.ts";

/** Arguments that 2.0 removed from `mongodbatlas_advanced_cluster`. */
const REMOVED = new Set([
  "default_read_concern",
  "disk_size_gb",
  "fail_index_key_too_long",
  "num_shards",
]);

/** Lists in 2.x; every other block of the cluster became one object. */
const LISTS = new Set(["region_configs", "replication_specs"]);

/** 2.0 turned the blocks of a cluster into attributes and its labels and tags into maps. */
function clusterField(field: Field, depth: number): Field {
  if (field.name === "labels" || field.name === "tags") {
    return { name: field.name, optional: true, type: "map(string)" };
  }
  if (field.fields === undefined || field.name === "timeouts") return field;
  return {
    ...field,
    block: false,
    nesting: LISTS.has(field.name) ? "list" : "single",
    fields: field.fields
      .filter(({ name }) => depth > 1 || !REMOVED.has(name))
      .map((inner) => clusterField(inner, depth + 1)),
  };
}

/** Atlas's schema as of 2.17. */
export function atlasSchema(older: ProviderSchema): ProviderSchema {
  const { mongodbatlas_advanced_cluster: cluster, mongodbatlas_database_user: user } =
    older.resources;
  if (cluster === undefined || user === undefined) {
    throw new RangeError("the binding lacks the cluster or the database user");
  }
  return {
    ...older,
    provider: [
      ...older.provider,
      { name: "client_id", type: "string", optional: true },
      { name: "client_secret", type: "string", optional: true },
    ],
    resources: {
      ...older.resources,
      mongodbatlas_advanced_cluster: cluster
        .filter(({ name }) => !REMOVED.has(name))
        .map((field) => clusterField(field, 0)),
      mongodbatlas_database_user: [
        ...user,
        { name: "password_wo", type: "string", optional: true, writeOnly: true },
        { name: "password_wo_version", type: "number", optional: true },
      ],
    },
  };
}

function given(name: string, type: string, required = false): Field {
  return required ? { name, type, required } : { name, type, optional: true };
}

function made(name: string, type: string): Field {
  return { name, type, computed: true };
}

/** Upstash's provider 2.1, as far as this project uses it. */
export const UPSTASH: ProviderSchema = {
  address: "registry.terraform.io/upstash/upstash",
  provider: [given("email", "string"), given("api_key", "string")],
  resources: {
    upstash_redis_database: [
      given("database_name", "string", true),
      given("region", "string", true),
      given("primary_region", "string"),
      given("read_regions", "set(string)"),
      given("tls", "bool"),
      given("eviction", "bool"),
      given("auto_scale", "bool"),
      given("prod_pack", "bool"),
      given("budget", "number"),
      given("ip_allowlist", "set(string)"),
      made("id", "string"),
      made("database_id", "string"),
      made("database_type", "string"),
      made("endpoint", "string"),
      made("port", "number"),
      made("password", "string"),
      made("rest_token", "string"),
      made("read_only_rest_token", "string"),
      made("state", "string"),
      made("creation_time", "number"),
    ],
  },
  dataSources: {},
};
