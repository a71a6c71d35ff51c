import { z } from "zod";
import { THEME_CHOICES } from "@/components/ui/ThemeSwitch.tsx";
import { define } from "@/define.ts";
import { readForm } from "@/lib/http/body.ts";
import { localPath } from "@/lib/http/local_path.ts";
import { problem } from "@/lib/http/problem.ts";
import { themeCookie } from "@/lib/http/theme.ts";

const FORM = z.object({ theme: z.enum(THEME_CHOICES), to: z.string().max(2_000).default("/") });

export const handler = define.handlers({
  async POST(ctx) {
    const form = await readForm(ctx.req, FORM, { maxBytes: 4_096 });
    if (!form.ok) return problem(form, ctx.state.requestId);
    const location = localPath(form.value.to);
    const cookie = themeCookie(form.value.theme, ctx.state.services.encrypted);
    return new Response(null, { status: 303, headers: { location, "set-cookie": cookie } });
  },
});
