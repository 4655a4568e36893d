/** For whom a claim of a model is made, found by judging it with fewer and fewer roles taken for honest. */
import type { ListedClaim } from "../../core/protocol/claims/listing.ts";
import type { Model, ProtocolScript, RoleScript } from "../../core/protocol/ir/script.ts";
import type { Progress } from "../conditions.ts";
import type { Holds } from "./held-claims.ts";
import { type Answer, findNeeds, type Needs } from "./needs.ts";
import { OutOfTime, type Pulse } from "./pulse.ts";
import type { Signal } from "./search/explore.ts";
import { type ClaimTarget, Verifier, type VerifyOptions } from "./verify.ts";

/** Judges the claims of one model with sets of honest roles; what the search for one claim finds helps the others. */
export class NeedsAsker {
  private readonly model: Model;
  private readonly pulse: Pulse;
  private readonly verifiers = new Map<string, Verifier>();

  constructor(model: Model, pulse: Pulse) {
    this.model = model;
    this.pulse = pulse;
  }

  /**
   * The sets for a claim that holds with this scope. Yields as a search does. Throws RangeError for a role that the model
   * does not have.
   */
  *find(
    listed: ListedClaim,
    scope: Holds["scope"],
    options: VerifyOptions,
  ): Generator<Progress, Needs, Signal | undefined> {
    return yield* findNeeds<Progress, Signal | undefined>(questionable(this.model, listed), (honest) =>
      this.judge(listed, scope, honest, options),
    );
  }

  private *judge(
    listed: ListedClaim,
    scope: Holds["scope"],
    honest: readonly string[],
    options: VerifyOptions,
  ): Generator<Progress, Answer, Signal | undefined> {
    let verifier: Verifier;
    try {
      verifier = this.verifierWith(honest);
    } catch (error) {
      if (error instanceof OutOfTime) return "open";
      throw error;
    }
    const verdict = yield* verifier.verify(listed satisfies ClaimTarget, options);
    if (verdict.is === "attack") return "falls";
    // What is only bounded with fewer roles says less than what was found with all.
    return verdict.is === "holds" && (scope !== "unbounded" || verdict.scope === "unbounded") ? "holds" : "open";
  }

  private verifierWith(honest: readonly string[]): Verifier {
    const key = JSON.stringify(honest);
    const known = this.verifiers.get(key);
    if (known !== undefined) return known;
    const made = new Verifier(trustOnly(this.model, honest), { pulse: this.pulse });
    this.verifiers.set(key, made);
    return made;
  }
}

/** Roles that a claim takes for honest beside its own: those that are trusted are honest in any case. */
export function questionable(model: Model, { protocol, role, claim }: ListedClaim): readonly string[] {
  const script = scriptOf(model, protocol, role);
  const honest = claim.honest ?? script.roles;
  return honest.filter((name) => name !== role && script.trusted?.includes(name) !== true);
}

function scriptOf({ protocols }: Model, protocol: string, role: string): RoleScript {
  const script = protocols.find(({ name }) => name === protocol)?.roles.find((one) => one.role === role);
  if (script === undefined) throw new RangeError(`scriptOf: there is no role ${role} in ${protocol}`);
  return script;
}

/** The model whose claims take these roles for honest, the claimant and trusted ones. */
function trustOnly(model: Model, honest: readonly string[]): Model {
  const change = (protocol: ProtocolScript): ProtocolScript => ({
    ...protocol,
    roles: protocol.roles.map((script) => {
      const isHonest = (name: string): boolean =>
        name === script.role || honest.includes(name) || script.trusted?.includes(name) === true;
      const named = script.roles.filter(isHonest);
      const events = script.events.map((event) =>
        event.kind === "claim" ? { ...event, claim: { ...event.claim, honest: named } } : event,
      );
      return { ...script, events };
    }),
  });
  return { ...model, protocols: model.protocols.map(change) };
}
