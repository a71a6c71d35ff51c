import { define } from "@/define.ts";
import { signedOut } from "@/lib/http/sign_in_answer.ts";

export const handler = define.handlers({ POST: (ctx) => signedOut(ctx) });
