/** A node of an ESTree, as Rollup's parser gives it. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value &&
    typeof value.type === "string" && "start" in value;
}

/** The nodes directly below a node, in the order of the source. */
export function nodesIn(node: Node): Node[] {
  const found: Node[] = [];
  for (const key in node) {
    const value = node[key];
    if (isNode(value)) found.push(value);
    else if (Array.isArray(value)) found.push(...value.filter(isNode));
  }
  return found.sort((a, b) => a.start - b.start);
}

/** What a module exports: each name with the local variable behind it. */
export interface Exported {
  name: string;
  local: string;
}

/** Exports of a module that have local variables; an anonymous default gets `DEFAULT`. */
export function exportsOf(
  program: Node,
): { list: Exported[]; anonymous: Node | null } {
  const list: Exported[] = [];
  let anonymous: Node | null = null;
  for (const item of program.body as Node[]) {
    if (item.type === "ExportDefaultDeclaration") {
      const declaration = item.declaration as Node;
      const id = declaration.id as Node | null | undefined;
      const named = /Declaration$/.test(declaration.type) && id != null;
      if (named) list.push({ name: "default", local: id.name as string });
      else if (declaration.type === "Identifier") {
        list.push({ name: "default", local: declaration.name as string });
      } else {
        anonymous = item;
        list.push({ name: "default", local: DEFAULT });
      }
    } else if (item.type === "ExportNamedDeclaration" && item.source == null) {
      for (
        const name of item.declaration == null ? [] : declared(item.declaration as Node)
      ) {
        list.push({ name, local: name });
      }
      for (const spec of item.specifiers as Node[]) {
        const name = (spec.exported as Node).name ??
          (spec.exported as Node).value;
        list.push({
          name: String(name),
          local: String((spec.local as Node).name),
        });
      }
    }
  }
  return { list, anonymous };
}

export const DEFAULT = "$$default";

/** Names that a declaration at the top of a module makes. */
export function declared(declaration: Node): string[] {
  if (declaration.type === "VariableDeclaration") {
    return (declaration.declarations as Node[]).map((d) => d.id as Node)
      .filter((id) => id.type === "Identifier").map((id) => id.name as string);
  }
  const id = declaration.id as Node | null | undefined;
  return id == null ? [] : [id.name as string];
}

/** Give an anonymous default export a name, on the line where it stands. */
export function nameDefault(code: string, anonymous: Node | null): string {
  if (anonymous === null) return code;
  const declaration = anonymous.declaration as Node;
  return code.slice(0, anonymous.start) + `const ${DEFAULT} = ` +
    code.slice(declaration.start, declaration.end) +
    `;export{${DEFAULT} as default};` + code.slice(anonymous.end);
}
