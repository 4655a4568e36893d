// Runs the checks that take too long for every change: `npm run nightly`, or `FC_NUM_RUNS=5000 npm run nightly`.
//
// The tests with many more cases for every property, ten minutes of differential fuzzing, 10,000 random descriptions
// against the judge, 5000 changed texts, the laws of the theories with 2000 draws each, the challengers without each of
// their checks, games at full length with the curves of key recovery, and, where ASSAY_CONFORMANCE names a library, the
// comparison with what was recorded of it. Arguments go to vitest, and then only it runs. Every step runs, whatever
// became of those before it; the exit status is that of the first that failed.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const only = process.argv.slice(2);
const typescript = ["--import", at("bin/register-typescript.mjs")];

const steps = [
  [at("node_modules/vitest/vitest.mjs"), "run", ...only],
  ...(only.length > 0 ? [] : [[...typescript, at("fuzz/fuzz.ts"), "--seconds", "600"]]),
  ...(only.length > 0 ? [] : [[...typescript, at("fuzz/fuzz.ts"), "--input", "--protocols", "5000"]]),
  ...(only.length > 0 ? [] : [[...typescript, at("fuzz/fuzz.ts"), "--dsl", "--protocols", "10000"]]),
  ...(only.length > 0 ? [] : [[at("bin/assay.mjs"), "laws", "--backend", "mcl", "--draws", "2000", "--quiet"]]),
  ...(only.length > 0 ? [] : [[...typescript, at("bench/checks.ts")]]),
  ...(only.length > 0 ? [] : [[...typescript, at("bench/games.ts"), "--curve"]]),
  ...(only.length > 0 || process.env.ASSAY_CONFORMANCE === undefined ? [] : [[at("bin/assay.mjs"), "conformance"]]),
];

const env = { ...process.env, ASSAY_NIGHTLY: "1", FC_NUM_RUNS: process.env.FC_NUM_RUNS ?? "2000" };
for (const step of steps) {
  process.stderr.write(`== ${step.filter((word) => !word.startsWith("--import")).join(" ")}\n`);
  const { status } = spawnSync(process.execPath, step, { env, stdio: "inherit" });
  if (status !== 0) process.exitCode ||= status ?? 1;
}
