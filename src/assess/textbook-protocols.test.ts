/** The textbook protocols over MACs and Diffie-Hellman: what holds, and that every precaution is needed for it. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  authentication,
  type Precaution as MacPrecaution,
  PRECAUTIONS as MAC_PRECAUTIONS,
} from "../../protocol/mac-authentication/protocol.ts";
import {
  exchange,
  type Precaution as DhPrecaution,
  PRECAUTIONS as DH_PRECAUTIONS,
} from "../../protocol/signed-diffie-hellman/protocol.ts";
import { runCommand } from "../cli/program.ts";
import { describe as describeProtocol } from "../core/protocol/dsl/describe.ts";
import { readBuilder } from "../core/protocol/dsl/protocol.ts";
import type { Model } from "../core/protocol/ir/script.ts";
import { project } from "../core/protocol/project/project.ts";
import { encodeModel } from "../lenses/scyther/encode.ts";
import { loadSpdl } from "../lenses/scyther/load.ts";
import { listClaims } from "../core/protocol/claims/listing.ts";
import { runToEnd } from "../lenses/verifier/run-to-end.ts";
import { Verifier } from "../lenses/verifier/verify.ts";
import { loadProtocol } from "../repository/load-protocol.ts";

const NAMES = ["mac-authentication", "signed-diffie-hellman"];

function pathOf(name: string, file: string): string {
  return fileURLToPath(new URL(`../../protocol/${name}/${file}`, import.meta.url));
}

function modelOf(builder: object): Model {
  const recorded = readBuilder(builder);
  const description = recorded && describeProtocol(recorded).description;
  if (description === undefined) throw new Error("modelOf: the protocol does not load");
  return project(description);
}

function encodingOf(model: Model): Model {
  const { text } = encodeModel(model, { title: model.name, source: `protocol/${model.name}/protocol.ts` });
  return loadSpdl(`${model.name}.spdl`, () => ({ path: `${model.name}.spdl`, text })).model;
}

/** Every claim's label and verdict, with the scope of what holds. */
function judgeAll(model: Model): string[] {
  return listClaims(model).map((claim) => {
    const { verdict } = runToEnd(new Verifier(model), claim, { maxRuns: 5, maxStates: 100_000 });
    return `${claim.label} ${verdict.is}${verdict.is === "holds" ? ` ${JSON.stringify(verdict.scope)}` : ""}`;
  });
}

/** The claims that are attacked, by label. */
function attackedIn(model: Model): string[] {
  return judgeAll(model).flatMap((verdict) => (verdict.endsWith(" attack") ? [verdict.replace(/ .*/, "")] : []));
}

const withoutMac = (...omitted: readonly MacPrecaution[]): Model => modelOf(authentication(...omitted));
const withoutDh = (...omitted: readonly DhPrecaution[]): Model => modelOf(exchange(...omitted));

describe.each(NAMES)("%s", (name) => {
  it("holds in all that it claims, for any number of runs, and so does its generated model", async () => {
    const { model, warnings } = await loadProtocol(pathOf(name, "protocol.ts"));
    expect(warnings).toEqual([]);
    const verdicts = judgeAll(model);
    expect(verdicts.length).toBeGreaterThan(13);
    expect(verdicts.filter((verdict) => !verdict.endsWith(' holds "unbounded"'))).toEqual([]);
    // Its model has no equations: what it lets through the description lets through as well, so it holds all the more.
    expect(judgeAll(encodingOf(model))).toEqual(verdicts);
  });

  // After a change that is meant: UPDATE_README=1 npx vitest run src/assess/textbook-protocols.test.ts, and read the diff.
  it("has a README with what the commands in it print", async () => {
    const page = pathOf(name, "README.md");
    let text = readFileSync(page, "utf8");
    const blocks = [...text.matchAll(/^\$ npx assay (.*)\n(?:.*\n)*?(?=```$)/gm)];
    expect(blocks.length).toBeGreaterThan(2);
    for (const [block, line = ""] of blocks) {
      const printed = await runLine(line);
      text = text.replace(block, () => `$ npx assay ${line}\n${printed}`);
    }
    if (process.env["UPDATE_README"] !== undefined) writeFileSync(page, text);
    expect(readFileSync(page, "utf8")).toBe(text);
  });
});

describe("mac-authentication without a precaution", () => {
  it.each([
    ["direction", "R4 R5 R6"],
    ["both-challenges", "I4 I5 I6 R4 R5 R6"],
  ] as const)("%s is attacked where that was needed", (omitted, labels) => {
    expect(MAC_PRECAUTIONS).toContain(omitted);
    const model = withoutMac(omitted);
    expect(attackedIn(model).join(" ")).toBe(labels);
    expect(attackedIn(encodingOf(model)).join(" ")).toBe(labels);
  });

  // ProVerif refutes the same claims with one key for two agents, and none with a key for each direction.
  it("names is attacked by reflection, which its SPDL model does not see and says so", () => {
    const model = withoutMac("names");
    expect(attackedIn(model).join(" ")).toBe("I2 I3 I4 I5 I6 R2 R3 R4 R5 R6");
    expect(attackedIn(encodingOf(model))).toEqual([]);
    const { approximations, isDirected } = encodeModel(model, { title: "mac", source: "protocol.ts" });
    expect(isDirected).toBe(true);
    expect(approximations.join(" ")).toContain("reflection");
  });

  it("never shows the key", () => {
    const verdicts = judgeAll(withoutMac(...MAC_PRECAUTIONS));
    expect(verdicts).toContain('I1 holds "unbounded"');
    expect(verdicts).toContain('R1 holds "unbounded"');
  });
});

describe("signed-diffie-hellman without a precaution", () => {
  it.each([
    ["signatures", "I1 I2 I3 I4 I5 I6 I7 R1 R2 R3 R4 R5 R6 R7"],
    ["names-partner", "I3 I4 I5 I6 I7 R3 R4 R5 R6 R7"],
    ["both-shares", "I4 I5 I6 I7 R4 R5 R6 R7"],
    // Each of these two is enough: signatures that say which message they are of, and a share that nobody has before.
    ["message-names", ""],
    ["late-share", ""],
  ] as const)("%s is attacked where that was needed", (omitted, labels) => {
    expect(DH_PRECAUTIONS).toContain(omitted);
    const model = withoutDh(omitted);
    expect(attackedIn(model).join(" ")).toBe(labels);
    expect(attackedIn(encodingOf(model)).join(" ")).toBe(labels);
  });
});

describe("signed-diffie-hellman with signatures of one format and a share that is known before", () => {
  it("is attacked where ProVerif attacks a model of it by hand: R's agreements, ni-agree and ni-synch", () => {
    const model = withoutDh("message-names", "late-share");
    expect(attackedIn(model).join(" ")).toBe("R4 R5 R6 R7");
  });
});

describe("the verdicts on signed-diffie-hellman", () => {
  it("are marked as approximated, and say what is left out", () => {
    const model = withoutDh();
    const claim = listClaims(model)[0];
    if (claim === undefined) throw new Error("no claim");
    const { verdict } = runToEnd(new Verifier(model), claim, { maxRuns: 5, maxStates: 100_000 });
    expect(verdict).toMatchObject({ is: "holds", theory: "approximated" });
    expect(model.approximations.join(" ")).toContain("small order");
    const { text } = encodeModel(model, { title: "dh", source: "protocol.ts" });
    const header = text.slice(0, text.indexOf("usertype"));
    expect(header).toContain("small order");
    expect(header).toContain("dh.shared has a direction here");
  });

  it("are exact where no Diffie-Hellman is used", () => {
    expect(withoutMac().approximations).toEqual([]);
  });
});

/** Runs a command line and gives what it prints. */
async function runLine(line: string): Promise<string> {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
  let printed = "";
  const print = (text: string): void => {
    printed += text;
  };
  await runCommand(words, {
    print,
    note: () => undefined,
    resultColour: "none",
    noteColour: "none",
    liveColumns: undefined,
  });
  return printed;
}
