/** The claims of a protocol that a program has built, by label and by name, before anything is judged. */
import { isNamed, nameClaim } from "../core/protocol/claims/names.ts";
import { listClaims } from "../core/protocol/claims/listing.ts";
import { type BuiltProtocol, modelBuilt } from "./sources.ts";

/** Labels in file order, and what names them. */
export interface BuiltClaims {
  readonly labels: readonly string[];
  readonly nameOf: (label: string) => string;
  /** True when a name means the claim of that label. */
  readonly means: (name: string, label: string) => boolean;
}

/** Lists them. Throws DiagnosticError for a protocol with mistakes. */
export function listBuiltClaims(protocol: BuiltProtocol): BuiltClaims {
  const listed = new Map(listClaims(modelBuilt(protocol)).map((claim) => [claim.label, claim]));
  return {
    labels: [...listed.keys()],
    nameOf: (label) => {
      const claim = listed.get(label);
      return claim === undefined ? label : nameClaim(claim);
    },
    means: (name, label) => {
      const claim = listed.get(label);
      return claim !== undefined && isNamed(claim, name);
    },
  };
}
