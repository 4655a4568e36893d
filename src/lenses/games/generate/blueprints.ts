/**
 * The parts of a generated game file: the challenger, the view whose oracles it names, whom the names of
 * people stand for, and what the challenge makes forbidden.
 */
import type { Cast } from "../naming.ts";

/** A game, as far as its file differs from others. */
export interface Blueprint {
  readonly game: string;
  readonly title: string;
  /** The constant that is the game, and the interface that is its view, as "assay/games" exports them. */
  readonly constant: string;
  readonly view: string;
  /** Where the view is declared, below src/lenses/games/. */
  readonly source: string;
  readonly answer: string;
  /** Parameters that name people, by who they are. */
  readonly people: Readonly<Record<string, "delegator" | "delegatee">>;
  /** The oracles that are closed for the target once it is challenged; absent where there is no challenge. */
  readonly closes?: { readonly target: "delegator" | "delegatee"; readonly oracles: readonly string[] };
  /** The theory that a protocol must use. */
  readonly needs: "pre" | "sign";
  /** The body of the stub, line by line. */
  readonly stub: (cast: Cast) => readonly string[];
}

const guess = (target: string): readonly string[] => [
  "const [m0, m1] = drawMessages(game);",
  `game.challenge("${target} 1", m0, m1);`,
  "return tossCoin(game.randomness);",
];

const OWNERS = { owner: "delegator", delegatee: "delegatee" } as const;

/** The games that are generated. */
export const BLUEPRINTS: readonly Blueprint[] = [
  {
    game: "ind-prid-cpa",
    title: "Indistinguishability for the delegator",
    constant: "DELEGATOR_GAME",
    view: "DelegatorView",
    source: "delegator/challenger.ts",
    answer: "0 | 1",
    people: OWNERS,
    closes: { target: "delegator", oracles: ["extract"] },
    needs: "pre",
    stub: ({ delegator }) => guess(delegator),
  },
  {
    game: "ind-hra",
    title: "Indistinguishability under honest re-encryption",
    constant: "HONEST_REENCRYPTION_GAME",
    view: "HonestReencryptionView",
    source: "delegator/challenger.ts",
    answer: "0 | 1",
    people: OWNERS,
    closes: { target: "delegator", oracles: ["extract"] },
    needs: "pre",
    stub: ({ delegator }) => guess(delegator),
  },
  {
    game: "clc-ind-cpa-1",
    title: "Indistinguishability for the delegatee, against who plants keys",
    constant: "OUTSIDER_GAME",
    view: "OutsiderView",
    source: "delegatee/challenger.ts",
    answer: "0 | 1",
    people: { name: "delegatee" },
    closes: { target: "delegatee", oracles: ["privateKey"] },
    needs: "pre",
    stub: ({ delegatee }) => guess(delegatee),
  },
  {
    game: "clc-ind-cpa-2",
    title: "Indistinguishability for the delegatee, against its hospital",
    constant: "HOSPITAL_GAME",
    view: "HospitalView",
    source: "delegatee/challenger.ts",
    answer: "0 | 1",
    people: { name: "delegatee" },
    closes: { target: "delegatee", oracles: ["privateKey", "replaceKey"] },
    needs: "pre",
    stub: ({ delegatee }) => guess(delegatee),
  },
  {
    game: "collusion",
    title: "Collusion safety",
    constant: "COLLUSION_GAME",
    view: "CollusionView",
    source: "collusion/challenger.ts",
    answer: "G1",
    people: {},
    needs: "pre",
    stub: () => [
      "const { curve, scheme, randomness } = game;",
      "return scheme.hashMask(curve, scheme.drawElement(curve, randomness));",
    ],
  },
  {
    game: "euf-cma",
    title: "Unforgeability of signatures",
    constant: "makeSignatureGame",
    view: "SignatureView",
    source: "signature/challenger.ts",
    answer: "Forgery",
    people: {},
    needs: "sign",
    stub: () => [
      "const statement = drawStatement(game);",
      "return { statement, signature: game.randomness.bytes(64) };",
    ],
  },
];
