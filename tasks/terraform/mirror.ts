// Lays out a folder from which `terraform init` takes its providers: the stub with each provider's
// schema. Built and unpacked once, in the cache of tools outside the clone.
import { z } from "zod";
import { atlasSchema, UPSTASH } from "@/tasks/terraform/amendments.ts";
import {
  bindingVersion,
  type Field,
  type ProviderSchema,
  readBinding,
} from "@/tasks/terraform/schemas.ts";
import { ROOT } from "@/tasks/lib/files.ts";
import { run } from "@/tasks/lib/run.ts";

/** Where a provider's schema comes from, and the version that the stub claims to be. */
interface Source {
  readonly tool: string;
  readonly address: string;
  readonly version: string;
}

const AWS: Source = { tool: "aws-schemas", address: "hashicorp/aws", version: "6.25.0" };
const ATLAS: Source = { tool: "atlas-schemas", address: "mongodb/mongodbatlas", version: "2.17.0" };
const UPSTASH_VERSION = "2.1.0";

/** The answer of `.ci/tools`, or the reason why there is none. */
export async function toolPath(
  name: string,
  { install = true } = {},
): Promise<{ path: string } | { reason: string }> {
  const words = install ? [name] : ["--find", name];
  const { text } = await run(`${ROOT}.ci/tools`, words, { output: "collect" });
  const line = text.trim().split("\n").at(-1) ?? "";
  const [, version, path] = /^ok \S+ (\S+) (.+)$/.exec(line) ?? [];
  if (version === undefined || path === undefined) return { reason: line.replace(/^no \S+ /, "") };
  return { path };
}

/** Names like `aws_s3_bucket` that a set of `.tf` files uses, resources and data sources. */
export function usedTypes(
  texts: readonly string[],
): { resources: string[]; dataSources: string[] } {
  const of = (word: string) =>
    [
      ...new Set(
        texts.flatMap((text) =>
          [...text.matchAll(new RegExp(`^${word} "(\\w+)"`, "gm"))].map((match) => match[1] ?? "")
        ),
      ),
    ].sort();
  return { resources: of("resource"), dataSources: of("data") };
}

/** Bindings name folders without the provider's prefix: `aws_s3_bucket` is `s3-bucket`. */
function folderOf(type: string, data: boolean): string {
  const kebab = type.replaceAll("_", "-");
  return data ? `data-${kebab}` : kebab.slice(kebab.indexOf("-") + 1);
}

async function readSchema(
  { address }: Source,
  library: string,
  used: ReturnType<typeof usedTypes>,
): Promise<ProviderSchema> {
  const prefix = `${address.split("/").at(-1)}_`;
  const read = async (folder: string): Promise<readonly Field[] | undefined> => {
    const text = await Deno.readTextFile(`${library}/${folder}/index.js`).catch(() => undefined);
    return text === undefined ? undefined : readBinding(text).fields;
  };
  // A type that the provider does not have is left out: Terraform then names the line.
  const all = async (types: readonly string[], data: boolean) => {
    const found: [string, readonly Field[]][] = [];
    for (const type of types.filter((candidate) => candidate.startsWith(prefix))) {
      const fields = await read(folderOf(type, data));
      if (fields !== undefined) found.push([type, fields]);
    }
    return Object.fromEntries(found);
  };
  return {
    address: `registry.terraform.io/${address}`,
    // Nothing is configured but what our files set; the providers' nested settings are unused.
    provider: (await read("provider") ?? []).filter(({ name }) => name !== "alias")
      .map((field): Field => ({ ...field, required: false, optional: true })),
    resources: await all(used.resources, false),
    dataSources: await all(used.dataSources, true),
  };
}

const PLATFORMS = z.enum(["x86_64", "aarch64"])
  .transform((arch) => `linux_${arch === "x86_64" ? "amd64" : "arm64"}`);

async function place(
  mirror: string,
  schema: ProviderSchema,
  version: string,
  stub: string,
): Promise<void> {
  const folder = `${mirror}/${schema.address}/${version}/${PLATFORMS.parse(Deno.build.arch)}`;
  await Deno.mkdir(folder, { recursive: true });
  const program = `${folder}/terraform-provider-${schema.address.split("/").at(-1)}_v${version}`;
  await Deno.copyFile(stub, program);
  await Deno.chmod(program, 0o755);
  await Deno.writeTextFile(`${folder}/schema.json`, JSON.stringify(schema));
}

/**
 * Fills `folder` with a mirror for the `.tf` files of `texts` and a configuration that uses it.
 *
 * @returns Variables for Terraform's environment, or the reason why there can be no mirror.
 */
export async function makeMirror(
  folder: string,
  texts: readonly string[],
): Promise<{ env: Record<string, string> } | { reason: string }> {
  const stub = await toolPath("stub-provider");
  const aws = await toolPath(AWS.tool);
  const atlas = await toolPath(ATLAS.tool);
  for (const tool of [stub, aws, atlas]) if ("reason" in tool) return tool;
  if ("reason" in stub || "reason" in aws || "reason" in atlas) return { reason: "no tools" };
  const used = usedTypes(texts);
  const mirror = `${folder}/mirror`;
  const providerText = await Deno.readTextFile(`${aws.path}/provider/index.js`);
  if (bindingVersion(providerText) !== AWS.version) {
    return {
      reason: `the AWS bindings are of ${bindingVersion(providerText)}, not ${AWS.version}`,
    };
  }
  await place(mirror, await readSchema(AWS, aws.path, used), AWS.version, stub.path);
  const amended = atlasSchema(await readSchema(ATLAS, atlas.path, used));
  await place(mirror, amended, ATLAS.version, stub.path);
  await place(mirror, UPSTASH, UPSTASH_VERSION, stub.path);
  const rc = `${folder}/terraform.rc`;
  await Deno.writeTextFile(
    rc,
    `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
  );
  return { env: { TF_CLI_CONFIG_FILE: rc, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" } };
}
