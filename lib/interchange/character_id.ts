/** Ids of imported characters and parties: the same content has the same id, so that nothing comes in twice. Pure. */

function mixed(text: string, seed: number): number {
  let hash = seed >>> 0;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x9e3779b1) >>> 0;
    hash = (hash ^ hash >>> 15) >>> 0;
  }
  return hash;
}

/** A UUID (version 8: made from content) of a text. */
export function characterId(text: string): string {
  const hex = [0x811c9dc5, 0x1b873593, 0xcc9e2d51, 0x85ebca6b]
    .map((seed) => mixed(text, seed).toString(16).padStart(8, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${
    hex.slice(20, 32)
  }`;
}
