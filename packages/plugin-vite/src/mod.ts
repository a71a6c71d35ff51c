import { join } from "node:path";
import type { EnvironmentOptions, Plugin, UserConfig } from "vite";
import { type FreshViteConfig, readDenoConfig, type Settings, settle } from "./config.ts";
import { clientManifest, type ClientOutput, lateImports } from "./build.ts";
import { devServer } from "./dev.ts";
import { islandTransform } from "./islands.ts";
import { denoResolve } from "./resolve.ts";
import { islandName, keyOf, scan, styleEntry } from "./scan.ts";
import { unsupported } from "./unsupported.ts";
import { virtualModules } from "./virtual.ts";

export type { FreshViteConfig, ImportCheck } from "./config.ts";

/** What the plugin's parts share. */
export interface Shared {
  settings: Settings;
  client: ClientOutput | null;
}

/** The Vite plugin of Fresh: development with hot replacement, and the build. */
export function fresh(config: FreshViteConfig = {}): Plugin[] {
  const shared = { client: null } as Shared;
  return [
    core(config, shared),
    denoResolve(),
    virtualModules(shared),
    unsupported(shared),
    islandTransform(shared),
    lateImports(),
    clientManifest(shared),
    devServer(shared),
  ];
}

function core(config: FreshViteConfig, shared: Shared): Plugin {
  return {
    name: "fresh",
    config(user, env) {
      const outDir = user.build?.outDir ?? "_fresh";
      const settings = shared.settings = settle(
        config,
        user.root ?? ".",
        outDir,
      );
      return env.command === "build" ? buildConfig(settings) : devConfig(settings);
    },
  };
}

function common(settings: Settings): UserConfig {
  return {
    appType: "custom",
    esbuild: { jsx: "automatic", jsxImportSource: "preact", jsxDev: false },
    resolve: {
      alias: [
        { find: /^react(-dom)?$/, replacement: "preact/compat" },
        {
          find: /^react\/jsx-(dev-)?runtime$/,
          replacement: "preact/jsx-runtime",
        },
        { find: "react-dom/client", replacement: "preact/compat/client" },
      ],
      dedupe: ["preact", "@preact/signals"],
    },
    define: {
      __FRESH_BUILD_ID__: JSON.stringify(settings.buildId),
      __FRESH_DEV__: "false",
    },
  };
}

function devConfig(settings: Settings): UserConfig {
  return {
    ...common(settings),
    publicDir: settings.staticDirs[0] ?? false,
    define: { __FRESH_BUILD_ID__: '""', __FRESH_DEV__: "true" },
    optimizeDeps: {
      include: [
        "preact",
        "preact/hooks",
        "preact/jsx-runtime",
        "@preact/signals",
      ],
      entries: [
        settings.islandsDir + "/**/*.{ts,tsx,js,jsx}",
        settings.routeDir + "/**/(_islands)/**/*.{ts,tsx,js,jsx}",
      ],
      esbuildOptions: { jsx: "automatic", jsxImportSource: "preact" },
    },
    server: {
      // the runtime may stand outside of the application's folder
      fs: { allow: [settings.root, readDenoConfig(settings.root).dir] },
      watch: {
        ignored: [
          join(settings.outDir, "**"),
          join(settings.root, "data", "**"),
        ],
      },
    },
  };
}

/** The entries of the browser's build, by the name of their output. */
function clientInput(settings: Settings): Record<string, string> {
  const input: Record<string, string> = {
    boot: "fresh:boot",
    signals: "fresh:signals",
  };
  const { islands, routes } = scan(settings);
  for (const file of [...islands, ...settings.islandSpecifiers]) {
    const name = islandName(file), taken = input[name] !== undefined;
    input[(taken ? keyOf(file, settings.root) : name).replace(/[^\w-]/g, "_")] = file;
  }
  for (const file of routes.flatMap(({ css }) => css)) {
    input[styleEntry(file, settings.root)] = file;
  }
  if (settings.clientEntry !== null) {
    input["client-entry"] = settings.clientEntry;
  }
  return input;
}

function buildConfig(settings: Settings): UserConfig {
  return {
    ...common(settings),
    publicDir: settings.staticDirs[0] ?? false,
    builder: {
      // the server's build needs what the browser's put out, so both use the same plugins
      sharedConfigBuild: true,
      sharedPlugins: true,
      async buildApp(builder) {
        const { client, ssr } = builder.environments;
        if (client === undefined || ssr === undefined) {
          throw new Error("Cannot build: no environments");
        }
        await builder.build(client);
        await builder.build(ssr);
      },
    },
    build: { emptyOutDir: true, modulePreload: { polyfill: false } },
    environments: { client: clientBuild(settings), ssr: serverBuild(settings) },
  };
}

function clientBuild(settings: Settings): EnvironmentOptions {
  return {
    build: {
      outDir: join(settings.outDir, "client"),
      copyPublicDir: false,
      rollupOptions: {
        input: clientInput(settings),
        preserveEntrySignatures: "allow-extension",
        output: {
          entryFileNames: "assets/[name]-[hash].js",
          chunkFileNames: "assets/[name]-[hash].js",
          assetFileNames: "assets/[name]-[hash][extname]",
        },
      },
    },
  };
}

function serverBuild(settings: Settings): EnvironmentOptions {
  return {
    resolve: { noExternal: true },
    build: {
      outDir: join(settings.outDir, "server"),
      ssr: true,
      copyPublicDir: false,
      target: "esnext",
      minify: false,
      emitAssets: false,
      rollupOptions: {
        input: { "server-entry": "fresh:server-entry" },
        preserveEntrySignatures: "strict",
        // a package's misplaced hint to bundlers is not the application's business
        onwarn: (warning, warn) => warning.code === "INVALID_ANNOTATION" || warn(warning),
        output: {
          entryFileNames: "[name].js",
          chunkFileNames: "chunks/[name]-[hash].js",
        },
      },
    },
  };
}
