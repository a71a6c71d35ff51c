import { options, type VNode } from "preact";
import { asset, assetSrcSet } from "../runtime/asset.ts";
import { Head } from "../runtime/head.ts";
import { IslandFrame } from "./island.ts";
import { linkState } from "./links.ts";
import { islandOf } from "./registry.ts";
import { rendering, type RenderState } from "./state.ts";

type Props = Record<string, unknown>;
interface OpenVNode extends Omit<VNode<Props>, "props"> {
  props: Props;
  /** The props as written, for elements that are rendered more than once. */
  [WRITTEN]?: Props;
}
const WRITTEN = Symbol("fresh.written");

/** Preact calls this hook (its mangled name is fixed for 10.x) before it renders a vnode. */
interface Hooks {
  __b?: ((vnode: VNode) => void) | undefined;
}
const hooks = options as Hooks;
const previous = hooks.__b;

hooks.__b = (vnode) => {
  const state = rendering();
  if (state !== null) prepare(vnode as unknown as OpenVNode, state);
  previous?.(vnode);
};

function prepare(vnode: OpenVNode, state: RenderState): void {
  const type = vnode.type;
  if (typeof type === "string") return prepareElement(vnode, type, state);
  if (typeof type !== "function") return;
  if (type as unknown === Head) {
    state.head.push(vnode.props.children as VNode);
    vnode.type = Nothing as unknown as typeof type;
    return;
  }
  if (state.inIsland) return;
  const island = islandOf(type);
  if (island === undefined) return;
  vnode.props = { island, component: type, props: vnode.props };
  vnode.type = IslandFrame as unknown as typeof type;
}

function Nothing() {
  return null;
}

function prepareElement(
  vnode: OpenVNode,
  type: string,
  state: RenderState,
): void {
  switch (type) {
    case "a":
      return rewrite(vnode, (props) => linkState(props, state.url));
    case "img":
    case "source":
      return rewrite(vnode, locked);
    case "script":
    case "style":
      if (state.nonce !== null) {
        rewrite(vnode, (props) => ({ nonce: state.nonce, ...props }));
      }
      return;
    case "html":
    case "body":
      state.frame.add(type);
      return;
    case "head":
      state.frame.add(type);
      return keyHead(vnode);
  }
}

/** Replace props, always from those as written: a hoisted element is rendered on many pages. */
function rewrite(vnode: OpenVNode, change: (props: Props) => Props): void {
  const written = vnode[WRITTEN] ??= vnode.props;
  vnode.props = change(written);
}

function locked(props: Props): Props {
  if (props["data-fresh-disable-lock"]) return props;
  const { src, srcset, srcSet } = props;
  if (
    typeof src !== "string" && typeof srcset !== "string" &&
    typeof srcSet !== "string"
  ) {
    return props;
  }
  const out = { ...props };
  if (typeof src === "string") out.src = asset(src);
  if (typeof srcset === "string") out.srcset = assetSrcSet(srcset);
  if (typeof srcSet === "string") out.srcSet = assetSrcSet(srcSet);
  return out;
}

/** Keys decide which of two head elements stays: they must be visible in the HTML. */
function keyHead(vnode: OpenVNode): void {
  const children = vnode.props.children;
  for (const child of Array.isArray(children) ? children : [children]) {
    if (typeof child !== "object" || child === null) continue;
    const element = child as OpenVNode;
    if (typeof element.type === "string" && element.key != null) {
      rewrite(
        element,
        (props) => ({ ...props, "data-frsh-key": String(element.key) }),
      );
      element[WRITTEN] = element.props;
    }
  }
}
