// Loads the command line of the published package, whose modules are scripts (dist/*.cjs), with the code that V8 made of them
// in an earlier run: compiling costs a small command more than its work. Node.js does the same from 22.1 on, but not in 20.
//
// What is kept lies in `.cache/code/` of the package, or below the user's own cache folder where that cannot be written; where
// neither can, nothing is kept, and a file that V8 does not accept, or that is damaged, is as none. The file is another one for
// another build, command, Node.js or flag. NODE_DISABLE_COMPILE_CACHE=1 turns it off, as it does in Node.js.
// Source: https://nodejs.org/docs/latest-v20.x/api/vm.html#scriptcreatecacheddata
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const DIST = `${PACKAGE}dist/`;

/** Another run writes what it compiled where it took so much more time than the one before: more of the code was called. */
const MORE_WORK = 1.5;
/** More files of two megabytes, one for each Node.js and set of flags, are not kept for a build. */
const MOST_FILES = 8;

/** Loads the entry, for a command; where `process.features.require_module`, as some packages are ES modules. */
export function loadScripts(command) {
  const entry = readFileSync(`${DIST}cli.entry`, "utf8").trim();
  const build = entry.replace(/^cli-|\.cjs$/g, "");
  const setting = [process.version, process.arch, ...process.execArgv, process.env.NODE_OPTIONS ?? ""].join(" ");
  const kept = openKept(build, `${command}-${createHash("sha256").update(setting).digest("hex").slice(0, 16)}`);
  const outer = createRequire(`${DIST}${entry}`);
  const modules = new Map();
  const scripts = new Map();
  let isWhole = true;
  const load = (name) => {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const filename = `${DIST}${name}`;
    const source = readFileSync(filename, "utf8");
    const cachedData = kept.code.get(name);
    const script = new Script(`(function (exports, require, importModule, __filename, __dirname) {${source}\n})`, {
      filename,
      cachedData,
    });
    if (cachedData === undefined || script.cachedDataRejected) isWhole = false;
    const module = { exports: {} };
    modules.set(name, module);
    scripts.set(name, script);
    const require = (id) => (id.startsWith("./") ? load(id.slice(2)) : outer(id));
    script.runInThisContext()(module.exports, require, (id) => import(id), filename, DIST);
    return module.exports;
  };
  process.once("exit", () => {
    const { user, system } = process.cpuUsage();
    const spent = user + system;
    if (!isWhole || spent > MORE_WORK * kept.spent) kept.write(scripts, spent);
  });
  return load(entry);
}

/** The file of a build and setting: read if it is there, and how to write it. */
function openKept(build, name) {
  const none = { code: new Map(), spent: Number.POSITIVE_INFINITY, write: () => undefined };
  if ((process.env.NODE_DISABLE_COMPILE_CACHE ?? "") !== "") return none;
  const folders = listFolders();
  const write = (scripts, spent) => void folders.some((folder) => writeKept(folder, build, name, scripts, spent));
  for (const folder of folders) {
    const read = readKept(`${folder}/${build}/${name}`);
    if (read !== undefined) return { ...read, write };
  }
  return { ...none, write };
}

function listFolders() {
  const { HOME, XDG_CACHE_HOME } = process.env;
  const own = XDG_CACHE_HOME?.startsWith("/") ? XDG_CACHE_HOME : HOME?.startsWith("/") ? `${HOME}/.cache` : undefined;
  return [`${PACKAGE}.cache/code`, ...(own === undefined ? [] : [`${own}/assay/code`])];
}

/** Layout: the digest of what follows, the length of the head, the head as JSON, and the code of each script. */
const DIGEST_BYTES = 20;

function readKept(path) {
  try {
    const bytes = readFileSync(path);
    const body = bytes.subarray(DIGEST_BYTES);
    if (!digest([body]).equals(bytes.subarray(0, DIGEST_BYTES))) return undefined;
    let at = 4 + body.readUInt32LE(0);
    const { spent, parts } = JSON.parse(body.toString("utf8", 4, at));
    const code = new Map();
    for (const [name, length] of parts) {
      code.set(name, body.subarray(at, at + length));
      at += length;
    }
    return { code, spent };
  } catch {
    return undefined;
  }
}

/** Writes beside the place and renames, so that no process reads half a file; false where that may not be written. */
function writeKept(folder, build, name, scripts, spent) {
  const place = `${folder}/${build}`;
  try {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    for (const other of readdirSync(folder)) if (other !== build) rmSync(`${folder}/${other}`, { recursive: true });
    if (readdirSync(place).length >= MOST_FILES) return true;
    const parts = [...scripts].map(([part, script]) => [part, script.createCachedData()]);
    const head = Buffer.from(JSON.stringify({ spent, parts: parts.map(([part, code]) => [part, code.length]) }));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(head.length);
    const body = [length, head, ...parts.map(([, code]) => code)];
    const draft = `${place}/${name}.${process.pid}`;
    writeFileSync(draft, Buffer.concat([digest(body), ...body]));
    renameSync(draft, `${place}/${name}`);
    return true;
  } catch {
    return false;
  }
}

function digest(body) {
  const hash = createHash("sha1");
  for (const part of body) hash.update(part);
  return hash.digest();
}
