import { describe, expect, it } from "vitest";
import { compileContract } from "../../../../../bench/contracts.ts";
import { readArtefact } from "./artefact.ts";

describe("the committed artefact of the contract", () => {
  it("is what the compiler makes of its source; else run `npm run contracts`", () => {
    expect(readArtefact()).toEqual(compileContract());
  });
});
