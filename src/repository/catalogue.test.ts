import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { listCodes, renderCatalogue } from "./catalogue.ts";

const page = readFileSync(new URL("../../docs/diagnostics.md", import.meta.url), "utf8");

describe("docs/diagnostics.md", () => {
  it("has one anchor for every code", () => {
    const anchors = [...page.matchAll(/^### ([A-Z]{2}\d{3})$/gm)].map(([, code]) => code);
    expect(anchors).toEqual(listCodes().map(({ code }) => code));
    expect(new Set(anchors).size).toBe(anchors.length);
  });

  it("is what assay explain --format markdown prints", () => {
    expect(page).toBe(renderCatalogue());
  });
});

describe("listCodes", () => {
  it("gives every code a sentence of its own", () => {
    for (const { code, title } of listCodes()) {
      expect(code).toMatch(/^(AS|BN|CP|SP)\d{3}$/);
      expect(title).toMatch(/^[A-Z].*[^.]$|^fresh|^const|^compromised/);
    }
  });
});
