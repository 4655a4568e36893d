/** A description as the TypeScript that an author would have written, ready to be loaded. */
import type { ClaimDescription, Description, Given, Step } from "../../../src/core/protocol/ir/description.ts";
import { DEFAULT_FAMILY, type Expression, subexpressions } from "../../../src/core/theory/expression.ts";
import type { Sample } from "./protocols.ts";
import { printTheory } from "./theory-source.ts";

/** The source of a sample: one import, its theory, its protocol. */
export function printSample({ description, source }: Sample): string {
  const uses = description.theories.map(({ name }) => name).filter((name) => name === "dh" || name === "pre");
  const body = [
    ...(source === undefined ? [] : [printTheory(source), ""]),
    `export default protocol(${JSON.stringify(description.name)}, {${description.roles.map(printRole).join(",")} })`,
    ...uses.map((name) => `  .uses(${name}${printWeaknesses(description, name)})`),
    ...(source === undefined ? [] : [`  .uses(${source.name}${printWeaknesses(description, source.name)})`]),
    ...(description.identityBased ?? []).map((family) => `  .identityBased(${JSON.stringify(family)})`),
    ...(description.match === undefined ? [] : [`  .match(${description.match})`]),
    ...(description.learns ?? []).map(
      ({ role, partner, in: label }) => `  .learns("${role}", "${partner}", { in: "${label}" })`,
    ),
    ...description.steps.map((step) => `  ${printStep(step, source?.name)}`),
  ].join("\n");
  const words = WORDS.filter((word) =>
    new RegExp(`(?<![.\\w"{ ])${word}\\b|[( ]${word}[.(),]|: ${word}\\b`).test(body),
  );
  return `import { ${["protocol", ...words].join(", ")} } from "assay";\n\n${body};\n`;
}

const WORDS = [
  "theory",
  "op",
  "pk",
  "sk",
  "vk",
  "sgk",
  "shk",
  "aenc",
  "adec",
  "senc",
  "sdec",
  "sign",
  "message",
  "hash",
  "mac",
  "dh",
  "pre",
  "nonce",
  "data",
  "key",
  "id",
  "text",
  "scalar",
  "secret",
  "alive",
  "weakagree",
  "agree",
  "niagree",
  "nisynch",
  "isynch",
  "reachable",
];

function printRole({ name, title, trusted }: Description["roles"][number]): string {
  const text = JSON.stringify(title);
  return ` ${name}: ${trusted === true ? `{ title: ${text}, trusted: true }` : text}`;
}

function printWeaknesses({ weaknesses, theories }: Description, theory: string): string {
  const own = theories.find(({ name }) => name === theory)?.weaknesses.map(({ name }) => name) ?? [];
  const used = weaknesses.filter((name) => own.includes(name));
  return used.length === 0 ? "" : `, { weaknesses: ${JSON.stringify(used)} }`;
}

function printStep(step: Step, theory: string | undefined): string {
  const say = (expression: Expression): string => print(expression, theory);
  switch (step.kind) {
    case "public":
      return `.public({ ${printGivens(step.bindings, say)} })`;
    case "knows":
      return `.knows("${step.role}", { ${printGivens(step.bindings, say)} })`;
    case "fresh":
      return `.fresh("${step.role}", { ${step.names.map(([name, sort]) => `${name}: ${sort.toLowerCase()}`).join(", ")} })`;
    case "timestamp":
      return `.timestamp("${step.role}", "${step.name}")`;
    case "computes": {
      const body = step.bindings.map(([name, value]) => printField(name, say(value))).join(", ");
      return `.computes("${step.role}", ${printNames(step.bindings.map(([, value]) => value))} => ({ ${body} }))`;
    }
    case "message": {
      const payload = say(step.payload);
      const text = step.payload.is === "record" ? `(${payload})` : payload;
      return `.message("${step.label}", "${step.from}", "${step.to}", ${printNames([step.payload])} => ${text})`;
    }
    case "view":
      return `.view("${step.label}", ${JSON.stringify(step.untested)})`;
    case "running": {
      const { data, with: partner, after } = step.signal;
      const options = [
        ...(partner === undefined ? [] : [`with: "${partner}"`]),
        ...(after === undefined ? [] : [`after: "${after}"`]),
      ];
      const more = options.length === 0 ? "" : `, { ${options.join(", ")} }`;
      return `.running("${step.role}", ${printNames(data)} => [${data.map(say).join(", ")}]${more})`;
    }
    case "claims": {
      const said = step.claims.flatMap(({ term, data }) => [...(term === undefined ? [] : [term]), ...(data ?? [])]);
      return `.claims("${step.role}", ${printNames(said)} => [${step.claims.map((claim) => printClaim(claim, say)).join(", ")}])`;
    }
    default:
      return step satisfies never;
  }
}

function printGivens(bindings: readonly (readonly [string, Given])[], say: (expression: Expression) => string): string {
  return bindings
    .map(([name, given]) => `${name}: ${given.is === "sort" ? given.sort.toLowerCase() : say(given.term)}`)
    .join(", ");
}

/** Prints the parameter of a callback: the names that its expressions use. */
function printNames(expressions: readonly Expression[]): string {
  const names = expressions.flatMap((expression) =>
    [...subexpressions(expression)].flatMap((part) =>
      part.is === "name" ? [part.name] : part.is === "agent" ? [part.role] : [],
    ),
  );
  const distinct = [...new Set(names)];
  return distinct.length === 0 ? "()" : `({ ${distinct.join(", ")} })`;
}

function printField(name: string, value: string): string {
  return name === value ? name : `${name}: ${value}`;
}

function print(expression: Expression, theory: string | undefined): string {
  switch (expression.is) {
    case "name":
      return expression.name;
    case "agent":
      return expression.role;
    case "key": {
      const parts = [...expression.owners.map((owner) => JSON.stringify(owner))];
      const isUsual = expression.family === DEFAULT_FAMILY[expression.op] && expression.index === undefined;
      if (!isUsual) parts.push(JSON.stringify(expression.family));
      if (expression.index !== undefined) parts.push(print(expression.index, theory));
      return `${expression.op}(${parts.join(", ")})`;
    }
    case "record":
      return `{ ${expression.fields.map(([name, value]) => printField(name, print(value, theory))).join(", ")} }`;
    case "field":
      return `${print(expression.of, theory)}.${expression.name}`;
    case "apply": {
      const [owner, short] = expression.op.split(".");
      const op = owner === theory && short !== undefined ? `${theory}.ops.${short}` : expression.op;
      return `${op}(${expression.args.map((arg) => print(arg, theory)).join(", ")})`;
    }
    default:
      return expression satisfies never;
  }
}

function printClaim(claim: ClaimDescription, say: (expression: Expression) => string): string {
  const partner = claim.partner === undefined ? [] : [JSON.stringify(claim.partner)];
  const after = claim.after === undefined ? [] : [`after: ${JSON.stringify(claim.after)}`];
  const isInjective = claim.claim === "injective agree";
  const unnamed = claim.unnamed === true ? ["partner: false"] : [];
  const honest = claim.honest === undefined ? [] : [`honest: ${JSON.stringify(claim.honest)}`];
  const options = [...(isInjective ? ["injective: true"] : []), ...unnamed, ...honest, ...after];
  const term = claim.term === undefined ? [] : [say(claim.term)];
  const data = claim.data === undefined ? [] : [`[${claim.data.map(say).join(", ")}]`];
  const more = options.length === 0 ? [] : [`{ ${options.join(", ")} }`];
  const word = isInjective ? "agree" : claim.claim;
  const takesPartner = word === "weakagree" || word === "alive";
  const nobody = takesPartner && partner.length === 0 && more.length > 0 ? ["undefined"] : [];
  return `${word}(${[...partner, ...nobody, ...term, ...data, ...more].join(", ")})`;
}
