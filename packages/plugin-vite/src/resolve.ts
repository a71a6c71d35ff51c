import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";
import { type DenoConfig, readDenoConfig } from "./config.ts";

/** Resolves what deno.json maps: aliases, `npm:` and `jsr:` specifiers, linked packages. */
export function denoResolve(): Plugin {
  let deno: DenoConfig;
  return {
    name: "fresh:deno-resolve",
    enforce: "pre",
    configResolved(config) {
      deno = readDenoConfig(config.root);
    },
    async resolveId(source, importer, options) {
      const target = mapSpecifier(source, deno);
      if (target === null) return null;
      if (target.file !== undefined) return target.file;
      if (target.bare === source) {
        // packages are found from the importer as usual, or else beside deno.json
        const usual = await this.resolve(source, importer, {
          ...options,
          skipSelf: true,
        });
        if (usual !== null) return usual;
      }
      return await this.resolve(target.bare, join(deno.dir, "deno.json"), {
        ...options,
        skipSelf: true,
      });
    },
  };
}

type Target = { file: string; bare?: never } | { bare: string; file?: never };

/** Where a specifier leads by the import map: a file, a package, or null if it is not mapped. */
export function mapSpecifier(source: string, deno: DenoConfig): Target | null {
  if (/^[./\0]/.test(source) || source.startsWith("node:")) return null;
  if (/^(?:npm|jsr):/.test(source)) return target(source, "", deno);
  const exact = deno.imports[source];
  if (exact !== undefined) return target(exact, "", deno);
  const keys = Object.keys(deno.imports).sort((a, b) => b.length - a.length);
  for (const key of keys) {
    const value = deno.imports[key] ?? "";
    if (key.endsWith("/") && source.startsWith(key)) {
      return target(value, source.slice(key.length), deno);
    }
    if (/^(?:npm|jsr):/.test(value) && source.startsWith(key + "/")) {
      return target(value, source.slice(key.length), deno);
    }
  }
  return null;
}

function target(value: string, rest: string, deno: DenoConfig): Target | null {
  const spec = /^(npm|jsr):\/?((?:@[^/]+\/)?[^/@]+)(?:@[^/]*)?(\/.*)?$/.exec(
    value,
  );
  if (spec === null) {
    return /^\.{0,2}\//.test(value) ? { file: resolve(deno.dir, value + rest) } : null;
  }
  const [, kind, name = "", sub = ""] = spec;
  const path = [sub, rest].map((p) => p.replace(/^\/|\/$/g, "")).filter((p) => p !== "").join("/");
  const link = deno.links.get(name);
  if (link !== undefined) {
    const entry = link.exports[path === "" ? "." : "./" + path];
    if (entry === undefined) {
      throw new Error(
        `Cannot import "${name}/${path}": ${name} does not export it`,
      );
    }
    const file = resolve(link.dir, entry);
    if (!existsSync(file)) {
      throw new Error(`Cannot import "${name}/${path}": ${file} is missing`);
    }
    return { file };
  }
  if (kind === "jsr") {
    return {
      bare: `@jsr/${name.slice(1).replace("/", "__")}${path && "/" + path}`,
    };
  }
  return { bare: path === "" ? name : `${name}/${path}` };
}
