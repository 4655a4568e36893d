/** Code that is kept between runs, of scripts that stand for those of the package: bin/kept-code.mjs in folders of its own. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const KEPT_CODE = fileURLToPath(new URL("../bin/kept-code.mjs", import.meta.url));

/** A package with two scripts, and a home beside it. */
function makePackage(): { readonly folder: string; readonly home: string } {
  const folder = mkdtempSync(join(tmpdir(), "assay-kept-"));
  const home = join(folder, "home");
  for (const name of ["bin", "dist", "home"]) mkdirSync(join(folder, name));
  copyFileSync(KEPT_CODE, join(folder, "bin/kept-code.mjs"));
  writeFileSync(join(folder, "dist/cli.entry"), "cli-1.cjs\n");
  const say = 'importModule("node:path").then(({ basename }) => require("./more-2.cjs").say(basename("/a/said")))';
  writeFileSync(join(folder, "dist/cli-1.cjs"), `exports.run = () => ${say};`);
  writeFileSync(join(folder, "dist/more-2.cjs"), "exports.say = (text) => console.log(text);");
  const run = 'import { loadScripts } from "./kept-code.mjs";\nloadScripts("verify").run();\n';
  writeFileSync(join(folder, "bin/run.mjs"), run);
  return { folder, home };
}

function run({ folder, home }: ReturnType<typeof makePackage>, more: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env["PATH"] ?? "", HOME: home, ...more };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "bin/run.mjs")], {
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** The files of kept code below a folder. */
function listKept(folder: string): readonly string[] {
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /verify-[0-9a-f]{16}$/.test(name))
    : [];
}

const SAID = { status: 0, stdout: "said\n", stderr: "" };

describe("code that is kept", () => {
  it("is written once, and read where it is whole", () => {
    const made = makePackage();
    const place = join(made.folder, ".cache/code");
    expect(run(made)).toEqual(SAID);
    const [name = ""] = listKept(place);
    // As if that run had taken an hour: a later one that did more would write what it compiled.
    const written = sayLong(readFileSync(join(place, name)));
    writeFileSync(join(place, name), written);
    expect(run(made)).toEqual(SAID);
    expect(readFileSync(join(place, name)).equals(written)).toBe(true);
    for (const damaged of [Buffer.alloc(0), written.subarray(0, 500), flip(written, written.length - 40)]) {
      writeFileSync(join(place, name), damaged);
      expect(run(made)).toEqual(SAID);
      expect(readFileSync(join(place, name)).equals(damaged)).toBe(false);
    }
  });

  it("is not used for another build, and that of the other one goes", () => {
    const made = makePackage();
    run(made);
    writeFileSync(join(made.folder, "dist/cli-9.cjs"), 'exports.run = () => console.log("SAID");');
    writeFileSync(join(made.folder, "dist/cli.entry"), "cli-9.cjs\n");
    expect(run(made).stdout).toBe("SAID\n");
    expect(listKept(join(made.folder, ".cache/code")).map((name) => name.split("/")[0])).toEqual(["9"]);
  });

  it("goes below the user's folder, or nowhere, where the package cannot be written", () => {
    const made = makePackage();
    // A file where the folder would be: not even an administrator can write into that.
    writeFileSync(join(made.folder, ".cache"), "");
    expect(run(made)).toEqual(SAID);
    expect(listKept(join(made.home, ".cache/assay/code")).length).toBe(1);
    const nowhere = makePackage();
    writeFileSync(join(nowhere.folder, ".cache"), "");
    writeFileSync(join(nowhere.home, ".cache"), "");
    chmodSync(nowhere.home, 0o500);
    expect(run(nowhere)).toEqual(SAID);
    expect(run(nowhere, { HOME: "" })).toEqual(SAID);
  });

  it("is turned off as Node.js's own is", () => {
    const made = makePackage();
    expect(run(made, { NODE_DISABLE_COMPILE_CACHE: "1" })).toEqual(SAID);
    expect(existsSync(join(made.folder, ".cache"))).toBe(false);
  });
});

/** The file with another time in its head, which its digest covers. */
function sayLong(bytes: Buffer): Buffer {
  const length = bytes.readUInt32LE(20);
  const head = JSON.parse(bytes.toString("utf8", 24, 24 + length)) as object;
  const made = Buffer.from(JSON.stringify({ ...head, spent: 3_600_000_000 }));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(made.length);
  const body = Buffer.concat([size, made, bytes.subarray(24 + length)]);
  return Buffer.concat([createHash("sha1").update(body).digest(), body]);
}

function flip(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 0xff;
  return changed;
}
