/** What generated code uses; nothing here is meant for applications. */
export { attachBuild } from "./app.ts";
export type { BuildSnapshot, ClientChunk, RouteFile, RouteModule, StaticFile } from "./build.ts";
export { compareFiles, filePattern } from "./fs_routes.ts";
export { exchange } from "./exchange.ts";
export { BUILD_ID } from "./runtime/asset.ts";
export { registerIslands } from "./server/registry.ts";
export { type BuildManifest, productionBuild } from "./production.ts";
export { attr, escape, template } from "./server/jsx.ts";
