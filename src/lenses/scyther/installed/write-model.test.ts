import { describe, expect, it } from "vitest";
import type { Model } from "../../../core/protocol/ir/script.ts";
import { addReachable, listClaims } from "../../../core/protocol/claims/listing.ts";
import { loadSpdl, buildModel } from "../load.ts";
import { parseSpdl } from "../syntax/parse.ts";
import { pathOfModel, readFile } from "./example.ts";
import { writeModel } from "./write-model.ts";

const NOTHING = (): undefined => undefined;

function load(text: string, settings: Parameters<typeof buildModel>[2] = {}) {
  const parsed = parseSpdl({ path: "m.spdl", text }, NOTHING);
  return { parsed, model: addReachable(buildModel(parsed, "m", settings).model) };
}

/** Describes the claims by kind and parameter, in order. */
function describeClaims(model: Model): string[] {
  return listClaims(model).map(({ protocol, role, claim }) => `${protocol},${role} ${claim.kind} ${claim.on}`);
}

const MODEL = `option "--output=/tmp/anything --match=1";
const m: Nonce;
protocol p(A,B) {
  role A { fresh n: Nonce; send_1(A,B,{n}pk(B)); claim_m(A,Secret,m); claim(A,Secret,n); claim_m(A,Alive); }
  role B { var n: Nonce; recv_1(A,B,{n}pk(B)); claim_r(B,Running,A,n); claim_asked1(B,Nisynch); }
}
`;

describe("writeModel", () => {
  it("asks for every claim under a label of its own, with those that stand in no file", () => {
    const { parsed, model } = load(MODEL);
    const { text, labels } = writeModel(parsed, listClaims(model));
    expect(labels).toEqual(["asked1'", "asked2", "asked3", "asked4", "asked5", "asked6"]);
    const again = load(text).model;
    expect(describeClaims(again)).toEqual(describeClaims(model));
    expect(listClaims(again).map(({ label }) => label)).toEqual(labels);
  });

  it("leaves out options, which could write files", () => {
    const { parsed, model } = load(MODEL);
    expect(writeModel(parsed, listClaims(model)).text).not.toMatch(/option|output/);
  });

  it("keeps signals, and leaves out claims that are not asked for", () => {
    const { parsed } = load(MODEL);
    const { text, labels } = writeModel(parsed, []);
    expect(labels).toEqual([]);
    expect(text).toContain("Running");
    expect(text).not.toMatch(/Secret|Alive|Nisynch|Reachable/);
  });

  it("writes the standard claims in place of the file's", () => {
    const { parsed, model } = load(MODEL, { autoClaims: true });
    const { text, labels } = writeModel(parsed, listClaims(model));
    expect(labels).not.toContain(undefined);
    expect(describeClaims(load(text).model)).toEqual(describeClaims(model));
  });

  it("says which claims it cannot ask", () => {
    const { parsed, model } = load(MODEL);
    const [first] = listClaims(model);
    if (first === undefined) throw new Error("no claim");
    const injective = { ...first, claim: { ...first.claim, kind: "InjectiveSynch" as const } };
    expect(writeModel(parsed, [injective]).labels).toEqual([undefined]);
  });

  it("includes what the file includes", () => {
    const { parsed, model } = loadSpdl(pathOfModel("a10-include-anywhere.spdl"), readFile);
    const { text, labels } = writeModel(parsed, listClaims(model));
    expect(text).not.toContain("include");
    expect(labels.every((label) => label !== undefined)).toBe(true);
    expect(describeClaims(load(text).model)).toEqual(describeClaims(addReachable(model)));
  });
});
