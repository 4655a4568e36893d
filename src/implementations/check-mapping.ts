/** Holds a mapping against a description: every role, message, field and name must be there, and every claim judgeable. */
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { suggestNearest } from "../core/diagnostic/suggest.ts";
import { type Name, subterms } from "../core/term/term.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { ProtocolPlan, RolePlan } from "../live/roles/plan.ts";
import { findPlaces } from "./places.ts";
import type { PlacedMapping } from "./placed-mapping.ts";

/** The warnings of a mapping that fits. */
export type Checked = readonly Diagnostic[];

/** Throws DiagnosticError (AS832) for what the description does not have; returns warnings (AS835). */
export function checkMapping(placed: PlacedMapping, plan: ProtocolPlan): Checked {
  const { mapping, file } = placed;
  const before = file.diagnostics.length;
  const roleNames = [...plan.roles.keys()];
  const demand = (what: string, name: string, known: readonly string[], offset: number): boolean => {
    if (known.includes(name)) return true;
    const nearest = suggestNearest(name, known);
    const help = nearest === undefined ? `There are ${known.slice(0, 20).join(", ")}.` : `Did you mean ${nearest}?`;
    file.report("AS832", `${plan.protocol} has no ${what} ${name}.`, offset, help);
    return false;
  };
  if (mapping.protocol !== undefined && mapping.protocol !== plan.protocol) {
    file.report("AS832", `It is for the protocol ${mapping.protocol}, and not for ${plan.protocol}.`, placed.protocol);
  }
  for (const role of mapping.roles ?? []) demand("role", role, roleNames, placed.roles);
  const places = findPlaces(plan);
  const labels = plan.messages.map(({ label }) => label);
  for (const { label, offset, paths } of placed.messages) {
    if (!demand("message", label, labels, offset)) continue;
    for (const path of paths) demand(`field in ${label} that is called`, path.name, places.pathsOf(label), path.offset);
  }
  for (const { entry, role, values, peers } of placed.log) {
    if (entry.role !== undefined && !demand("role", entry.role, roleNames, role)) continue;
    const own = entry.role === undefined ? (mapping.roles ?? roleNames) : [entry.role];
    const names = new Set(own.flatMap((each) => [...(plan.roles.get(each)?.names.keys() ?? [])]));
    for (const { name, offset } of values) demand("name", name, [...names], offset);
    for (const { name, offset } of peers) demand("role", name, roleNames, offset);
  }
  if (file.diagnostics.length > before) throw new DiagnosticError(file.diagnostics.slice(before));
  return (mapping.roles ?? roleNames).flatMap((role) => findUnjudged(placed, plan, plan.roles.get(role) as RolePlan));
}

/** The role's claims whose terms have names that no line of the log gives. */
function findUnjudged({ mapping, file }: PlacedMapping, plan: ProtocolPlan, role: RolePlan): readonly Diagnostic[] {
  const logged = mapping.log.filter((entry) => entry.role === undefined || entry.role === role.role);
  const place = file.placeAt(0);
  const claims = plan.claims.filter((claim) => claim.role === role.role);
  if (claims.length === 0) return [];
  if (!logged.some(({ is }) => is === "claim")) {
    return [
      diagnose(
        "AS835",
        `No line of the log says that ${role.role} has come to its claims: no attack on them is seen.`,
        { place },
      ),
    ];
  }
  const given = new Set(logged.flatMap(({ values }) => [...values.keys()]).map((name) => role.names.get(name)?.key));
  const asked = claims.flatMap(({ term, data = [] }) => [...(term === undefined ? [] : [term]), ...data]);
  const missing = new Set<string>();
  for (const term of asked) {
    if (given.has(term.key)) continue;
    for (const part of subterms(term))
      if (part.kind === "name" && part.fresh && !given.has(part.key)) missing.add(nameIn(role, part));
  }
  return [...missing].map((name) =>
    diagnose("AS835", `No line of the log gives ${name}, which ${role.role} makes claims of.`, { place }),
  );
}

/** The author's name of a value. */
function nameIn({ names }: RolePlan, term: Name): string {
  return [...names].find(([, { key }]) => key === term.key)?.[0] ?? term.name;
}
