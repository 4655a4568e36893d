/** All rules. A new one is a file and a line here; whether a derivation may use it is for its profile to say. */
import { all } from "./all.ts";
import { belIntro } from "./bel-intro.ts";
import { belProj } from "./bel-proj.ts";
import { bel2Intro } from "./bel2-intro.ts";
import { bel2Proj } from "./bel2-proj.ts";
import { fr } from "./fr.ts";
import { frComb } from "./fr-comb.ts";
import { frEnc } from "./fr-enc.ts";
import { frHash } from "./fr-hash.ts";
import { hash } from "./hash.ts";
import { j } from "./j.ts";
import { mmK } from "./mm-k.ts";
import { mmPk } from "./mm-pk.ts";
import { mmS } from "./mm-s.ts";
import { mmSPlus } from "./mm-s-plus.ts";
import { nv } from "./nv.ts";
import { saidProj } from "./said-proj.ts";
import { seeComb } from "./see-comb.ts";
import { seeK } from "./see-k.ts";
import { seePk } from "./see-pk.ts";
import { seeProj } from "./see-proj.ts";
import { seeSig } from "./see-sig.ts";
import { sym } from "./sym.ts";
import { sym2 } from "./sym2.ts";
import type { Rule, RuleId } from "./rule.ts";

const LIST: readonly Rule[] = [
  mmK,
  mmPk,
  mmS,
  mmSPlus,
  nv,
  j,
  all,
  belIntro,
  belProj,
  bel2Proj,
  bel2Intro,
  saidProj,
  seeProj,
  seeComb,
  seeK,
  seePk,
  seeSig,
  fr,
  sym,
  sym2,
  hash,
  frEnc,
  frComb,
  frHash,
];

/** The rules by name. */
export const RULES: ReadonlyMap<RuleId, Rule> = new Map(LIST.map((rule) => [rule.id, rule]));
