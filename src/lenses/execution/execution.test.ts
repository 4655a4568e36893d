/** Symbolic traces on bytes: attacks succeed where the literature has them, and nothing else is called a success. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import type { ListedClaim } from "../../core/protocol/claims/listing.ts";
import { nameClaim } from "../../core/protocol/claims/names.ts";
import { AGENT, apply, constant, freshName } from "../../core/term/term.ts";
import { familyConstant } from "../../core/theory/keys.ts";
import { setStage, type Stage } from "../../live/generic/stage.ts";
import { loadSystem } from "../../live/system/find-system.ts";
import { isSameValue } from "../../live/wire/value.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { drive } from "../verifier/run-to-end.ts";
import type { Execution } from "../verifier/replay/execute.ts";
import { Verifier } from "../verifier/verify.ts";
import { executeClaims, Executor } from "./execute-claims.ts";
import { executeOnBytes, listAgents } from "./execute-trace.ts";
import { Intruder } from "./intruder.ts";

const pathOf = (name: string): string => new URL(`../../../protocol/${name}/protocol.ts`, import.meta.url).pathname;

const CONDITIONS = { now: () => 0, pause: () => Promise.resolve(), signal: new AbortController().signal };

async function executeAll(name: string, isAsked: (claim: string) => boolean = () => true): Promise<string[]> {
  const { description, model, implementations } = await loadProtocol(pathOf(name));
  const bind = (await loadSystem(pathOf(name)))?.bind;
  const stage = { description, implementations, backend: "mcl" as const, seed: "s", now: () => 1, bind };
  const executor = new Executor({ model, stage, maxRuns: 5 });
  const done = await executeClaims(
    executor,
    (claim) => isAsked(nameClaim(claim)),
    1,
    CONDITIONS,
    () => {},
  );
  return done.map((each) => `${nameClaim(each.claim)}: ${each.is === "executed" ? each.executed.outcome.is : each.is}`);
}

/** The confirmed trace of a claim, and a stage for it. */
async function traceOf(name: string, role: string, label: string): Promise<{ stage: Stage; execution: Execution }> {
  const { description, model, implementations } = await loadProtocol(pathOf(name));
  const bounds = { maxRuns: 5, maxStates: 100_000 };
  const found = drive(new Verifier(model).attack({ protocol: name, role, label }, bounds));
  if (found === undefined) throw new Error(`no trace for ${label}`);
  const { execution } = found;
  const agents = listAgents(execution);
  const stage = await setStage({ description, implementations, agents, seed: "s", backend: "mcl", now: () => 1 });
  return { stage, execution };
}

describe("attacks on bytes", () => {
  // Lowe (1995): R's claims fall, I's hold. Nessett (1990): the key is read by everybody.
  it("succeed against Needham-Schroeder where Lowe has them, and nowhere else", async () => {
    expect(await executeAll("needham-schroeder")).toEqual([
      ...[
        "I Secret Ni",
        "I Secret Nr",
        "I Alive R",
        "I Weakagree R",
        "I Agree R on Ni, Nr",
        "I Niagree",
        "I Nisynch",
      ].map((claim) => `${claim}: no trace`),
      "I Reachable: succeeded",
      ...["R Secret Ni", "R Secret Nr"].map((claim) => `${claim}: succeeded`),
      "R Alive I: no trace",
      ...["R Weakagree I", "R Agree I on Ni, Nr", "R Niagree", "R Nisynch", "R Reachable"].map(
        (claim) => `${claim}: succeeded`,
      ),
    ]);
  });

  it("succeed against Nessett's protocol", async () => {
    const done = await executeAll("nessett");
    expect(done.filter((line) => !line.endsWith("succeeded"))).toEqual(["B Alive A: no trace"]);
  });

  it("give away the data owner's key, by the weakness of the scheme, and the record", async () => {
    const done = await executeAll("phr-sharing", (claim) => /^DO (Secret (M|skDO)|Reachable)/.test(claim));
    expect(done).toEqual(["DO Secret M: succeeded", "DO Secret skDO: succeeded", "DO Reachable: succeeded"]);
  });

  it("are refused where the code tells types apart that the description mixes up", async () => {
    const { description, model, implementations } = await loadProtocol(pathOf("otway-rees"));
    const stage = { description, implementations, backend: "mcl" as const, seed: "s", now: () => 1 };
    const executor = new Executor({ model, stage, maxRuns: 5 });
    const [first] = await executeClaims(
      executor,
      ({ claim }) => claim.label === "A1",
      1,
      CONDITIONS,
      () => {},
    );
    expect(first).toMatchObject({
      is: "executed",
      executed: { outcome: { is: "refused", by: "Alice", refusal: { code: "unknown-field", at: "M4.keyA" } } },
      typed: { is: "no trace" },
    });
  });
});

describe("an execution", () => {
  // As terms { N } and N are one; as values the first is a list.
  it("compares a record of one field with what is held of the field", async () => {
    const own = mkdtempSync(join(tmpdir(), "assay-single-"));
    onTestFinished(() => rmSync(own, { recursive: true }));
    const path = join(own, "single.ts");
    writeFileSync(
      path,
      `import { hash, nonce, protocol } from "assay";
export default protocol("single", { A: "a", B: "b" })
  .fresh("A", { N: nonce })
  .message("M1", "A", "B", ({ N }) => ({ N }))
  .message("M2", "B", "A", ({ N }) => ({ echo: hash({ N }) }));
`,
    );
    const { description, model, implementations } = await loadProtocol(path);
    const stage = { description, implementations, backend: "mcl" as const, seed: "s", now: () => 1 };
    const done = await executeClaims(
      new Executor({ model, stage, maxRuns: 3 }),
      () => true,
      1,
      CONDITIONS,
      () => {},
    );
    expect(done.map((each) => (each.is === "executed" ? each.executed.outcome.is : each.is))).toEqual([
      "succeeded",
      "succeeded",
    ]);
  });

  it("is judged on what the parties hold: a way to a claim is no attack on it", async () => {
    const { stage, execution } = await traceOf("needham-schroeder-lowe", "R", "R-reachable");
    expect((await executeOnBytes(stage, execution, "s")).outcome).toEqual({ is: "succeeded" });
    const written = execution.protocol.roles.find(({ role }) => role === "R")?.events ?? [];
    const at = written.findIndex((event) => event.kind === "claim" && event.claim.label === "R2");
    const event = written[at] as Extract<(typeof written)[number], { kind: "claim" }>;
    const claim = { ...event.claim, term: freshName("Nr", ["Nonce"], 0) };
    const events = [...execution.events.slice(0, -1), { run: 0, at, event: { ...event, claim } }];
    const asSecret: Execution = { ...execution, events, claim };
    expect((await executeOnBytes(stage, asSecret, "s")).outcome).toEqual({ is: "held" });
  });

  it("is refused by a party that checks more than the model's, with the check that stopped it", async () => {
    const { stage, execution } = await traceOf("needham-schroeder", "R", "R1");
    const strict: Stage = {
      ...stage,
      meansOf: (role, agent) => {
        const means = stage.meansOf(role, agent);
        // Opens nothing that it did not hear about: as an implementation with a check of its own.
        return role === "I" ? { ...means, operations: { ...means.operations, unseal: () => undefined } } : means;
      },
    };
    const { outcome, steps } = await executeOnBytes(strict, execution, "s");
    expect(outcome).toMatchObject({ is: "refused", by: "Alice", refusal: { code: "cannot-open" } });
    expect(steps.at(-1)).toMatchObject({ kind: "takes", label: "M2" });
  });
});

describe("a guess", () => {
  const GUESSES = {
    "a hash in clear": ["({ n, h: hash({ M, n }), s: hash({ salt }) })", "succeeded"],
    "a box under the guess": ["({ n, box: senc({ n }, M), s: hash({ salt }) })", "succeeded"],
    "a hash with a salt that nobody has": ["({ n, h: hash({ M, salt }), box: senc({ n }, K) })", "no trace"],
    "a box under a key of two": ["({ n, box: senc({ M }, K), s: hash({ salt }) })", "no trace"],
  } as const;
  const folder = mkdtempSync(join(tmpdir(), "assay-guess-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(Object.entries(GUESSES))(
    "is told from another value by %s, on bytes as in the model",
    async (name, [payload, end]) => {
      const path = join(folder, `${name.replaceAll(" ", "-")}.ts`);
      writeFileSync(
        path,
        `import { data, hash, nonce, protocol, secret, senc, shk } from "assay";
export default protocol("guess", { A: "a", B: "b" })
  .knows("A", { K: shk("A", "B") })
  .fresh("A", { M: data, n: nonce, salt: nonce })
  .message("M1", "A", "B", ({ M, n, salt, K }) => (${payload}))
  .claims("A", ({ M }) => [secret(M, { guessable: true })]);
`,
      );
      const { description, model, implementations } = await loadProtocol(path);
      const stage = { description, implementations, backend: "mcl" as const, seed: "s", now: () => 1 };
      const executor = new Executor({ model, stage, maxRuns: 3 });
      const isAsked = ({ claim }: ListedClaim): boolean => claim.kind === "Unguessable";
      const [done] = await executeClaims(executor, isAsked, 1, CONDITIONS, () => {});
      expect(done?.is === "executed" ? done.executed.outcome.is : done?.is).toBe(end);
    },
  );
});

describe("the intruder", () => {
  it("has Eve's keys and no secret of anybody else", async () => {
    const { stage, execution } = await traceOf("needham-schroeder", "R", "R1");
    const { untrusted } = execution.model;
    const intruder = new Intruder({ stage, untrusted, invented: [], weaknesses: [], seed: "s", timeOf: () => 0 });
    const keyOf = (op: string, agent: string) => apply(op, familyConstant("key"), constant(agent, [AGENT]));
    const intended = apply("sk", familyConstant("key"), constant("R", [AGENT]));
    expect(await intruder.make(keyOf("sk", "Eve"), intended)).toBeDefined();
    expect(await intruder.make(keyOf("sk", "Bob"), intended)).toBeUndefined();
    expect(await intruder.make(keyOf("pk", "Bob"), intended)).toBeDefined();
    const secret = await stage.ring.all().secretKey({ op: "sk", family: "key", owner: "Bob" });
    const eves = await intruder.make(keyOf("sk", "Eve"), intended);
    expect(isSameValue(secret ?? "", eves ?? "")).toBe(false);
  });
});
