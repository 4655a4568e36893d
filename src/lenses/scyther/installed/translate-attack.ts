/**
 * An attack on the SPDL model of a description, as one on the description: the encoding, read backwards.
 *
 * Runs of the helpers that stand for the intruder's rules are dropped, since the intruder of the description applies
 * its rules itself. What has no counterpart makes the attack a misfit; the replay decides about the rest.
 */
import type { Model, ProtocolScript, RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { type Term, untuple } from "../../../core/term/term.ts";
import type { EncodedSpdl } from "../encode.ts";
import { bindRun, type GroundParts, reducedOperations } from "./bind-run.ts";
import type { Misfit } from "../../engine/proposed-trace.ts";
import type { GroundedAttack, GroundedRun } from "./ground-attack.ts";
import { openTranslation, type TranslatedRun } from "./translate-term.ts";

/** A run that has its counterpart. */
interface Placed extends TranslatedRun {
  readonly source: GroundedRun;
  /** For each event of the SPDL role, the index of the description's. */
  readonly places: readonly number[];
}

/** Translates an attack on an encoded model to the model that was encoded. */
export function translateAttack(attack: GroundedAttack, encoded: EncodedSpdl, model: Model): GroundedAttack | Misfit {
  const placed = new Map<number, Placed>();
  const rules = new Set(encoded.spellings.flatMap(({ what, spdl }) => (what === "rule" ? [`@${spdl}`] : [])));
  for (const [id, source] of attack.runs.entries()) {
    if (rules.has(source.protocol)) continue;
    const script = findScript(source, encoded, model);
    if (script === undefined) return { misfit: `${source.protocol} has no role ${source.role} in the description` };
    const places = alignScripts(script, source.script);
    if (places === undefined) return { misfit: `${script.role} has other events in the description` };
    placed.set(id, { source, script, run: placed.size, places });
  }
  if (!placed.has(0)) return { misfit: "its first run is a step of the intruder" };
  const translation = openTranslation(encoded, model, placed);
  const runs: GroundedRun[] = [];
  for (const one of placed.values()) {
    const run = translateRun(one, encoded, translation.read, model);
    if ("misfit" in run) return run;
    runs.push(run);
  }
  const orders = attack.orders.map((order) => {
    const steps = new Map<string, { run: number; event: number }>();
    for (const { run: id, event: index } of order) {
      const one = placed.get(id);
      const event = one?.places[index];
      if (one !== undefined && event !== undefined) steps.set(`${one.run} ${event}`, { run: one.run, event });
    }
    return [...steps.values()];
  });
  const hints = attack.hints.flatMap((hint) => translation.read(hint) ?? []);
  return { runs, orders, invented: translation.invented(), hints };
}

/** The role of the description that an encoded role was made from. */
export function findScript(
  encodedRole: Pick<RoleScript, "protocol" | "role">,
  encoded: Pick<EncodedSpdl, "spellings">,
  model: Model,
): RoleScript | undefined {
  const plain = encodedRole.protocol.replace(/^@/, "");
  const name = encoded.spellings.find(({ what, spdl }) => what === "protocol" && spdl === plain)?.id;
  const role = findRole(encoded, encodedRole.role);
  const protocol = model.protocols.find((candidate: ProtocolScript) => candidate.name === name);
  return protocol?.roles.find((script) => script.role === role);
}

function findRole({ spellings }: Pick<EncodedSpdl, "spellings">, spelled: string): string | undefined {
  return spellings.find(({ what, spdl }) => what === "role" && spdl === spelled)?.id;
}

/**
 * For each event of an encoded role, the index of the description's that it was made from: one each, but a claim that a
 * tuple is secret becomes one for each part, and an agreement without a named partner none. Undefined where the two do not belong together.
 */
export function alignScripts(script: RoleScript, encoded: RoleScript): number[] | undefined {
  const places = script.events.flatMap((event, i) => Array.from({ length: countWritten(event) }, () => i));
  const fits = encoded.events.every((event, i) => script.events[places[i] ?? -1]?.kind === event.kind);
  return fits && places.length === encoded.events.length ? places : undefined;
}

/** How many events of SPDL an event of a description becomes. */
export function countWritten(event: ScriptEvent): number {
  if (event.kind === "running") return event.partner === undefined ? 0 : 1;
  if (event.kind === "claim" && event.claim.unnamed === true) return 0;
  if (event.kind !== "claim" || event.claim.term === undefined) return 1;
  return untuple(event.claim.term).length;
}

function translateRun(
  { source, script, run, places }: Placed,
  encoded: EncodedSpdl,
  read: (term: Term) => Term | undefined,
  model: Model,
): GroundedRun | Misfit {
  const agents = new Map<string, Term>();
  for (const [spelled, agent] of source.agents) {
    const role = findRole(encoded, spelled);
    const translated = read(agent);
    if (role === undefined || translated === undefined) return { misfit: `${script.role} has other roles` };
    agents.set(role, translated);
  }
  const parts: GroundParts[] = [];
  for (const [index, ground] of source.parts.entries()) {
    const event = places[index];
    if (event === undefined || ground === undefined) continue;
    const translated = ground.map(read);
    if (!translated.every((term) => term !== undefined)) {
      return { misfit: `${script.role} has a message that the description has no words for` };
    }
    parts[event] = translated;
  }
  const values = bindRun(script, agents, run, parts, model.match, reducedOperations(model));
  if (values === undefined) return { misfit: `${script.role} receives what the description's patterns do not take` };
  return { protocol: script.protocol, role: script.role, script, agents, values, parts };
}
