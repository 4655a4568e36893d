/** Descriptions as systems under test: sessions take messages, log what they reach, and a mistake shows beside the role without it. */
import { describe, expect, it } from "vitest";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { loadSystem } from "../system/find-system.ts";
import type { SystemExecution, SystemUnderTest, Turn } from "../system/system-under-test.ts";
import { openEnvelope } from "../wire/envelope.ts";
import { type Adapt, openPartySystem } from "./party-system.ts";

const NOON = 1_750_000_000_000;

async function open(name: string, options: { adapt?: Adapt; patience?: number } = {}): Promise<SystemUnderTest> {
  const path = new URL(`../../../protocol/${name}/protocol.ts`, import.meta.url).pathname;
  const { description, implementations } = await loadProtocol(path);
  const bind = (await loadSystem(path))?.bind;
  const setting = {
    description,
    implementations,
    agents: ["Alice", "Bob", "Simon", "Dave", "Eve"],
    seed: "s",
  } as const;
  return openPartySystem({ ...setting, backend: "mcl", bind, ...options });
}

/** Plays all messages in order, each between the first sessions of the roles. */
async function play(system: SystemUnderTest, agents: readonly string[]): Promise<readonly Turn[]> {
  const roles = [...system.plan.roles.keys()];
  const cast = new Map(roles.map((role, i) => [role, agents[i] ?? "Dave"]));
  const marks = roles.map((role) => ({ name: `end of ${role}`, role, kind: "claim", after: 1, terms: [] }) as const);
  const execution = await system.open(marks);
  await execution.setClock(NOON);
  const sessions = new Map<string, string>();
  const turns: Turn[] = [];
  for (const role of roles) {
    const turn = await execution.start({ role, agent: cast.get(role) ?? "", cast });
    sessions.set(role, turn.session);
    turns.push(turn);
  }
  await deliverAll(system, execution, sessions, turns);
  return turns;
}

async function deliverAll(
  { plan }: SystemUnderTest,
  execution: SystemExecution,
  sessions: ReadonlyMap<string, string>,
  turns: Turn[],
): Promise<void> {
  const sent = turns.flatMap((turn) => turn.sent);
  for (const { to, label } of plan.messages) {
    const message = sent.find(({ bytes }) => openEnvelope(bytes).label === label);
    if (message === undefined) return;
    const turn = await execution.deliver(sessions.get(to) ?? "", message.bytes);
    turns.push(turn);
    sent.push(...turn.sent);
  }
}

describe("a system under test", () => {
  it.each(["needham-schroeder", "sigma-i", "phr-sharing-hardened"])("of %s plays an honest session", async (name) => {
    const system = await open(name);
    const turns = await play(system, ["Alice", "Bob", "Simon"]);
    expect(turns.map(({ outcome }) => outcome)).toEqual(turns.map(() => ({ is: "accepted" })));
    expect(turns.length).toBe(system.plan.roles.size + system.plan.messages.length);
    const logged = turns.flatMap((turn) => turn.logged.map(({ mark }) => mark));
    expect(new Set(logged)).toEqual(new Set([...system.plan.roles.keys()].map((role) => `end of ${role}`)));
  });

  it("does the same when the same is asked of another execution", async () => {
    const system = await open("needham-schroeder");
    const [one, other] = [await play(system, ["Alice", "Bob"]), await play(system, ["Alice", "Bob"])];
    expect(other).toEqual(one);
    const third = await play(system, ["Bob", "Alice"]);
    expect(third).not.toEqual(one);
  });

  it("tells what the role without the mistake does", async () => {
    const adapt: Adapt = (role, honest) =>
      role === "R"
        ? { ...honest, means: { ...honest.means, plan: { ...honest.means.plan, steps: refuseAll(honest) } } }
        : honest;
    const turns = await play(await open("needham-schroeder", { adapt }), ["Alice", "Bob"]);
    const last = turns.find(({ due }) => due !== undefined);
    expect(last).toMatchObject({ outcome: { is: "refused" }, due: "accepted" });
  });

  it("tells a party that crashes from one that does not answer", async () => {
    const crash: Adapt = (_, honest) => ({
      ...honest,
      draw: () => {
        throw new TypeError("out of luck");
      },
    });
    const [crashed] = await play(await open("needham-schroeder", { adapt: crash }), ["Alice", "Bob"]);
    expect(crashed?.outcome).toEqual({ is: "failed", because: "TypeError: out of luck" });
    const hang: Adapt = (_, honest) => ({
      ...honest,
      registrar: { ...honest.registrar, enter: () => new Promise(() => undefined) },
    });
    const [hung] = await play(await open("needham-schroeder", { adapt: hang, patience: 5 }), ["Alice", "Bob"]);
    expect(hung?.outcome).toEqual({ is: "silent", milliseconds: 5 });
  });
});

/** The steps of a role that waits for other messages. */
function refuseAll(honest: Parameters<Adapt>[1]): Parameters<Adapt>[1]["means"]["plan"]["steps"] {
  return honest.means.plan.steps.map((step) => (step.kind === "recv" ? { ...step, label: `not ${step.label}` } : step));
}
