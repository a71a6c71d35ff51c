import type { StaticFile } from "../build.ts";
import { internalsOf } from "../context.ts";
import { BUILD_ID } from "../runtime/asset.ts";
import type { Middleware } from "../types.ts";

const KEY = "__frsh_c";
const FOREVER = "public, max-age=31536000, immutable";
const NEVER = "no-cache, no-store, max-age=0, must-revalidate";

/**
 * Serves what the build put out, island scripts included: files known to the build only, so no
 * address can reach beyond them. Compressed copies are sent where the browser takes them.
 */
export function staticFiles<State>(): Middleware<State> {
  return async (ctx) => {
    const { build } = internalsOf(ctx);
    if (build === null) return await ctx.next();
    const path = decoded(ctx.url.pathname, ctx.config.basePath);
    const file = path === null ? undefined : build.staticFile(path);
    if (file === undefined) {
      if (path === "/favicon.ico") return new Response(null, { status: 404 });
      return await ctx.next();
    }
    const { method } = ctx.req;
    if (method !== "GET" && method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405 });
    }
    const key = ctx.url.searchParams.get(KEY);
    if (key !== null && key !== BUILD_ID) return withoutKey(ctx.url);
    return await answer(
      ctx.req,
      file,
      key !== null,
      (name) => build.readStatic(name),
    );
  };
}

async function answer(
  req: Request,
  file: StaticFile,
  keyed: boolean,
  read: (name: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Response> {
  const accepts = req.headers.get("accept-encoding");
  const etag = `W/"${file.hash}"`;
  const headers = new Headers({
    "content-type": file.type,
    vary: "If-None-Match",
  });
  if (sameTag(req.headers.get("if-none-match"), etag)) {
    return new Response(null, { status: 304, headers });
  }
  headers.set("etag", etag);
  headers.set("cache-control", keyed || file.immutable ? FOREVER : NEVER);
  const encoding = accepts === null ? null : bestEncoding(accepts, file);
  const variants = file.br !== undefined || file.gz !== undefined;
  if (accepts !== null && variants) headers.append("vary", "Accept-Encoding");
  if (encoding !== null) headers.set("content-encoding", encoding.name);
  headers.set("content-length", String(encoding?.size ?? file.size));
  if (req.method === "HEAD") return new Response(null, { headers });
  return new Response(await read(file.file + (encoding?.extension ?? "")), {
    headers,
  });
}

/** The smallest copy that the browser takes; "q=0" refuses one. */
function bestEncoding(accepts: string, file: StaticFile) {
  const takes = (name: string) =>
    new RegExp(
      `(?:^|,)\\s*${name}\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$))[^,]*)?(?:,|$)`,
      "i",
    )
      .test(accepts);
  if (file.br !== undefined && takes("br")) {
    return { name: "br", extension: ".br", size: file.br };
  }
  if (file.gz !== undefined && takes("gzip")) {
    return { name: "gzip", extension: ".gz", size: file.gz };
  }
  return null;
}

function sameTag(header: string | null, etag: string): boolean {
  if (header === null) return false;
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return header.split(",").some((tag) => bare(tag) === bare(etag));
}

function decoded(pathname: string, basePath: string): string | null {
  if (basePath !== "" && !pathname.startsWith(basePath + "/")) return null;
  const path = pathname.slice(basePath.length);
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function withoutKey(url: URL): Response {
  const rest = url.search.slice(1).split("&").filter((pair) => !pair.startsWith(KEY + "="));
  const location = url.pathname + (rest.length > 0 ? "?" + rest.join("&") : "");
  return new Response(null, { status: 307, headers: { location } });
}
