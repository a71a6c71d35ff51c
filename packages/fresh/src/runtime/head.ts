import type { ComponentChildren, VNode } from "preact";
import { useEffect } from "preact/hooks";

export interface HeadProps {
  children?: ComponentChildren;
}

/**
 * Elements for the document's head. On the server they move there, the last of a kind wins;
 * in an island its title becomes the document's.
 */
export function Head({ children }: HeadProps): VNode | null {
  const title = titleOf(children);
  useEffect(() => {
    if (title !== null) document.title = title;
  }, [title]);
  return null;
}

function titleOf(children: ComponentChildren): string | null {
  for (const child of [children].flat(Infinity) as ComponentChildren[]) {
    if (typeof child !== "object" || child === null || !("type" in child)) {
      continue;
    }
    if (child.type !== "title") continue;
    return [(child.props as HeadProps).children].flat(Infinity).join("");
  }
  return null;
}
