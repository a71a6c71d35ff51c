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
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => key in b && same(Reflect.get(a, key), Reflect.get(b, key)));
}

/**
 * Draws again only when a property is another thing. State is immutable, so a row whose creature
 * did not change costs one comparison (`preact/compat` would bring four more kilobytes).
 */
export function memo<P extends object>(part: FunctionComponent<P>): ComponentClass<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return !sameProps(this.props, next);
    }
    override render(): ComponentChild {
      return part(this.props);
    }
  };
}
