/** A loaded description played once between agents that are called like its roles: for tests. */
import type { LoadedProtocol } from "../../repository/loaded-protocol.ts";
import { playHonestly, type SessionEnd, type SessionHooks } from "./honest-session.ts";
import { setStage } from "./stage.ts";

/** Plays a protocol; `alter` may change what is delivered. */
export async function play(
  { description, implementations }: LoadedProtocol,
  seed: string,
  alter?: SessionHooks["alter"],
): Promise<SessionEnd> {
  const cast = new Map(description.roles.map(({ name }) => [name, name] as const));
  const agents = [...cast.values()];
  const stage = await setStage({ description, implementations, agents, seed, backend: "noble", now: () => 1 });
  return playHonestly(stage, cast, alter === undefined ? {} : { alter });
}
