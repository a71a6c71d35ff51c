import { fresh } from "@fresh/plugin-vite";
import { defineConfig } from "vite";

/** Packages that only the server uses and that load slowly: fetched when first needed. */
const HEAVY = [
  "@aws-sdk/client-s3",
  "@sentry/deno",
  "@upstash/ratelimit",
  "@upstash/redis",
  "mongodb",
  "nodemailer",
  "stripe",
];

/** What the players' page and the table display share; a phone loads it in one piece. */
const PLAY =
  /\/components\/play\/|\/islands\/play\/Turn|\/lib\/client\/(player_client|answers|environment|event_stream)\.|\/lib\/contracts\/player_/;
/** Small parts of every fight page. */
const PARTS = /\/components\/(Icon|Bar|SideMark|effect_icon)\.|\/lib\/combat\/vocabulary\./;

/** Few files for a first visit: each costs headers, and small ones compress badly. */
function chunkOf(id: string): string | undefined {
  if (PLAY.test(id)) return "play";
  if (PARTS.test(id)) return "parts";
  return undefined;
}

export default defineConfig({
  plugins: [fresh()],
  cacheDir: "node_modules/.vite",
  css: { transformer: "lightningcss" },
  build: { cssMinify: "lightningcss", target: "es2022" },
  environments: {
    client: { build: { rollupOptions: { output: { manualChunks: chunkOf } } } },
  },
  ssr: { external: HEAVY },
});
