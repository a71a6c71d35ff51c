import { Fragment, h, type VNode } from "preact";
import { jsxAttr } from "preact/jsx-runtime";

/** What precompiled JSX calls while rendering on the server. */

/** Elements as finished texts with values between them. */
export function template(texts: string[], ...exprs: unknown[]): VNode {
  return h(Fragment, { tpl: texts, exprs } as Record<string, unknown>) as VNode;
}

/** Attributes in which `true` and `false` are words, not presence. */
const WORDED = /^(?:aria-|data-)|^(?:draggable|spellcheck|contenteditable)$/;

/** An attribute with a leading blank, or "" when it is absent. */
export function attr(name: string, value: unknown): string {
  const given = typeof value === "boolean" && WORDED.test(name) ? String(value) : value;
  const text = jsxAttr(name, given);
  return typeof text === "string" && text !== "" ? " " + text : "";
}

const UNSAFE = /["&<]/;
const ENTITIES: Record<string, string> = {
  '"': "&quot;",
  "&": "&amp;",
  "<": "&lt;",
};

/** A child as text that is safe in HTML, or as something that renders itself. */
export function escape(value: unknown): unknown {
  switch (typeof value) {
    case "string":
      return UNSAFE.test(value) ? value.replace(/["&<]/g, (c) => ENTITIES[c] ?? c) : value;
    case "number":
    case "bigint":
      return String(value);
    case "object":
      // elements and lists render themselves, and escape the texts in them
      return value;
  }
  return null;
}
