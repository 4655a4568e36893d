/** The comparison over names: what it finds in recorded models, as they are and with the old treatment of names. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NAMES_MUTANTS } from "../options.ts";
import { readAnswer } from "./ask.ts";
import { anyChanged, NAMES } from "./change.ts";
import { type Answer, compareAnswers, load, type Load } from "./compare.ts";
import { compare, listModels, listRecorded } from "./fuzz.ts";
import { readerWith } from "./mutants.ts";

const never = () => () => false;

/** Every third recorded model keeps the test short; of names that protocols share, all. */
const sample = listRecorded().filter(({ model }, i) => i % 3 === 0 || model.startsWith("shared"));

function listDifferences(reader: Load, models = sample): string[] {
  return models.flatMap(({ model, text, answer }) => {
    const { differences, announced } = compareAnswers(text, answer, 5, reader, never);
    return announced.length > 0 ? [] : differences.map(({ kind, what }) => `${model} ${kind}: ${what}`);
  });
}

describe("names of the language", () => {
  it("mean what they mean for Scyther in every recorded model", () => {
    expect(listDifferences(load)).toEqual([]);
  });

  it.each(NAMES_MUTANTS)("are found out with the mistake '%s'", (mutant) => {
    const concerned = listRecorded().filter(
      ({ model, text }) => model.startsWith("shared") || /compromised sk|\bEve\b/.test(text),
    );
    const found = listDifferences(readerWith(mutant), concerned);
    expect(found.filter((one) => one.includes("contradiction")).length).toBeGreaterThan(0);
  });

  it("are put at every place, and every seed makes the same models", () => {
    const any = anyChanged(listModels());
    const models = fc.sample(any, { seed: 1, numRuns: 1_500 });
    expect(fc.sample(any, { seed: 1, numRuns: 20 })).toEqual(models.slice(0, 20));
    const all = models.join("\n");
    const built = NAMES.filter((name) => name.length > 2 || name === "sk");
    for (const name of built) expect(all).toMatch(new RegExp(`\\b${name}\\b`));
    expect(all).toMatch(/protocol (?:Eve|Alice|Bob|sk|Nonce|Secret)\b/);
    expect(all).toMatch(/role (?:Eve|Alice|Bob|pk|sk|k|Nonce|Agent)\b/);
    expect(all).toMatch(/send_(?:Eve|Alice|Bob|pk|sk|k|Nonce|Agent|Secret)\b/);
    expect(all).toMatch(/compromised sk\((?:Eve|Alice|Bob|pk|sk|k|Nonce|Agent|Secret)\)/);
  });

  it("reads what Scyther prints", () => {
    const stdout = "claim\tp,A\tSecret_A1\tn\tFail\t[exactly 1 attack]\nclaim\tp,A\tAlive_?\t-\tOk\t[does not occur]\n";
    const printed = { stdout, stderr: "", exitStatus: 3, signal: undefined };
    expect(readAnswer(printed)).toEqual({
      is: "judged",
      claims: [
        ["p", "A", "Secret_A1", "Fail", "exactly 1 attack"],
        ["p", "A", "Alive_?", "Ok", "does not occur"],
      ],
    });
    expect(readAnswer({ ...printed, stderr: "error: [1] no.\n", exitStatus: 1 })).toEqual({
      is: "refused",
      because: "error: [1] no.",
    });
    expect(readAnswer({ ...printed, exitStatus: 139 })).toBeUndefined();
  });
});

describe("a message that a role sends to itself", () => {
  /** A sends itself n under k(A,A), so that it may take the n of another run of A; or in the clear, before B's claim. */
  const model = (own: string, rest: string): string =>
    `protocol p(A,B) {
  role A { fresh n: Nonce; var m: Nonce; send_1(A,A,${own}); recv_1(A,A,${rest}); send_2(A,B,{n,B}sk(A)); }
  role B { var n: Nonce; recv_2(A,B,{n,B}sk(A)); claim(B,Niagree); claim(B,Nisynch); }
}`;
  type Claims = Extract<Answer, { is: "judged" }>["claims"];
  const say = (agree: "Ok" | "Fail", synch: "Ok" | "Fail"): Answer => {
    const status = (verdict: "Ok" | "Fail"): string => (verdict === "Ok" ? "proof of correctness" : "exactly 1 attack");
    const claims: Claims = [
      ["p", "B", "Niagree_B1", agree, status(agree)],
      ["p", "B", "Nisynch_B2", synch, status(synch)],
    ];
    return { is: "judged", claims };
  };
  // As Scyther 1.3 answered; the control is the same model with `!1` for the label.
  const cases = [
    ["is never in order for Scyther", model("n", "n"), say("Ok", "Fail"), "Nisynch_B2"],
    ["is never compared by Scyther", model("{n}k(A,A)", "{m}k(A,A)"), say("Ok", "Fail"), "Niagree_B1"],
  ] as const;

  it.each(cases)("%s", async (_, text, answer, claim) => {
    const asked: string[] = [];
    const { differences } = await compare(text, answer, load, (control) => {
      asked.push(control);
      return Promise.resolve(say("Ok", "Ok"));
    });
    expect(differences.map(({ kind, what }) => [kind, what.includes(claim)])).toEqual([["own message", true]]);
    expect(asked.map((control) => control.match(/(?:send|recv)_!?\d/g))).toEqual([
      ["send_!1", "recv_!1", "send_2", "recv_2"],
    ]);
  });

  it("explains nothing where the difference stays without it, or nobody can be asked", async () => {
    const [, text, answer] = cases[0];
    for (const told of [say("Ok", "Fail"), undefined]) {
      const { differences } = await compare(text, answer, load, () => Promise.resolve(told));
      expect(differences.map(({ kind }) => kind)).toEqual(["contradiction"]);
    }
  });

  it("explains no other difference", async () => {
    // Before its message to itself, or with nothing of the kind: what Scyther is made to say here is plainly wrong.
    const early = model("n", "n").replace("send_1(A,A,n); recv_1(A,A,n); send_2(A,B,{n,B}sk(A));", (events) => {
      const [first, second, third] = events.split("; ");
      return `${third ?? ""} ${first}; ${second};`;
    });
    expect(early).toMatch(/send_2.*send_1.*recv_1/);
    for (const [text, answer] of [
      [early, say("Ok", "Fail")],
      [model("n", "n"), say("Fail", "Fail")],
      [model("n", "n").replaceAll("_1(A,A", "_!1(A,A"), say("Ok", "Fail")],
    ] as const) {
      const { differences } = await compare(text, answer, load, () => Promise.resolve(say("Ok", "Ok")));
      expect(differences.map(({ kind }) => kind)).toContain("contradiction");
    }
  });
});
