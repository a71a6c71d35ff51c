type Props = Record<string, unknown>;

const PLAIN = /^\/[\w\-./~]*$/;

/**
 * Mark links to the current page (`aria-current="page"`) and to pages above it. An address with a
 * query is current only when the query is the same.
 */
export function linkState(props: Props, url: URL): Props {
  const href = props.href;
  if (
    typeof href !== "string" || !href.startsWith("/") || href.startsWith("//")
  ) return props;
  if (props["aria-current"] !== undefined) return props;
  let path = href, search = "";
  if (!PLAIN.test(href)) {
    const target = URL.parse(href, url);
    if (target === null) return props;
    path = target.pathname;
    search = target.search;
  }
  const here = trimmed(url.pathname), there = trimmed(path);
  if (there === here && (search === "" || search === url.search)) {
    return { ...props, "data-current": "true", "aria-current": "page" };
  }
  if (there === "" || there === here || here.startsWith(there + "/")) {
    return { ...props, "data-ancestor": "true", "aria-current": "true" };
  }
  return props;
}

function trimmed(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}
