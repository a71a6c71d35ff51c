import type { Node } from "./ast.ts";
import { nodesIn } from "./ast.ts";

/** Elements that stay vnodes: the runtime looks at them while rendering. */
const KEPT = new Set([
  "a",
  "img",
  "source",
  "body",
  "html",
  "head",
  "title",
  "meta",
  "script",
  "link",
  "style",
  "base",
  "noscript",
  "template",
  // a select marks its options by value, which only the renderer can see
  "select",
  "option",
  "optgroup",
]);
const VOID = new Set([
  "area",
  "br",
  "col",
  "embed",
  "hr",
  "input",
  "track",
  "wbr",
]);
const PLAIN_NAME = /^(?:[a-z][a-z0-9:-]*|on[A-Z]\w*)$/;
const RENAMED: Record<string, string> = { className: "class", htmlFor: "for" };
const WORDED = /^(?:aria-|data-)|^(?:draggable|spellcheck|contenteditable)$/;
const ENTITIES: Record<string, string> = {
  '"': "&quot;",
  "&": "&amp;",
  "<": "&lt;",
};

/** The names under which a module has imported the JSX functions. */
export function jsxNames(program: Node): Set<string> {
  const names = new Set<string>();
  for (const item of program.body as Node[]) {
    if (item.type !== "ImportDeclaration") continue;
    if ((item.source as Node).value !== "preact/jsx-runtime") continue;
    for (const spec of item.specifiers as Node[]) {
      const imported = (spec.imported as Node | undefined)?.name;
      if (imported === "jsx" || imported === "jsxs") {
        names.add((spec.local as Node).name as string);
      }
    }
  }
  return names;
}

/**
 * Turn elements of compiled JSX into texts with values between them, which the server joins
 * instead of walking a tree. Lines stay where they are, so that stack traces stay right.
 */
export function precompile(code: string, program: Node): string | null {
  const names = jsxNames(program);
  if (names.size === 0) return null;
  const writer = new Precompiler(code, names);
  const body = writer.print(program);
  if (writer.templates.length === 0) return null;
  const consts = writer.templates.map((t, i) => `$$t${i}=${t}`).join(",");
  return `import{template as $$tpl,attr as $$attr,escape as $$esc}from"fresh/internal";` +
    `const ${consts};${body}`;
}

interface Parts {
  texts: string[];
  exprs: string[];
}

class Precompiler {
  readonly templates: string[] = [];

  constructor(readonly code: string, readonly names: ReadonlySet<string>) {}

  /** The code of a node with the elements in it replaced. */
  print(node: Node): string {
    const own = this.#element(node);
    if (own !== null) return this.#call(node, own);
    let out = "", at = node.start;
    for (const child of nodesIn(node)) {
      if (child.start < at) continue;
      out += this.code.slice(at, child.start) + this.print(child);
      at = child.end;
    }
    return out + this.code.slice(at, node.end);
  }

  #call(node: Node, parts: Parts): string {
    const number = this.templates.push(JSON.stringify(parts.texts)) - 1;
    const call = `$$tpl(${[`$$t${number}`, ...parts.exprs].join(",")})`;
    const missing = lines(this.code.slice(node.start, node.end)) - lines(call);
    return missing > 0 ? call + "\n".repeat(missing) : call;
  }

  #isJsx(node: Node): boolean {
    return node.type === "CallExpression" &&
      (node.callee as Node).type === "Identifier" &&
      this.names.has((node.callee as Node).name as string);
  }

  /** An element as texts and values, or null if it must stay a vnode. */
  #element(node: Node): Parts | null {
    if (!this.#isJsx(node)) return null;
    const [tag, props] = node.arguments as Node[];
    if (tag?.type !== "Literal" || typeof tag.value !== "string") return null;
    if (KEPT.has(tag.value) || !/^[a-z][a-z0-9-]*$/.test(tag.value)) {
      return null;
    }
    if (props?.type !== "ObjectExpression") return null;
    const properties = props.properties as Node[];
    if (!properties.every((p) => isPlain(p))) return null;
    const parts: Parts = { texts: ["<" + tag.value], exprs: [] };
    let children: Node | null = null;
    for (const property of properties) {
      const name = keyOf(property), value = property.value as Node;
      if (name === "children") children = value;
      else this.#attribute(parts, RENAMED[name] ?? name, value);
    }
    add(parts, ">");
    if (VOID.has(tag.value)) return children === null ? parts : null;
    if (children !== null) this.#children(parts, children);
    add(parts, `</${tag.value}>`);
    return parts;
  }

  #attribute(parts: Parts, name: string, value: Node): void {
    if (name.startsWith("on") && /Function/.test(value.type)) return;
    if (
      value.type === "Literal" && !("regex" in value) && !("bigint" in value)
    ) {
      const v = value.value as string | number | boolean | null;
      if (v === null || (v === false && !WORDED.test(name))) return;
      if (v === true && !WORDED.test(name)) return add(parts, " " + name);
      return add(parts, ` ${name}="${escaped(String(v))}"`);
    }
    expression(parts, `$$attr(${JSON.stringify(name)},${this.print(value)})`);
  }

  #children(parts: Parts, node: Node): void {
    const list = node.type === "ArrayExpression" ? node.elements as (Node | null)[] : [node];
    for (const child of list) {
      if (child === null) continue;
      const inner = this.#element(child);
      if (inner !== null) {
        inner.texts.forEach((text, i) => {
          if (i > 0) expression(parts, inner.exprs[i - 1] ?? "null");
          add(parts, text);
        });
      } else if (child.type === "Literal" && typeof child.value === "string") {
        add(parts, escaped(child.value));
      } else if (child.type === "Literal" && typeof child.value === "number") {
        add(parts, String(child.value));
      } else if (this.#isJsx(child)) {
        expression(parts, this.print(child));
      } else if (child.type === "SpreadElement") {
        expression(parts, `$$esc([${this.print(child)}])`);
      } else {
        expression(parts, `$$esc(${this.print(child)})`);
      }
    }
  }
}

function isPlain(property: Node): boolean {
  if (
    property.type !== "Property" || property.computed ||
    property.kind !== "init"
  ) return false;
  const name = keyOf(property);
  if (name === "ref" || name === "dangerouslySetInnerHTML") return false;
  return name === "children" || PLAIN_NAME.test(RENAMED[name] ?? name);
}

function keyOf(property: Node): string {
  const key = property.key as Node;
  return String(key.type === "Identifier" ? key.name : key.value);
}

function add(parts: Parts, text: string): void {
  parts.texts[parts.texts.length - 1] += text;
}

function expression(parts: Parts, code: string): void {
  parts.exprs.push(code);
  parts.texts.push("");
}

function escaped(text: string): string {
  return text.replace(/["&<]/g, (c) => ENTITIES[c] ?? c);
}

function lines(text: string): number {
  return text.split("\n").length - 1;
}
