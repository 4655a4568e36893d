/**
 * A description that shows something, without what is not needed to show it: roles, steps, claims, fields, rules,
 * operations, parts of expressions. Invariant: whatever is returned still shows it.
 */
import type { Description, Step } from "../../src/core/protocol/ir/description.ts";
import { type Expression, subexpressions } from "../../src/core/theory/expression.ts";
import type { Sample } from "./generate/protocols.ts";
import { declare, qualify, type TheorySource } from "./generate/theory-source.ts";

/** Cuts as long as `shows` says that the sample still does, and `isSmallEnough` does not stop it. */
export function shrinkSample(sample: Sample, shows: (sample: Sample) => boolean, isSmallEnough: () => boolean): Sample {
  let smallest = sample;
  for (let again = true; again; ) {
    again = false;
    for (const cut of listCuts(smallest)) {
      if (isSmallEnough()) return smallest;
      if (sizeOf(cut) >= sizeOf(smallest) || !shows(cut)) continue;
      smallest = cut;
      again = true;
      break;
    }
  }
  return smallest;
}

/** How much there is to read. */
export function sizeOf({ description, source }: Sample): number {
  const text = JSON.stringify([description.steps, description.roles], (key, value: unknown) =>
    key === "place" ? undefined : value,
  );
  return text.length + JSON.stringify(source ?? "").length;
}

function* listCuts(sample: Sample): Generator<Sample> {
  const { description } = sample;
  const { steps, roles } = description;
  const withSteps = (next: readonly Step[]): Sample =>
    tidy({ ...sample, description: { ...description, steps: next } });
  if (description.match !== undefined) {
    const { match: _, ...typed } = description;
    yield { ...sample, description: typed };
  }
  if (description.learns !== undefined) {
    const { learns: _, ...met } = description;
    yield { ...sample, description: met };
  }
  for (const { name } of roles) {
    if (roles.length > 2) {
      yield withSteps(steps.filter((step) => !speaksOf(step, name)));
    }
  }
  if (sample.source !== undefined) yield withoutTheory(sample);
  for (const step of steps) {
    yield withSteps(steps.filter((other) => other !== step));
    // A message gives its receiver names that later steps use: those go with it.
    yield withSteps(dropWithFollowers(steps, step));
  }
  for (const [i, step] of steps.entries()) {
    for (const smaller of simplify(step)) yield withSteps(steps.map((other, j) => (i === j ? smaller : other)));
  }
  for (const source of simplifyTheory(sample.source)) yield* redeclare(sample, source);
  for (const [i, role] of roles.entries()) {
    if (role.trusted !== true) continue;
    const { trusted: _, ...plain } = role;
    yield { ...sample, description: { ...description, roles: roles.map((other, j) => (i === j ? plain : other)) } };
  }
}

/** Leaves out roles and theories that nothing speaks of any more. */
function tidy(sample: Sample): Sample {
  const { description } = sample;
  const roles = description.roles.filter(({ name }) => description.steps.some((step) => speaksOf(step, name)));
  if (roles.length < 2) return sample;
  return { ...sample, description: { ...description, roles } };
}

function speaksOf(step: Step, role: string): boolean {
  if (step.kind === "message" && (step.from === role || step.to === role)) return true;
  if ("role" in step && step.role === role) return true;
  if (step.kind === "claims" && step.claims.some(({ partner }) => partner === role)) return true;
  return JSON.stringify(step).includes(`"role":"${role}"`) || JSON.stringify(step).match(owners(role)) !== null;
}

function owners(role: string): RegExp {
  return new RegExp(`"owners":\\[[^\\]]*"${role}"`);
}

function dropWithFollowers(steps: readonly Step[], gone: Step): Step[] {
  const names = new Set<string>();
  if (gone.kind === "message") for (const name of fieldNames(gone.payload)) names.add(name);
  if (gone.kind === "computes") for (const [name] of gone.bindings) names.add(name);
  if (gone.kind === "fresh") for (const [name] of gone.names) names.add(name);
  const at = steps.indexOf(gone);
  return steps.flatMap((step, i): Step[] => {
    if (step === gone) return [];
    if (i < at) return [step];
    if (step.kind === "claims") {
      return [{ ...step, claims: step.claims.filter((claim) => !mentions(claim, names)) }];
    }
    return mentions(step, names) ? [] : [step];
  });
}

function fieldNames(expression: Expression): string[] {
  return [...subexpressions(expression)].flatMap((part) =>
    part.is === "record" ? part.fields.map(([name]) => name) : [],
  );
}

function mentions(thing: unknown, names: ReadonlySet<string>): boolean {
  const text = JSON.stringify(thing);
  return [...names].some((name) => text.includes(`"is":"name","name":"${name}"`));
}

function* simplify(step: Step): Generator<Step> {
  switch (step.kind) {
    case "message":
      for (const payload of simplifyExpression(step.payload)) yield { ...step, payload };
      return;
    case "claims":
      for (const claim of step.claims) {
        const claims = step.claims.filter((other) => other !== claim);
        if (claims.length > 0) yield { ...step, claims };
        for (const datum of claim.data ?? []) {
          const data = claim.data?.filter((other) => other !== datum) ?? [];
          if (data.length === 0) continue;
          yield { ...step, claims: step.claims.map((other) => (other === claim ? { ...claim, data } : other)) };
        }
      }
      return;
    case "fresh":
      for (const one of step.names) {
        const names = step.names.filter((other) => other !== one);
        if (names.length > 0) yield { ...step, names };
      }
      return;
    case "computes":
      for (const [i, [name, value]] of step.bindings.entries()) {
        for (const simpler of simplifyExpression(value)) {
          yield { ...step, bindings: step.bindings.map((other, j) => (i === j ? [name, simpler] : other)) };
        }
      }
      return;
    case "public":
    case "knows":
    case "timestamp":
    case "view":
    case "running":
      return;
    default:
      step satisfies never;
  }
}

/** One field fewer, or a part in place of the whole, anywhere. */
function* simplifyExpression(expression: Expression): Generator<Expression> {
  switch (expression.is) {
    case "name":
    case "agent":
    case "key":
      return;
    case "field":
      yield expression.of;
      return;
    case "record":
      for (const field of expression.fields) {
        const fields = expression.fields.filter((other) => other !== field);
        if (fields.length > 0) yield { ...expression, fields };
      }
      for (const [i, [name, value]] of expression.fields.entries()) {
        for (const simpler of simplifyExpression(value)) {
          // Records stand at the top of what is said or sealed, never in a field.
          if (simpler.is === "record") continue;
          yield { ...expression, fields: expression.fields.map((field, j) => (i === j ? [name, simpler] : field)) };
        }
      }
      return;
    case "apply":
      yield* expression.args;
      for (const [i, arg] of expression.args.entries()) {
        for (const simpler of simplifyExpression(arg)) {
          yield { ...expression, args: expression.args.map((other, j) => (i === j ? simpler : other)) };
        }
      }
      return;
    default:
      expression satisfies never;
  }
}

function withoutTheory(sample: Sample): Sample {
  const { description, source } = sample;
  const theories = description.theories.filter(({ name }) => name !== source?.name);
  return { description: { ...description, theories, weaknesses: [] }, source: undefined };
}

function* simplifyTheory(source: TheorySource | undefined): Generator<TheorySource> {
  if (source === undefined) return;
  for (const rule of source.rules) yield { ...source, rules: source.rules.filter((other) => other !== rule) };
  if (source.weaknesses.length > 0) yield { ...source, weaknesses: [] };
  for (const { name } of source.operations) {
    const text = JSON.stringify([source.rules, source.weaknesses]);
    if (text.includes(`"op":"${name}"`)) continue;
    yield { ...source, operations: source.operations.filter((operation) => operation.name !== name) };
  }
}

function* redeclare(sample: Sample, source: TheorySource): Generator<Sample> {
  const { description } = sample;
  const gone = sample.source?.operations.filter(({ name }) => !source.operations.some((other) => other.name === name));
  const text = JSON.stringify(description.steps);
  if (gone?.some(({ name }) => text.includes(`"op":"${qualify(source, name)}"`)) === true) return;
  let theory: Description["theories"][number];
  try {
    theory = declare(source);
  } catch {
    return;
  }
  const theories = description.theories.map((other) => (other.name === source.name ? theory : other));
  const weaknesses = description.weaknesses.filter((name) => theory.weaknesses.some((flaw) => flaw.name === name));
  yield { description: { ...description, theories, weaknesses }, source };
}
