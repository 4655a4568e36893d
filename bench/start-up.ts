/**
 * Measures the cost of a textbook verdict from the published package: CPU of the command and of its child processes,
 * beside an empty Node.js process. `npm pack` makes the tarball; its packages are those of this checkout.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Seconds of CPU, user and system together. */
export interface StartUp {
  readonly command: string;
  readonly median: number;
  readonly least: number;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PROTOCOL = "needham-schroeder-lowe";
const PACKAGES = ["@noble", "cborg", "execa", "fast-check", "jiti", "temml"];

/** Measures each command so often. */
export function measureStartUp(repeat: number): readonly StartUp[] {
  const folder = mkdtempSync(join(tmpdir(), "assay-start-up-"));
  try {
    const assay = install(folder);
    cpSync(join(ROOT, "protocol", PROTOCOL), join(folder, "protocol", PROTOCOL), { recursive: true });
    const measure = (command: string, words: readonly string[]): StartUp => {
      const spent = Array.from({ length: repeat }, () => spend(words, folder)).sort((a, b) => a - b);
      return { command, median: spent[spent.length >> 1] ?? 0, least: spent[0] ?? 0 };
    };
    return [
      measure("node, empty", ["-e", "0"]),
      measure("assay --version", [assay, "--version"]),
      measure(`assay verify ${PROTOCOL}`, [assay, "verify", PROTOCOL]),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One line for each command. */
export function printStartUp(measured: readonly StartUp[]): string {
  const head = "Start-up, seconds of CPU, from the packed tarball:\n";
  const lines = measured.map(
    ({ command, median, least }) => `  ${command.padEnd(40)} ${median.toFixed(3)}  least ${least.toFixed(3)}\n`,
  );
  return head + lines.join("");
}

/** Unpacks what would be published; where its program is. */
function install(folder: string): string {
  const packed = run("npm", ["pack", "--silent", "--pack-destination", folder], ROOT);
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  run("tar", ["-xzf", join(folder, packed.trim().split("\n").at(-1) ?? ""), "-C", modules], folder);
  for (const name of PACKAGES) symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
  return join(modules, "package", "bin", "assay.mjs");
}

function run(command: string, words: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${words.join(" ")}: ${stderr}`);
  return stdout;
}

/** A shell knows what its children and theirs have spent. */
function spend(words: readonly string[], cwd: string): number {
  const script = 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2> /dev/null';
  const { stderr } = spawnSync("bash", ["-c", script, dirname(cwd), process.execPath, ...words], {
    cwd,
    encoding: "utf8",
  });
  const [user = 0, system = 0] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return user + system;
}
