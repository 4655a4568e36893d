import { createHmac } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { isSealed, locateKey, openOrigin, sealText } from "./origin.ts";

const makeHome = () => ({ XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), "assay-origin-")) });

describe("the origin of a machine", () => {
  it.skipIf(process.platform === "win32")("is made once, for the user alone", () => {
    const home = makeHome();
    const first = openOrigin(home);
    const path = locateKey(home);
    expect(first.is).toBe("key");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(path))).toEqual(["origin.key"]);
    expect(openOrigin(home)).toEqual(first);
    expect(openOrigin(makeHome())).not.toEqual(first);
  });

  it.skipIf(process.platform === "win32")("is refused where others may read it, and where it is no key", () => {
    const home = makeHome();
    openOrigin(home);
    const path = locateKey(home);
    chmodSync(path, 0o644);
    expect(openOrigin(home)).toMatchObject({ is: "none", diagnostic: { code: "AS709" } });
    chmodSync(path, 0o600);
    expect(openOrigin(home).is).toBe("key");
    writeFileSync(path, readFileSync(path, "utf8").slice(0, 20));
    expect(openOrigin(home)).toMatchObject({ is: "none", diagnostic: { code: "AS709" } });
    const other = makeHome();
    mkdirSync(locateKey(other), { recursive: true });
    expect(openOrigin(other)).toMatchObject({ is: "none", diagnostic: { code: "AS709" } });
    const file = join(makeHome().XDG_CONFIG_HOME, "file");
    writeFileSync(file, "");
    expect(openOrigin({ XDG_CONFIG_HOME: file })).toMatchObject({ is: "none", diagnostic: { code: "AS709" } });
  });

  it("is the secret of several machines where they are given one, if it is long enough", () => {
    const long = "x".repeat(32);
    expect(openOrigin({ ASSAY_ORIGIN_KEY: long })).toEqual({ is: "key", key: new TextEncoder().encode(long) });
    expect(openOrigin({ ASSAY_ORIGIN_KEY: "short" })).toMatchObject({ is: "none", diagnostic: { code: "AS709" } });
  });
});

describe("a seal", () => {
  const key = new TextEncoder().encode("k".repeat(32));

  it("is HMAC-SHA256 over the purpose and the text", () => {
    expect(sealText(key, "cache", "text")).toBe(createHmac("sha256", key).update("assay cache\0text").digest("hex"));
  });

  it("fits no other text, purpose or key", () => {
    const seal = sealText(key, "cache", "text");
    expect(isSealed(key, "cache", "text", seal)).toBe(true);
    expect(isSealed(key, "cache", "texts", seal)).toBe(false);
    expect(isSealed(key, "campaign", "text", seal)).toBe(false);
    expect(isSealed(new TextEncoder().encode("l".repeat(32)), "cache", "text", seal)).toBe(false);
    for (const none of [undefined, 1, "", "zz", seal.slice(1)])
      expect(isSealed(key, "cache", "text", none)).toBe(false);
  });
});
