import type { BuildSnapshot, ClientChunk } from "../build.ts";
import { serialize } from "../serialize.ts";
import type { Island } from "../types.ts";
import type { RenderState } from "./state.ts";

/** An island on a page. */
export interface IslandUse {
  island: Island;
  props: Record<string, unknown>;
}

/** What a page with islands carries for the browser. */
export interface IslandScripts {
  html: string;
  /** Modules to fetch early, in order of need. */
  preload: string[];
  css: string[];
}

/** "<" would let data end its script element. */
function inert(json: string): string {
  return json.replace(/</g, "\\u003c");
}

/**
 * The scripts of a page's islands: their props as JSON that cannot run, and the module that
 * hydrates them. Its address in the data, not code, names each island's module, so that one that
 * fails to load or run cannot keep the others from starting.
 */
export function islandScripts(
  state: RenderState,
  build: BuildSnapshot,
): IslandScripts {
  const components = new Map<string, number>();
  const urls: string[][] = [], chunks: ClientChunk[] = [build.boot];
  if (build.entry !== null) chunks.push(build.entry);
  const data = serialize(
    state.uses.map(({ island, props }) => ({
      name: `the prop of island "${island.name}"`,
      value: props,
    })),
  );
  const uses = state.uses.map(({ island }, i) => {
    const key = island.file + "#" + island.exportName;
    let number = components.get(key);
    if (number === undefined) {
      const chunk = build.island(island.file);
      chunks.push(chunk);
      number = urls.push([chunk.url, island.exportName, island.name]) - 1;
      components.set(key, number);
    }
    return `[${number},${data.values[i]}]`;
  });
  const parts = [`"c":${JSON.stringify(urls)}`, `"i":[${uses.join(",")}]`];
  if (data.special) parts.push(`"r":[${data.shared.join(",")}]`);
  if (data.signals) {
    parts.push(`"s":${JSON.stringify(build.signals)}`);
    chunks.push({ url: build.signals, imports: [], css: [] });
  }
  const nonce = state.nonce === null ? "" : ` nonce="${state.nonce}"`;
  const hidden = state.slots.map((slot, id) =>
    slot.used ? "" : `<template id="frsh-slot-${id}">${slot.html}</template>`
  ).join("");
  const modules = [build.boot, build.entry].filter((c) => c !== null).map((
    chunk,
  ) => `<script type="module" src="${chunk.url}"${nonce}></script>`).join("");
  const json = `<script type="application/json" id="frsh-islands">${
    inert(`{${parts.join(",")}}`)
  }</script>`;
  return {
    html: hidden + json + modules,
    preload: [...new Set(chunks.flatMap((c) => [c.url, ...c.imports]))],
    css: [...new Set(chunks.flatMap((c) => c.css))],
  };
}
