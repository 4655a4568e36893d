/** The jobs of engines that judge claims: every engine is asked the same questions, and judges by the same expectations. */
import type { ListedClaim } from "../core/protocol/claims/listing.ts";
import { nameOf } from "../core/protocol/claims/names.ts";
import type { Model } from "../core/protocol/ir/script.ts";
import type { Finding } from "../core/verdict/verdict.ts";
import { compareVerdict, type Expected } from "./expected.ts";
import { type Common, type Job, type Lens, NATIVE_JUDGE, type Question } from "./lens.ts";
import type { LoadedSource } from "./loaded-source.ts";
import { type AssessOptions, asksFor } from "./options.ts";
import { CLAIM_EXPECTATIONS, findExpected } from "./claim-expectations.ts";

/** The common part of all engines. */
export const CLAIM_LENS = {
  lens: "symbolic",
  expectations: CLAIM_EXPECTATIONS,
  compare: (expected, verdict) => compareVerdict(expected as Expected, verdict),
  nameQuestion: ({ role, claim, label, on }) => `${nameOf(role, claim, on)} (${label})`,
} satisfies Partial<Lens>;

/** Common part of all lenses that judge claims with the embedded verifier. */
export const NATIVE_CLAIMS = {
  ...CLAIM_LENS,
  engine: "native",
  title: "Symbolic, Assay's verifier",
  judge: NATIVE_JUDGE,
} satisfies Partial<Lens>;

/** True where an engine is asked for and there is a claim. */
export function isAsked(engine: Finding["engine"], subject: LoadedSource, { engine: choice }: AssessOptions): boolean {
  return asksFor(choice, engine) && subject.claims.length > 0;
}

/** One job: all claims of a source, as the search for one may help the others. `options` are the engine's own. */
export function planClaims(
  lens: Pick<Lens, "name" | "engine">,
  subject: LoadedSource,
  { only }: Pick<AssessOptions, "only">,
  options: Readonly<Record<string, unknown>> = {},
): readonly Job[] {
  const { claims, bounds, digests, model } = subject;
  return [
    {
      lens: lens.name,
      subject: digests.model,
      options: { ...bounds, only, claims: claims.map(listPlace), ...options },
      asks: claims.map((listed) => askClaim(lens.engine, subject, listed)),
      common: sayHonest(model),
    },
  ];
}

/** Where a claim stands, for the options of a job: labels may be alike. */
export function listPlace({ protocol, role, label, at }: ListedClaim): readonly (string | number)[] {
  return [protocol, role, label, at];
}

function askClaim(engine: Finding["engine"], subject: LoadedSource, listed: ListedClaim): Question {
  const { source, model, expectations } = subject;
  const { protocol, role, claim } = listed;
  const read = expectations?.of(CLAIM_EXPECTATIONS);
  const expected = read && findExpected(read, claim.label, model.match);
  return {
    source: source.source,
    protocol,
    role,
    claim: claim.kind,
    label: claim.label,
    on: claim.on,
    lens: CLAIM_LENS.lens,
    engine,
    ...(claim.implicit === true ? { added: true as const } : {}),
    ...(claim.honest === undefined ? {} : { honest: claim.honest }),
    ...(expected === undefined ? {} : { expected }),
    ...(claim.place === undefined ? {} : { place: claim.place }),
  };
}

/** Whom the model takes for honest, by protocol: every role where a claim is made, trusted ones everywhere. */
export function sayHonest({ protocols }: Model): Readonly<Record<string, Common>> {
  const said = protocols.flatMap(({ name, roles: [role] }): [string, Common][] => {
    if (role === undefined) return [];
    return [[name, { honest: role.roles, ...(role.trusted === undefined ? {} : { trusted: role.trusted }) }]];
  });
  return Object.fromEntries(said);
}
