/**
 * A loaded source as the installed Scyther gets it, and the way back from what Scyther shows.
 *
 * A model of SPDL is given as it was read; a description through the encoder, and what comes back is translated to the
 * description, so that an attack is replayed on what the author wrote.
 */
import type { Model, RoleScript } from "../../../core/protocol/ir/script.ts";
import { type EncodedSpdl, encodeModel } from "../encode.ts";
import type { Attack } from "./attack.ts";
import type { StatusContext } from "./conclude.ts";
import type { Misfit, ProposedTrace } from "../../engine/proposed-trace.ts";
import { groundAttack, listTraces } from "./ground-attack.ts";
import { alignScripts, findScript, translateAttack } from "./translate-attack.ts";
import { writeModel } from "./write-model.ts";
import { buildModel } from "../load.ts";
import { type ParsedSpdl, parseSpdl } from "../syntax/parse.ts";
import { isGeneric } from "../../../core/term/sorts.ts";
import { addReachable, type ListedClaim, listClaims } from "../../../core/protocol/claims/listing.ts";
import type { LoadedSource } from "../../loaded-source.ts";

/** A claim as Scyther knows it. */
export interface ScytherClaim {
  readonly protocol: string;
  readonly label: string;
}

/** The part of a source that Scyther is given. */
export type ScytherSource = Pick<LoadedSource, "source" | "model" | "parsed" | "bounds">;

/** A source as Scyther is asked about it. */
export interface ScytherModel {
  readonly text: string;
  readonly match: 0 | 1 | 2;
  /** Undefined for a claim that cannot be asked. */
  readonly findClaim: (listed: ListedClaim) => ScytherClaim | undefined;
  readonly describeClaim: (listed: ListedClaim) => Omit<StatusContext, "maxRuns">;
  /** Traces over the source's own model, each a proposal. */
  readonly readAttack: (attack: Attack) => readonly ProposedTrace[] | Misfit;
}

/** Makes what Scyther is asked. Throws DiagnosticError for a description that cannot be encoded. */
export function makeScytherModel(loaded: ScytherSource): ScytherModel {
  const { parsed, model } = loaded;
  return parsed === undefined ? fromDescription(addReachable(model), loaded) : fromSpdl(parsed, addReachable(model));
}

function fromSpdl(parsed: ParsedSpdl, model: Model): ScytherModel {
  const { text, labelOf, placeOf } = write(parsed, model);
  return {
    text,
    match: model.match,
    findClaim: ({ protocol, role, at }) => labelOf({ protocol, role, at }),
    describeClaim: ({ claim }) => ({
      kind: claim.kind,
      match: model.match,
      role: "whole",
      equations: "all",
      variables: variablesOf(model),
      approximations: model.approximations,
      assumptions: model.assumptions,
    }),
    readAttack: (attack) => {
      const grounded = groundAttack(attack, model, placeOf);
      return "misfit" in grounded ? grounded : listTraces(grounded);
    },
  };
}

function fromDescription(model: Model, { source }: Pick<ScytherSource, "source">): ScytherModel {
  const encoded = encodeModel(model, { title: model.name, source: source.source });
  const parsed = parseSpdl({ path: `${model.name}.spdl`, text: encoded.text }, () => undefined);
  const spdl = addReachable(buildModel(parsed, model.name, { match: model.match }).model);
  const { text, labelOf, placeOf } = write(parsed, spdl);
  const roles = spdl.protocols.flatMap((protocol) => protocol.roles);
  return {
    text,
    match: model.match,
    findClaim: (listed) => {
      const found = findEncoded(listed, roles, encoded, model);
      return found === undefined ? undefined : labelOf(found);
    },
    describeClaim: ({ protocol, role, claim }) => ({
      kind: claim.kind,
      match: model.match,
      role: encoded.approximatedRoles.has(`${protocol}.${role}`) ? "narrowed" : "whole",
      equations: encoded.isDirected ? "directed" : "all",
      variables: variablesOf(spdl),
      approximations: encoded.approximations,
      assumptions: model.assumptions,
    }),
    readAttack: (attack) => {
      const grounded = groundAttack(attack, spdl, placeOf);
      if ("misfit" in grounded) return grounded;
      const translated = translateAttack(grounded, encoded, model);
      return "misfit" in translated ? translated : listTraces(translated);
    },
  };
}

/** Where a claim stands. */
type Place = Pick<ListedClaim, "protocol" | "role" | "at">;

function write(
  parsed: ParsedSpdl,
  model: Model,
): {
  text: string;
  labelOf: (place: Place) => ScytherClaim | undefined;
  placeOf: (protocol: string, role: string, label: string) => number | undefined;
} {
  const claims = listClaims(model);
  const { text, labels } = writeModel(parsed, claims);
  const byPlace = new Map<string, ScytherClaim>();
  const byLabel = new Map<string, number>();
  for (const [i, { protocol, role, at }] of claims.entries()) {
    const label = labels[i];
    if (label === undefined) continue;
    byPlace.set(`${protocol} ${role} ${at}`, { protocol, label });
    byLabel.set(`${protocol} ${role} ${label}`, at);
  }
  return {
    text,
    labelOf: ({ protocol, role, at }) => byPlace.get(`${protocol} ${role} ${at}`),
    placeOf: (protocol, role, label) => byLabel.get(`${protocol} ${role} ${label}`),
  };
}

/** The claim of the encoded model that stands for one of the description; none where several do. */
function findEncoded(
  { protocol, role, at }: ListedClaim,
  roles: readonly RoleScript[],
  encoded: EncodedSpdl,
  model: Model,
): Place | undefined {
  for (const candidate of roles) {
    const script = findScript(candidate, encoded, model);
    if (script?.protocol !== protocol || script.role !== role) continue;
    const places = alignScripts(script, candidate)?.flatMap((place, i) => (place === at ? [i] : [])) ?? [];
    const [index, ...more] = places;
    if (index === undefined || more.length > 0) return undefined;
    return { protocol: candidate.protocol, role: candidate.role, at: index };
  }
  return undefined;
}

function variablesOf(model: Model): "typed" | "generic" {
  const variables = model.protocols.flatMap(({ roles }) => roles.flatMap((role) => role.variables));
  return variables.some(isGeneric) ? "generic" : "typed";
}
