import { type ComponentChild, h } from "preact";

type Node_ = Node | null;

/** Makes the vnode of an island found inside server-rendered children. */
export type IslandAt = (marker: Comment) => ComponentChild;

export const ISLAND = "frsh:island:";
export const SLOT = "frsh:slot:";

/** The node after `start`'s matching end marker's partner: the end marker itself. */
export function endOf(start: Comment, prefix: string): Comment | null {
  let depth = 0;
  const close = "/" + prefix.slice(0, -1);
  for (let node: Node_ = start.nextSibling; node; node = node.nextSibling) {
    if (node.nodeType != 8) continue;
    const text = (node as Comment).data;
    if (text.startsWith(prefix)) depth++;
    else if (text == close && !depth--) return node as Comment;
  }
  return null;
}

/**
 * Server-rendered nodes as vnodes, so that an island can hydrate them in place, drop them and
 * show them again. Islands among them become their components.
 */
export function toVNodes(
  from: Node_,
  until: Node_,
  islandAt: IslandAt,
): ComponentChild[] {
  const list: ComponentChild[] = [];
  for (let node = from; node && node != until; node = node.nextSibling) {
    if (node.nodeType == 3) list.push((node as Text).data);
    else if (node.nodeType == 1) {
      const element = node as Element, props: Record<string, unknown> = {};
      for (const { name, value } of element.attributes) {
        // Preact sets properties: `disabled=""` is true there, `draggable="false"` false
        const now = (element as unknown as Record<string, unknown>)[name];
        props[name] = typeof now == "boolean" ? name == "selected" || now : value;
      }
      const children = toVNodes(element.firstChild, null, islandAt);
      list.push(h(element.localName, props, ...children));
    } else if (
      node.nodeType == 8 && (node as Comment).data.startsWith(ISLAND)
    ) {
      const island = islandAt(node as Comment),
        end = endOf(node as Comment, ISLAND);
      // without its component the island's HTML stays, as content that does nothing
      if (island && end) {
        list.push(island);
        node = end;
      }
    }
  }
  return list;
}
