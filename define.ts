import { createDefine } from "fresh";
import type { Services } from "@/lib/compose/compose.ts";
import type { IdentityState } from "@/lib/http/identify.ts";
import type { ThemeState } from "@/lib/http/theme.ts";

/** What every request carries through the middlewares to its route. */
export interface State extends ThemeState, IdentityState {
  /** The parts of the app, as they were composed when the process started. */
  services: Services;
}

export const define = createDefine<State>();
