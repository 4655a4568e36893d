// `npm run check:tarball`: packs what would be published and uses it as a stranger would, in an empty folder that has nothing
// but the tarball: imports, types under three module resolutions, the command line, the API, and, with vitest and tsx beside it,
// tests. Needs the npm registry. Prints what was tried, the number of packages and their size; the exit status says whether all
// of it worked.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The most that someone who verifies, derives and reports installs. */
const MOST_PACKAGES = 45;
const MOST_MEGABYTES = 20;

const root = fileURLToPath(new URL("..", import.meta.url));
const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "assay-tarball-"));
let failures = 0;

try {
  const packed = run("pack", root, "npm", ["pack", "--silent", "--pack-destination", folder]);
  const tarball = packed.trim().split("\n").at(-1);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run("install", folder, "npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", `./${tarball}`]);
  weigh();
  cpSync(join(root, "build/consumer"), folder, { recursive: true });
  const assay = join(folder, "node_modules/assay/bin/assay.mjs");
  run("import", folder, process.execPath, ["import.mjs"]);
  run("api", folder, process.execPath, ["api.mjs"]);
  run("init", folder, process.execPath, [assay, "init"]);
  run("audit", folder, process.execPath, [assay, "audit", "--quiet"]);
  run("audit --check", folder, process.execPath, [assay, "audit", "--check", "--quiet"]);
  run("live", folder, process.execPath, [assay, "live", "challenge-response"]);
  run("attack", folder, process.execPath, [assay, "attack", "challenge-response"]);
  expectFailure("no variant", [assay, "live", "challenge-response", "--variant", "hardened"], /AS101/);
  const tools = ["vitest", "typescript"].map((name) => `${name}@${devDependencies[name]}`);
  run("install tools", folder, "npm", [
    "install",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--save-dev",
    ...tools,
    "tsx",
  ]);
  const tsc = join(folder, "node_modules/typescript/bin/tsc");
  for (const [resolution, module] of [
    ["bundler", "esnext"],
    ["node16", "node16"],
    ["nodenext", "nodenext"],
  ]) {
    const strict = ["--noEmit", "--strict", "--target", "es2022", "--moduleResolution", resolution, "--module", module];
    run(`types, ${resolution}`, folder, process.execPath, [
      tsc,
      ...strict,
      "types.ts",
      "protocol/challenge-response/protocol.ts",
    ]);
  }
  run("tsx", folder, process.execPath, ["--import", "tsx", "import.ts"]);
  run("vitest", folder, process.execPath, [join(folder, "node_modules/vitest/vitest.mjs"), "run"]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(failures === 0 ? "The tarball works.\n" : `${failures} failed.\n`);
process.exitCode = failures === 0 ? 0 : 1;

function run(what, cwd, command, words) {
  const env = { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "", NODE_NO_WARNINGS: "1" };
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, env, encoding: "utf8" });
  tell(what, status === 0, `${stdout}${stderr}`);
  return stdout;
}

function expectFailure(what, words, said) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: "utf8" });
  tell(what, status === 2 && said.test(stderr), `status ${status}\n${stdout}${stderr}`);
}

function tell(what, isFine, detail) {
  if (!isFine) failures++;
  process.stdout.write(`${isFine ? "ok  " : "FAIL"}  ${what}\n${isFine ? "" : `${detail}\n`}`);
}

/** Packages and bytes of what was installed, Assay among them. */
function weigh() {
  const modules = join(folder, "node_modules");
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith(".")
      ? []
      : name.startsWith("@")
        ? readdirSync(join(modules, name)).map((one) => `${name}/${one}`)
        : [name],
  );
  const bytes = readdirSync(modules, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(modules, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
  const megabytes = bytes / 1e6;
  tell(
    `weight: ${names.length} packages, ${megabytes.toFixed(1)} MB`,
    names.length <= MOST_PACKAGES && megabytes <= MOST_MEGABYTES,
    `At most ${MOST_PACKAGES} packages and ${MOST_MEGABYTES} MB.`,
  );
}
