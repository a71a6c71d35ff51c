import { type ComponentChildren, Fragment, h, isValidElement, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";

const MOVABLE = new Set([
  "title",
  "meta",
  "link",
  "script",
  "style",
  "base",
  "noscript",
  "template",
]);
const ATTRS = `(?:"[^"]*"|[^">])*`;
const ELEMENT = new RegExp(
  `<(title|script|style|noscript|template)\\b(${ATTRS})>[\\s\\S]*?</\\1>|` +
    `<(meta|link|base)\\b(${ATTRS})>`,
  "g",
);

/** The children of `<Head>` as HTML, one text for each element. */
export function renderHead(children: ComponentChildren): string[] {
  if (Array.isArray(children)) {
    return children.flatMap((child) => renderHead(child));
  }
  if (!isValidElement(children)) return [];
  const vnode = children as VNode<Record<string, unknown>>;
  if (vnode.type === Fragment) {
    const { tpl, exprs, children: inner } = vnode.props as Record<
      string,
      unknown
    >;
    if (tpl === undefined) return renderHead(inner as ComponentChildren);
    return exprs === undefined || renderToString(vnode) !== "" ? [renderToString(vnode)] : [];
  }
  if (typeof vnode.type === "string" && !MOVABLE.has(vnode.type)) return [];
  const keyed = vnode.key == null ? vnode : h(vnode.type as string, {
    ...vnode.props,
    "data-frsh-key": String(vnode.key),
  });
  return [renderToString(keyed as VNode)];
}

/** What an element of the head stands for: a later one with the same identity replaces it. */
function identity(name: string, attrs: string): string | null {
  const key = / data-frsh-key="([^"]*)"/.exec(attrs)?.[1];
  if (key !== undefined) return `${name} key ${key}`;
  if (name === "title" || name === "base") return name;
  const list = attrs.match(/[^\s=]+(?:="[^"]*")?/g) ?? [];
  const without = name === "meta" ? "content=" : name === "link" ? "href=" : null;
  if (without === null) return null;
  return `${name} ${list.filter((a) => !a.startsWith(without) && a !== "/").sort().join(" ")}`;
}

/** Put elements into the text of a head, replacing those with the same identity. */
export function mergeHead(head: string, elements: readonly string[]): string {
  const pieces: { text: string; id: string | null }[] = [];
  let at = 0;
  for (const hit of head.matchAll(ELEMENT)) {
    if (hit.index > at) {
      pieces.push({ text: head.slice(at, hit.index), id: null });
    }
    const name = hit[1] ?? hit[3] ?? "", attrs = hit[2] ?? hit[4] ?? "";
    pieces.push({ text: hit[0], id: identity(name, attrs) });
    at = hit.index + hit[0].length;
  }
  if (at < head.length) pieces.push({ text: head.slice(at), id: null });
  for (const text of elements.join("").match(ELEMENT) ?? []) {
    const hit = new RegExp(ELEMENT.source).exec(text);
    const id = identity(hit?.[1] ?? hit?.[3] ?? "", hit?.[2] ?? hit?.[4] ?? "");
    const old = id === null ? undefined : pieces.find((piece) => piece.id === id);
    if (old === undefined) pieces.push({ text, id });
    else old.text = text;
  }
  return pieces.map((piece) => piece.text).join("");
}
