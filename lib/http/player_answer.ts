import type { Context } from "fresh";
import type { State } from "@/define.ts";
import type { Result } from "@/lib/errors.ts";
import { addressOf, answer, tooMany } from "@/lib/http/api.ts";

/**
 * The answer to a request with a share code. Codes that do not exist are counted by address, so
 * that they cannot be guessed; who knows the code is never held up by neighbours who do not.
 */
export async function playAnswer<T>(
  ctx: Context<State>,
  result: Result<T>,
  make: (value: T) => Response | Promise<Response>,
): Promise<Response> {
  if (result.ok) return await make(result.value);
  const wrong = result.code === "CODE_UNKNOWN";
  const late = wrong ? await tooMany(ctx, "wrongCodes", addressOf(ctx)) : undefined;
  return late ?? answer(ctx, result, () => new Response());
}
