import {
  Component,
  type ComponentChild,
  type ComponentClass,
  type FunctionComponent,
} from "preact";

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((item, at) => Object.is(item, b[at]));
}

/** True when every property is the same thing, lists by their items. */
export function sameProps(a: object, b: object): boolean {
  for (const key in b) if (!(key in a)) return false;
  for (const key in a) {
    if (!(key in b) || !same(Reflect.get(a, key), Reflect.get(b, key))) return false;
  }
  return true;
}

/**
 * Draws again only when a property is another thing. State is immutable, so a row whose creature
 * did not change costs one comparison (`preact/compat` would bring four more kilobytes).
 */
export function memo<P extends object>(part: FunctionComponent<P>): ComponentClass<P> {
  return class extends Component<P> {
    static override displayName = part.name;
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return !sameProps(this.props, next);
    }
    override render(): ComponentChild {
      return part(this.props);
    }
  };
}
