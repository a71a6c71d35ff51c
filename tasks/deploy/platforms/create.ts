import { resolve } from "node:path";
import { DenoDeployPlatform } from "@/tasks/deploy/platforms/deno_deploy.ts";
import { LocalPlatform } from "@/tasks/deploy/platforms/local.ts";
import { SshPlatform } from "@/tasks/deploy/platforms/ssh.ts";
import type { Platform } from "@/tasks/deploy/port.ts";
import type { Target } from "@/tasks/deploy/target.ts";

/** The platform that a target names. */
export function createPlatform(
  { platform }: Target,
  env: Readonly<Record<string, string>>,
): Platform {
  switch (platform.kind) {
    case "local":
      return new LocalPlatform({ ...platform, folder: resolve(platform.folder), env });
    case "ssh":
      return new SshPlatform(platform);
    case "deno-deploy":
      return new DenoDeployPlatform({ ...platform, env });
  }
}
