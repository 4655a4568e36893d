import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeContent, encodeContent } from "./content.ts";
import { readKeyFile, writeKeyFile } from "./key-file.ts";

let folder: string;
let path: string;
const secrets = { keys: [Uint8Array.of(1, 2, 3)], seed: "s" };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-key-"));
  path = join(folder, "alice", "key");
  await writeKeyFile(path, { owner: "alice", secrets, passphrase: "päss", cost: 10 });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a key file", () => {
  it("opens with its passphrase, whatever form its letters have, and is its owner's to read", async () => {
    expect(await readKeyFile(path, "alice", "päss")).toEqual(secrets);
    expect(await readKeyFile(path, "alice", "pa\u0308ss")).toEqual(secrets);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path).includes(Buffer.from([1, 2, 3]))).toBe(false);
  });

  it("does not open with another passphrase, for another member, or where there is none", async () => {
    await expect(readKeyFile(path, "alice", "pass")).rejects.toThrow(/does not open: the passphrase is another/);
    await expect(readKeyFile(path, "bob", "päss")).rejects.toThrow(/is the key file of "alice", not of bob/);
    await expect(readKeyFile(join(folder, "none"), "alice", "päss")).rejects.toThrow(/is not there/);
  });

  it("does not open cut short anywhere, or with a byte changed anywhere", async () => {
    const bytes = readFileSync(path);
    const other = join(folder, "other");
    for (let at = 0; at < bytes.length; at += 7) {
      writeFileSync(other, bytes.subarray(0, at));
      await expect(readKeyFile(other, "alice", "päss")).rejects.toThrow(/no key file, or was cut short/);
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(other, changed);
      await expect(readKeyFile(other, "alice", "päss"), `byte ${at}`).rejects.toThrow(/key file|does not open|cost/);
    }
  });

  it("cannot ask for more work than a key file has", async () => {
    const content = decodeContent(readFileSync(path)) as Record<string, unknown>;
    const other = join(folder, "costly");
    writeFileSync(other, encodeContent({ ...content, cost: 40 }));
    await expect(readKeyFile(other, "alice", "päss")).rejects.toThrow(/a cost that no key file has/);
  });
});
