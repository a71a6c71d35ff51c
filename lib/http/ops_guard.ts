import { HttpError } from "fresh";
import type { OpsAccess } from "@/lib/auth/ops_port.ts";

interface Asked {
  readonly req: Request;
  readonly info: { readonly remoteAddr: object };
}

/** The address that a request's connection comes from; empty where it is none of the network's. */
export function peerOf({ info }: Pick<Asked, "info">): string {
  const { remoteAddr } = info;
  return "hostname" in remoteAddr && typeof remoteAddr.hostname === "string"
    ? remoteAddr.hostname
    : "";
}

/** Throws the 404 of any unknown address unless the request may see the operations' figures. */
export async function requireOps(ops: OpsAccess, asked: Asked): Promise<void> {
  if (!await ops.allows(asked.req, peerOf(asked))) throw new HttpError(404);
}
