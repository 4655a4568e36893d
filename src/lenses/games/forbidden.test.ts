/**
 * Every query that a game forbids, asked by an adversary that would win with the answer: it forfeits, and only for that.
 * Taking a check out of a challenger turns one of these forfeits into a win.
 */
import { describe, expect, it } from "vitest";
import { drawMessages } from "./adversaries/coin.ts";
import { AGGREGATE_GAME, type AggregateView } from "./aggregate/challenger.ts";
import { COLLUSION_GAME, type CollusionView, TARGET } from "./collusion/challenger.ts";
import { HOSPITAL_GAME, type HospitalView, OUTSIDER_GAME, type OutsiderView } from "./delegatee/challenger.ts";
import {
  DELEGATOR_GAME,
  type DelegatorView,
  HONEST_REENCRYPTION_GAME,
  type HonestReencryptionView,
} from "./delegator/challenger.ts";
import { makeArena, SIGNED } from "./example.ts";
import type { Game, Strategy, Tools } from "./play/game.ts";
import { playOnce } from "./play/play.ts";
import { RECORD_GAME, type RecordView } from "./record/challenger.ts";
import { makeSignatureGame, type SignatureView } from "./signature/challenger.ts";
import { type ExfiltrationView, makeExfiltrationGame } from "./substitution/exfiltration.ts";
import { type KeyRecoveryView, makeKeyRecoveryGame } from "./substitution/key-recovery.ts";
import type { GT } from "../../live/crypto/backend.ts";
import { type FirewallSecurityView, makeFirewallSecurityGame } from "./firewall/security.ts";

const arena = await makeArena();
const SURVEILLANCE = makeExfiltrationGame({ algorithm: "keygen", firewall: "none", observer: "outsider" });
const bytes = new Uint8Array([1, 2, 3]);

function expectForbidden<View extends object, Answer>(
  game: Game<View, Answer>,
  play: Strategy<View, Answer>,
  said: RegExp,
): void {
  const { result, forfeit } = playOnce(game, { play }, arena, "forbidden");
  expect({ result, rule: forfeit?.rule }).toEqual({ result: "forfeited", rule: "forbidden-query" });
  expect(forfeit?.text).toMatch(said);
}

function guess(view: Tools, opened: GT, m0: GT): 0 | 1 {
  return view.curve.gt.equals(opened, m0) ? 0 : 1;
}

describe("ind-prid-cpa forbids", () => {
  it("the target's key, after the challenge and before it", () => {
    const play = (order: "before" | "after") => (view: DelegatorView & Tools) => {
      const [m0, m1] = drawMessages(view);
      const early = order === "before" ? view.extract("t") : undefined;
      const { ciphertext } = view.challenge("t", m0, m1);
      return guess(view, view.scheme.decrypt(view.curve, ciphertext, early ?? view.extract("t")), m0);
    };
    expectForbidden(DELEGATOR_GAME, play("after"), /the key of t/);
    expectForbidden(DELEGATOR_GAME, play("before"), /a challenge for t/);
  });

  it.each(["key first", "delegation first"])("a delegation to a corrupted delegatee, %s", (order) => {
    const play = (view: DelegatorView & Tools) => {
      const [m0, m1] = drawMessages(view);
      const { ciphertext } = view.challenge("t", m0, m1);
      const asked = { secrets: order === "key first" ? view.corrupt("d") : undefined, rekey: view.rekey("t", "d") };
      const { secret } = asked.secrets ?? view.corrupt("d");
      const converted = view.scheme.reencrypt(view.curve, ciphertext, asked.rekey);
      return guess(view, view.scheme.open(view.curve, converted, secret), m0);
    };
    expectForbidden(DELEGATOR_GAME, play, /converts the challenge for d/);
  });

  it("a second challenge", () => {
    const play = (view: DelegatorView & Tools) => {
      const [m0, m1] = drawMessages(view);
      view.challenge("t", m0, m1);
      view.challenge("u", m0, m1);
      return view.curve.gt.equals(
        view.scheme.decrypt(view.curve, view.challenge("u", m0, m1).ciphertext, view.extract("u")),
        m0,
      )
        ? 0
        : 1;
    };
    expectForbidden(DELEGATOR_GAME, play, /one challenge/);
  });

  it("nothing else: other owners' keys, honest delegations, corrupted delegatees of others", () => {
    const play = (view: DelegatorView & Tools): 0 | 1 => {
      const [m0, m1] = drawMessages(view);
      view.extract("other");
      view.corrupt("d");
      view.rekey("other", "d");
      view.challenge("t", m0, m1);
      view.rekey("t", "honest");
      return 0;
    };
    expect(playOnce(DELEGATOR_GAME, { play }, arena, "allowed").result).not.toBe("forfeited");
  });

  it("an answer without a challenge, which is no guess", () => {
    const { forfeit } = playOnce(DELEGATOR_GAME, { play: () => 0 as const }, arena, "none");
    expect(forfeit?.rule).toBe("wrong-answer");
  });
});

describe("ind-hra forbids", () => {
  it.each(["key first", "conversion first"])("the challenge converted for a corrupted delegatee, %s", (order) => {
    const play = (view: HonestReencryptionView & Tools) => {
      const [m0, m1] = drawMessages(view);
      const early = order === "key first" ? view.corrupt("d") : undefined;
      const converted = view.reencrypt(view.challenge("t", m0, m1).number, "d");
      const { secret } = early ?? view.corrupt("d");
      return guess(view, view.scheme.open(view.curve, converted, secret), m0);
    };
    expectForbidden(HONEST_REENCRYPTION_GAME, play, /converts the challenge for d/);
  });

  it("not the conversion of another ciphertext for a corrupted delegatee", () => {
    const play = (view: HonestReencryptionView & Tools): 0 | 1 => {
      const [m0, m1] = drawMessages(view);
      view.corrupt("d");
      view.challenge("t", m0, m1);
      view.reencrypt(view.encrypt("t", m0).number, "d");
      return 0;
    };
    expect(playOnce(HONEST_REENCRYPTION_GAME, { play }, arena, "allowed").result).not.toBe("forfeited");
  });
});

describe("clc-ind-cpa forbids", () => {
  it.each(["partial key first", "replacement first"])("type I the partial key with a replaced key, %s", (order) => {
    const play = (view: OutsiderView & Tools) => {
      const [m0, m1] = drawMessages(view);
      const early = order === "partial key first" ? view.partialKey("t") : undefined;
      const point = view.scheme.hashIdentity(view.curve, { name: "t" });
      const key = view.scheme.makeDelegateeKey(view.curve, view.h2, point, view.randomness);
      view.replaceKey("t", view.scheme.publishKey(view.curve, "t", view.h2, key, view.randomness));
      const ciphertext = view.challenge("t", m0, m1);
      const secret = view.curve.g1.multiply(early ?? view.partialKey("t"), key.secretValue);
      return guess(view, view.scheme.decrypt(view.curve, ciphertext, secret), m0);
    };
    expectForbidden(OUTSIDER_GAME, play, /has the private key/);
  });

  it.each(["before", "after"])("type I the target's private key, asked %s the challenge", (order) => {
    const play = (view: OutsiderView & Tools) => {
      const [m0, m1] = drawMessages(view);
      const early = order === "before" ? view.privateKey("t") : undefined;
      const ciphertext = view.challenge("t", m0, m1);
      return guess(view, view.scheme.decrypt(view.curve, ciphertext, (early ?? view.privateKey("t")).secret), m0);
    };
    expectForbidden(OUTSIDER_GAME, play, /opens the challenge/);
  });

  it("type I the private key of who had its key replaced, and a second challenge", () => {
    const replaced = (view: OutsiderView & Tools) => {
      view.replaceKey("u", view.publishedKey("v"));
      view.privateKey("u");
      return 0 as const;
    };
    expectForbidden(OUTSIDER_GAME, replaced, /Nobody has/);
    const late = (view: OutsiderView & Tools) => {
      const [m0, m1] = drawMessages(view);
      view.challenge("t", m0, m1);
      return replaced(view);
    };
    expectForbidden(OUTSIDER_GAME, late, /Nobody has/);
    const twice = (view: OutsiderView & Tools) => {
      const [m0, m1] = drawMessages(view);
      view.challenge("t", m0, m1);
      return guess(view, view.scheme.decrypt(view.curve, view.challenge("u", m0, m1), view.privateKey("u").secret), m0);
    };
    expectForbidden(OUTSIDER_GAME, twice, /one challenge/);
  });

  it("not the target's partial key where a key was planted after the challenge, which changes nothing about it", () => {
    const play = (view: OutsiderView & Tools): 0 | 1 => {
      const [m0, m1] = drawMessages(view);
      view.challenge("t", m0, m1);
      view.replaceKey("t", view.publishedKey("v"));
      view.partialKey("t");
      return 0;
    };
    expect(playOnce(OUTSIDER_GAME, { play }, arena, "allowed").result).not.toBe("forfeited");
  });

  it("type II planting, also of what would be refused", () => {
    const play = (published: Uint8Array) => (view: HospitalView & Tools) => {
      view.replaceKey("t", published);
      return 0 as const;
    };
    expectForbidden(HOSPITAL_GAME, play(bytes), /replaces no keys/);
  });
});

describe("other games forbid", () => {
  it("collusion: the key itself", () => {
    expectForbidden(COLLUSION_GAME, (view: CollusionView) => view.extract(TARGET), /not given out/);
  });

  it("euf-cma: a statement that was signed", () => {
    const game = makeSignatureGame(SIGNED);
    const parts = [bytes, bytes, bytes, new Uint8Array(8), new Uint8Array(16)];
    const statement = { of: "DO 1", parts };
    expectForbidden(game, ({ sign }: SignatureView) => ({ statement, signature: sign(statement) }), /was signed/);
  });

  it.each([
    ["of another name", { of: "DO 2", parts: [] }],
    ["with parts left out", { of: "DO 1", parts: [bytes] }],
    ["with a nonce of another length", { of: "DO 1", parts: [bytes, bytes, bytes, new Uint8Array(8), bytes] }],
    ["with a text that is none", { of: "DO 1", parts: [Uint8Array.of(255), bytes, bytes, new Uint8Array(8), bytes] }],
  ])("euf-cma: a statement %s", (_, statement) => {
    const play = ({ sign }: SignatureView) => ({ statement, signature: sign(statement) });
    expect(playOnce(makeSignatureGame(SIGNED), { play }, arena, "seed").forfeit?.rule).toBe("wrong-answer");
  });

  it("aggregate-bls: a message that the victim signed", () => {
    const play = ({ sign }: AggregateView) => ({ others: [], message: bytes, signature: sign(bytes) });
    expectForbidden(AGGREGATE_GAME, play, /victim signed/);
  });

  it("record-binding: the header that it was sealed under", () => {
    const play = ({ seal }: RecordView) => ({ header: "h", body: seal("h", bytes).body });
    expectForbidden(RECORD_GAME, play, /under this header/);
  });

  it("substitution: another subversion, outputs before one, more outputs than there are", () => {
    const keyed = { kind: "keyed-coins" } as const;
    const twice = (view: ExfiltrationView): 0 | 1 => {
      view.subvert(keyed);
      view.subvert(keyed);
      return 0;
    };
    const early = (view: ExfiltrationView): 0 | 1 => (view.next()["h"] === undefined ? 0 : 1);
    const tooMany = (view: KeyRecoveryView): Uint8Array => {
      view.subvert(keyed);
      view.next();
      return view.next()["h"] ?? bytes;
    };
    expectForbidden(SURVEILLANCE, twice, /running/);
    expectForbidden(SURVEILLANCE, early, /No subversion/);
    const recovery = makeKeyRecoveryGame("keygen", 1);
    expectForbidden(recovery, tooMany, /1 outputs/);
    const restarted = (view: KeyRecoveryView): Uint8Array => {
      view.subvert(keyed);
      view.subvert(keyed);
      return view.next()["h"] ?? bytes;
    };
    expectForbidden(recovery, restarted, /running/);
    expectForbidden(recovery, (view: KeyRecoveryView) => view.next()["h"] ?? bytes, /No subversion/);
  });

  it("firewall-security: a second challenge", () => {
    const play = (view: FirewallSecurityView & Tools): 0 | 1 => {
      const [m0, m1] = drawMessages(view);
      const ask = () => view.challenge({ kind: "keyed-coins" }, m0, m1);
      return ask() === ask() ? 0 : 1;
    };
    expectForbidden(makeFirewallSecurityGame("none"), play, /one challenge/);
  });

  it("going on after a forbidden query that was caught", () => {
    let answered = 0;
    const play = (view: CollusionView) => {
      try {
        view.extract(TARGET);
      } catch {
        view.rekey("other", "d");
        answered += 1;
      }
      return view.extract("other");
    };
    expectForbidden(COLLUSION_GAME, play, /not given out/);
    expect(answered).toBe(0);
  });

  it("substitution: a plan that the device has no part for is refused, not waited for", () => {
    const play = (view: ExfiltrationView): 0 | 1 => {
      view.subvert({ kind: "rejection", part: "c1", bits: 1, state: "stateful", payload: "zeros" });
      return 0;
    };
    expect(playOnce(SURVEILLANCE, { play }, arena, "seed").forfeit?.rule).toBe("wrong-answer");
  });
});
