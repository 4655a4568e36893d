/**
 * The question whether a guess can be verified, as an equivalence that ProVerif decides (Blanchet, Abadi and Fournet, 2008):
 * in phase 1, when all runs are over, the intruder is given the value that one run claims it about, or one drawn anew. If
 * it cannot tell which, no guess can be verified offline, as Baudet (2005) defines it.
 *
 * `weaksecret` asks the same of one name of the whole model; a claim is about a value of one run among many. The other value
 * is a name of the whole model, and actions are precise: else ProVerif compares two executions of the one run with each other.
 */
import { sanitise } from "../../../core/diagnostic/sanitise.ts";
import type { Model, RoleScript } from "../../../core/protocol/ir/script.ts";
import type { ListedClaim } from "../../../core/protocol/claims/listing.ts";
import type { Subject } from "../../encoding-subject.ts";
import { encodeProverif } from "../encode.ts";
import { comment } from "../encode/layout.ts";
import { drawRandomness } from "./draw-randomness.ts";

/** A model that asks about a guess. */
export interface EncodedGuess {
  readonly text: string;
  /** True: some role takes fewer messages than its source does, so a proof does not count. */
  readonly isNarrowed: boolean;
}

/** The model for a claim; undefined where it cannot be asked so. */
export function encodeGuess(subject: Subject, listed: ListedClaim): EncodedGuess | undefined {
  const drawn = drawRandomness({ ...subject, model: pointAt(subject.model, listed) });
  if (drawn === undefined) return undefined;
  const { text, isNarrowed, queries } = encodeProverif(drawn);
  const [query] = queries;
  const asked = query && askChoice(text, query.event);
  if (asked === undefined || queries.length !== 1) return undefined;
  return { text: `${comment(sanitise(`Whether a guess can be verified: ${listed.label}.`))}\n${asked}`, isNarrowed };
}

/** One run more of the role that claims, up to the claim; the others go on, and claim nothing. */
function pointAt(model: Model, { protocol: name, role, at }: ListedClaim): Model {
  const bare = (script: RoleScript): RoleScript => ({
    ...script,
    events: script.events.filter(({ kind }) => kind !== "claim" && kind !== "running"),
  });
  const pointed = model.protocols.flatMap((protocol) => {
    const script = protocol.roles.find((one) => protocol.name === name && one.role === role);
    const claim = script?.events[at];
    if (script === undefined || claim?.kind !== "claim") return [];
    const before = bare({ ...script, events: script.events.slice(0, at) }).events;
    const guessed = `${protocol.name} guessed`;
    return [
      {
        ...protocol,
        name: guessed,
        roles: [{ ...script, protocol: guessed, singular: true, events: [...before, claim] }],
      },
    ];
  });
  const protocols = model.protocols.map((protocol) => ({ ...protocol, roles: protocol.roles.map(bare) }));
  return { ...model, protocols: [...protocols, ...pointed] };
}

const OTHER = "other_value";

/** The text with the choice in the place of the event; undefined for a value that is no atom. */
function askChoice(text: string, event: string): string | undefined {
  const lines = text.split("\n");
  const place = lines.findIndex((line) => line.trim().startsWith(`event ${event}(`) && line.endsWith(";"));
  const said = /^(\s+)event \w+\((.*)\);$/.exec(lines[place] ?? "");
  if (said === null) return undefined;
  const [, indent = "", value = ""] = said;
  const [whole, wraps, name] = /^((?:\w+\()*)(\w+)\)*$/.exec(value) ?? [];
  if (whole === undefined || wraps === undefined || name === undefined) return undefined;
  const wrap = wraps.split("(").at(-2);
  const type = wrap === undefined ? "bitstring" : new RegExp(`fun ${wrap}\\((\\w+)\\)`).exec(text)?.[1];
  if (type === undefined) return undefined;
  const other = `${wraps}${OTHER}${")".repeat(wraps.split("(").length - 1)}`;
  const choice = [`${indent}phase 1;`, `${indent}out(c, choice[${value}, ${other}]);`];
  const start = lines.findIndex((each) => each.startsWith("query "));
  const end = lines.findIndex((each, i) => i >= start && each.endsWith("."));
  const declared = [`free ${OTHER}: ${type} [private].`, "set preciseActions = true."];
  return lines
    .toSpliced(place, 1, ...choice)
    .toSpliced(start, end - start + 1, ...declared)
    .join("\n");
}
