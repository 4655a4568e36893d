/** An implementation as a system under test: it plays sessions, logs what it reaches, refuses, fails, and forgets. */
import { describe, expect, it } from "vitest";
import { planProtocol } from "../live/roles/plan.ts";
import type { Mark, SystemExecution, SystemUnderTest } from "../live/system/system-under-test.ts";
import { openEnvelope, sealEnvelope } from "../live/wire/envelope.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { pathTo } from "./example.ts";
import { type Flaw, makeClient } from "./fixtures/signed-echo/client.ts";
import { openForeignSystem } from "./foreign-system.ts";
import { openOwnParties } from "./open-implementation.ts";

const fixtures = "src/implementations/fixtures/signed-echo";
const MARKS: readonly Mark[] = [{ name: "end of A", role: "A", kind: "claim", after: 2, terms: [] }];

async function open(flaw: Flaw): Promise<SystemUnderTest> {
  const { description, implementations } = await loadProtocol(pathTo(`${fixtures}/protocol.ts`));
  const mapping = pathTo(`${fixtures}/implementation.yaml`);
  const implementation = await openOwnParties(makeClient(flaw), mapping, planProtocol(description));
  const agents = ["Alice", "Bob", "Eve"];
  return openForeignSystem({ description, implementations, agents, seed: "s", backend: "noble" }, implementation);
}

async function begin(execution: SystemExecution) {
  const cast = new Map([
    ["A", "Alice"],
    ["B", "Bob"],
  ]);
  const client = await execution.start({ role: "A", agent: "Alice", cast });
  const server = await execution.start({ role: "B", agent: "Bob", cast });
  const answer = await execution.deliver(server.session, client.sent[0]?.bytes ?? new Uint8Array());
  return { client, server, answer, m2: answer.sent[0]?.bytes ?? new Uint8Array() };
}

describe("an implementation as a system under test", () => {
  it("plays an honest session and logs its claim with its values", async () => {
    const system = await open("none");
    expect(system.name).toBe("client.ts 1.0");
    const names = system.plan.roles.get("A")?.names;
    const nonce = names?.get("N");
    const execution = await system.open([{ ...(MARKS[0] as Mark), terms: nonce === undefined ? [] : [nonce] }]);
    const { client, m2 } = await begin(execution);
    const last = await execution.deliver(client.session, m2);
    expect(last.outcome).toEqual({ is: "accepted" });
    const sent = openEnvelope(client.sent[0]?.bytes ?? new Uint8Array()).body as ReadonlyMap<
      number,
      { readonly value: Uint8Array }
    >;
    expect(last.logged).toEqual([
      {
        mark: "end of A",
        agents: new Map([
          ["A", "Alice"],
          ["B", "Bob"],
        ]),
        values: [sent.get(0)?.value],
      },
    ]);
  });

  it("does the same when the same is asked of another execution, and knows nothing of the one before", async () => {
    const system = await open("none");
    const first = await begin(await system.open(MARKS));
    const second = await system.open(MARKS);
    expect(await begin(second)).toEqual(first);
    // The run of the first execution took no answer: the second one's does, once.
    expect((await second.deliver(first.client.session, first.m2)).outcome.is).toBe("accepted");
    expect((await second.deliver(first.client.session, first.m2)).outcome.is).toBe("refused");
  });

  it("refuses what is for others or altered, and fails by crashing", async () => {
    const execution = await (await open("none")).open(MARKS);
    const { client, m2 } = await begin(execution);
    const other = sealEnvelope({ ...openEnvelope(m2), to: "Bob" });
    expect(await execution.deliver(client.session, other)).toMatchObject({
      outcome: { refusal: { code: "not-addressed" } },
    });
    expect((await execution.deliver(client.session, new Uint8Array(9))).outcome.is).toBe("refused");
    const crashing = await (await open("throws")).open(MARKS);
    const begun = await begin(crashing);
    expect((await crashing.deliver(begun.client.session, begun.m2)).outcome).toEqual({
      is: "failed",
      because: "failed: TypeError: out of luck",
    });
  });
});
