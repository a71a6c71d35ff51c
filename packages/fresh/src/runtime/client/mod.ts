import { Component, type ComponentChild, type ComponentType, h, hydrate } from "preact";
import { type Makers, revive } from "./revive.ts";
import { endOf, ISLAND, type IslandAt, SLOT, toVNodes } from "./slots.ts";

type Props = Record<string, unknown>;

/** What the page's data element holds: see server/payload.ts. */
interface Payload {
  /** Components: address of the module, export, name. */
  c: [string, string, string][];
  /** Islands: number of the component, props, and the props as revived. */
  i: [number, Props, Props?][];
  /** Shared objects; present when the data is more than plain JSON. */
  r?: unknown[];
  /** Address of the module that exports signal(). */
  s?: string;
}

function report(name: string | undefined, error: unknown): void {
  console.error(`Island "${name}" failed:`, error);
}

/** Keeps what goes wrong in one island from stopping the others. */
class Guard extends Component<{ n: string; c?: ComponentChild }> {
  live = false;
  override componentDidMount() {
    this.live = true;
  }
  override componentDidCatch(error: unknown) {
    // while hydrating the error goes on to boot(), which leaves the server's HTML as it is
    if (!this.live) return;
    report(this.props.n, error);
    this.setState({ failed: true });
  }
  render() {
    return (this.state as Props).failed ? null : this.props.c;
  }
}

/** The children of `start`'s parent up to `end`, as something Preact can hydrate into. */
function rangeRoot(start: Comment, end: Comment): Element {
  const parent = start.parentNode as Element, childNodes: Node[] = [];
  for (
    let node = start.nextSibling;
    node && node != end;
    node = node.nextSibling
  ) {
    childNodes.push(node);
  }
  const insert = (node: Node, before?: Node | null) => parent.insertBefore(node, before || end);
  return {
    nodeType: 1,
    parentNode: parent,
    namespaceURI: parent.namespaceURI,
    firstChild: childNodes[0] ?? null,
    childNodes,
    contains: (node: Node) => parent.contains(node),
    insertBefore: insert,
    appendChild: insert,
    removeChild: (node: Node) => parent.removeChild(node),
  } as unknown as Element;
}

/** Islands wait for the page's first frame; where none comes (a tab behind) for a moment. */
function painted(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, 200);
    requestAnimationFrame(() => setTimeout(done));
  });
}

/** Bring the islands of this page to life, in the order in which they stand there. */
export async function boot(): Promise<void> {
  const data = document.getElementById("frsh-islands");
  if (!data) return;
  await painted();
  const payload: Payload = JSON.parse(data.textContent || "");
  const { c, s } = payload;
  const components = await Promise.all(
    c.map(([url, name, label]) =>
      import(/* @vite-ignore */ url).then(
        (module) => module[name] as ComponentType<Props>,
        (error) => report(label, error),
      )
    ),
  );
  const signals = s ? await import(/* @vite-ignore */ s) : null;
  const { slots, found } = markers();
  start(found, maker(payload, components, slots, signals?.signal));
}

/** The comments where slots and islands begin, the latter in their order. */
function markers(): { slots: Map<number, Comment>; found: Comment[] } {
  const slots = new Map<number, Comment>(), found: Comment[] = [];
  const walker = document.createTreeWalker(document.body, 128);
  while (walker.nextNode()) {
    const marker = walker.currentNode as Comment;
    if (marker.data.startsWith(ISLAND)) found.push(marker);
    else if (marker.data.startsWith(SLOT)) {
      slots.set(+marker.data.slice(SLOT.length), marker);
    }
  }
  return { slots, found };
}

/** Makes the vnode of an island from its marker; null where its component is missing. */
function maker(
  { c, i, r }: Payload,
  components: (ComponentType<Props> | void)[],
  slots: ReadonlyMap<number, Comment>,
  signal: Makers["signal"],
): IslandAt {
  const makers: Makers = {
    signal,
    slot(id) {
      const marker = slots.get(id);
      const kept = document.getElementById("frsh-slot-" + id) as
        | HTMLTemplateElement
        | null;
      return marker
        ? toVNodes(marker.nextSibling, endOf(marker, SLOT), islandAt)
        : kept && toVNodes(kept.content.firstChild, null, islandAt);
    },
  };
  const shared: unknown[] = [];
  const islandAt: IslandAt = (marker) => {
    const index = +(marker.data.split(":")[3] ?? NaN), use = i[index];
    if (!use) return null;
    const component = components[use[0]];
    if (!component) return null;
    // once: values are revived in place, and an island may be tried again without the one around it
    const props = use[2] ??= r ? revive(use[1], r, makers, shared) as Props : use[1];
    const vnode = h(component, props);
    // useId: the same start as on the server, another for each island
    (vnode as { __m?: [number, number] }).__m = [index + 1, 0];
    return h(Guard, { n: c[use[0]]?.[2] ?? "", c: vnode });
  };
  return islandAt;
}

/** Hydrate every island that does not live in another: those start with it, unless it fails. */
function start(found: readonly Comment[], islandAt: IslandAt): void {
  const live = new Set<Comment>();
  for (const marker of found) {
    if (live.has(marker)) continue;
    const name = marker.data.split(":")[2], end = endOf(marker, ISLAND);
    if (!end) {
      report(
        name,
        "its markers are not siblings: is a block element inside a <p>?",
      );
      continue;
    }
    const root = rangeRoot(marker, end), nodes = root.childNodes;
    // noted before Preact drops their comments
    const inside = found.filter((other) => [...nodes].some((node) => node.contains(other)));
    try {
      const vnode = islandAt(marker);
      if (!vnode) continue;
      hydrate(vnode, root);
      for (const other of inside) live.add(other);
    } catch (error) {
      report(name, error);
      // Preact has taken out what it could not hydrate: the reader keeps what the server sent
      for (const node of nodes) end.before(node);
    }
  }
}
