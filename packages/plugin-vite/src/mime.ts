const TYPES: Record<string, string> = {
  avif: "image/avif",
  bmp: "image/bmp",
  css: "text/css",
  csv: "text/csv",
  gif: "image/gif",
  htm: "text/html",
  html: "text/html",
  ico: "image/vnd.microsoft.icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript",
  json: "application/json",
  map: "application/json",
  md: "text/markdown",
  mjs: "text/javascript",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  ogg: "audio/ogg",
  otf: "font/otf",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  ttf: "font/ttf",
  txt: "text/plain",
  wasm: "application/wasm",
  wav: "audio/wav",
  webm: "video/webm",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff: "font/woff",
  woff2: "font/woff2",
  xml: "application/xml",
  zip: "application/zip",
};

const UTF8 = /^text\/|^application\/(?:json|xml|manifest\+json)$/;

/** The Content-Type of a file by its name. */
export function contentType(file: string): string {
  const type = TYPES[/\.([^./]+)$/.exec(file)?.[1]?.toLowerCase() ?? ""];
  if (type === undefined) return "application/octet-stream";
  return UTF8.test(type) ? `${type}; charset=utf-8` : type;
}

/** Whether compressing a file of this type is worth while. */
export function isText(type: string): boolean {
  return UTF8.test(type.split(";")[0] ?? "") ||
    /svg|wasm|otf|ttf|x-icon/.test(type);
}
