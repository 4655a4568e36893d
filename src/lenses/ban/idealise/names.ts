/**
 * The names of a described protocol as BAN logic sees them: what every atom and key is called, of what sort it is, and who
 * makes it.
 *
 * A part is called what its author calls it; of two different parts with one name the later is `name_Role`. A public key
 * that nobody names is called after its operation and owner, `vkI`; the private half of a key is its inverse.
 */
import { nameOf } from "../../../core/protocol/project/name-of.ts";
import { identify, type RoleView } from "../../../core/protocol/project/role-view.ts";
import type { Term } from "../../../core/term/term.ts";
import { DEFAULT_FAMILY, type KeyOperation } from "../../../core/theory/expression.ts";
import { SHARED_KEYS } from "../../../core/theory/keys.ts";
import { atom, type Formula, inverse } from "../formula/formula.ts";
import { isTransparent, type Readings } from "./concrete.ts";
import type { BanSymbol, SymbolSort } from "../formula/sorts.ts";

const PUBLIC_HALF: Readonly<Partial<Record<string, KeyOperation>>> = { sk: "pk", sgk: "vk" };

const SORTS: Readonly<Record<string, SymbolSort>> = { Nonce: "nonce", Time: "timestamp", Key: "key" };

export class Names {
  readonly symbols = new Map<string, BanSymbol>();
  /** Other names of the author's for what has a symbol. */
  readonly aliases = new Map<string, Formula>();
  private readonly roles: readonly string[];
  private readonly readings: Readings;
  /** The names of the author's hashes. */
  private readonly derived = new Map<string, string>();
  private readonly byTerm = new Map<string, string>();
  private readonly authors = new Map<string, Term>();

  constructor(roles: readonly string[], readings: Readings) {
    this.roles = roles;
    this.readings = readings;
    for (const role of roles) this.symbols.set(role, { sort: "principal" });
  }

  /** Takes over the names that a role has by now. */
  learn(view: RoleView): void {
    for (const [name, term] of view.names) {
      if (this.roles.includes(name)) continue;
      // A hash has a name only where it serves as a key.
      if (this.isHash(term) && !this.derived.has(identify(term))) this.derived.set(identify(term), name);
      if (isTransparent(this.readings, term)) continue;
      const known = this.authors.get(identify(term));
      if (known === undefined) {
        this.authors.set(identify(term), term);
        this.nameTerm(term, name, view.role);
      } else this.addAlias(name, term);
    }
  }

  /** The symbol of an atom, a shared key, or of anything that the logic has no construct for. */
  symbolOf(term: Term): Formula {
    const wanted = this.derived.get(identify(term)) ?? this.spell(term);
    const name = this.byTerm.get(identify(term)) ?? this.nameTerm(term, wanted, ownerOf(term));
    return atom(name);
  }

  /** The public half of a key pair, whichever half is given. */
  publicKeyOf(term: Term): Formula {
    return this.symbolOf(toPublicHalf(term));
  }

  private addAlias(name: string, term: Term): void {
    if (this.symbols.has(name) || this.aliases.has(name)) return;
    this.aliases.set(name, isPrivateHalf(term) ? inverse(this.publicKeyOf(term)) : this.symbolOf(term));
  }

  private nameTerm(term: Term, wanted: string, role: string | undefined): string {
    if (isPrivateHalf(term)) {
      // The author names the private half: the name stands for the inverse of the public one.
      if (!this.symbols.has(wanted)) this.aliases.set(wanted, inverse(this.publicKeyOf(term)));
      return wanted;
    }
    const key = identify(term);
    const before = this.byTerm.get(key);
    if (before !== undefined) return before;
    let name = wanted;
    for (let i = 0; this.symbols.has(name); i++) name = `${wanted}_${role ?? ""}${i === 0 ? "" : i}`;
    this.byTerm.set(key, name);
    this.symbols.set(name, this.describe(term));
    return name;
  }

  private describe(term: Term): BanSymbol {
    if (term.kind === "application" && (term.op === "pk" || term.op === "vk")) {
      const owner = ownerOf(term);
      return { sort: "key", kind: "public", owner, origin: owner };
    }
    if (term.kind === "application" && SHARED_KEYS.has(term.op)) {
      return { sort: "key", kind: "shared", holders: term.args.slice(1).flatMap(roleOf) };
    }
    const sort = this.sortOf(term);
    const origins = this.isHash(term) ? { origins: [...new Set(listMakers(term))] } : {};
    return { sort, ...(sort === "key" ? { kind: "shared" } : {}), origin: ownerOf(term), ...origins };
  }

  /** True for a hash, which has a symbol only as the key of a box. */
  isHash(term: Term): boolean {
    return term.kind === "application" && this.readings.get(term.op)?.is === "hash";
  }

  private sortOf(term: Term): SymbolSort {
    if (term.kind !== "application") {
      return term.sorts.map((sort) => SORTS[sort]).find((sort) => sort !== undefined) ?? "data";
    }
    const reading = this.readings.get(term.op)?.is;
    return reading === "key" || reading === "hash" ? "key" : "data";
  }

  /** A name for what its author leaves unnamed. */
  private spell(term: Term): string {
    if (term.kind !== "application") return nameOf(term) ?? term.name;
    if (!(term.op in DEFAULT_FAMILY)) return term.op.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_|_$/g, "") || "value";
    const [family, ...owners] = term.args;
    const isDefault = family?.kind === "name" && family.name === DEFAULT_FAMILY[term.op as KeyOperation];
    const parts = owners.flatMap(roleOf).join("");
    const index = owners.flatMap((owner) =>
      owner.kind === "application" ? owner.args.slice(1).map((one) => `_${nameOf(one) ?? "index"}`) : [],
    );
    return `${term.op.split(".")[0]}${parts}${isDefault || family?.kind !== "name" ? "" : `_${family.name}`}${index.join("")}`;
  }
}

/** True for a secret decryption or signing key. */
function isPrivateHalf(term: Term): boolean {
  return term.kind === "application" && PUBLIC_HALF[term.op] !== undefined;
}

/** The other half's term; a public half is its own. */
function toPublicHalf(term: Term): Term {
  if (term.kind !== "application") return term;
  const op = PUBLIC_HALF[term.op];
  return op === undefined ? term : { ...term, op, key: term.key.replace(term.op, op) };
}

/** Whose key it is, or who makes the value. */
function ownerOf(term: Term): string | undefined {
  if (term.kind === "application") {
    // A key has its owner; of anything else the maker is known where all that it is made from is one role's.
    const makers = new Set(term.op in DEFAULT_FAMILY ? term.args.flatMap(roleOf) : term.args.flatMap(listMakers));
    return makers.size === 1 || term.op in DEFAULT_FAMILY ? [...makers][0] : undefined;
  }
  const dot = term.name.lastIndexOf(".");
  return term.kind === "name" && term.fresh && dot > 0 ? term.name.slice(0, dot) : undefined;
}

/** The roles that made a part of a value; a long-term key is nobody's. */
function listMakers(term: Term): string[] {
  if (term.kind === "application") return term.op in DEFAULT_FAMILY ? [] : term.args.flatMap(listMakers);
  const owner = ownerOf(term);
  return owner === undefined ? [] : [owner];
}

/** The role whose agent, or whose indexed agent, a term is. */
function roleOf(term: Term): string[] {
  if (term.kind === "variable") return [term.name];
  if (term.kind === "application") return term.args.slice(0, 1).flatMap(roleOf);
  return [];
}
