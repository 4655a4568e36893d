/**
 * The orientations of a role where operations commute (`term/orient.ts`), and which of them a claimant needs.
 *
 * Whatever order of all terms is taken, every trace has a canonical form in it. So the order is chosen: agents of trusted
 * roles, who play no other, stand behind all other agents; and it may be turned round, so that of two orientations of one
 * run that mirror each other one will do.
 */
import { type Diagnostic, DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { mapEvent, termsOf } from "../../core/protocol/ir/event.ts";
import { orderAgents, placeAgent } from "../../core/protocol/ir/order-agents.ts";
import type { RoleScript } from "../../core/protocol/ir/script.ts";
import { type Commutative, exchangeable } from "../../core/term/commute.ts";
import { countOpenPairs, listOrientations, mirror } from "../../core/term/orient.ts";
import { subterms, type Term } from "../../core/term/term.ts";

/** The role once for each orientation of its terms. Throws DiagnosticError CP602. */
export function orientRole(role: RoleScript, commutative: Commutative, openPairs: number): RoleScript[] {
  const count = countOpenPairs(role.events.flatMap(termsOf), commutative, orderAgents(role));
  if (count > openPairs) {
    const diagnostic: Diagnostic = {
      code: "CP602",
      severity: "error",
      message: `${role.role} has ${count} keys that may be equal when agents swap roles; the search supports at most ${openPairs}.`,
      place: role.events.flatMap((event) => ("place" in event ? [event.place] : []))[0],
      help: "Set `trusted: true` for a role that is a server in every run, or use shk.directed.",
    };
    throw new DiagnosticError([diagnostic]);
  }
  return listOrientations(role.events.flatMap(termsOf), commutative, orderAgents(role)).map((orient) => ({
    ...role,
    events: role.events.map((event) => mapEvent(event, orient)),
  }));
}

/** A variant of a role, as far as the names of its orientation go. */
interface Oriented {
  readonly role: RoleScript;
  readonly values: ReadonlyMap<string, Term>;
  readonly stuck: readonly Term[];
}

/** For each variant of one role, whether another one is its mirror and serves in its stead. */
export function listMirrors(variants: readonly Oriented[], commutative: Commutative): boolean[] {
  const nameOf = ({ role, values, stuck }: Oriented, change: (term: Term) => Term): string => {
    const terms = [...role.events.flatMap(termsOf), ...stuck, ...values.values()];
    return [...values.keys(), ...terms.map((term) => change(term).key)].join(" ");
  };
  const names = variants.map((variant) => nameOf(variant, (term) => term));
  return variants.map((variant, i) => {
    if (!mayTurn(variant.role, commutative)) return false;
    const isFirst = orderAgents(variant.role);
    const mirrored = nameOf(variant, (term) => mirror(term, commutative, isFirst));
    return mirrored < (names[i] as string) && names.includes(mirrored);
  });
}

/** Where some agents have their place, only the order of the others may be turned round: what else meets may be agents too. */
function mayTurn(role: RoleScript, commutative: Commutative): boolean {
  if ((role.trusted ?? []).length === 0) return true;
  const pairs = role.events
    .flatMap(termsOf)
    .flatMap((term) => [...subterms(term)].map((part) => exchangeable(part, commutative) ?? []));
  return pairs.flat().every((term) => placeAgent(role, term) !== undefined);
}
