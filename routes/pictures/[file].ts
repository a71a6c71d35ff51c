import { define } from "@/define.ts";
import { PICTURE_SIZES, type PictureSize } from "@/lib/contracts/picture_limits.ts";
import { refuse } from "@/lib/errors.ts";
import { refused } from "@/lib/http/api.ts";

const FILE = /^([0-9a-f]{32})-(small|medium|large)\.webp$/;

function isSize(text: string): text is PictureSize {
  return Object.hasOwn(PICTURE_SIZES, text);
}

/**
 * A picture's file, for whoever knows its name. Its bytes were written by us and never change; as a
 * page of its own it is a download without any rights.
 */
export const handler = define.handlers({
  async GET(ctx) {
    const [, name = "", size = ""] = FILE.exec(ctx.params.file ?? "") ?? [];
    if (!isSize(size)) return refused(ctx, refuse("NOT_FOUND", "There is no such picture."));
    const { pictures } = await ctx.state.services.appServices();
    const bytes = await pictures.file(name, size);
    if (bytes === null) return refused(ctx, refuse("NOT_FOUND", "There is no such picture."));
    return new Response(bytes, {
      headers: {
        "content-type": "image/webp",
        "content-length": `${bytes.length}`,
        "content-disposition": `attachment; filename="picture.webp"`,
        // Its name is the permission to see it: shared caches need not keep it.
        "cache-control": "private, max-age=31536000, immutable",
      },
    });
  },
});
