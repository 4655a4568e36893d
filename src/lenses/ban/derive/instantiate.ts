/** The instance of a quantified belief, as steps of the rule ALL: one for each nested quantifier. */
import { atom, type BoundVariable, type Formula, substitute } from "../formula/formula.ts";
import type { Fact } from "./fact.ts";
import type { Ground } from "./ground.ts";
import type { Binding } from "./match-schema.ts";

/** Notes the instance; a variable that nothing bound does not occur, and any value will do for it. */
export function instantiate(
  ground: Ground,
  schema: Fact,
  layers: readonly (readonly BoundVariable[])[],
  binding: Binding,
): Fact | undefined {
  let fact = schema;
  let formula = (schema.statement as { readonly what: Formula }).what;
  for (const layer of layers) {
    if (formula.is !== "forall") return undefined;
    const values = layer.map((variable) => binding.get(variable.name) ?? findAny(ground, variable));
    if (!values.every((value) => value !== undefined)) return undefined;
    // Variables may have other names by now, where a value had theirs.
    const { variables, body } = formula;
    formula = substitute(body, new Map(variables.map(({ name }, i) => [name, values[i] as Formula])));
    fact = ground.note(ground.belief(formula), "ALL", [fact], ["S is an instance of F"], values);
  }
  return fact;
}

function findAny({ self, sorts }: Ground, { sort }: BoundVariable): Formula | undefined {
  if (sorts === undefined || sort === "msg") return self;
  const name = [...sorts].find(([, found]) => found === sort)?.[0];
  return name === undefined ? undefined : atom(name);
}
