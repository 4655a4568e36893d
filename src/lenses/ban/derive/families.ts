/**
 * Steps that are no rules of the logic (`rules/illegitimate.ts`), for profiles that let them pass: what a derivation in a
 * paper may have taken for granted. Without such a profile, nothing here does anything.
 */
import { bond, type Formula } from "../formula/formula.ts";
import { ILLEGITIMATE_IDS } from "../rules/rule.ts";
import type { Fact } from "./fact.ts";
import type { Ground } from "./ground.ts";

/** Questions of these steps to a closure, beyond known facts. */
interface OpenGround extends Ground {
  seen(what: Formula): Formula;
  noteWhole(what: Formula): void;
  trustUtterance(fact: Fact, who: Formula, what: Formula): void;
}

const DIFFER: readonly string[] = ["P differs from Q"];
const ORIGIN: readonly string[] = ["P differs from R"];

export class Families {
  private readonly ground: OpenGround;
  private readonly isIdle: boolean;
  /** One belief of each other principal, all public keys, and all ciphertexts. */
  private readonly heard = new Map<string, Fact>();
  private readonly publicKeys: { readonly fact: Fact; readonly by: Formula; readonly of: Formula }[] = [];
  private readonly ciphertexts: { readonly fact: Fact; readonly what: Extract<Formula, { is: "enc" }> }[] = [];
  private readonly freshKeys: Fact[] = [];

  constructor(ground: OpenGround) {
    this.ground = ground;
    this.isIdle = !ILLEGITIMATE_IDS.some((id) => ground.has(id));
  }

  /** Something that is seen. */
  hear(fact: Fact, what: Formula): void {
    const { ground } = this;
    if (this.isIdle) return;
    if (what.is === "tuple" && ground.has("component-freshness")) ground.noteWhole(what);
    if (what.is === "hash" && ground.has("unhash")) ground.derive(ground.seen(what.body), "unhash", [fact]);
    if (what.is === "enc" && ground.has("encryption-meaning")) {
      this.ciphertexts.push({ fact, what });
      for (const key of this.publicKeys) this.attribute(key, { fact, what });
    }
  }

  /** Something that is believed. */
  learn(fact: Fact, what: Formula): void {
    if (this.isIdle) return;
    if (what.is === "pubkey" && this.ground.has("encryption-meaning")) {
      const key = { fact, by: what.by, of: what.of };
      this.publicKeys.push(key);
      for (const ciphertext of this.ciphertexts) this.attribute(key, ciphertext);
    }
    if (what.is === "said" || what.is === "believes") this.learnOf(fact, what.is, what.who, what.what);
    if (what.is === "fresh" && this.ground.has("session-key")) {
      this.freshKeys.push(fact);
      for (const belief of this.heard.values()) this.shareKey(fact, belief);
    }
  }

  private learnOf(fact: Fact, verb: "said" | "believes", who: Formula, what: Formula): void {
    const { ground } = this;
    if (what.is === "tuple" && ground.has("component-freshness")) ground.noteWhole(what);
    if (what.is === "hash" && ground.has("unhash")) {
      ground.derive(ground.beliefOf(who, verb, what.body), "unhash", [fact]);
    }
    if (verb === "said") {
      if (ground.has("said-jurisdiction")) ground.trustUtterance(fact, who, what);
      return;
    }
    if (!ground.has("session-key") || who.id === ground.self.id || this.heard.has(who.id)) return;
    this.heard.set(who.id, fact);
    for (const fresh of this.freshKeys) this.shareKey(fresh, fact);
  }

  /** The fresh key, or the fresh statement about it, good for this principal and whoever believes something. */
  private shareKey(fresh: Fact, belief: Fact): void {
    const { ground } = this;
    const what = innerOf(innerOf(fresh.statement));
    const other = (innerOf(belief.statement) as { readonly who: Formula }).who;
    const key = what.is === "sharedkey" ? what.by : what;
    const own = bond("sharedkey", ground.self, key, other);
    const isMeant = what.is === "sharedkey" ? own.id === what.id : key.is === "atom" && this.isKey(key.name);
    if (isMeant) ground.derive(ground.belief(own), "session-key", [fresh, belief], DIFFER);
  }

  private attribute(
    { fact: key, by, of }: { readonly fact: Fact; readonly by: Formula; readonly of: Formula },
    { fact, what }: { readonly fact: Fact; readonly what: Extract<Formula, { is: "enc" }> },
  ): void {
    const { ground } = this;
    if (what.by.id !== by.id) return;
    const say = (who: Formula, sides: readonly string[]): void => {
      ground.derive(ground.beliefOf(who, "said", what.body), "encryption-meaning", [key, fact], sides);
    };
    if (of.id !== ground.self.id) say(of, DIFFER);
    else if (what.from !== undefined && what.from.id !== ground.self.id) say(what.from, ORIGIN);
  }

  private isKey(name: string): boolean {
    const { sorts } = this.ground;
    return sorts === undefined || sorts.get(name) === "key";
  }
}

function innerOf(formula: Formula): Formula {
  return (formula as { readonly what: Formula }).what;
}
