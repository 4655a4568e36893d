/** The protocols that come with Assay: what each role does, and that every change to phr-sharing is needed. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CHANGES, hardened, type Undone } from "../../protocol/phr-sharing-hardened/protocol.ts";
import { receipted } from "../../protocol/phr-sharing-hardened/receipted.ts";
import { describe as describeProtocol } from "../core/protocol/dsl/describe.ts";
import { readBuilder } from "../core/protocol/dsl/protocol.ts";
import { canonicalText, type Description } from "../core/protocol/ir/description.ts";
import type { Model } from "../core/protocol/ir/script.ts";
import { printScript } from "../core/protocol/project/print-script.ts";
import { project } from "../core/protocol/project/project.ts";
import { encodeModel } from "../lenses/scyther/encode.ts";
import { loadSpdl } from "../lenses/scyther/load.ts";
import { listClaims } from "../core/protocol/claims/listing.ts";
import { runToEnd } from "../lenses/verifier/run-to-end.ts";
import { Verifier } from "../lenses/verifier/verify.ts";
import { loadProtocol } from "../repository/load-protocol.ts";

const NAMES = ["needham-schroeder", "needham-schroeder-lowe", "phr-sharing", "phr-sharing-hardened"];

function pathOf(name: string): string {
  return fileURLToPath(new URL(`../../protocol/${name}/protocol.ts`, import.meta.url));
}

/** The scripts without their claims. */
function rolesOf(model: Model): Record<string, readonly string[]> {
  const roles = model.protocols[0]?.roles ?? [];
  return Object.fromEntries(
    roles.map((role) => [role.role, printScript(role).filter((line) => !line.startsWith("claim"))]),
  );
}

describe("the protocols of the repository", () => {
  it.each(NAMES)("%s loads without a warning, in its author's words", async (name) => {
    const { description, warnings } = await loadProtocol(pathOf(name));
    expect(description.name).toBe(name);
    expect(warnings).toEqual([]);
  });

  it.each(NAMES)("%s is data: its description survives JSON and makes the same model", async (name) => {
    const { description, model } = await loadProtocol(pathOf(name));
    const again = JSON.parse(JSON.stringify(description)) as Description;
    expect(project(again)).toEqual(model);
    expect(canonicalText(again)).toBe(canonicalText(description));
    expect(canonicalText(description)).not.toContain("protocol.ts");
  });

  it("projects Needham-Schroeder", async () => {
    expect(rolesOf((await loadProtocol(pathOf("needham-schroeder"))).model)).toEqual({
      I: [
        "send M1 aenc((Ni, I), pk(key, R))",
        "recv M2 aenc((Ni, ?Nr:Nonce), pk(key, I))",
        "running R Ni, ?Nr:Nonce",
        "send M3 aenc(?Nr:Nonce, pk(key, R))",
      ],
      R: [
        "recv M1 aenc((?Ni:Nonce, I), pk(key, R))",
        "running I ?Ni:Nonce, Nr",
        "send M2 aenc((?Ni:Nonce, Nr), pk(key, I))",
        "recv M3 aenc(Nr, pk(key, R))",
      ],
    });
  });

  it("projects phr-sharing: HA and RC read neither ciphertext nor re-encryption key, DU opens", async () => {
    const keys = "pk(ibe, DO), pk(clc, DU)";
    expect(rolesOf((await loadProtocol(pathOf("phr-sharing"))).model)).toEqual({
      DU: [
        "recv !time-T1 ?T1:Time",
        `send M1 aenc((request1, ${keys}, ?T1:Time, N1), pk(ibe, DO))`,
        "recv M3 (respond1, pre.enc1(?M:Data, ?X:Scalar, pk(clc, DU)), ?T3:Time, ?N3:Nonce)",
      ],
      DO: [
        "send M0 (record, pre.enc(M, pk(ibe, DO)))",
        `recv M1 aenc((request1, ${keys}, ?T1:Time, ?N1:Nonce), pk(ibe, DO))`,
        "recv !time-T2 ?T2:Time",
        "running DU ?N1:Nonce",
        `send M2 (record, request2, ${keys}, pre.rekey(sk(ibe, DO), pk(clc, DU), X), ?T2:Time, N2)`,
      ],
      HA: [
        "recv M0 (?record:Id, ?C_DO)",
        `recv M2 (?record:Id, request2, ${keys}, ?rkDO, ?T2:Time, ?N2:Nonce)`,
        `send M2' (request2, ${keys}, ?rkDO, ?T2:Time, ?N2:Nonce, ?C_DO)`,
      ],
      RC: [
        `recv M2' (request2, ${keys}, ?rkDO, ?T2:Time, ?N2:Nonce, ?C_DO)`,
        "recv !time-T3 ?T3:Time",
        "send M3 (respond1, pre.reenc(?C_DO, ?rkDO), ?T3:Time, N3)",
      ],
    });
  });

  it("lets DU of the hardened protocol test everything that the grant says", async () => {
    const { DU } = rolesOf((await loadProtocol(pathOf("phr-sharing-hardened"))).model);
    const opened = "pre.enc1(?M:Data, ?X:Scalar, pk(clc, DU))";
    const grant =
      "sign((DO, DU, HA, RC, ?record:Id, N1, hash((?M:Data, ?X:Scalar, DO)), hash(?X:Scalar)), sgk(sig, DO))";
    expect(DU?.at(-1)).toBe(`recv M3 (respond1, ?record:Id, ${opened}, ?T3:Time, ?N3:Nonce, ${grant})`);
  });
});

function modelWithout(undone: Undone): Model {
  const recorded = readBuilder(hardened(undone));
  const description = recorded && describeProtocol(recorded).description;
  if (description === undefined) throw new Error(`modelWithout: ${String(undone)} cannot be undone`);
  return project(description);
}

function judge(model: Model, role: string, label: string, maxRuns = 5): string {
  const search = new Verifier(model).verify({ protocol: model.name, role, label }, { maxRuns, maxStates: 100_000 });
  let step = search.next();
  while (step.done !== true) step = search.next("go");
  return step.value.is;
}

describe("every change to phr-sharing is needed", () => {
  it.each(CHANGES)("can be undone alone: %s", (change) => {
    expect(rolesOf(modelWithout(change))).not.toEqual(rolesOf(project(descriptionOf())));
  });

  it.each([
    ["key-bound-to-record", "DO", "DO-record-key"],
    ["request-signed", "DO", "DO3"],
    ["request-signed", "DO", "DO4"],
    ["grant-signed", "DU", "DU1"],
    ["request-names-record", "DO", "DO5"],
    ["request-names-record", "DO", "DO6"],
    ["grant-names-nonce", "DU", "DU4"],
    ["grant-commits-to-message", "DU", "DU1"],
    ["relay-hop-sealed", "DO", "DO2"],
  ] as const)("%s undone brings an attack back on %s's claim %s", (change, role, label) => {
    expect(judge(modelWithout(change), role, label)).toBe("attack");
  });

  // One run of DO makes one record and grants it once, so a request that names the record leaves a grant no other to be for.
  it.each(["grant-names-reader", "grant-names-record"] as const)(
    "%s undone brings an attack back on DU's claim DU4 where the request names no record",
    (change) => {
      expect(judge(modelWithout(change), "DU", "DU4")).toBe("holds");
      expect(judge(modelWithout([change, "request-names-record"]), "DU", "DU4")).toBe("attack");
    },
  );
});

describe("the commitment in the grant", () => {
  // As ProVerif says of models by hand: plagiarised with hash(M) and obtainsh(M, X), not with hash(M, X, DO).
  it.each([
    ["commitment-names-owner", "attack"],
    ["commitment-hides-message", "holds"],
    [undefined, "holds"],
  ] as const)("lets no other owner sign a copy as its own: %s undone, %s", (undone, verdict) => {
    const recorded = readBuilder(receipted(undone));
    const description = recorded && describeProtocol(recorded).description;
    if (description === undefined) throw new Error("the protocol with a receipt does not load");
    expect(judge(project(description), "DO", "received-as-DO's")).toBe(verdict);
  });
});

describe("the search", () => {
  it("finds an attack within the fewest runs that it takes, forwarding runs and all", () => {
    expect(judge(modelWithout(["grant-names-reader", "request-names-record"]), "DU", "DU4", 4)).toBe("attack");
  });

  it("decides every claim of the hardened protocol without an attack", () => {
    const model = project(descriptionOf());
    const verdicts = listClaims(model).map(({ role, label }) => `${label} ${judge(model, role, label)}`);
    // 14 of the roles' own, two that say a role is reached, and two that ask whether a guess can be verified.
    expect(verdicts.length).toBe(18);
    expect(verdicts.filter((verdict) => !verdict.endsWith(" holds"))).toEqual([]);
  });

  it.each(["needham-schroeder", "needham-schroeder-lowe"])(
    "gives the same verdicts on %s and on its generated model",
    async (name) => {
      const { model } = await loadProtocol(pathOf(name));
      const { text } = encodeModel(model, { title: name, source: `protocol/${name}/protocol.ts` });
      const encoded = loadSpdl(`${name}.spdl`, () => ({ path: `${name}.spdl`, text })).model;
      const judgeAll = (each: Model): string[] =>
        listClaims(each).map((claim) => {
          const { verdict } = runToEnd(new Verifier(each), claim, { maxRuns: 5, maxStates: 100_000 });
          return `${claim.role} ${verdict.is} ${verdict.is === "holds" ? JSON.stringify(verdict.scope) : ""}`;
        });
      expect(judgeAll(encoded)).toEqual(judgeAll(model));
    },
  );
});

function descriptionOf(): Description {
  const recorded = readBuilder(hardened());
  const description = recorded && describeProtocol(recorded).description;
  if (description === undefined) throw new Error("descriptionOf: the hardened protocol does not load");
  return description;
}
