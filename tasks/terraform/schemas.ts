// Reads provider schemas out of the bindings that CDKTF publishes on npm, as far as they tell: names,
// types, required or optional, what is computed, attribute or block. They lack validators of values
// and upper counts of blocks, and take "optional and computed" for optional.

/** An attribute (`type`), a nested attribute or a block (`nesting` and `fields`). */
export interface Field {
  readonly name: string;
  readonly type?: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly writeOnly?: boolean;
  readonly block?: boolean;
  readonly nesting?: "single" | "list" | "set" | "map";
  readonly fields?: readonly Field[];
}

/** What schema.json holds beside the stub provider. */
export interface ProviderSchema {
  readonly address: string;
  readonly provider: readonly Field[];
  readonly resources: Readonly<Record<string, readonly Field[]>>;
  readonly dataSources: Readonly<Record<string, readonly Field[]>>;
}

/** One module of a binding: a resource, a data source or the provider itself. */
export interface Binding {
  readonly kind: "Resource" | "DataSource" | "Provider";
  readonly type: string;
  readonly fields: readonly Field[];
}

interface Argument {
  readonly name: string;
  readonly struct: string | undefined;
  readonly block: boolean;
  readonly type: string;
  readonly storage: string;
}

const SIMPLE: Readonly<Record<string, string>> = {
  any: "dynamic",
  boolean: "bool",
  number: "number",
  string: "string",
};

function pascal(name: string): string {
  return name.split("_").map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
}

/** The arguments that a body of `…HclTerraform` or `synthesizeHclAttributes` lists. */
function argumentsOf(body: string): Argument[] {
  const entry =
    /\n\s+"?(\w+)"?: \{\s*value: ([\s\S]*?),\s*isBlock: (\w+),\s*type: "(\w+)",\s*storageClassType: "(\w+)",\s*\}/g;
  return [...body.matchAll(entry)].map((
    [, name = "", value = "", isBlock, type = "", storage = ""],
  ) => ({
    name,
    struct: /(\w+)ToHclTerraform/.exec(value)?.[1],
    block: isBlock === "true",
    type,
    storage,
  }));
}

function simpleType({ type, storage }: Argument): string {
  const element = SIMPLE[storage.replace(/(List|Map)$/, "")] ?? "string";
  return type === "simple" ? element : `${type}(${element})`;
}

/** What reading the module's text gives: classes, and arguments by structure. */
interface Source {
  readonly classes: ReadonlyMap<string, string>;
  readonly structs: ReadonlyMap<string, readonly Argument[]>;
}

const FLAGS = /\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)(?=([\s\S]{0,200}))/g;

function flagsOf(
  text: string,
): Map<string, { computed: boolean; required: boolean; after: string }> {
  return new Map(
    [...text.matchAll(FLAGS)].map(([, name = "", computed, optional, required, after = ""]) => [
      name,
      {
        computed: computed === "true" && optional === "false",
        required: required === "true",
        after,
      },
    ]),
  );
}

/** A value that the provider alone sets: its type stands in the getter. */
function computedField(name: string, after: string, source: Source): Field {
  const list = new RegExp(`new (\\w+?)(List|Map|OutputReference)\\(this, "${name}"(, true)?`)
    .exec(after);
  if (list !== null) {
    const [, structure = "", kind, isSet] = list;
    const nesting = kind === "List" ? (isSet === undefined ? "list" : "set") : "single";
    const inner = source.classes.get(`${structure}OutputReference`) ?? "";
    return { name, computed: true, nesting, fields: fieldsOf([], inner, source) };
  }
  const getter = after.slice(0, after.indexOf("}"));
  const type = /getNumberAttribute/.test(getter)
    ? "number"
    : /getBooleanAttribute/.test(getter)
    ? "bool"
    : /getStringMap/.test(getter)
    ? "map(string)"
    : /tolist/i.test(getter)
    ? "set(string)"
    : /getListAttribute/.test(getter)
    ? "list(string)"
    : /getStringAttribute/.test(getter)
    ? "string"
    : "dynamic";
  return { name, computed: true, type };
}

function nestingOf(type: string): NonNullable<Field["nesting"]> {
  if (type === "struct") return "single";
  return type === "set" || type === "map" ? type : "list";
}

function fieldsOf(given: readonly Argument[], classText: string, source: Source): Field[] {
  const flags = flagsOf(classText);
  const fields = given.map((argument): Field => {
    const { name, struct, block } = argument;
    // What cannot be reset has to be given.
    const required = flags.get(name)?.required ?? !classText.includes(`reset${pascal(name)}(`);
    const base = required ? { name, required } : { name, optional: true };
    const inner = struct === undefined ? undefined : source.structs.get(struct);
    if (inner === undefined || struct === undefined) {
      return { ...base, type: simpleType(argument) };
    }
    const reference = source.classes.get(`${pascal(struct)}OutputReference`) ?? "";
    return {
      ...base,
      // Bindings call a single nested attribute a block; only timeouts are one.
      block: block && (argument.type !== "struct" || name === "timeouts"),
      nesting: nestingOf(argument.type),
      fields: fieldsOf(inner, reference, source),
    };
  });
  const known = new Set(given.map((argument) => argument.name));
  for (const [name, { computed, after }] of flags) {
    if (computed && !known.has(name)) fields.push(computedField(name, after, source));
  }
  return fields;
}

/** An id that nobody gives is made by the provider. */
function withOwnId(fields: readonly Field[]): readonly Field[] {
  return fields.map((field) =>
    field.name === "id" && !field.required ? { ...field, computed: true } : field
  );
}

/** Reads the text of `lib/RESOURCE/index.js`. Throws a SyntaxError when it is none. */
export function readBinding(text: string): Binding {
  const classes = new Map(
    [...text.matchAll(/^class (\w+) extends [\s\S]*?(?=^class |$(?![\s\S]))/gm)]
      .map(([body, name = ""]) => [name, body]),
  );
  const structs = new Map(
    [...text.matchAll(/^function (\w+)ToHclTerraform\(struct\) \{([\s\S]*?)^\}/gm)]
      .map(([, name = "", body = ""]) => [name, argumentsOf(body)]),
  );
  const main = /^class (\w+) extends cdktf\.Terraform(Resource|DataSource|Provider)/m.exec(text);
  const type = /tfResourceType = "(\w+)"/.exec(text)?.[1];
  const [, name = "", kind] = main ?? [];
  if (type === undefined || (kind !== "Resource" && kind !== "DataSource" && kind !== "Provider")) {
    throw new SyntaxError("this is no module of a CDKTF binding");
  }
  const body = text.slice(text.lastIndexOf("synthesizeHclAttributes()"));
  const fields = fieldsOf(argumentsOf(body), classes.get(name) ?? "", { classes, structs });
  return { kind, type, fields: withOwnId(fields) };
}

/** The provider's version that the bindings were made from. */
export function bindingVersion(text: string): string | undefined {
  return /providerVersion: '([^']+)'/.exec(text)?.[1];
}
