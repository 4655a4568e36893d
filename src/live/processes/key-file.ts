/**
 * Key files: the secrets of one member, sealed under a passphrase: scrypt (RFC 7914) and a box that commits to its key.
 *
 * What a file says of itself (whose it is, the cost of scrypt, the salt) is bound to the box, so a file that was given to
 * another member, or altered anywhere, does not open. The cost is bounded: a file cannot ask for more memory than 256 MiB.
 */
import { scrypt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { systemRandomness } from "../crypto/randomness.ts";
import { closeBox, openBox } from "../crypto/secret-box.ts";
import { isErrorOf } from "../storage/error-code.ts";
import { decodeContent, encodeContent, fieldOf, isCount, isWord } from "./content.ts";
import { KeyFileFault } from "./process-fault.ts";
import { writeWhole } from "./write-whole.ts";

/** The cost of scrypt: the logarithm of N, with r = 8 and p = 1. */
export type Cost = number;

/** The cost that RFC 7914 and OWASP call interactive use: 32 MiB, about 0.1 s. */
export const USUAL_COST: Cost = 15;
const [LEAST_COST, MOST_COST] = [10, 18];
const SALT_BYTES = 16;
const FORMAT = "assay key file 1";
/** A file that is longer is none of ours; it is not read into memory. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Seals secrets into a file that only its owner can read; a file of that name is replaced as a whole. */
export async function writeKeyFile(
  path: string,
  { owner, secrets, passphrase, cost = USUAL_COST }: KeyFileContent & { readonly cost?: Cost },
): Promise<void> {
  const salt = systemRandomness().bytes(SALT_BYTES);
  const head = { format: FORMAT, owner, cost, salt };
  const key = await deriveKey(passphrase, salt, cost);
  const box = closeBox(key, encodeContent(secrets), encodeContent(head), systemRandomness());
  await writeWhole(path, encodeContent({ ...head, box }));
}

/** The content of a key file, and what it is sealed with. */
export interface KeyFileContent {
  readonly owner: string;
  readonly secrets: unknown;
  readonly passphrase: string;
}

/** Opens a member's file. Rejects with KeyFileFault. */
export async function readKeyFile(path: string, owner: string, passphrase: string): Promise<unknown> {
  const content = decodeContent(await readBytes(path));
  const [format, named, cost, salt, box] = ["format", "owner", "cost", "salt", "box"].map((field) =>
    fieldOf(content, field),
  );
  const isFile =
    format === FORMAT &&
    isWord(named) &&
    isCount(cost) &&
    salt instanceof Uint8Array &&
    box instanceof Uint8Array &&
    salt.length === SALT_BYTES;
  if (!isFile) throw new KeyFileFault(`${path} is no key file, or was cut short.`);
  if (named !== owner) {
    throw new KeyFileFault(`${path} is the key file of ${JSON.stringify(named.slice(0, 60))}, not of ${owner}.`);
  }
  if (cost < LEAST_COST || cost > MOST_COST) throw new KeyFileFault(`${path} asks for a cost that no key file has.`);
  const key = await deriveKey(passphrase, salt, cost);
  const opened = openBox(key, box, encodeContent({ format, owner, cost, salt }));
  if (opened.kind === "refused") {
    throw new KeyFileFault(`${path} does not open: the passphrase is another, or the file was altered.`);
  }
  return decodeContent(opened.value);
}

const run = promisify<string, Uint8Array, number, object, Buffer>(scrypt);

async function deriveKey(passphrase: string, salt: Uint8Array, cost: Cost): Promise<Uint8Array> {
  const N = 2 ** cost;
  return new Uint8Array(await run(passphrase.normalize("NFC"), salt, 32, { N, r: 8, p: 1, maxmem: 256 * N * 8 }));
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(path);
    if (bytes.length <= MOST_BYTES) return bytes;
  } catch (error) {
    const why = isErrorOf(error, "ENOENT") ? "is not there" : "cannot be read; check whose it is";
    throw new KeyFileFault(`${path} ${why}.`);
  }
  throw new KeyFileFault(`${path} is no key file: it has more than ${MOST_BYTES} bytes.`);
}
