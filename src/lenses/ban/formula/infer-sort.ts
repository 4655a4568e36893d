/** The sort of a quantified variable whose author names none: what its places in the body call for, else any message. */
import { childrenOf, type Formula, type VariableSort } from "./formula.ts";

/** `key` where it encrypts or is the key of a statement, `principal` where it does something, otherwise `msg`. */
export function inferSort(name: string, body: Formula): VariableSort {
  const demands = (formula: Formula): VariableSort | undefined => {
    const is = (place: Formula | undefined): boolean => place?.is === "atom" && place.name === name;
    switch (formula.is) {
      case "believes":
      case "sees":
      case "said":
      case "controls":
        if (is(formula.who)) return "principal";
        break;
      case "sharedkey":
        if (is(formula.by)) return "key";
        if (is(formula.one) || is(formula.other)) return "principal";
        break;
      case "secret":
        if (is(formula.one) || is(formula.other)) return "principal";
        break;
      case "pubkey":
        if (is(formula.by)) return "key";
        if (is(formula.of)) return "principal";
        break;
      case "enc":
        if (is(formula.by)) return "key";
        if (is(formula.from)) return "principal";
        break;
      case "comb":
        if (is(formula.from)) return "principal";
        break;
      case "inverse":
        if (is(formula.of)) return "key";
        break;
      case "forall":
        if (formula.variables.some((variable) => variable.name === name)) return undefined;
        break;
      case "atom":
      case "fresh":
      case "tuple":
      case "hash":
        break;
      default:
        formula satisfies never;
    }
    for (const child of childrenOf(formula)) {
      const found = demands(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return demands(body) ?? "msg";
}
