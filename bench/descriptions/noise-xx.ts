/**
 * Noise XX (T. Perrin, The Noise Protocol Framework, rev. 34): three messages, two static keys, three shared values. A certificate
 * binds each static key to its owner, and a box of both ephemeral shares stands for the handshake hash.
 */
import { agree, alive, dh, hash, protocol, scalar, sdec, secret, senc, sgk, sign, text, weakagree } from "assay";

export default protocol("noise-xx", { I: "initiator", R: "responder" })
  .uses(dh)
  .public({ first: text, second: text, third: text })
  // Static keys; a certificate binds each to its owner.
  .knows("I", { a: scalar, sgkI: sgk("I") })
  .knows("R", { b: scalar, sgkR: sgk("R") })

  // -> e
  .fresh("I", { e: scalar })
  .computes("I", ({ e }) => ({ E: dh.share(e) }))
  .message("M1", "I", "R", ({ E }) => ({ E }))

  // <- e, ee, s, es
  .fresh("R", { f: scalar })
  .computes("R", ({ E, f, b, first, second }) => ({
    F: dh.share(f),
    SR: dh.share(b),
    K1: hash({ first, ee: dh.key(E, f) }),
    K2: hash({ second, ee: dh.key(E, f), es: dh.key(E, b) }),
  }))
  .message("M2", "R", "I", ({ R, E, F, SR, K1, K2, sgkR }) => ({
    F,
    static2: senc({ SR, certR: sign({ R, SR }, sgkR) }, K1),
    payload2: senc({ E, F }, K2),
  }))
  .computes("I", ({ F, e, first }) => ({ K1: hash({ first, ee: dh.key(F, e) }) }))
  .computes("I", ({ static2, K1 }) => sdec(static2, K1))
  .computes("I", ({ F, SR, e, second }) => ({ K2: hash({ second, ee: dh.key(F, e), es: dh.key(SR, e) }) }))
  .computes("I", ({ payload2, K2 }) => sdec(payload2, K2))

  // -> s, se
  .computes("I", ({ F, SR, e, a, third }) => ({
    SI: dh.share(a),
    K3: hash({ third, ee: dh.key(F, e), es: dh.key(SR, e), se: dh.key(F, a) }),
  }))
  .message("M3", "I", "R", ({ I, E, F, SI, K2, K3, sgkI }) => ({
    static3: senc({ SI, certI: sign({ I, SI }, sgkI) }, K2),
    payload3: senc({ E, F, last: E }, K3),
  }))
  .computes("R", ({ static3, K2 }) => sdec(static3, K2))
  .computes("R", ({ E, SI, f, b, third }) => ({
    K3: hash({ third, ee: dh.key(E, f), es: dh.key(E, b), se: dh.key(SI, f) }),
  }))
  .computes("R", ({ payload3, K3 }) => sdec(payload3, K3))

  .claims("I", ({ K3, E, F }) => [secret(K3), alive("R"), weakagree("R"), agree("R", [E, F], { partner: false })])
  .claims("R", ({ K3, E, F }) => [secret(K3), alive("I"), weakagree("I"), agree("I", [E, F, K3])]);
