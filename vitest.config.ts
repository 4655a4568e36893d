/** Tests run from source; `assay` is this package itself, as it is for every protocol.ts. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "assay/api": fileURLToPath(new URL("./src/api.ts", import.meta.url)),
      "assay/vitest": fileURLToPath(new URL("./src/vitest.ts", import.meta.url)),
      "assay/games": fileURLToPath(new URL("./src/games.ts", import.meta.url)),
      assay: fileURLToPath(new URL("./src/index.ts", import.meta.url)),
    },
  },
  test: {
    // Tests leave nothing in the configuration of whoever runs them.
    env: { ASSAY_ORIGIN_KEY: "of the tests alone, known to everyone" },
    include: ["src/**/*.test.ts", "protocol/**/*.test.ts", "fuzz/**/*.test.ts", "games/**/*.test.ts"],
    globalSetup: ["build/test-setup.mjs"],
    setupFiles: ["fast-check.config.ts"],
    testTimeout: process.env["FC_NUM_RUNS"] === undefined ? 120_000 : 3_600_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Files share what they import: loading it anew for each of them takes as long as the tests.
    isolate: false,
  },
});
