// The tests with many more cases for every property: `npm run nightly`, or `FC_NUM_RUNS=5000 npm run nightly`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const env = { ...process.env, ASSAY_NIGHTLY: "1", FC_NUM_RUNS: process.env.FC_NUM_RUNS ?? "2000" };
const { status } = spawnSync(process.execPath, [vitest, "run", ...process.argv.slice(2)], { env, stdio: "inherit" });
process.exitCode = status ?? 1;
