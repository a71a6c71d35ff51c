import type { Plugin } from "vite";
import type { Shared } from "./mod.ts";

export function devServer(_shared: Shared): Plugin {
  return { name: "fresh:dev", apply: "serve" };
}
