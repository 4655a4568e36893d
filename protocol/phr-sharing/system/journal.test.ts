import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type JournalHeader, openJournal, readHeader } from "./journal.ts";

const HEADER: JournalHeader = { schema: "assay/live-1", protocol: "p", backend: "mcl", seed: "00", record: "11" };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-journal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the journal", () => {
  it("has what was noted in it when it is opened again, and is its owner's alone", async () => {
    const path = join(folder, "new", "journal.jsonl");
    expect(await readHeader(path)).toBeUndefined();
    const journal = await openJournal(path, HEADER);
    await journal.append(5);
    await journal.append(7);
    expect((await openJournal(path, HEADER)).times).toEqual([5, 7]);
    expect(await readHeader(path)).toEqual(HEADER);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("passes over a line that a crash has torn", async () => {
    const path = join(folder, "journal.jsonl");
    await (await openJournal(path, HEADER)).append(5);
    writeFileSync(path, `${readFileSync(path, "utf8")}{"time":`);
    const journal = await openJournal(path, HEADER);
    expect(journal.times).toEqual([5]);
    await journal.append(6);
    expect((await openJournal(path, HEADER)).times).toEqual([5, 6]);
  });

  it.each(["protocol", "backend", "seed", "record"] as const)("is not taken up for another %s", async (key) => {
    const path = join(folder, "journal.jsonl");
    await openJournal(path, HEADER);
    await expect(openJournal(path, { ...HEADER, [key]: "ff" })).rejects.toMatchObject({
      kind: "other",
      message: expect.stringContaining(`its ${key} is another`),
    });
  });

  it.each(["hello\n", '{"schema":"assay/live-1"}\n', `${JSON.stringify(HEADER)}\n{"time":"soon"}\n`, "null\n"])(
    "is refused where it says %j",
    async (text) => {
      const path = join(folder, "journal.jsonl");
      writeFileSync(path, text);
      await expect(openJournal(path, HEADER)).rejects.toMatchObject({ kind: "damaged" });
    },
  );

  it("says when it cannot be written or read", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(openJournal(join(folder, "file", "journal.jsonl"), HEADER)).rejects.toMatchObject({
      name: "JournalError",
    });
    await expect(readHeader(folder)).rejects.toMatchObject({ kind: "unreadable" });
  });
});
