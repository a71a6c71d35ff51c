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

export default defineConfig({
  plugins: [fresh()],
  cacheDir: "node_modules/.vite",
  css: { transformer: "lightningcss" },
  build: { cssMinify: "lightningcss", target: "es2022" },
  ssr: { external: HEAVY },
});
