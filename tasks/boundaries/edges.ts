import type { Edge, Graph } from "@/tasks/boundaries/graph.ts";
import { houseOf, type Room, roomOf, type RoomRule, RULES } from "@/tasks/boundaries/rooms.ts";

/** Packages whose code may reach a browser. */
const BROWSER_PACKAGES = new Set([
  "@preact/signals",
  "fresh/runtime",
  "@simplewebauthn/browser",
  "idb",
  "uqr",
  "lucide-preact",
  "preact",
  "zod",
]);

/** The package behind `npm:name/sub/path`; `fresh/runtime` counts as its own. */
function packageOf(specifier: string): string {
  const name = specifier.slice("npm:".length);
  if (name === "fresh" || name.startsWith("fresh/")) return name;
  return name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/");
}

function mayImport(from: string, rule: RoomRule, edge: Edge): boolean {
  if (edge.to.startsWith("node:")) return rule.builtins ?? false;
  if (edge.to.startsWith("npm:")) {
    return rule.packages === "any" || rule.packages.includes(packageOf(edge.to));
  }
  if (edge.to.endsWith(".css")) return true;
  const room = roomOf(edge.to);
  if (room === undefined) return false;
  if (edge.typeOnly && (rule.types?.includes(room) ?? false)) return true;
  if (!rule.code.includes(room)) return false;
  // An adapter knows its own neighbours and every port, but no adapter of another house.
  return !(room === "adapter" && roomOf(from) === "adapter" && houseOf(from) !== houseOf(edge.to));
}

/** "A may not import B: path" for each import that the table does not allow. */
export function forbiddenEdges(graph: Graph): string[] {
  const found: string[] = [];
  for (const [from, edges] of graph) {
    const room = roomOf(from);
    if (room === undefined) {
      found.push(`${from} is in no room: give its folder one in tasks/boundaries/rooms.ts`);
      continue;
    }
    for (const edge of edges) {
      if (mayImport(from, RULES[room], edge)) continue;
      found.push(`${room} may not import ${describe(edge)}: ${from} → ${edge.to}`);
    }
  }
  return found;
}

function describe(edge: Edge): string {
  const room = edge.to.startsWith("npm:") || edge.to.startsWith("node:")
    ? edge.to
    : roomOf(edge.to) ?? "an unknown room";
  return edge.typeOnly ? `${room} (types)` : room;
}

/** Whether code that runs `to` could still run in a browser. */
function browserSafe(to: string): boolean {
  if (to.endsWith(".css")) return true;
  if (to.startsWith("node:")) return false;
  if (to.startsWith("npm:")) return BROWSER_PACKAGES.has(packageOf(to));
  const room: Room | undefined = roomOf(to);
  return room !== undefined && (RULES[room].browser ?? false);
}

/**
 * Every way by which code of the server would end up in a browser: from each island and client
 * module along the imports that are left at run time, with the whole path that leads there.
 */
export function browserLeaks(graph: Graph): string[] {
  const found: string[] = [];
  for (const start of graph.keys()) {
    const room = roomOf(start);
    if (room !== "island" && room !== "client") continue;
    const leak = firstLeak(graph, start);
    if (leak !== undefined) {
      found.push(`${room} may not reach the server's code: ${leak.join(" → ")}`);
    }
  }
  return found;
}

function firstLeak(graph: Graph, start: string): readonly string[] | undefined {
  const seen = new Set([start]);
  const queue: (readonly string[])[] = [[start]];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const edge of graph.get(path.at(-1) ?? "") ?? []) {
      if (edge.typeOnly || seen.has(edge.to)) continue;
      if (!browserSafe(edge.to)) return [...path, edge.to];
      seen.add(edge.to);
      queue.push([...path, edge.to]);
    }
  }
  return undefined;
}

/** A circle of imports, by types only too, as the modules in it; empty when there is none. */
export function importCircle(graph: Graph): readonly string[] {
  const done = new Set<string>();
  const open: string[] = [];
  function visit(path: string): readonly string[] {
    if (done.has(path)) return [];
    const at = open.indexOf(path);
    if (at !== -1) return [...open.slice(at), path];
    open.push(path);
    for (const edge of graph.get(path) ?? []) {
      const circle = graph.has(edge.to) ? visit(edge.to) : [];
      if (circle.length > 0) return circle;
    }
    open.pop();
    done.add(path);
    return [];
  }
  for (const path of graph.keys()) {
    const circle = visit(path);
    if (circle.length > 0) return circle;
  }
  return [];
}
