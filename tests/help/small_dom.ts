/**
 * As much of a document as Preact needs to draw into: elements, texts and attributes, without
 * layout, events or a parser.
 */
class SmallNode {
  readonly childNodes: SmallNode[] = [];
  readonly attributes: Map<string, string> = new Map();
  readonly namespaceURI = "http://www.w3.org/1999/xhtml";
  readonly style = {};
  parentNode: SmallNode | null = null;

  constructor(readonly nodeType: number, readonly localName: string, public data = "") {}

  get firstChild(): SmallNode | null {
    return this.childNodes[0] ?? null;
  }

  get nextSibling(): SmallNode | null {
    const around = this.parentNode?.childNodes ?? [];
    return around[around.indexOf(this) + 1] ?? null;
  }

  insertBefore(node: SmallNode, before: SmallNode | null): SmallNode {
    node.remove();
    const at = before === null ? this.childNodes.length : this.childNodes.indexOf(before);
    this.childNodes.splice(at, 0, node);
    node.parentNode = this;
    return node;
  }

  appendChild(node: SmallNode): SmallNode {
    return this.insertBefore(node, null);
  }

  removeChild(node: SmallNode): SmallNode {
    node.remove();
    return node;
  }

  remove(): void {
    const around = this.parentNode?.childNodes;
    around?.splice(around.indexOf(this), 1);
    this.parentNode = null;
  }

  contains(node: SmallNode): boolean {
    return node === this || this.childNodes.some((child) => child.contains(node));
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  addEventListener(): void {}
  removeEventListener(): void {}

  get ownerDocument(): typeof SMALL_DOCUMENT {
    return SMALL_DOCUMENT;
  }

  get textContent(): string {
    return this.data + this.childNodes.map((child) => child.textContent).join("");
  }
}

const SMALL_DOCUMENT = {
  createElement: (name: string) => new SmallNode(1, name),
  createElementNS: (_namespace: string, name: string) => new SmallNode(1, name),
  createTextNode: (text: string) => new SmallNode(3, "", text),
};

/** An element to draw into, while `work` runs; the document is gone afterwards. */
export async function withSmallDom(work: (root: SmallNode) => void | Promise<void>): Promise<void> {
  const before = Object.getOwnPropertyDescriptor(globalThis, "document");
  Object.defineProperty(globalThis, "document", { value: SMALL_DOCUMENT, configurable: true });
  try {
    await work(new SmallNode(1, "div"));
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, "document");
    else Object.defineProperty(globalThis, "document", before);
  }
}
