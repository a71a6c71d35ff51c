/// <reference lib="deno.unstable" />
/**
 * Lint rules for attributes that the server writes as text. A renderer that has turned JSX into
 * finished texts writes a name and a value as they stand: `aria-pressed={true}` becomes an empty
 * attribute, `aria-pressed={false}` none, and `defaultValue` a name that HTML does not know.
 */

/** Attributes whose values are "true" and "false", or more words than these two. */
const WORDED_ARIA = new Set([
  "atomic",
  "busy",
  "checked",
  "current",
  "disabled",
  "expanded",
  "grabbed",
  "haspopup",
  "hidden",
  "invalid",
  "modal",
  "multiline",
  "multiselectable",
  "pressed",
  "readonly",
  "required",
  "selected",
].map((name) => `aria-${name}`));

/** Names that the browser's objects have and HTML has not, or not with these values. */
const NOT_HTML: Readonly<Record<string, string>> = {
  defaultValue: "Spread startValue(…) of components/ui/field_attributes.ts instead.",
  defaultChecked: "Write `checked`, in an island that renders again with its state.",
  spellcheck: "Spread NO_SPELLCHECK of components/ui/field_attributes.ts instead.",
  spellCheck: "Spread NO_SPELLCHECK of components/ui/field_attributes.ts instead.",
  draggable: 'Only `draggable="true"` and `draggable="false"` mean something in HTML.',
  contentEditable: "Write `contenteditable` with a word.",
};

const HINT = 'Give "true" or "false" as text: aria-pressed={`${on}`}.';

/** Whether an expression gives a text or nothing, as far as its form tells. */
function isText(node: Deno.lint.Node): boolean {
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" || node.value === null;
    case "TemplateLiteral":
      return true;
    case "Identifier":
      return node.name === "undefined";
    case "ConditionalExpression":
      return isText(node.consequent) && isText(node.alternate);
    case "TSAsExpression":
      return isText(node.expression);
    default:
      return false;
  }
}

const ariaText: Deno.lint.Rule = {
  create: (context) => ({
    JSXAttribute(node) {
      if (node.name.type !== "JSXIdentifier" || !WORDED_ARIA.has(node.name.name)) return;
      const { value } = node;
      if (value?.type === "Literal") return;
      if (value?.type === "JSXExpressionContainer" && isText(value.expression)) return;
      context.report({ node, message: `${node.name.name} is no text here`, hint: HINT });
    },
    Property(node) {
      const { key, value } = node;
      if (key.type !== "Literal" || typeof key.value !== "string") return;
      if (!WORDED_ARIA.has(key.value) || isText(value)) return;
      context.report({ node, message: `${key.value} is no text here`, hint: HINT });
    },
  }),
};

const htmlNames: Deno.lint.Rule = {
  create: (context) => ({
    JSXAttribute(node) {
      if (node.name.type !== "JSXIdentifier") return;
      const hint = Object.hasOwn(NOT_HTML, node.name.name) ? NOT_HTML[node.name.name] : undefined;
      if (hint === undefined) return;
      if (node.value?.type === "Literal" && node.name.name === "draggable") return;
      context.report({ node, message: `HTML has no ${node.name.name} like this`, hint });
    },
  }),
};

export default {
  name: "html",
  rules: { "aria-text": ariaText, "html-names": htmlNames },
} satisfies Deno.lint.Plugin;
