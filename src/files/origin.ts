/**
 * The key by which this machine knows what it wrote itself: results that cannot be checked are taken under it only.
 *
 * It lies in the user's configuration, outside every repository, readable by the user alone, and is made when it is first
 * asked for. `ASSAY_ORIGIN_KEY` takes its place where several machines should trust each other, as in CI.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "./diagnostics.ts";

/** The key; or why there is none, and then nothing has an origin. */
export type Origin =
  | { readonly is: "key"; readonly key: Uint8Array }
  | { readonly is: "none"; readonly diagnostic: Diagnostic };

/** Shorter secrets can be guessed. */
export const LEAST_SECRET = 32;

/** The origin of this machine. */
export function openOrigin(environment: Readonly<Record<string, string | undefined>> = process.env): Origin {
  const given = environment["ASSAY_ORIGIN_KEY"];
  if (given !== undefined && given !== "") {
    if (given.length >= LEAST_SECRET) return { is: "key", key: new TextEncoder().encode(given) };
    return refuse(`ASSAY_ORIGIN_KEY has fewer than ${LEAST_SECRET} characters.`);
  }
  const path = locateKey(environment);
  try {
    return readKey(path) ?? makeKey(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    return refuse(`${path} cannot be used (${code}).`);
  }
}

/** Where the key lies. */
export function locateKey(environment: Readonly<Record<string, string | undefined>>): string {
  const configured = process.platform === "win32" ? environment["APPDATA"] : environment["XDG_CONFIG_HOME"];
  const folder = configured === undefined || configured === "" ? join(homedir(), ".config") : configured;
  return join(folder, "assay", "origin.key");
}

/** The seal of a text: nobody without the key can make it, and it fits no other purpose and no other text. */
export function sealText(key: Uint8Array, purpose: string, text: string): string {
  return createHmac("sha256", key).update(`assay ${purpose}\0`).update(text).digest("hex");
}

/** True where the seal is that of the text. */
export function isSealed(key: Uint8Array, purpose: string, text: string, seal: unknown): boolean {
  if (typeof seal !== "string" || !/^[0-9a-f]{64}$/.test(seal)) return false;
  return timingSafeEqual(Buffer.from(seal, "hex"), Buffer.from(sealText(key, purpose, text), "hex"));
}

function readKey(path: string): Origin | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return refuse(`${path} is not a regular file.`);
    if (process.platform !== "win32" && (stats.mode & 0o077) !== 0)
      return refuse(`${path} is readable or writable by others.`);
    if (process.getuid !== undefined && stats.uid !== process.getuid())
      return refuse(`${path} belongs to another user.`);
    const text = stats.size > 128 ? "" : readFileSync(file, "utf8").trim();
    if (!/^[0-9a-f]{64}$/.test(text)) return refuse(`${path} holds no key.`);
    return { is: "key", key: Buffer.from(text, "hex") };
  } finally {
    closeSync(file);
  }
}

/** Two processes may make it at once: one of them wins, and both use that. */
function makeKey(path: string): Origin {
  const draft = `${path}.${randomBytes(8).toString("hex")}`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(draft, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readKey(path) ?? refuse(`${path} cannot be used.`);
}

function refuse(message: string): Origin {
  return { is: "none", diagnostic: diagnose("AS709", message) };
}
