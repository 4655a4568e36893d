/** Where a message can land in a scene, and what its header says there. */
import type { Envelope } from "../../live/wire/envelope.ts";
import type { Scene, Session } from "./scene.ts";

/** Who plays what, by the numbers of agents; who may not play a role is replaced by who usually does. */
export function castOf({ stage }: Scene, numbers: readonly number[]): Map<string, string> {
  return new Map(
    stage.roles.map((role, i) => {
      const wanted = numbers[i];
      const usual = stage.usual.get(role) ?? 0;
      const number = wanted !== undefined && stage.players.get(role)?.includes(wanted) === true ? wanted : usual;
      return [role, stage.agents[number] ?? stage.eve];
    }),
  );
}

/** How many sessions of a role there are. */
export function countSessions({ sessions }: Scene, role: string): number {
  return sessions.filter((session) => session.role === role).length;
}

/**
 * Where a message can land: at sessions that wait for it, those of whom it is for first; then at ones that are started for
 * it. With `anybody`, sessions of others too: the network belongs to the adversary.
 */
export function listPlaces(
  scene: Scene,
  { label, from, to }: Envelope,
  sender: Session | undefined,
  whose: "addressee" | "anybody",
): (() => Promise<Session>)[] {
  const { stage } = scene;
  const planned = stage.system.plan.messages.find((message) => message.label === label);
  if (planned === undefined) return [];
  const role = planned.to;
  const waiting = listWaiting(scene, role, { label, to }).filter(({ agent }) => whose === "anybody" || agent === to);
  const places = waiting.map((session) => () => Promise.resolve(session));
  const [first] = stage.messagesOf(role);
  const opens = first?.kind === "recv" && first.label === label && countSessions(scene, role) < stage.budgets.runs;
  if (!opens) return places;
  const players = (stage.players.get(role) ?? []).map((number) => stage.agents[number] ?? "");
  const hosts = [to, ...(whose === "anybody" ? players.filter((agent) => agent !== to) : [])].filter(
    (agent) => players.includes(agent) && !scene.isDishonest(agent),
  );
  const maySend = stage.players.get(planned.from)?.some((number) => stage.agents[number] === from) === true;
  const started = hosts.map((agent) => () => {
    const cast = new Map(sender?.cast ?? castOf(scene, []));
    cast.set(role, agent);
    if (maySend) cast.set(planned.from, from);
    return scene.start(role, agent, cast);
  });
  return [...places, ...started];
}

/** The message as the session expects it: from whom it takes for its partner, and to itself. */
export function fitHeader(scene: Scene, session: Session, envelope: Envelope): Envelope {
  const sender = scene.stage.system.plan.messages.find(({ label }) => label === envelope.label)?.from ?? "";
  return { ...envelope, from: session.agents.get(sender) ?? envelope.from, to: session.agent };
}

/** The sessions that wait for a message, those of whom it is for first. */
export function listWaiting(
  scene: Scene,
  role: string,
  { label, to }: Pick<Envelope, "label" | "to">,
): readonly Session[] {
  const waiting = scene.sessions.filter((session) => session.role === role && scene.awaited(session) === label);
  return [...waiting.filter(({ agent }) => agent === to), ...waiting.filter(({ agent }) => agent !== to)];
}
