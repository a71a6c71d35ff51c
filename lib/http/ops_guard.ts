import { HttpError } from "fresh";
import type { OpsAccess } from "@/lib/auth/ops_port.ts";

/** Throws the 404 of any unknown address unless the request may see the operations' figures. */
export async function requireOps(ops: OpsAccess, request: Request): Promise<void> {
  if (!await ops.allows(request)) throw new HttpError(404);
}
