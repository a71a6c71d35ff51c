import { z } from "zod";
import type { Json } from "@/lib/store/json_port.ts";

/** A column of JSON text, read. What JSON.parse makes is JSON by itself and needs no second look. */
export const jsonText = z.string().transform((text, context): Json => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "is no JSON" });
    return z.NEVER;
  }
});
