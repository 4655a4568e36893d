/** The process of one member of `assay live --processes`: it loads what its parent plays, and plays its part in it. */
import { actGenerically } from "../live/generic/company.ts";
import { runMember } from "../live/processes/child.ts";
import { fieldOf } from "../live/processes/content.ts";
import { ProcessFault } from "../live/processes/process-fault.ts";
import { loadSystem } from "../live/system/find-system.ts";
import type { SessionOptions } from "../live/system/live-system.ts";
import { loadProtocol } from "../repository/load-protocol.ts";

runMember(async (play, surroundings) => {
  const [path, variant, backend] = ["path", "variant", "backend"].map((name) => fieldOf(play, name));
  if (typeof path !== "string" || (backend !== "noble" && backend !== "mcl")) {
    throw new ProcessFault("It is not said what is played.");
  }
  const loaded = await loadProtocol(path);
  const subject: typeof loaded & Pick<SessionOptions, "backend"> = { ...loaded, backend };
  const system = await loadSystem(path);
  if (system === undefined) return actGenerically(subject, surroundings);
  const chosen = system.variant === variant ? system : system.arrangements?.[String(variant)];
  if (chosen?.processes === undefined) throw new ProcessFault(`${path} does not run as processes.`);
  return chosen.processes.act(subject, surroundings);
});
