import { type ComponentChildren, Fragment, h, isValidElement } from "preact";
import { renderToString } from "preact-render-to-string";
import { type Context, internalsOf } from "../context.ts";
import { wrappersOf } from "../segment.ts";
import type { AsyncResult, LayoutConfig, RouteComponent } from "../types.ts";
import "./hooks.ts";
import { mergeHead, renderHead } from "./head.ts";
import { islandScripts } from "./payload.ts";
import { type FrameTag, type RenderState, withState } from "./state.ts";

type View = (
  component: RouteComponent<unknown>,
) => AsyncResult | Promise<AsyncResult>;
type Page = (view: View) => AsyncResult | Promise<AsyncResult>;

/** Render a page into its layouts and the app wrapper, and answer with the document. */
export async function renderPage(
  ctx: Context<unknown>,
  page: Page,
  init: ResponseInit,
  config: LayoutConfig,
  css: readonly string[],
): Promise<Response> {
  const view: View = (component) => present(component, ctx);
  let content = await page(view);
  if (content instanceof Response) return content;
  if (content !== null && typeof content !== "object") {
    throw new TypeError(
      `Cannot render ${ctx.url.pathname}: a page is an element or null`,
    );
  }
  const sheets = [css];
  for (const { component, css } of wrappersOf(internalsOf(ctx).segments, config)) {
    const wrapped: ComponentChildren = content;
    ctx.Component = () => h(Fragment, null, wrapped);
    content = await view(component);
    if (content instanceof Response) return content;
    sheets.unshift(css);
  }
  const { html, preload } = renderDocument(ctx, content, sheets.flat());
  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  if (preload.length > 0) {
    headers.append(
      "link",
      // Behind the style sheets and fonts: without those no frame comes, and islands wait for one.
      preload.map((url) => `<${url}>; rel="modulepreload"; fetchpriority="low"`).join(", "),
    );
  }
  return new Response(html, { ...init, headers });
}

/** Async components are awaited here; others render with the page, where their hooks work. */
function present(
  component: RouteComponent<unknown>,
  ctx: Context<unknown>,
): AsyncResult | Promise<AsyncResult> {
  const {
    config,
    url,
    req,
    params,
    info,
    state,
    isPartial,
    Component,
    error,
    route,
    data,
  } = ctx;
  const props = {
    config,
    url,
    req,
    params,
    info,
    state,
    isPartial,
    Component,
    error,
    route,
    data,
  };
  if (component.constructor.name === "AsyncFunction") {
    return (component as (p: typeof props) => Promise<AsyncResult>)(props);
  }
  return h(component as (p: typeof props) => ComponentChildren, props);
}

function renderDocument(
  ctx: Context<unknown>,
  content: ComponentChildren,
  css: readonly string[],
): { html: string; preload: string[] } {
  const notes = internalsOf(ctx);
  const build = notes.build;
  if (notes.wantsNonce) notes.nonce ??= crypto.randomUUID().replaceAll("-", "");
  const state: RenderState = {
    url: ctx.url,
    build,
    nonce: notes.nonce,
    inIsland: false,
    uses: [],
    slots: [],
    head: [],
    frame: new Set(),
  };
  return withState(state, () => {
    const vnode = isValidElement(content) ? content : h(Fragment, null, content);
    let html = renderToString(vnode);
    html = framed(html, state.frame);
    const scripts = build !== null && state.uses.length > 0 ? islandScripts(state, build) : null;
    const sheets = new Set([
      ...build?.css ?? [],
      ...css,
      ...scripts?.css ?? [],
    ]);
    let tail = "";
    for (const url of sheets) tail += `<link rel="stylesheet" href="${url}">`;
    tail += build?.headHtml?.(state.nonce) ?? "";
    html = editHead(
      html,
      state.head.flatMap((children) => renderHead(children)),
      tail,
    );
    if (scripts !== null) {
      html = insertBefore(html, html.lastIndexOf("</body>"), scripts.html);
    }
    return { html: "<!DOCTYPE html>" + html, preload: scripts?.preload ?? [] };
  });
}

const EMPTY_HEAD = `<head><meta charset="utf-8"></head>`;
const OPEN_HTML = /^\s*<html\b(?:"[^"]*"|[^">])*>/;
const OWN_HEAD = /^\s*<head[\s>][\s\S]*?<\/head>/;

/** What was rendered with whatever of html, head and body it leaves out. */
function framed(html: string, frame: ReadonlySet<FrameTag>): string {
  if (frame.has("html")) {
    if (frame.has("head")) return html;
    return html.replace(OPEN_HTML, (open) => open + EMPTY_HEAD);
  }
  const head = frame.has("head") ? OWN_HEAD.exec(html)?.[0] : undefined;
  const rest = head === undefined ? html : html.slice(head.length);
  const body = frame.has("body") ? rest : `<body>${rest}</body>`;
  return `<html>${head ?? EMPTY_HEAD}${body}</html>`;
}

function editHead(
  html: string,
  elements: readonly string[],
  tail: string,
): string {
  if (elements.length === 0 && tail === "") return html;
  const end = html.indexOf("</head>");
  if (end < 0) return html;
  if (elements.length === 0) return insertBefore(html, end, tail);
  const start = html.indexOf(">", html.indexOf("<head")) + 1;
  return html.slice(0, start) + mergeHead(html.slice(start, end), elements) +
    tail +
    html.slice(end);
}

function insertBefore(html: string, at: number, text: string): string {
  return at < 0 ? html + text : html.slice(0, at) + text + html.slice(at);
}
