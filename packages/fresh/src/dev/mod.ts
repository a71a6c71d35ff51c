/**
 * The esbuild route of building. Here applications are built by Vite: the class exists so that
 * code written for it says at once what to use instead.
 */
export class Builder {
  constructor() {
    throw new Error(
      "Cannot build with Builder of fresh/dev: use the fresh() plugin of @fresh/plugin-vite",
    );
  }
}
