/**
 * The rules by which a play is lost whatever else happens in it.
 *
 * A forfeited play counts as lost and is reported with its rule. An adversary cannot take a forfeit back by catching it.
 */

/** Why a play was forfeited. */
export const RULES = {
  "forbidden-query": "The adversary asked what the game forbids.",
  "wrong-answer": "The adversary handed over something of the wrong type.",
  "too-many-queries": "The adversary asked more often than a play allows.",
  threw: "The adversary threw.",
  "time-limit": "The adversary did not answer in time.",
  "ended-worker": "The adversary ended the process or thread that it played in.",
} as const;

/** The name of a rule. */
export type Rule = keyof typeof RULES;

/** Thrown to end a play that the adversary loses by a rule. */
export class Forfeit extends Error {
  override readonly name = "Forfeit";
  readonly rule: Rule;

  constructor(rule: Rule, message: string) {
    super(message);
    this.rule = rule;
  }
}

/** Thrown when the challenger itself fails: a bug, which no adversary can be blamed for. */
export class ChallengerFault extends Error {
  override readonly name = "ChallengerFault";
}
