import { PLATFORM_VARIABLES } from "@/lib/config/platform_variables.ts";
import {
  APP_ENVS,
  type ConfigOf,
  DEPLOYED,
  flag,
  oneOf,
  origin,
  text,
  variable,
  wholeNumber,
} from "@/lib/config/variable.ts";

/**
 * Every variable of the product. To add one, write its entry here and run
 * `deno task config:write`, which renews `.env.example` and the README's table.
 */
export const VARIABLES = {
  APP_ENV: variable({
    group: "Place",
    doc: "Where this process runs; decides what is required and how strict the checks are.",
    schema: oneOf(APP_ENVS),
    default: "development",
  }),
  RELEASE: variable({
    group: "Place",
    doc: "Name of the running release, such as a commit; shown in logs.",
    schema: text(),
    default: "dev",
  }),
  PORT: variable({
    group: "Web server",
    doc: "Port to listen on; 0 takes a free one.",
    schema: wholeNumber(0, 65_535),
    default: "8000",
  }),
  HOST: variable({
    group: "Web server",
    doc: "Address to listen on; 0.0.0.0 lets phones in the same network in.",
    schema: text(),
    default: "127.0.0.1",
  }),
  PUBLIC_ORIGIN: variable({
    group: "Web server",
    doc: "Origin that people type, for links and codes; https outside one's own machine.",
    schema: origin(),
    required: DEPLOYED,
    example: "https://fights.example.org",
  }),
  TRUST_PROXY: variable({
    group: "Web server",
    doc: "Believe X-Forwarded-* and X-Request-Id; only behind a proxy that overwrites them.",
    schema: flag(),
    default: "false",
  }),
  LOG_LEVEL: variable({
    group: "Logs",
    doc: "The least important line that is written.",
    schema: oneOf(["debug", "info", "warn", "error"]),
    default: "info",
  }),
  DATA_DIR: variable({
    group: "Store",
    doc: "Folder of the embedded store.",
    schema: text(),
    default: "./data",
  }),
  IMPORT_HOSTS: variable({
    group: "Import",
    doc: "Hosts, with commas, from which a visitor may have a file fetched; - for none.",
    schema: text(),
    default: "raw.githubusercontent.com,gist.githubusercontent.com,api.open5e.com,www.dnd5eapi.co",
  }),
  ...PLATFORM_VARIABLES,
};

/** The whole configuration, parsed, by variable name. */
export type Config = ConfigOf<typeof VARIABLES>;
